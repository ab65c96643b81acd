package dev.lanewise.model.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.image.Preprocessing.Channels;
import dev.lanewise.model.image.Preprocessing.Range;
import dev.lanewise.model.image.Preprocessing.Resize;

import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.util.List;

class PreprocessingTest {

    private static final Preprocessing RAW_RGB =
            new Preprocessing(
                    Channels.RGB, Resize.NONE, 0, 0, Range.BYTE, List.of(0f), List.of(1f));

    /** Two rows: red-ish, green-ish; blue-ish, mixed. */
    private static BufferedImage fourPixels() {
        return picture(2, 2, 0xC80A14, 0x1EFA28, 0x3232FF, 0x010203);
    }

    private static BufferedImage picture(int width, int height, int... rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, rgb, 0, width);
        return image;
    }

    @Test
    void channelsArePlanesInReadingOrder() {
        assertArrayEquals(
                new float[] {200, 30, 50, 1, 10, 250, 50, 2, 20, 40, 255, 3},
                RAW_RGB.apply(fourPixels()));
    }

    @Test
    void bgrHasBlueFirst() {
        assertArrayEquals(
                new float[] {20, 40, 255, 3, 10, 250, 50, 2, 200, 30, 50, 1},
                RAW_RGB.withChannels(Channels.BGR).apply(fourPixels()));
    }

    @Test
    void channelsMayLieTogether() {
        Preprocessing last = RAW_RGB.withChannelsLast(true);
        assertArrayEquals(
                new float[] {200, 10, 20, 30, 250, 40, 50, 50, 255, 1, 2, 3},
                last.apply(fourPixels()));
        assertEquals(
                fourPixels().getWidth(),
                last.shape(fourPixels()).dim(2),
                "[1, H, W, C] is the shape");
        assertEquals(3, last.shape(fourPixels()).dim(3));
    }

    @Test
    void greyIsLumaAsPillowRoundsIt() {
        // 0.299 * 200 + 0.587 * 10 + 0.114 * 20 = 67.95; 160.28; 73.37; 1.815
        assertArrayEquals(
                new float[] {68, 160, 73, 2},
                RAW_RGB.withChannels(Channels.GREY).apply(fourPixels()));
    }

    @Test
    void levelsOfGreyPicturesStayAsTheyAre() {
        int[] levels = new int[256];
        float[] expected = new float[256];
        for (int i = 0; i < 256; i++) {
            levels[i] = i * 0x010101;
            expected[i] = i;
        }
        assertArrayEquals(
                expected, RAW_RGB.withChannels(Channels.GREY).apply(picture(16, 16, levels)));
    }

    @Test
    void valuesAreScaledThenShiftedThenDividedAsTorchvisionDoes() {
        Preprocessing imagenet =
                new Preprocessing(
                        Channels.RGB,
                        Resize.NONE,
                        0,
                        0,
                        Range.UNIT,
                        List.of(0.485f, 0.456f, 0.406f),
                        List.of(0.229f, 0.224f, 0.225f));
        assertArrayEquals(
                new float[] {
                    (200 / 255f - 0.485f) / 0.229f,
                    (10 / 255f - 0.456f) / 0.224f,
                    (20 / 255f - 0.406f) / 0.225f
                },
                imagenet.apply(picture(1, 1, 0xC80A14)));
    }

    @Test
    void meanIsInTheOrderOfTheChannels() {
        Preprocessing caffe =
                RAW_RGB.withChannels(Channels.BGR).withMean(List.of(104f, 117f, 123f));
        assertArrayEquals(
                new float[] {20 - 104, 10 - 117, 200 - 123}, caffe.apply(picture(1, 1, 0xC80A14)));
        assertEquals(List.of(123f, 117f, 104f), caffe.withChannels(Channels.RGB).mean());
    }

    @Test
    void anotherRangeDropsMeanAndStd() {
        Preprocessing half = RAW_RGB.withMean(List.of(127f)).withStd(List.of(128f));
        assertEquals(RAW_RGB.withRange(Range.UNIT), half.withRange(Range.UNIT));
        assertEquals(half, half.withRange(Range.BYTE));
    }

    @Test
    void cropTakesTheCentre() {
        BufferedImage wide = picture(4, 2, 9, 1, 2, 9, 9, 3, 4, 9);
        Preprocessing blue = RAW_RGB.withSize(Resize.CROP, 2, 2);
        assertEquals(Shape.of(1, 3, 2, 2), blue.shape(wide));
        assertArrayEquals(new float[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4}, blue.apply(wide));
    }

    @Test
    void stretchKeepsAllOfThePicture() {
        BufferedImage wide = picture(4, 1, 0, 0, 200, 200);
        float[] values = RAW_RGB.withSize(Resize.STRETCH, 2, 2).apply(wide);
        // The filter is two source pixels wide to each side: weights 3, 3, 1 of 7.
        assertArrayEquals(
                new float[] {29, 171, 29, 171}, java.util.Arrays.copyOfRange(values, 8, 12));
    }

    @Test
    void withoutResizeTheShapeIsThePictures() {
        assertEquals(Shape.of(1, 3, 5, 7), RAW_RGB.shape(picture(7, 5, new int[35])));
    }

    @Test
    void anyElementTypeIsFilled() {
        Tensor half = Tensor.allocate(Arena.ofAuto(), DType.FLOAT16, Shape.of(1, 3, 2, 2));
        RAW_RGB.apply(fourPixels(), half);
        assertArrayEquals(RAW_RGB.apply(fourPixels()), half.toFloatArray());
    }

    @Test
    void anInputOfAnotherShapeIsRefused() {
        Tensor input = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, Shape.of(1, 3, 4, 4));
        ModelException e =
                assertThrows(ModelException.class, () -> RAW_RGB.apply(fourPixels(), input));
        assertEquals(
                "input: expected a picture of shape [1,3,4,4], actual [1,3,2,2]; choose another"
                        + " size or order of channels",
                e.getMessage());
    }

    @Test
    void nonsenseIsRefused() {
        assertEquals("mean: expected 1 or 3 values for RGB, actual 2", refusal(2, 1));
        assertEquals("std: expected 1 or 3 values for RGB, actual 4", refusal(1, 4));
        assertThrows(IllegalArgumentException.class, () -> RAW_RGB.withStd(List.of(0f)));
        assertThrows(IllegalArgumentException.class, () -> RAW_RGB.withMean(List.of(Float.NaN)));
        assertThrows(IllegalArgumentException.class, () -> RAW_RGB.withSize(Resize.CROP, 0, 224));
    }

    private static String refusal(int means, int stds) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                RAW_RGB.withMean(java.util.Collections.nCopies(means, 1f))
                                        .withStd(java.util.Collections.nCopies(stds, 1f)))
                .getMessage();
    }

    @Test
    void itsTextSaysAllThatWasDone() {
        assertEquals("size unchanged, RGB, 0..255", RAW_RGB.toString());
        assertEquals(
                "centre crop to 224x224, BGR, 0..255, mean 104 117 123",
                RAW_RGB.withSize(Resize.CROP, 224, 224)
                        .withChannels(Channels.BGR)
                        .withMean(List.of(104f, 117f, 123f))
                        .toString());
        assertEquals(
                "stretched to 32x28, grey, 0..1, mean 0.286, std 0.353",
                RAW_RGB.withSize(Resize.STRETCH, 32, 28)
                        .withChannels(Channels.GREY)
                        .withRange(Range.UNIT)
                        .withMean(List.of(0.286f))
                        .withStd(List.of(0.353f))
                        .toString());
    }

    @Test
    void aLetterboxKeepsProportionsAndFillsWithGrey() {
        BufferedImage wide = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 32; i++) {
            wide.setRGB(i % 8, i / 8, 0xFF0000);
        }
        BufferedImage square = Resampling.letterbox(wide, 4, 4);
        for (int x = 0; x < 4; x++) {
            assertEquals(0xFF727272, square.getRGB(x, 0));
            assertEquals(0xFFFF0000, square.getRGB(x, 1));
            assertEquals(0xFFFF0000, square.getRGB(x, 2));
            assertEquals(0xFF727272, square.getRGB(x, 3));
        }
    }
}
