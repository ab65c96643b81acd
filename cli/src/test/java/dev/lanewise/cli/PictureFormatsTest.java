package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.image.Pictures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** The formats that the command reads; pictures.py made the files. */
class PictureFormatsTest {

    private static final int[] QUADRANTS = {0xDC1E1E, 0x1EC828, 0x283CD2, 0xF0E63C};

    @TempDir Path folder;

    /** The tolerance is in levels: none for formats without loss. */
    @ParameterizedTest
    @CsvSource({
        "rgb.png, 0",
        "palette.png, 0",
        "rgb.bmp, 0",
        "rgb.gif, 0",
        "lossless.webp, 0",
        "rgb.jpg, 6",
        "lossy.webp, 12",
        "cmyk.jpg, 12"
    })
    void aPictureOfFourColoursIsRead(String name, int tolerance) throws IOException {
        BufferedImage picture = Pictures.read(Lanewise.resource("pictures/" + name, folder));
        assertEquals(16, picture.getWidth());
        assertEquals(16, picture.getHeight());
        for (int i = 0; i < QUADRANTS.length; i++) {
            int actual = picture.getRGB(i % 2 * 8 + 4, i / 2 * 8 + 4);
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = (actual >> shift & 0xFF) - (QUADRANTS[i] >> shift & 0xFF);
                assertTrue(
                        Math.abs(difference) <= tolerance,
                        "quadrant %d: expected %06x, actual %06x"
                                .formatted(i, QUADRANTS[i], actual & 0xFFFFFF));
            }
        }
    }

    @Test
    void transparencyIsLaidOverWhite() throws IOException {
        BufferedImage picture =
                Pictures.read(Lanewise.resource("pictures/transparent.png", folder));
        assertEquals(0xFFFFFF, picture.getRGB(0, 0) & 0xFFFFFF);
        assertEquals(QUADRANTS[0], picture.getRGB(1, 1) & 0xFFFFFF);
    }
}
