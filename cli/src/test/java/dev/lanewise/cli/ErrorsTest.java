package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.ModelException;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

class ErrorsTest {

    private static String printed(String message) {
        StringWriter out = new StringWriter();
        var line = Main.commandLine().setErr(new PrintWriter(out));
        Errors.print(new ModelException(message), line);
        return out.toString();
    }

    @Test
    void aMessageIsOneLineThatCanBeRead() {
        assertEquals("lanewise: a; b?[2J" + System.lineSeparator(), printed("a\n  b\u001b[2J"));
        String endless =
                printed("Einsum 'y': equation " + "a".repeat(1_000_000) + ", actual 3 axes");
        assertTrue(endless.length() < 2_100, "of length " + endless.length());
        assertTrue(endless.startsWith("lanewise: Einsum 'y': equation aaa"), endless);
        assertTrue(endless.strip().endsWith("aaa, actual 3 axes"), endless);
    }
}
