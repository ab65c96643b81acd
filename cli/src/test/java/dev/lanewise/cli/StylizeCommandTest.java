package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

class StylizeCommandTest {

    @TempDir Path folder;

    @BeforeEach
    void makePictures() throws IOException {
        for (int kind = 0; kind < 2; kind++) {
            BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < 48; y++) {
                for (int x = 0; x < 64; x++) {
                    boolean on = kind == 0 ? x / 16 % 2 == 0 : (x + y) / 4 % 2 == 0;
                    image.setRGB(x, y, on ? 0x2060C0 : 0xF0D080 - kind * 0x401000);
                }
            }
            ImageIO.write(image, "png", folder.resolve(kind + ".png").toFile());
        }
    }

    @Test
    void aPaintingHasTheContentsProportions() throws IOException {
        Path file = folder.resolve("painting.png");
        Lanewise outcome =
                Lanewise.run(
                                "stylize",
                                folder.resolve("0.png"),
                                folder.resolve("1.png"),
                                "--pixels",
                                40,
                                "--steps",
                                6,
                                "--every",
                                3,
                                "--out",
                                file)
                        .succeeds();
        assertTrue(outcome.out().contains("loss      "), outcome.out());
        BufferedImage painting = ImageIO.read(file.toFile());
        assertEquals(40, painting.getWidth());
        assertEquals(30, painting.getHeight());
        assertTrue(Files.exists(folder.resolve("painting-0003.png")));
        assertTrue(Files.exists(folder.resolve("painting-0006.png")));
    }

    @Test
    void badUsageIsSaid() {
        Path picture = folder.resolve("0.png");
        assertTrue(
                Lanewise.run("stylize", picture, picture, "--optimizer", "sgd")
                        .fails(2)
                        .contains("--optimizer: expected lbfgs or adam, actual sgd"));
        assertTrue(
                Lanewise.run("stylize", picture, picture, "--pixels", 3)
                        .fails(2)
                        .contains("--pixels: expected 0, or 16 to 16384, actual 3"));
        assertTrue(
                Lanewise.run("stylize", picture, folder.resolve("none.onnx"))
                        .fails(1)
                        .contains("none.onnx"));
    }
}
