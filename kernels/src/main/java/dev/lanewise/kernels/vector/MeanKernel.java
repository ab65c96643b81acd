package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;

/**
 * y[o, i] = sum over a of x[o, a, i] / axis. A unit is a run of up to {@link #UNIT_FLOATS} of the
 * inner axis.
 *
 * <p>Where vectors hold several whole inner axes, all of [axis, inner] is one run, folded to its
 * first inner floats; else the rows of the axis are added.
 */
final class MeanKernel extends Kernel {

    /** The sums stay in the first cache while the rows pass. */
    private static final int UNIT_FLOATS = 2048;

    private final int axis;
    private final int inner;
    private final int runs;

    MeanKernel(int outer, int axis, int inner) {
        super(
                "mean vector",
                Math.multiplyExact(outer, Math.ceilDiv(inner, UNIT_FLOATS)),
                Lanes.BYTES,
                new Operand("x", 4L * outer * axis * inner),
                new Operand("y", 4L * outer * inner));
        this.axis = axis;
        this.inner = inner;
        this.runs = Math.ceilDiv(inner, UNIT_FLOATS);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        boolean folds = inner <= Lanes.COUNT && Integer.bitCount(inner) == 1;
        for (int unit = from; unit < to; unit++) {
            int o = unit / runs;
            int first = unit % runs * UNIT_FLOATS;
            int floats = Math.min(UNIT_FLOATS, inner - first);
            long x = addresses[0] + 4 * ((long) o * axis * inner + first);
            long y = addresses[1] + 4 * ((long) o * inner + first);
            if (folds) {
                PoolFold.SUM.fold(x, axis * inner, inner, scratch);
                UnaryLoops.moveFloats(scratch, y, inner);
            } else {
                PoolFold.SUM.runs(x, 4L * inner, axis, y, floats);
            }
            PoolFold.divide(y, floats, axis);
        }
    }
}
