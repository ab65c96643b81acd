package dev.lanewise.kernels.vector;

/** Maxima of windows of 2x2 pixels, each a vector, 2 apart: for convolutions that end in them. */
final class MaxPool2x2 {

    /** What such a convolution's name ends with. */
    static final String SUFFIX = ", max pool 2x2";

    private MaxPool2x2() {}

    /**
     * Pools some rows.
     *
     * @param x address of the first window's first pixel
     * @param xRow bytes from one row of x to the next
     * @param y address of the first maximum
     * @param yRow bytes from one row of y to the next
     * @param rows rows of y
     * @param xBytes bytes of a row of x, whole windows
     */
    static void rows(long x, long xRow, long y, long yRow, int rows, long xBytes) {
        int count = (int) (xBytes / (2L * Lanes.BYTES));
        PoolWindows.max2x2(
                x, x + xRow, Lanes.BYTES, 2 * Lanes.BYTES, 2 * xRow, y, yRow, rows, count);
    }
}
