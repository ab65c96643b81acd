package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;

/**
 * Softmax of rows [outer, axis], lanes along the row. A unit is a few rows, whose exponentials are
 * computed together.
 *
 * <p>Scratch: a vector that is folded, the end of a run, a run of exponentials.
 */
final class SoftmaxRowKernel extends Kernel {

    /** Shorter rows are computed faster as columns, lanes across rows. */
    static final int SHORTEST_ROW = 2 * Lanes.COUNT;

    private static final Unary EXP = Unary.of(Unary.Function.EXP);

    /** Floats of a unit, so that they stay in the first cache; and of a run of exponentials. */
    private static final int UNIT_FLOATS = 4096;

    private final int outer;
    private final int axis;
    private final boolean log;
    private final int unitRows;

    SoftmaxRowKernel(int outer, int axis, boolean log) {
        super(
                log ? "log-softmax row vector" : "softmax row vector",
                Math.ceilDiv(outer, unitRows(axis)),
                Lanes.BYTES + UnaryLoops.SCRATCH_BYTES + (log ? 4L * UNIT_FLOATS : 0),
                new Operand("x", 4L * outer * axis),
                new Operand("y", 4L * outer * axis));
        this.outer = outer;
        this.axis = axis;
        this.log = log;
        this.unitRows = unitRows(axis);
    }

    private static int unitRows(int axis) {
        return Math.max(1, UNIT_FLOATS / axis);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int first = unit * unitRows;
            int rows = Math.min(unitRows, outer - first);
            long offset = 4L * first * axis;
            if (log) {
                for (int i = 0; i < rows; i++) {
                    long row = offset + 4L * i * axis;
                    logarithms(addresses[0] + row, addresses[1] + row, scratch);
                }
            } else {
                softmax(addresses[0] + offset, addresses[1] + offset, rows, scratch);
            }
        }
    }

    private void softmax(long x, long y, int rows, long scratch) {
        for (int i = 0; i < rows; i++) {
            long row = 4L * i * axis;
            SoftmaxLoops.shift(x + row, -max(x + row, scratch), y + row, axis);
        }
        UnaryLoops.run(EXP, y, y, rows * axis, scratch + Lanes.BYTES);
        for (int i = 0; i < rows; i++) {
            long row = y + 4L * i * axis;
            SoftmaxLoops.scale(row, 1 / sum(row, axis, scratch), axis);
        }
    }

    private void logarithms(long x, long y, long scratch) {
        long exp = scratch + Lanes.BYTES + UnaryLoops.SCRATCH_BYTES;
        float max = max(x, scratch);
        float sum = 0;
        for (int i = 0; i < axis; i += UNIT_FLOATS) {
            int count = Math.min(UNIT_FLOATS, axis - i);
            SoftmaxLoops.shift(x + 4L * i, -max, exp, count);
            UnaryLoops.run(EXP, exp, exp, count, scratch + Lanes.BYTES);
            sum += sum(exp, count, scratch);
        }
        SoftmaxLoops.shift(x, -max, y, axis);
        SoftmaxLoops.shift(y, (float) -Math.log(sum), y, axis);
    }

    private float max(long x, long scratch) {
        PoolFold.NAN_MAX.fold(x, axis, 1, scratch);
        return Memory.getFloat(scratch);
    }

    private static float sum(long x, int count, long scratch) {
        PoolFold.SUM.fold(x, count, 1, scratch);
        return Memory.getFloat(scratch);
    }
}
