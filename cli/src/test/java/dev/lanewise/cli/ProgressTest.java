package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

class ProgressTest {

    private long seconds;

    private String draw(boolean terminal, int steps) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        seconds = 100;
        try (Progress progress =
                new Progress("run", 4, terminal, stream, () -> seconds * 1_000_000_000)) {
            for (int i = 0; i < steps; i++) {
                seconds++;
                progress.step();
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aBarAppearsAfterASecondAndGoesWithTheTask() {
        assertEquals(
                "\rrun [" + "=".repeat(20) + " ".repeat(20) + "]  50 %  2 s\r\u001b[K",
                draw(true, 2));
    }

    @Test
    void whatIsSoonDoneHasNone() {
        assertEquals("", draw(true, 1));
    }

    @Test
    void aPipeGetsNone() {
        assertEquals("", draw(false, 4));
    }
}
