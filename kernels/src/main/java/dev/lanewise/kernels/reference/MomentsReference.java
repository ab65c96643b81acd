package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.NormSpec;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/** Mean and variance of each set of {@link NormSpec}, in double. A unit is one set. */
final class MomentsReference extends Kernel {

    private final NormSpec spec;

    MomentsReference(NormSpec spec) {
        super(
                "moments reference",
                spec.sets(),
                0,
                new Operand("x", spec.x().bytes()),
                new Operand("y", 8L * spec.sets()));
        this.spec = spec;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int set = from; set < to; set++) {
            float mean = (float) (sum(addresses[0], set, 0, false) / spec.count());
            float variance = (float) (sum(addresses[0], set, mean, true) / spec.count());
            Memory.setFloat(addresses[1] + 8L * set, mean);
            Memory.setFloat(addresses[1] + 8L * set + 4, variance);
        }
    }

    /** The sum of distances from {@code origin}, or of their squares. */
    private double sum(long base, int set, float origin, boolean squared) {
        Layout x = spec.x();
        int size = spec.groupChannels();
        int image = spec.acrossBatch() ? 0 : set / spec.groups();
        int end = spec.acrossBatch() ? x.batch() : image + 1;
        double sum = 0;
        for (int n = image; n < end; n++) {
            for (int c = set % spec.groups() * size; c < (set % spec.groups() + 1) * size; c++) {
                for (int i = 0; i < x.height(); i++) {
                    for (int j = 0; j < x.width(); j++) {
                        float value = Memory.getFloat(base + x.offset(n, c, i, j)) - origin;
                        sum += squared ? (double) value * value : value;
                    }
                }
            }
        }
        return sum;
    }
}
