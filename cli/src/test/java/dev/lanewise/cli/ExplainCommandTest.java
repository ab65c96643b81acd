package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

class ExplainCommandTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grad-cam",
                "occlusion",
                "saliency",
                "integrated-gradients",
                "guided-backprop",
                "feature-maps",
                "filters"
            })
    void aMethodWritesAPicture(String method) throws IOException {
        Path file = folder.resolve("out.png");
        Lanewise outcome = Lanewise.run("explain", "--method", method, "--out", file).succeeds();
        assertTrue(outcome.lines().getFirst().startsWith("Ankle boot, score "), outcome.out());
        assertEquals("wrote " + file, outcome.lines().getLast());
        BufferedImage image = ImageIO.read(file.toFile());
        assertTrue(image.getWidth() >= 320 && image.getHeight() > 60);
        assertTrue(colours(image) > 20, "a picture of few colours: " + colours(image));
    }

    private static long colours(BufferedImage image) {
        int[] pixels =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return java.util.Arrays.stream(pixels).distinct().count();
    }

    @Test
    void theReportIsOneFileWithEveryMethod() throws IOException {
        Path file = folder.resolve("report.html");
        Lanewise.run("explain", "--all", "--html", file, "--samples", 3, "--steps", 5).succeeds();
        String page = Files.readString(file);
        for (String title :
                new String[] {"Grad-CAM", "Occlusion", "Saliency", "SmoothGrad", "Deconvnet"}) {
            assertTrue(page.contains("<h3>" + title), title);
        }
        assertTrue(page.contains("Why &ldquo;Ankle boot&rdquo;?"));
        assertTrue(page.contains("<th>Saliency</th><td"));
        assertFalse(page.contains("{{"), "a place of the template is not filled");
        assertFalse(page.contains("src=\"http"), "the report needs other files");
    }

    @Test
    void aClassIsChosenByItsName() {
        Path file = folder.resolve("out.png");
        Lanewise outcome = Lanewise.run("explain", "--class", "sneak", "--out", file).succeeds();
        assertTrue(outcome.out().startsWith("Sneaker, score "), outcome.out());
        assertEquals(
                "lanewise: --class: expected 0 to 9 or a label, actual 'cat'",
                Lanewise.run("explain", "--class", "cat", "--out", file).fails(1));
    }

    @Test
    void badUsageIsSaid() {
        assertTrue(
                Lanewise.run("explain", "--method", "magic")
                        .fails(2)
                        .startsWith("lanewise explain: --method: expected one of [grad-cam,"));
        assertTrue(
                Lanewise.run("explain", "--window", 4, "--stride", 5)
                        .fails(2)
                        .contains("--stride: expected at most the window's 4, actual 5"));
        assertTrue(
                Lanewise.run("explain", "--out", folder.resolve("a.jpg"))
                        .fails(1)
                        .endsWith("expected a name that ends in .png"));
    }
}
