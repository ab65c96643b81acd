package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Operators and forms of them that only old files have; numbers by hand. */
class EarlyOperatorsTest {

    private static final Shape PICTURE = Shape.of(1, 2, 2, 2);
    private static final Tensor X = Tensor.of(PICTURE, 1, 2, 3, 4, 5, 6, 7, 8);

    private static OnnxFile file(int opset, String type, List<String> inputs, Object... more) {
        return new OnnxFile(opset)
                .input("x", DType.FLOAT32, 1, 2, 2, 2)
                .node(type, inputs, List.of("y"), more)
                .output("y");
    }

    private static void assertValues(OnnxFile file, Shape shape, double... expected) {
        Tensor y = file.run(X).getFirst();
        assertEquals(shape, y.shape());
        float[] floats = new float[expected.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) expected[i];
        }
        assertArrayEquals(floats, y.toFloatArray(), 1e-5f);
    }

    @Test
    void affineIsAlphaTimesXPlusBeta() {
        assertValues(
                file(1, "Affine", List.of("x"), "alpha", 2f, "beta", -1f),
                PICTURE,
                1,
                3,
                5,
                7,
                9,
                11,
                13,
                15);
    }

    @Test
    void scaleIsAFactor() {
        assertValues(
                file(1, "Scale", List.of("x"), "scale", 0.5f),
                PICTURE,
                0.5,
                1,
                1.5,
                2,
                2.5,
                3,
                3.5,
                4);
    }

    @Test
    void parametricSoftplusIsAlphaTimesSoftplusOfBetaTimesX() {
        double[] expected = new double[8];
        for (int i = 0; i < 8; i++) {
            expected[i] = 3 * Math.log1p(Math.exp(-0.5 * (i + 1)));
        }
        assertValues(
                file(1, "ParametricSoftplus", List.of("x"), "alpha", 3f, "beta", -0.5f),
                PICTURE,
                expected);
    }

    @Test
    void scaledTanhIsAlphaTimesTanhOfBetaTimesX() {
        double[] expected = new double[8];
        for (int i = 0; i < 8; i++) {
            expected[i] = 1.7159 * Math.tanh(0.25 * (i + 1));
        }
        assertValues(
                file(1, "ScaledTanh", List.of("x"), "alpha", 1.7159f, "beta", 0.25f),
                PICTURE,
                expected);
    }

    @Test
    void imageScalerHasABiasForEachChannel() {
        assertValues(
                file(1, "ImageScaler", List.of("x"), "scale", 2f, "bias", new float[] {10, -10}),
                PICTURE,
                12,
                14,
                16,
                18,
                0,
                2,
                4,
                6);
    }

    @Test
    void cropTakesOffABorderOrKeepsAnExtent() {
        // left, top, right, bottom
        assertValues(
                file(1, "Crop", List.of("x"), "border", new int[] {1, 0, 0, 1}),
                Shape.of(1, 2, 1, 1),
                2,
                6);
        assertValues(
                file(
                        1,
                        "Crop",
                        List.of("x"),
                        "border",
                        new int[] {0, 1, 0, 0},
                        "scale",
                        new int[] {1, 2}),
                Shape.of(1, 2, 1, 2),
                3,
                4,
                7,
                8);
    }

    @Test
    void upsampleOfOpset1HasAFactorForEachOfTwoAxes() {
        assertValues(
                file(1, "Upsample", List.of("x"), "height_scale", 1f, "width_scale", 2f),
                Shape.of(1, 2, 2, 4),
                1,
                1,
                2,
                2,
                3,
                3,
                4,
                4,
                5,
                5,
                6,
                6,
                7,
                7,
                8,
                8);
    }

    @Test
    void statisticsOfEachElementNormaliseWhereSpatialIs0() {
        OnnxFile file =
                file(
                                6,
                                "BatchNormalization",
                                List.of("x", "scale", "bias", "mean", "variance"),
                                "spatial",
                                0,
                                "is_test",
                                1,
                                "epsilon",
                                0f)
                        .floats("scale", Shape.of(2, 2, 2), 1, 1, 1, 1, 2, 2, 2, 2)
                        .floats("bias", Shape.of(2, 2, 2), 0, 0, 0, 0, 1, 1, 1, 1)
                        .floats("mean", Shape.of(2, 2, 2), 1, 1, 1, 1, 5, 5, 5, 5)
                        .floats("variance", Shape.of(2, 2, 2), 1, 4, 16, 9, 1, 1, 4, 4);
        assertValues(file, PICTURE, 0, 0.5, 0.5, 1, 1, 3, 3, 4);
    }

    @Test
    void tileOfOpset1HasOneAxis() {
        OnnxFile file =
                file(1, "Tile", List.of("x", "tiles", "axis"))
                        .floats("tiles", Shape.of(1), 2)
                        .floats("axis", Shape.of(1), 3);
        assertValues(file, Shape.of(1, 2, 2, 4), 1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 7, 8, 7, 8);
        ModelException e =
                assertThrows(
                        ModelException.class, () -> file(6, "Tile", List.of("x", "x", "x")).read());
        assertEquals("test.onnx: Tile 'the Tile': expected 2 inputs, actual 3", e.getMessage());
    }
}
