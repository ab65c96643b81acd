package dev.lanewise.kernels.reference;

import static dev.lanewise.kernels.reference.Images.KERNELS;
import static dev.lanewise.kernels.reference.Images.assertImage;
import static dev.lanewise.kernels.reference.Images.at;
import static dev.lanewise.kernels.reference.Images.image;
import static dev.lanewise.kernels.reference.Images.integers;
import static dev.lanewise.kernels.reference.Images.pack;
import static dev.lanewise.kernels.reference.Images.run;
import static dev.lanewise.kernels.reference.Images.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;

/** Scalar products are the formulas that the specifications state, term by term. */
class ProductsReferenceTest {

    private static final Unary CLIP = Unary.clip(-20, 30);

    private static double clip(double value) {
        return Math.min(Math.max(value, -20), 30);
    }

    @Test
    void convolutionIsItsFormula() {
        Window w = new Window(3, 2, 2, 3, 1, 2, 2, 3);
        Layout x = Layout.blocked(2, 6, 7, 6, 4).withHalo(1, 2, 1, 2);
        Layout y = Layout.blocked(2, 12, 3, 3, 8).withHalo(1, 2, 0, 1);
        ConvSpec spec = new ConvSpec(x, y, w, 2);
        MemorySegment in = image(x, 2);
        MemorySegment residual = image(y, 3);
        float[] weight = integers(12 * 3 * 3 * 2, 4);
        float[] bias = integers(12, 5);
        Images.Formula products =
                (n, o, i, j) -> {
                    double sum = 0;
                    for (int c = 0; c < 3; c++) {
                        for (int u = 0; u < 3; u++) {
                            for (int v = 0; v < 2; v++) {
                                sum +=
                                        weight[((o * 3 + c) * 3 + u) * 2 + v]
                                                * at(
                                                        in,
                                                        x,
                                                        n,
                                                        o / 6 * 3 + c,
                                                        2 * i - 1 + 2 * u,
                                                        3 * j - 2 + 3 * v);
                            }
                        }
                    }
                    return sum;
                };
        WeightedKernel plain = KERNELS.conv(spec, Epilogue.NONE);
        assertEquals("plain", plain.packing());
        assertEquals(4L * (weight.length + 12), plain.packedBytes());
        assertImage(y, run(plain, in, pack(plain, weight, null)), products);
        WeightedKernel full = KERNELS.conv(spec, new Epilogue(true, CLIP));
        assertImage(
                y,
                run(full, in, pack(full, weight, bias), residual),
                (n, o, i, j) ->
                        clip(products.at(n, o, i, j) + bias[o] + at(residual, y, n, o, i, j)));
    }

    @Test
    void transposedConvolutionScattersWhatAConvolutionGathers() {
        Window w = new Window(3, 2, 2, 3, 1, 2, 2, 3);
        Layout x = Layout.blocked(2, 6, 4, 3, 4).withHalo(1, 0, 1, 1);
        Layout y = Layout.blocked(2, 4, 8, 8, 2).withHalo(1, 0, 2, 1);
        MemorySegment in = image(x, 2);
        float[] weight = integers(6 * 2 * 3 * 2, 4);
        float[] bias = integers(4, 5);
        double[][][][] sums = new double[2][4][8][8];
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < 6; c++) {
                for (int p = 0; p < 4; p++) {
                    for (int q = 0; q < 3; q++) {
                        for (int o = 0; o < 2; o++) {
                            for (int u = 0; u < 3; u++) {
                                for (int v = 0; v < 2; v++) {
                                    int i = 2 * p - 1 + 2 * u;
                                    int j = 3 * q - 2 + 3 * v;
                                    if (i >= 0 && i < 8 && j >= 0 && j < 8) {
                                        sums[n][c / 3 * 2 + o][i][j] +=
                                                weight[((c * 2 + o) * 3 + u) * 2 + v]
                                                        * at(in, x, n, c, p, q);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        ConvTransposeSpec spec = new ConvTransposeSpec(x, y, w, 2);
        WeightedKernel kernel = KERNELS.convTranspose(spec, CLIP);
        assertEquals("plain", kernel.packing());
        assertEquals(4L * (weight.length + 4), kernel.packedBytes());
        assertImage(
                y,
                run(kernel, in, pack(kernel, weight, bias)),
                (n, o, i, j) -> clip(sums[n][o][i][j] + bias[o]));
        assertImage(
                y,
                run(kernel, in, pack(kernel, weight, null)),
                (n, o, i, j) -> clip(sums[n][o][i][j]));
    }

    @Test
    void aWeightsGradientIsWhatItsPixelsMultiply() {
        Window w = new Window(3, 2, 2, 3, 1, 2, 2, 3);
        Layout x = Layout.blocked(2, 6, 7, 6, 4).withHalo(1, 2, 1, 2);
        Layout y = Layout.blocked(2, 12, 3, 3, 8).withHalo(1, 2, 0, 1);
        MemorySegment in = image(x, 2);
        MemorySegment dy = image(y, 3);
        MemorySegment dw = run(KERNELS.convWeightGradient(new ConvSpec(x, y, w, 2)), in, dy);
        assertImage(
                Layout.nchw(12, 3, 3, 2),
                dw,
                (o, c, u, v) -> {
                    double sum = 0;
                    for (int n = 0; n < 2; n++) {
                        for (int i = 0; i < 3; i++) {
                            for (int j = 0; j < 3; j++) {
                                sum +=
                                        at(dy, y, n, o, i, j)
                                                * at(
                                                        in,
                                                        x,
                                                        n,
                                                        o / 6 * 3 + c,
                                                        2 * i - 1 + 2 * u,
                                                        3 * j - 2 + 3 * v);
                            }
                        }
                    }
                    return sum;
                });
    }

    @Test
    void aProductOfMatricesIsItsFormula() {
        for (int options = 0; options < 16; options++) {
            boolean transA = (options & 1) != 0;
            boolean transB = (options & 2) != 0;
            boolean shared = (options & 4) != 0;
            boolean residual = (options & 8) != 0;
            Epilogue epilogue = new Epilogue(residual, CLIP);
            GemmSpec spec = new GemmSpec(2, 3, 4, 5, transA, transB, shared, 2, epilogue);
            float[] a = integers(2 * 3 * 5, 1);
            float[] b = integers((shared ? 1 : 2) * 5 * 4, 2);
            float[] add = integers(2 * 3 * 4, 3);
            float[] bias = integers(4, 4);
            Images.Formula products =
                    (n, c, i, j) -> {
                        double sum = residual ? add[(n * 3 + i) * 4 + j] : 0;
                        for (int k = 0; k < 5; k++) {
                            int inA = n * 15 + (transA ? k * 3 + i : i * 5 + k);
                            int inB = (shared ? 0 : n * 20) + (transB ? j * 5 + k : k * 4 + j);
                            sum += 2 * a[inA] * b[inB];
                        }
                        return sum;
                    };
            MemorySegment[] inputs = {segment(a), segment(b), segment(add)};
            MemorySegment[] some = residual ? inputs : new MemorySegment[] {inputs[0], inputs[1]};
            Layout y = Layout.nchw(2, 1, 3, 4);
            assertImage(
                    y,
                    run(KERNELS.matmul(spec), some),
                    (n, c, i, j) -> clip(products.at(n, c, i, j)));
            WeightedKernel gemm = KERNELS.gemm(spec);
            assertEquals("plain", gemm.packing());
            assertEquals(4L * (b.length + 4), gemm.packedBytes());
            some[1] = pack(gemm, b, bias);
            assertImage(
                    y, run(gemm, some), (n, c, i, j) -> clip(products.at(n, c, i, j) + bias[j]));
            some[1] = pack(gemm, b, null);
            assertImage(y, run(gemm, some), (n, c, i, j) -> clip(products.at(n, c, i, j)));
        }
    }
}
