package dev.lanewise.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.TensorInfo.Dim;
import dev.lanewise.model.image.Preprocessing.Resize;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class PreprocessingGuessTest {

    private static TensorInfo input(String name, int... dims) {
        return TensorInfo.of(name, DType.FLOAT32, Shape.of(dims));
    }

    private static String guess(TensorInfo input, Map<String, String> metadata) {
        PreprocessingGuess guess = PreprocessingGuess.of(input, metadata);
        return guess.preprocessing() + " (" + guess.reason() + ")";
    }

    @Test
    void threeChannelsAreNormalisedAsTorchvisionDoes() {
        assertEquals(
                "centre crop to 320x240, RGB, 0..1, mean 0.485 0.456 0.406, std 0.229 0.224 0.225"
                        + " (the usual for three channels)",
                guess(input("x", 1, 3, 240, 320), Map.of()));
    }

    @Test
    void channelsMayBeTheLastExtent() {
        assertEquals(
                "centre crop to 320x240, RGB channels last, 0..1, mean 0.485 0.456 0.406, std 0.229"
                        + " 0.224 0.225 (the usual for three channels)",
                guess(input("x", 1, 240, 320, 3), Map.of()));
        assertFalse(
                PreprocessingGuess.of(input("x", 1, 3, 8, 3), Map.of())
                        .preprocessing()
                        .channelsLast());
    }

    @Test
    void oneChannelIsGreyFromZeroToOne() {
        assertEquals(
                "centre crop to 28x28, grey, 0..1 (the input has one channel)",
                guess(input("x", 1, 1, 28, 28), Map.of()));
    }

    @Test
    void theInputNameOfCaffeMeansItsLevelsAndOrder() {
        assertEquals(
                "centre crop to 224x224, BGR, 0..255, mean 104 117 123"
                        + " (an input named data_0 comes from Caffe)",
                guess(input("data_0", 1, 3, 224, 224), Map.of()));
    }

    @Test
    void metadataComeFirst() {
        assertEquals(
                "centre crop to 28x28, grey, 0..1, mean 0.286, std 0.353"
                        + " (scale, mean, std from the model's metadata)",
                guess(
                        input("image", 1, 1, 28, 28),
                        Map.of("mean", "0.2860", "std", "0.3530", "scale", "0..1")));
        assertEquals(
                "centre crop to 8x8, BGR, 0..255 (scale, order from the model's metadata)",
                guess(input("x", 1, 3, 8, 8), Map.of("scale", "0..255", "order", "bgr")));
    }

    @Test
    void imageMetadataOfOnnxAreUnderstood() {
        assertEquals(
                "centre crop to 28x28, grey, 0..255"
                        + " (scale, order, mean, std from the model's metadata)",
                guess(
                        input("Input3", 1, 1, 28, 28),
                        Map.of(
                                "Image.BitmapPixelFormat", "Gray8",
                                "Image.NominalPixelRange", "NominalRange_0_255")));
        assertEquals(
                "centre crop to 8x8, BGR, 0..1, mean 0.5, std 0.5"
                        + " (scale, order, mean, std from the model's metadata)",
                guess(
                        input("x", 1, 3, 8, 8),
                        Map.of(
                                "image.bitmappixelformat", "bgr8",
                                "image.nominalpixelrange", "NORMALIZED_1_1")));
        assertEquals(
                guess(input("x", 1, 3, 8, 8), Map.of()),
                guess(
                        input("x", 1, 3, 8, 8),
                        Map.of(
                                "Image.BitmapPixelFormat", "Gray8",
                                "Image.NominalPixelRange", "NominalRange_16_235")));
    }

    @Test
    void metadataThatMeanSomethingElseArePassedOver() {
        Map<String, String> strange =
                Map.of("scale", "4x", "mean", "harmonic", "std", "0", "order", "NCHW");
        assertEquals(
                guess(input("x", 1, 3, 8, 8), Map.of()), guess(input("x", 1, 3, 8, 8), strange));
        assertEquals(
                guess(input("x", 1, 3, 8, 8), Map.of()),
                guess(input("x", 1, 3, 8, 8), Map.of("mean", "1,2", "std", "1,NaN,2")));
    }

    @Test
    void anOpenSizeIsThePicturesOwn() {
        TensorInfo open =
                new TensorInfo(
                        "x",
                        DType.FLOAT32,
                        List.of(
                                new Dim("N", -1),
                                new Dim("", 3),
                                new Dim("H", -1),
                                new Dim("W", -1)));
        assertEquals(Resize.NONE, PreprocessingGuess.of(open, Map.of()).preprocessing().resize());
    }

    @Test
    void anInputThatIsNoPictureIsRefused() {
        assertFalse(PreprocessingGuess.fits(input("x", 1, 10)));
        assertFalse(PreprocessingGuess.fits(input("x", 1, 4, 8, 8)));
        assertFalse(PreprocessingGuess.fits(input("x", 2, 3, 8, 8)));
        assertFalse(PreprocessingGuess.fits(input("x", 1, 3, 0, 8)));
        assertFalse(PreprocessingGuess.fits(TensorInfo.of("x", DType.INT64, Shape.of(1, 3, 8, 8))));
        assertTrue(PreprocessingGuess.fits(input("x", 1, 3, 8, 8)));
        ModelException e =
                assertThrows(
                        ModelException.class,
                        () -> PreprocessingGuess.of(input("x", 1, 4, 8, 8), Map.of()));
        assertEquals(
                "input x FLOAT32[1,4,8,8]: expected 1 or 3 channels for a picture; give the input"
                        + " as .npy or .pb",
                e.getMessage());
    }
}
