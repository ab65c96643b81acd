package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/**
 * Softmax of rows [outer, axis], lanes along the row. A unit is a few rows, which stay in the first
 * cache from loop to loop.
 *
 * <p>Scratch: the unit's statistics, then its exponentials.
 */
final class SoftmaxRowKernel extends Kernel {

    /** Shorter rows are computed faster as columns, lanes across rows. */
    static final int SHORTEST_ROW = 2 * Lanes.COUNT;

    private static final int UNIT_FLOATS = 2048;

    /** What the exponentials are multiplied by, as a logarithm. */
    private static final double LIFT = Math.log(VectorMath.LIFT);

    private final int outer;
    private final int axis;
    private final boolean log;
    private final int unitRows;

    SoftmaxRowKernel(int outer, int axis, boolean log) {
        super(
                log ? "log-softmax row vector" : "softmax row vector",
                Math.ceilDiv(outer, unitRows(axis)),
                unitRows(axis) * (SoftmaxLoops.STATISTICS_BYTES + exponentialBytes(axis)),
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

    private static long exponentialBytes(int axis) {
        return (long) Math.ceilDiv(axis, Lanes.COUNT) * Lanes.BYTES;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long exponentials = scratch + (long) unitRows * SoftmaxLoops.STATISTICS_BYTES;
        for (int unit = from; unit < to; unit++) {
            int first = unit * unitRows;
            int rows = Math.min(unitRows, outer - first);
            long x = addresses[0] + 4L * first * axis;
            long y = addresses[1] + 4L * first * axis;
            SoftmaxLoops.maxima(x, axis, rows, scratch);
            SoftmaxLoops.exponentials(x, axis, rows, scratch, exponentials);
            if (log) {
                for (int i = 0; i < rows; i++) {
                    logarithm(scratch + (long) i * SoftmaxLoops.STATISTICS_BYTES + Lanes.BYTES);
                }
                SoftmaxLoops.differences(x, scratch, y, axis, rows);
            } else {
                SoftmaxLoops.quotients(exponentials, scratch, y, axis, rows);
            }
        }
    }

    private static void logarithm(long sum) {
        float log = (float) (Math.log(Memory.getFloat(sum)) - LIFT);
        for (int i = 0; i < Lanes.COUNT; i++) {
            Memory.setFloat(sum + 4L * i, log);
        }
    }
}
