package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Softmax;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What must hold between results, whatever the right ones are: no twin, no golden values. */
class MetamorphicTest {

    /** Of the largest result, fp32 sums of up to 20 x 25 terms, with Winograd's factor. */
    private static final double TOLERANCE = 2e-5;

    /** A convolution with stride 1 that keeps the image's extent. */
    record Layer(int in, int out, int kernel, int height, int width) {

        Shape x(int batch) {
            return Shape.of(batch, in, height, width);
        }

        Op op() {
            return new Conv(SquareWindow.of(kernel, 1, kernel / 2), 1, Epilogue.NONE);
        }

        float[] weight(Random random) {
            return random(out * in * kernel * kernel, random);
        }

        float[] run(int batch, float[] x, float[] weight) {
            Shape shape = Shape.of(out, in, kernel, kernel);
            return MetamorphicTest.run(op(), x(batch), x, shape, weight);
        }
    }

    @Provide
    Arbitrary<Layer> layers() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.of(1, 3, 5),
                        Arbitraries.integers().between(1, 14),
                        Arbitraries.integers().between(1, 14))
                .as(Layer::new);
    }

    private static float[] random(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }

    private static float[] run(Op op, Shape shape, float[] x, Shape weightShape, float[] weight) {
        Map<String, Tensor> constants = new HashMap<>();
        if (weight.length > 0) {
            constants.put("w", Tensor.of(weightShape, weight));
        }
        List<String> inputs = weight.length > 0 ? List.of("x", "w") : List.of("x");
        Graph graph =
                new Graph(
                        "one",
                        List.of(TensorInfo.of("x", DType.FLOAT32, shape)),
                        List.of("y"),
                        List.of(new Node("node", op, inputs, List.of("y"))),
                        constants,
                        Map.of());
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession()) {
            session.input("x").copyFrom(x);
            session.run();
            return session.output("y").toFloatArray();
        }
    }

    private static float[] run(Op op, Shape shape, float[] x) {
        return run(op, shape, x, Shape.of(0), new float[0]);
    }

    private static void assertClose(float[] expected, float[] actual) {
        double scale = 1;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertArrayEquals(expected, actual, (float) (TOLERANCE * scale));
    }

    @Property(tries = 60)
    void convolutionIsLinear(
            @ForAll("layers") Layer layer,
            @ForAll @FloatRange(min = -4, max = 4) float a,
            @ForAll @FloatRange(min = -4, max = 4) float b,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] weight = layer.weight(random);
        float[] x = random(layer.x(1).elements(), random);
        float[] z = random(x.length, random);
        float[] mixed = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            mixed[i] = a * x[i] + b * z[i];
        }
        float[] ofX = layer.run(1, x, weight);
        float[] ofZ = layer.run(1, z, weight);
        float[] expected = new float[ofX.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = a * ofX[i] + b * ofZ[i];
        }
        assertClose(expected, layer.run(1, mixed, weight));
    }

    @Property(tries = 60)
    void convolutionFollowsAShiftedPicture(
            @ForAll("layers") Layer layer,
            @ForAll @IntRange(max = 3) int down,
            @ForAll @IntRange(max = 3) int right,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] weight = layer.weight(random);
        Layer wide =
                new Layer(
                        layer.in,
                        layer.out,
                        layer.kernel,
                        layer.height + down,
                        layer.width + right);
        float[] x = new float[wide.x(1).elements()];
        float[] shifted = new float[x.length];
        for (int c = 0; c < layer.in; c++) {
            for (int i = 0; i < layer.height; i++) {
                for (int j = 0; j < layer.width; j++) {
                    float value = 2 * random.nextFloat() - 1;
                    x[(c * wide.height + i) * wide.width + j] = value;
                    shifted[(c * wide.height + i + down) * wide.width + j + right] = value;
                }
            }
        }
        float[] y = wide.run(1, x, weight);
        float[] actual = wide.run(1, shifted, weight);
        double scale = 1;
        for (float value : y) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int c = 0; c < layer.out; c++) {
            for (int i = 0; i < layer.height; i++) {
                for (int j = 0; j < layer.width; j++) {
                    assertEquals(
                            y[(c * wide.height + i) * wide.width + j],
                            actual[(c * wide.height + i + down) * wide.width + j + right],
                            TOLERANCE * scale);
                }
            }
        }
    }

    @Property(tries = 60)
    void aBatchIsItsPictures(
            @ForAll("layers") Layer layer,
            @ForAll @IntRange(min = 1, max = 4) int batch,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] weight = layer.weight(random);
        float[] x = random(layer.x(batch).elements(), random);
        float[] all = layer.run(batch, x, weight);
        int each = x.length / batch;
        int out = all.length / batch;
        for (int n = 0; n < batch; n++) {
            float[] one = Arrays.copyOfRange(x, n * each, (n + 1) * each);
            float[] expected = Arrays.copyOfRange(all, n * out, (n + 1) * out);
            assertClose(expected, layer.run(1, one, weight));
        }
    }

    @Property(tries = 60)
    void aWindowOfOnePixelIsAMatrixProduct(@ForAll("layers") Layer any, @ForAll long seed) {
        Layer layer = new Layer(any.in, any.out, 1, any.height, any.width);
        Random random = new Random(seed);
        float[] weight = layer.weight(random);
        float[] x = random(layer.x(1).elements(), random);
        int pixels = layer.height * layer.width;
        float[] y = layer.run(1, x, weight);
        // y^T [pixels, out] = x^T [pixels, in] w^T
        float[] rows = transposed(x, layer.in, pixels);
        Gemm gemm = new Gemm(1, 1, false, true, Unary.IDENTITY);
        float[] product =
                run(gemm, Shape.of(pixels, layer.in), rows, Shape.of(layer.out, layer.in), weight);
        assertClose(y, transposed(product, pixels, layer.out));
    }

    private static float[] transposed(float[] matrix, int rows, int columns) {
        float[] result = new float[matrix.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[j * rows + i] = matrix[i * columns + j];
            }
        }
        return result;
    }

    @Property(tries = 60)
    void poolingDoesNotCareForTheOrderWithinAWindow(
            @ForAll @IntRange(min = 1, max = 20) int channels,
            @ForAll @IntRange(min = 1, max = 4) int kernel,
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 6) int columns,
            @ForAll long seed) {
        Random random = new Random(seed);
        Shape shape = Shape.of(1, channels, rows * kernel, columns * kernel);
        float[] x = random(shape.elements(), random);
        float[] permuted = x.clone();
        int width = columns * kernel;
        for (int window = 0; window < channels * rows * columns; window++) {
            int start = window / columns * kernel * width + window % columns * kernel;
            for (int i = kernel * kernel - 1; i > 0; i--) {
                int k = random.nextInt(i + 1);
                int a = start + i / kernel * width + i % kernel;
                int b = start + k / kernel * width + k % kernel;
                float value = permuted[a];
                permuted[a] = permuted[b];
                permuted[b] = value;
            }
        }
        Op max = new MaxPool(SquareWindow.of(kernel, kernel, 0), false);
        assertArrayEquals(run(max, shape, x), run(max, shape, permuted));
        Op average = new AveragePool(SquareWindow.of(kernel, kernel, 0), false);
        assertClose(run(average, shape, x), run(average, shape, permuted));
    }

    @Property(tries = 60)
    void softmaxSumsToOneAndIgnoresAShift(
            @ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll @FloatRange(min = -50, max = 50) float shift,
            @ForAll long seed) {
        float[] x = random(rows * columns, new Random(seed));
        Softmax softmax = new Softmax(1, false, false);
        Shape shape = Shape.of(rows, columns);
        float[] y = run(softmax, shape, x);
        float[] shifted = x.clone();
        for (int i = 0; i < x.length; i++) {
            shifted[i] += shift;
        }
        assertClose(y, run(softmax, shape, shifted));
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += y[row * columns + j];
            }
            assertEquals(1, sum, TOLERANCE);
        }
    }
}
