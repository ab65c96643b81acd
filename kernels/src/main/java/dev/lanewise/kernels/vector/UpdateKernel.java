package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.UpdateRule;
import dev.lanewise.kernels.reference.LayoutChecks;

/**
 * {@link UpdateRule} over weights that lie next to each other. A unit is a run of them.
 *
 * <p>Scratch, a vector each: the gradient, the slots and the weights at the end of a run that is no
 * whole vector.
 */
final class UpdateKernel extends Kernel {

    private static final int UNIT_FLOATS = 1 << 14;

    private final UpdateRule rule;
    private final int count;

    UpdateKernel(UpdateRule rule, int count) {
        super(
                "update " + rule + " vector",
                Math.ceilDiv(count, UNIT_FLOATS),
                4L * Lanes.BYTES,
                LayoutChecks.update(rule, count));
        this.rule = rule;
        this.count = count;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int first = unit * UNIT_FLOATS;
            int floats = Math.min(UNIT_FLOATS, count - first);
            int vectors = floats / Lanes.COUNT;
            long o = 4L * first;
            vectors(addresses, o, vectors);
            int rest = floats - vectors * Lanes.COUNT;
            if (rest > 0) {
                end(addresses, o + (long) vectors * Lanes.BYTES, rest, scratch);
            }
        }
    }

    private void vectors(long[] a, long o, int vectors) {
        long gradient = a[0] + o;
        long weight = a[a.length - 1] + o;
        long first = rule.slots() > 0 ? a[2] + o : 0;
        long second = rule.slots() > 1 ? a[3] + o : 0;
        UpdateLoops.run(rule, gradient, a[1], first, second, weight, vectors);
    }

    private void end(long[] a, long o, int rest, long scratch) {
        long first = scratch + Lanes.BYTES;
        long second = first + Lanes.BYTES;
        long weight = second + Lanes.BYTES;
        UnaryLoops.moveFloats(a[0] + o, scratch, rest);
        UnaryLoops.moveFloats(a[a.length - 1] + o, weight, rest);
        for (int slot = 0; slot < rule.slots(); slot++) {
            UnaryLoops.moveFloats(a[2 + slot] + o, first + (long) slot * Lanes.BYTES, rest);
        }
        UpdateLoops.run(rule, scratch, a[1], first, second, weight, 1);
        for (int slot = 0; slot < rule.slots(); slot++) {
            UnaryLoops.moveFloats(first + (long) slot * Lanes.BYTES, a[2 + slot] + o, rest);
        }
        UnaryLoops.moveFloats(weight, a[a.length - 1] + o, rest);
    }
}
