package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;

/**
 * y[o, a, i] = exp(x[o, a, i] - max) / sum over a of exp(x[o, a, i] - max). A unit is one index of
 * the outer axis.
 */
final class SoftmaxReference extends Kernel {

    private final int axis;
    private final int inner;
    private final boolean log;

    SoftmaxReference(int outer, int axis, int inner, boolean log) {
        super(
                log ? "log-softmax reference" : "softmax reference",
                outer,
                0,
                new Operand("x", 4L * outer * axis * inner),
                new Operand("y", 4L * outer * axis * inner));
        LayoutChecks.axis("softmax", outer, axis, inner);
        this.axis = axis;
        this.inner = inner;
        this.log = log;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            for (int i = 0; i < inner; i++) {
                long start = 4L * ((long) unit * axis * inner + i);
                ScalarMath.softmax(
                        addresses[0] + start, addresses[1] + start, axis, 4L * inner, log);
            }
        }
    }
}
