package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

/**
 * The rows of a packed product, in native memory: for each row the address of its first input and
 * that of its output, 16 bytes together.
 *
 * <p>A row of a convolution is an output pixel, of a matrix product a row of A and y.
 */
final class PackedRows {

    /** Bytes of one row. */
    static final int BYTES = 2 * Long.BYTES;

    private PackedRows() {}

    /** Sets row {@code index} of the rows at {@code rows}. */
    static void set(long rows, int index, long x, long y) {
        long row = rows + (long) index * BYTES;
        Memory.setLong(row, x);
        Memory.setLong(row + Long.BYTES, y);
    }

    /** The address of the input of row {@code index}. */
    static long x(long rows, int index) {
        return Memory.getLong(rows + (long) index * BYTES);
    }

    /** The address of the output of row {@code index}. */
    static long y(long rows, int index) {
        return Memory.getLong(rows + (long) index * BYTES + Long.BYTES);
    }

    /** Gives {@code count} rows other outputs, at constant distances. */
    static void fillOutputs(long rows, int count, long y, long yStride) {
        for (int i = 0; i < count; i++) {
            Memory.setLong(rows + (long) i * BYTES + Long.BYTES, y + i * yStride);
        }
    }

    /** {@code count} rows at constant distances. */
    static void fill(long rows, int count, long x, long xStride, long y, long yStride) {
        for (int i = 0; i < count; i++) {
            set(rows, i, x + i * xStride, y + i * yStride);
        }
    }
}
