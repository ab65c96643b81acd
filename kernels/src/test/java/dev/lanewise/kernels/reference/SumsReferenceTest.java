package dev.lanewise.kernels.reference;

import static dev.lanewise.kernels.reference.Images.KERNELS;
import static dev.lanewise.kernels.reference.Images.assertClose;
import static dev.lanewise.kernels.reference.Images.assertImage;
import static dev.lanewise.kernels.reference.Images.at;
import static dev.lanewise.kernels.reference.Images.image;
import static dev.lanewise.kernels.reference.Images.integers;
import static dev.lanewise.kernels.reference.Images.run;
import static dev.lanewise.kernels.reference.Images.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.NormSpec;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Scalar poolings, sums and norms are the formulas that {@code Kernels} states. */
class SumsReferenceTest {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    /** Odd on purpose: no two sizes alike, lanes to spare, halos on some sides. */
    private static final Layout X = Layout.blocked(2, 6, 3, 5, 4).withHalo(1, 2, 0, 1);

    private static final Layout Y = X.withHalo(2, 0, 1, 1);
    private static final MemorySegment IN = image(X, 1);

    private static final Window POOLED = new Window(3, 2, 2, 3, 1, 2, 2, 3);
    private static final Layout POOL_X = Layout.blocked(2, 6, 9, 16, 4).withHalo(0, 1, 2, 0);
    private static final Layout POOL_Y = Layout.blocked(2, 6, 4, 6, 4).withHalo(1, 0, 1, 2);

    /** Of a window the elements that count, largest and sum; the largest's position, row-major. */
    private static double[] window(
            PoolSpec.Kind kind, MemorySegment in, int n, int c, int i, int j) {
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int count = 0;
        int first = -1;
        for (int u = 0; u < 3; u++) {
            for (int v = 0; v < 2; v++) {
                int row = 2 * i - 1 + 2 * u;
                int column = 3 * j - 2 + 3 * v;
                boolean inside = Images.isInside(POOL_X, row, column);
                // Of the padding, two rows below and one column to the right.
                boolean padded = row < 11 && column < 17;
                count +=
                        kind == PoolSpec.Kind.AVERAGE_INCLUDE_PAD
                                ? (padded ? 1 : 0)
                                : inside ? 1 : 0;
                if (inside) {
                    double value = at(in, POOL_X, n, c, row, column);
                    sum += value;
                    if (value > max) {
                        max = value;
                        first = row * 16 + column;
                    }
                }
            }
        }
        return new double[] {count, max, sum, first};
    }

    @Test
    void poolingIsOfWhatLiesInside() {
        MemorySegment in = image(POOL_X, 3);
        for (PoolSpec.Kind kind : PoolSpec.Kind.values()) {
            PoolSpec spec = new PoolSpec(kind, POOL_X, POOL_Y, POOLED, 2, 1);
            assertImage(
                    POOL_Y,
                    run(KERNELS.pool(spec), in),
                    (n, c, i, j) -> {
                        double[] w = window(kind, in, n, c, i, j);
                        return kind == PoolSpec.Kind.MAX ? w[1] : (float) w[2] / (float) w[0];
                    });
        }
    }

    @Test
    void aPoolingsGradientGoesToTheFirstOfTheLargestOrToAll() {
        MemorySegment in = image(POOL_X, 3);
        MemorySegment dy = image(POOL_Y, 4);
        Layout dx = POOL_X.withHalo(1, 0, 0, 2);
        for (PoolSpec.Kind kind : PoolSpec.Kind.values()) {
            boolean max = kind == PoolSpec.Kind.MAX;
            double[][][][] expected = new double[2][6][9][16];
            for (int n = 0; n < 2; n++) {
                for (int c = 0; c < 6; c++) {
                    for (int i = 0; i < 4; i++) {
                        for (int j = 0; j < 6; j++) {
                            double[] w = window(kind, in, n, c, i, j);
                            double gradient = at(dy, POOL_Y, n, c, i, j);
                            for (int u = 0; u < 3; u++) {
                                for (int v = 0; v < 2; v++) {
                                    int row = 2 * i - 1 + 2 * u;
                                    int column = 3 * j - 2 + 3 * v;
                                    if (Images.isInside(POOL_X, row, column)
                                            && (!max || row * 16 + column == w[3])) {
                                        expected[n][c][row][column] +=
                                                max ? gradient : gradient / w[0];
                                    }
                                }
                            }
                        }
                    }
                }
            }
            PoolSpec spec = new PoolSpec(kind, POOL_X, POOL_Y, POOLED, 2, 1);
            MemorySegment[] inputs = max ? new MemorySegment[] {in, dy} : new MemorySegment[] {dy};
            assertImage(
                    dx,
                    run(KERNELS.poolGradient(spec, dx), inputs),
                    1e-5,
                    (n, c, i, j) -> expected[n][c][i][j]);
        }
    }

    @Test
    void aNumberThatIsNoneIsTheLargest() {
        Layout x = Layout.nchw(1, 1, 1, 4);
        Layout one = Layout.nchw(1, 1, 1, 1);
        PoolSpec spec = PoolSpec.global(PoolSpec.Kind.MAX, x, one);
        MemorySegment in = segment(1, Float.NaN, 2, Float.NaN);
        assertEquals(Float.NaN, run(KERNELS.pool(spec), in).get(FLOAT, 0));
        MemorySegment dx = run(KERNELS.poolGradient(spec, x), in, segment(5));
        assertImage(x, dx, (n, c, i, j) -> j == 1 ? 5 : 0);
        // Nor is the first element lost if it is below 0.
        MemorySegment negative = segment(-3, -1, -1, -2);
        assertImage(
                x,
                run(KERNELS.poolGradient(spec, x), negative, segment(5)),
                (n, c, i, j) -> j == 1 ? 5 : 0);
    }

    // ---- sums and norms ----

    @Test
    void sumsAreOfTheirElements() {
        assertImage(
                Layout.flat(6),
                run(KERNELS.channelSum(X), IN),
                (n, c, i, channel) -> {
                    double sum = 0;
                    for (int image = 0; image < 2; image++) {
                        for (int k = 0; k < 15; k++) {
                            sum += at(IN, X, image, channel, k / 5, k % 5);
                        }
                    }
                    return sum;
                });
        float[] x = integers(3 * 4 * 2, 1);
        assertImage(
                Layout.nchw(1, 1, 3, 2),
                run(KERNELS.mean(3, 4, 2), segment(x)),
                (n, c, o, i) ->
                        (x[8 * o + i] + x[8 * o + 2 + i] + x[8 * o + 4 + i] + x[8 * o + 6 + i])
                                / 4);
        MemorySegment squares = run(KERNELS.squareSum(3), segment(1, -2, 4));
        assertEquals(21, squares.get(FLOAT, 0));
    }

    private static double[] moments(NormSpec spec, MemorySegment in, int set) {
        Layout x = spec.x();
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int n = 0; n < x.batch(); n++) {
            for (int c = 0; c < x.channels(); c++) {
                for (int k = 0; k < x.height() * x.width(); k++) {
                    if (spec.set(n, c) == set) {
                        double value = at(in, x, n, c, k / x.width(), k % x.width());
                        sum += value;
                        squares += value * value;
                        count++;
                    }
                }
            }
        }
        double mean = sum / count;
        return new double[] {mean, squares / count - mean * mean};
    }

    @Test
    void momentsAreOfASet() {
        for (int groups : new int[] {2, 6}) {
            for (boolean across : new boolean[] {false, true}) {
                NormSpec spec = new NormSpec(X, groups, across);
                MemorySegment moments = run(KERNELS.moments(spec), IN);
                assertImage(
                        Layout.nchw(1, 1, spec.sets(), 2),
                        moments,
                        1e-5,
                        (n, c, set, which) -> moments(spec, IN, set)[which]);
                float[] scale = integers(6, 2);
                float[] bias = integers(6, 3);
                assertImage(
                        Y,
                        run(
                                KERNELS.standardize(spec, Y, .5f),
                                IN,
                                moments,
                                segment(scale),
                                segment(bias)),
                        1e-4,
                        (n, c, i, j) -> {
                            double[] m = moments(spec, IN, spec.set(n, c));
                            double normal = (at(IN, X, n, c, i, j) - m[0]) / Math.sqrt(m[1] + .5);
                            return normal * scale[c] + bias[c];
                        });
            }
        }
    }

    @Test
    void aLayerIsNormalisedRowByRow() {
        float[] x = integers(15, 1);
        float[] scale = integers(5, 2);
        float[] bias = integers(5, 3);
        assertImage(
                Layout.nchw(1, 1, 3, 5),
                run(KERNELS.layerNorm(3, 5, .5f), segment(x), segment(scale), segment(bias)),
                1e-4,
                (n, c, row, i) -> {
                    double mean = 0;
                    double square = 0;
                    for (int k = 0; k < 5; k++) {
                        mean += x[5 * row + k] / 5;
                        square += x[5 * row + k] * x[5 * row + k] / 5.0;
                    }
                    double deviation = Math.sqrt(square - mean * mean + .5);
                    return (x[5 * row + i] - mean) / deviation * scale[i] + bias[i];
                });
    }

    @Test
    void softmaxIsOverTheMiddleAxis() {
        float[] x = integers(2 * 4 * 3, 1);
        for (boolean log : new boolean[] {false, true}) {
            MemorySegment y = run(KERNELS.softmax(2, 4, 3, log), segment(x));
            assertImage(
                    Layout.nchw(1, 2, 4, 3),
                    y,
                    1e-5,
                    (n, o, a, i) -> {
                        double sum = 0;
                        for (int k = 0; k < 4; k++) {
                            sum += Math.exp(x[12 * o + 3 * k + i]);
                        }
                        double value = Math.exp(x[12 * o + 3 * a + i]) / sum;
                        return log ? Math.log(value) : value;
                    });
            float[] dy = integers(2 * 4 * 3, 2);
            assertImage(
                    Layout.nchw(1, 2, 4, 3),
                    run(KERNELS.softmaxGradient(2, 4, 3, log), y, segment(dy)),
                    1e-4,
                    (n, o, a, i) -> {
                        double sum = 0;
                        for (int k = 0; k < 4; k++) {
                            int at = 12 * o + 3 * k + i;
                            sum += log ? dy[at] : dy[at] * y.getAtIndex(FLOAT, at);
                        }
                        int at = 12 * o + 3 * a + i;
                        double value = y.getAtIndex(FLOAT, at);
                        return log ? dy[at] - Math.exp(value) * sum : value * (dy[at] - sum);
                    });
        }
        // Values that no exponential could hold.
        MemorySegment large = run(KERNELS.softmax(1, 2, 1, false), segment(1, 1000));
        assertEquals(0, large.get(FLOAT, 0));
        assertEquals(1, large.get(FLOAT, 4));
        MemorySegment small = run(KERNELS.softmax(1, 2, 1, true), segment(-1000, -1001));
        assertClose(-Math.log(1 + Math.exp(-1)), small.get(FLOAT, 0), 1e-6, "small");
    }

    @Test
    void batchNormalisationLearnsFromTheBatch() {
        float[] scale = integers(6, 2);
        float[] bias = integers(6, 3);
        float[] mean = integers(6, 4);
        float[] variance = integers(6, 5);
        MemorySegment[] out = new MemorySegment[4];
        for (int i = 0; i < 4; i++) {
            out[i] = Images.poisoned(24);
        }
        NormSpec channels = new NormSpec(X, 6, true);
        assertImage(
                Y,
                run(
                        KERNELS.batchNormTraining(X, Y, .5f, .25f),
                        IN,
                        segment(scale),
                        segment(bias),
                        segment(mean),
                        segment(variance),
                        out[0],
                        out[1],
                        out[2],
                        out[3]),
                1e-4,
                (n, c, i, j) -> {
                    double[] m = moments(channels, IN, c);
                    return (at(IN, X, n, c, i, j) - m[0]) / Math.sqrt(m[1] + .5) * scale[c]
                            + bias[c];
                });
        for (int c = 0; c < 6; c++) {
            double[] m = moments(channels, IN, c);
            String where = "channel " + c;
            assertClose(.75 * mean[c] + .25 * m[0], out[0].getAtIndex(FLOAT, c), 1e-4, where);
            // The running variance is the unbiased one.
            double unbiased = m[1] * 30 / 29;
            assertClose(
                    .75 * variance[c] + .25 * unbiased, out[1].getAtIndex(FLOAT, c), 1e-4, where);
            assertClose(m[0], out[2].getAtIndex(FLOAT, c), 1e-5, where);
            assertClose(1 / Math.sqrt(m[1] + .5), out[3].getAtIndex(FLOAT, c), 1e-5, where);
        }
    }

    @Test
    void batchNormalisationsGradientsAreThoseOfItsFormula() {
        MemorySegment dy = image(Y, 7);
        float[] scale = integers(6, 2);
        float[] mean = {.5f, -1, 0, 2, 1.5f, -.25f};
        float[] factor = {.5f, 1, 2, .25f, 3, 1.5f};
        MemorySegment dscale = Images.poisoned(24);
        MemorySegment dbias = Images.poisoned(24);
        Layout dx = X.withHalo(0, 1, 1, 0);
        double[] sums = new double[6];
        double[] products = new double[6];
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < 6; c++) {
                for (int k = 0; k < 15; k++) {
                    double gradient = at(dy, Y, n, c, k / 5, k % 5);
                    sums[c] += gradient;
                    products[c] += gradient * (at(IN, X, n, c, k / 5, k % 5) - mean[c]) * factor[c];
                }
            }
        }
        assertImage(
                dx,
                run(
                        KERNELS.batchNormGradient(X, Y, dx),
                        IN,
                        dy,
                        segment(scale),
                        segment(mean),
                        segment(factor),
                        dscale,
                        dbias),
                1e-4,
                (n, c, i, j) -> {
                    double normal = (at(IN, X, n, c, i, j) - mean[c]) * factor[c];
                    double gradient =
                            at(dy, Y, n, c, i, j) - sums[c] / 30 - normal * products[c] / 30;
                    return scale[c] * factor[c] * gradient;
                });
        for (int c = 0; c < 6; c++) {
            assertClose(products[c], dscale.getAtIndex(FLOAT, c), 1e-5, "scale " + c);
            assertClose(sums[c], dbias.getAtIndex(FLOAT, c), 1e-5, "bias " + c);
        }
    }
}
