package dev.lanewise.kernels;

/**
 * A matrix product y = activation(alpha * A * B + bias), row-major, as a batch of {@code batch}
 * independent products.
 *
 * @param batch independent products with the same B when {@code sharedB}, else with one B each
 * @param m rows of A and y
 * @param n columns of B and y
 * @param k columns of A, rows of B
 * @param transA A is stored [k, m] instead of [m, k]
 * @param transB B is stored [n, k] instead of [k, n]
 * @param sharedB one B for the whole batch
 * @param alpha factor on the product
 * @param epilogue residual (of y's shape) and activation
 */
public record GemmSpec(
        int batch,
        int m,
        int n,
        int k,
        boolean transA,
        boolean transB,
        boolean sharedB,
        float alpha,
        Epilogue epilogue) {

    /**
     * @throws IllegalArgumentException if a size is negative or a matrix exceeds {@link
     *     Layout#MAX_BYTES}
     */
    public GemmSpec {
        if (Math.min(Math.min(batch, m), Math.min(n, k)) < 0) {
            throw new IllegalArgumentException(
                    "gemm: expected sizes >= 0, actual batch="
                            + batch
                            + " m="
                            + m
                            + " n="
                            + n
                            + " k="
                            + k);
        }
        double bytes = 4.0 * Math.max((long) m * k, Math.max((long) k * n, (long) m * n));
        if (bytes > Layout.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "gemm: expected matrices of at most "
                            + Layout.MAX_BYTES
                            + " bytes, actual "
                            + String.format("%.0f", bytes)
                            + " for m="
                            + m
                            + " n="
                            + n
                            + " k="
                            + k);
        }
    }

    /** y = A * B. */
    public static GemmSpec of(int m, int n, int k) {
        return new GemmSpec(1, m, n, k, false, false, true, 1, Epilogue.NONE);
    }

    /** Multiplications. */
    public long macs() {
        return (long) batch * m * n * k;
    }

    /** Bytes of all A matrices. */
    public long aBytes() {
        return 4L * batch * m * k;
    }

    /** Bytes of all B matrices. */
    public long bBytes() {
        return 4L * (sharedB ? 1 : batch) * k * n;
    }

    /** Bytes of all outputs. */
    public long yBytes() {
        return 4L * batch * m * n;
    }
}
