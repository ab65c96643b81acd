package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.UpdateRule;
import dev.lanewise.kernels.UpdateRule.Factor;
import dev.lanewise.kernels.memory.Memory;

/** {@link UpdateRule}, a weight at a time. */
final class UpdateReference extends Kernel {

    private final UpdateRule rule;
    private final int count;

    UpdateReference(UpdateRule rule, int count) {
        super("update " + rule + " reference", 1, 0, LayoutChecks.update(rule, count));
        this.rule = rule;
        this.count = count;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            for (int i = 0; i < count; i++) {
                one(addresses, 4L * i);
            }
        }
    }

    private void one(long[] a, long o) {
        long weight = a[a.length - 1] + o;
        float w = Memory.getFloat(weight);
        float keep = factor(a, Factor.KEEP);
        float keepSquare = factor(a, Factor.KEEP_SQUARE);
        float epsilon = factor(a, Factor.EPSILON);
        float g = factor(a, Factor.SCALE) * Memory.getFloat(a[0] + o) + factor(a, Factor.DECAY) * w;
        float step = 0;
        switch (rule) {
            case SGD -> step = g;
            case MOMENTUM, NESTEROV -> {
                float v = kept(keep * Memory.getFloat(a[2] + o) + g);
                Memory.setFloat(a[2] + o, v);
                step = rule == UpdateRule.MOMENTUM ? v : g + keep * v;
            }
            case ADAM -> {
                float m = kept(keep * Memory.getFloat(a[2] + o) + (1 - keep) * g);
                float v = kept(keepSquare * Memory.getFloat(a[3] + o) + (1 - keepSquare) * g * g);
                Memory.setFloat(a[2] + o, m);
                Memory.setFloat(a[3] + o, v);
                step = m / ((float) Math.sqrt(v) * factor(a, Factor.ROOT) + epsilon);
            }
            case RMSPROP -> {
                float v = kept(keepSquare * Memory.getFloat(a[2] + o) + (1 - keepSquare) * g * g);
                float b =
                        kept(
                                keep * Memory.getFloat(a[3] + o)
                                        + g / ((float) Math.sqrt(v) + epsilon));
                Memory.setFloat(a[2] + o, v);
                Memory.setFloat(a[3] + o, b);
                step = b;
            }
        }
        Memory.setFloat(weight, factor(a, Factor.SHRINK) * w - factor(a, Factor.RATE) * step);
    }

    private static float factor(long[] a, Factor factor) {
        return Memory.getFloat(factor.in(a[1]));
    }

    private static float kept(float value) {
        return Math.abs(value) < Float.MIN_NORMAL ? 0 : value;
    }
}
