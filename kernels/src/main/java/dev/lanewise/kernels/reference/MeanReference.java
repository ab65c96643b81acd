package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/** y[o, i] = sum over a of x[o, a, i] / axis. A unit is one index of the outer axis. */
final class MeanReference extends Kernel {

    private final int axis;
    private final int inner;

    MeanReference(int outer, int axis, int inner) {
        super(
                "mean reference",
                outer,
                0,
                new Operand("x", 4L * outer * axis * inner),
                new Operand("y", 4L * outer * inner));
        LayoutChecks.axis("mean", outer, axis, inner);
        this.axis = axis;
        this.inner = inner;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            for (int i = 0; i < inner; i++) {
                float sum = 0;
                for (int a = 0; a < axis; a++) {
                    sum +=
                            Memory.getFloat(
                                    addresses[0] + 4 * (((long) unit * axis + a) * inner + i));
                }
                Memory.setFloat(addresses[1] + 4 * ((long) unit * inner + i), sum / axis);
            }
        }
    }
}
