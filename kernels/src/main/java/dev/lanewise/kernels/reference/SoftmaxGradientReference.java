package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/**
 * dx = y (dy - sum(dy y)), or for the logarithm dy - exp(y) sum(dy), over the middle axis. A unit
 * is one index of the outer axis.
 */
final class SoftmaxGradientReference extends Kernel {

    private final int axis;
    private final int inner;
    private final boolean log;

    SoftmaxGradientReference(int outer, int axis, int inner, boolean log) {
        super(
                log ? "log-softmax gradient reference" : "softmax gradient reference",
                outer,
                0,
                new Operand("y", 4L * outer * axis * inner),
                new Operand("dy", 4L * outer * axis * inner),
                new Operand("dx", 4L * outer * axis * inner));
        LayoutChecks.axis("softmax gradient", outer, axis, inner);
        this.axis = axis;
        this.inner = inner;
        this.log = log;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            for (int i = 0; i < inner; i++) {
                vector(addresses, 4L * ((long) unit * axis * inner + i));
            }
        }
    }

    private void vector(long[] addresses, long first) {
        float sum = 0;
        for (int a = 0; a < axis; a++) {
            long at = first + 4L * a * inner;
            float gradient = Memory.getFloat(addresses[1] + at);
            sum += log ? gradient : gradient * Memory.getFloat(addresses[0] + at);
        }
        for (int a = 0; a < axis; a++) {
            long at = first + 4L * a * inner;
            float y = Memory.getFloat(addresses[0] + at);
            float gradient = Memory.getFloat(addresses[1] + at);
            Memory.setFloat(
                    addresses[2] + at,
                    log ? (float) (gradient - Math.exp(y) * sum) : y * (gradient - sum));
        }
    }
}
