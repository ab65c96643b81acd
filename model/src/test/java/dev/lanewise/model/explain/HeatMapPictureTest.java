package dev.lanewise.model.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.image.Colormap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.awt.image.BufferedImage;
import java.util.List;

class HeatMapPictureTest {

    /** What makes a map of colours perceptual: lightness (CIE L*) never falls. */
    @ParameterizedTest
    @EnumSource(names = {"VIRIDIS", "INFERNO", "MAGMA", "GREY"})
    void lightnessRisesEvenly(Colormap colours) {
        double last = -1;
        for (int i = 0; i <= 255; i += 5) {
            double lightness = lightness(colours.rgb(i / 255.0));
            assertTrue(lightness > last, colours + " at " + i);
            assertTrue(i == 0 || lightness - last < 5, colours + " at " + i);
            last = lightness;
        }
    }

    private static double lightness(int rgb) {
        double y =
                0.2126 * linear(rgb >> 16 & 0xFF)
                        + 0.7152 * linear(rgb >> 8 & 0xFF)
                        + 0.0722 * linear(rgb & 0xFF);
        return y > 216.0 / 24389 ? 116 * Math.cbrt(y) - 16 : y * 24389 / 27;
    }

    private static double linear(int level) {
        double v = level / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    @Test
    void signedMapsAreWhiteAtZeroRedAboveAndBlueBelow() {
        HeatMapPicture picture = HeatMapPicture.of(new HeatMap(3, 1, new float[] {-2, 0, 2}));
        BufferedImage image = picture.image();
        assertEquals(0x053061, image.getRGB(0, 0) & 0xFFFFFF);
        assertEquals(0xF7F7F7, image.getRGB(1, 0) & 0xFFFFFF);
        assertEquals(0x67001F, image.getRGB(2, 0) & 0xFFFFFF);
    }

    @Test
    void alphaMixesMapAndGreyPicture() {
        HeatMapPicture picture = HeatMapPicture.of(new HeatMap(1, 1, new float[] {5}));
        BufferedImage photo = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        photo.setRGB(0, 0, 0xFF0000);
        assertEquals(0x4C4C4C, picture.over(photo, 0).getRGB(0, 0) & 0xFFFFFF);
        assertEquals(0xFCFFA4, picture.over(photo, 1).getRGB(0, 0) & 0xFFFFFF);
    }

    @Test
    void sheetHasRoomForPictureMapAndScale() {
        BufferedImage photo = new BufferedImage(28, 14, BufferedImage.TYPE_INT_RGB);
        BufferedImage sheet =
                HeatMapPicture.of(new HeatMap(1, 1, new float[] {0}))
                        .sheet(photo, List.of("one", "two"), 0.5);
        assertTrue(sheet.getWidth() > 2 * 336 && sheet.getHeight() > 168);
    }
}
