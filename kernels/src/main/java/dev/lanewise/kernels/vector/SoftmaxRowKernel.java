package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/**
 * Softmax of rows [outer, axis], lanes along the row. A unit is one row.
 *
 * <p>Scratch: a vector that is folded, a vector for the end of the row.
 */
final class SoftmaxRowKernel extends Kernel {

    /** Shorter rows are computed faster as columns, lanes across rows. */
    static final int SHORTEST_ROW = 2 * Lanes.COUNT;

    private final int axis;
    private final boolean log;
    private final int vectors;
    private final int rest;

    SoftmaxRowKernel(int outer, int axis, boolean log) {
        super(
                log ? "log-softmax row vector" : "softmax row vector",
                outer,
                2L * Lanes.BYTES,
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
            row(addresses[0] + offset, addresses[1] + offset, scratch, scratch + Lanes.BYTES);
        }
    }

    private void row(long x, long y, long folded, long end) {
        PoolFold.MAX.fold(x, axis, 1, folded);
        float max = Memory.getFloat(folded);
        long endX = x + (long) vectors * Lanes.BYTES;
        long endY = y + (long) vectors * Lanes.BYTES;
        PoolFold.MAX.fill(end, Lanes.COUNT);
        UnaryLoops.moveFloats(endX, end, rest);
        PoolFold.SUM.fill(folded, Lanes.COUNT);
        if (log) {
            SoftmaxLoops.sumExp(x, max, folded, vectors);
            SoftmaxLoops.sumExp(end, max, folded, 1);
            float logSum = (float) Math.log(sum(folded));
            SoftmaxLoops.shift(x, max, logSum, y, vectors);
            SoftmaxLoops.shift(end, max, logSum, end, 1);
        } else {
            SoftmaxLoops.exp(x, max, y, folded, vectors);
            SoftmaxLoops.exp(end, max, end, folded, 1);
            float factor = 1 / sum(folded);
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
