package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.memory.Memory;

/** The sum of squares, in double. */
final class SquareSumReference extends Kernel {

    private final int count;

    SquareSumReference(int count) {
        super("square sum reference", 1, 0, LayoutChecks.squareSum(count));
        this.count = count;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                double x = Memory.getFloat(addresses[0] + 4L * i);
                sum += x * x;
            }
            Memory.setFloat(addresses[1], (float) sum);
        }
    }
}
