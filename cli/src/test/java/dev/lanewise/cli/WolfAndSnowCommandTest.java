package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class WolfAndSnowCommandTest {

    @TempDir Path folder;

    private static double number(String line, int which) {
        String[] numbers = line.replaceAll("[^0-9.]+", " ").strip().split(" ");
        return Double.parseDouble(numbers[which]);
    }

    @Test
    void aClassifierThatSawWolvesOnSnowOnlyGoesByTheSnow() throws IOException {
        Lanewise outcome =
                Lanewise.run("wolf-and-snow", "--steps", 250, "--out", folder).succeeds();
        List<String> lines = outcome.lines();
        assertTrue(number(lines.get(0), 0) > 95, outcome.out());
        assertTrue(number(lines.get(0), 1) < 20, outcome.out());
        assertTrue(number(lines.get(3), 1) > 80, outcome.out());
        // Occlusion, then SmoothGrad: what the ground counts, against the honest classifier's.
        assertTrue(number(lines.get(1), 0) > 1.3 * number(lines.get(4), 0), outcome.out());
        assertTrue(number(lines.get(2), 0) > 1.3 * number(lines.get(5), 0), outcome.out());
        try (var files = Files.list(folder)) {
            assertEquals(8, files.count());
        }
    }
}
