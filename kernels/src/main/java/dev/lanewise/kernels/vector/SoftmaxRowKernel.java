package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/**
 * Softmax of rows [outer, axis], lanes along the row. A unit is one row.
 *
 * <p>Scratch: a vector that is folded, a vector for the end of the row, a chunk of exponentials.
 */
final class SoftmaxRowKernel extends Kernel {

    /** Shorter rows are computed faster as columns, lanes across rows. */
    static final int SHORTEST_ROW = 2 * Lanes.COUNT;

    /** Vectors of exponentials that a logarithm sums at a time. */
    private static final int CHUNK = 64;

    private final int axis;
    private final boolean log;
    private final int vectors;
    private final int rest;

    SoftmaxRowKernel(int outer, int axis, boolean log) {
        super(
                log ? "log-softmax row vector" : "softmax row vector",
                outer,
                (2L + CHUNK) * Lanes.BYTES,
                new Operand("x", 4L * outer * axis),
                new Operand("y", 4L * outer * axis));
        this.axis = axis;
        this.log = log;
        this.vectors = axis / Lanes.COUNT;
        this.rest = axis % Lanes.COUNT;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            long offset = 4L * unit * axis;
            row(addresses[0] + offset, addresses[1] + offset, scratch);
        }
    }

    private void row(long x, long y, long scratch) {
        long end = scratch + Lanes.BYTES;
        long exp = end + Lanes.BYTES;
        PoolFold.MAX.fold(x, axis, 1, scratch);
        float max = Memory.getFloat(scratch);
        long endX = x + (long) vectors * Lanes.BYTES;
        long endY = y + (long) vectors * Lanes.BYTES;
        PoolFold.MAX.fill(end, Lanes.COUNT);
        UnaryLoops.moveFloats(endX, end, rest);
        // The exponentials of the end, which it may share with the row, are in the sum from the
        // start.
        SoftmaxLoops.subtract(end, max, scratch, 1);
        VectorMath.exp(scratch, scratch, 1);
        if (log) {
            for (int k = 0; k < vectors; k += CHUNK) {
                int count = Math.min(CHUNK, vectors - k);
                SoftmaxLoops.subtract(x + (long) k * Lanes.BYTES, max, exp, count);
                VectorMath.exp(exp, exp, count);
                SoftmaxLoops.sum(exp, scratch, count);
            }
            float logSum = (float) Math.log(sum(scratch));
            SoftmaxLoops.shift(x, max, logSum, y, vectors);
            SoftmaxLoops.shift(end, max, logSum, end, 1);
        } else {
            BinaryLoops.fill(scratch, end, 1);
            SoftmaxLoops.subtract(x, max, y, vectors);
            VectorMath.exp(y, y, vectors);
            SoftmaxLoops.sum(y, scratch, vectors);
            float factor = 1 / sum(scratch);
            SoftmaxLoops.scale(y, factor, vectors);
            SoftmaxLoops.scale(end, factor, 1);
        }
        UnaryLoops.moveFloats(end, endY, rest);
    }

    private static float sum(long vector) {
        PoolFold.SUM.halve(vector, 1);
        return Memory.getFloat(vector);
    }
}
