package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.memory.Memory;

/** The formula of {@link GemmSpec} for one row of y. */
final class MatrixProduct {

    private MatrixProduct() {}

    /**
     * Computes row {@code row} of the batch's {@code batch * m} rows.
     *
     * @param bias address of [n], or 0 for none
     * @param residual address of a matrix of y's shape, or 0 for none
     */
    static void row(GemmSpec spec, long a, long b, long bias, long residual, long y, int row) {
        int matrix = row / spec.m();
        int i = row % spec.m();
        long matrixA = a + 4L * matrix * spec.m() * spec.k();
        long matrixB = b + (spec.sharedB() ? 0 : 4L * matrix * spec.k() * spec.n());
        for (int j = 0; j < spec.n(); j++) {
            float sum = 0;
            for (int p = 0; p < spec.k(); p++) {
                long offsetA = spec.transA() ? (long) p * spec.m() + i : (long) i * spec.k() + p;
                long offsetB = spec.transB() ? (long) j * spec.k() + p : (long) p * spec.n() + j;
                sum +=
                        Memory.getFloat(matrixA + 4 * offsetA)
                                * Memory.getFloat(matrixB + 4 * offsetB);
            }
            long offset = 4 * ((long) row * spec.n() + j);
            float value = spec.alpha() * sum;
            value += bias == 0 ? 0 : Memory.getFloat(bias + 4L * j);
            value += residual == 0 ? 0 : Memory.getFloat(residual + offset);
            Memory.setFloat(y + offset, ScalarMath.apply(spec.epilogue().activation(), value));
        }
    }
}
