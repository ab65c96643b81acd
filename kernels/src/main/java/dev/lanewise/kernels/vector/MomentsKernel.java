package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.NormSpec;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

import java.lang.foreign.ValueLayout;

/**
 * Mean and variance of each set of {@link NormSpec} in two passes: runs are summed in vectors, runs
 * and lanes in double, always in the same order. A unit is the fewest sets whose channels are whole
 * blocks. The block is at most a vector.
 *
 * <p>Scratch: a vector for a run's sums and one for its origins; then for each channel of a unit
 * its sum in double, and its set's mean.
 */
final class MomentsKernel extends Kernel {

    private final NormSpec spec;
    private final int spanBlocks;
    private final int spans;

    MomentsKernel(NormSpec spec) {
        int spanBlocks = spanBlocks(spec);
        int spans = Math.ceilDiv(spec.x().blocks(), spanBlocks);
        super(
                "moments vector",
                Math.multiplyExact(spec.acrossBatch() ? 1 : spec.x().batch(), spans),
                2L * Lanes.BYTES + 12L * spanBlocks * spec.x().block(),
                new Operand("x", spec.x().bytes()),
                new Operand("y", 8L * spec.sets()));
        this.spec = spec;
        this.spanBlocks = spanBlocks;
        this.spans = spans;
    }

    /** The fewest blocks whose channels are whole groups. */
    private static int spanBlocks(NormSpec spec) {
        int size = Math.max(1, spec.groupChannels());
        int channels = size;
        while (channels % spec.x().block() != 0 && channels < spec.x().channels()) {
            channels += size;
        }
        return Math.max(1, Math.ceilDiv(channels, spec.x().block()));
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int first = unit % spans * spanBlocks * spec.x().block();
            int end = Math.min(first + spanBlocks * spec.x().block(), spec.x().channels());
            int n = unit / spans;
            long means = scratch + 2L * Lanes.BYTES + 8L * spanBlocks * spec.x().block();
            Memory.zero(means, 4L * spanBlocks * spec.x().block());
            sums(addresses[0], scratch, n, first, end, false);
            finish(scratch, means, addresses[1], n, first, end, 0);
            sums(addresses[0], scratch, n, first, end, true);
            finish(scratch, means, addresses[1], n, first, end, 4);
        }
    }

    /** Sums of the channels from {@code first} to {@code end} into scratch memory. */
    private void sums(long base, long scratch, int n, int first, int end, boolean squared) {
        Layout x = spec.x();
        int block = x.block();
        long totals = scratch + 2L * Lanes.BYTES;
        long means = totals + 8L * spanBlocks * block;
        Memory.zero(totals, 8L * spanBlocks * block);
        for (int c = first; c < end; c += block) {
            long total = totals + 8L * (c - first);
            long mean = means + 4L * (c - first);
            long origin = squared ? UnaryLoops.vector(mean, block, scratch + Lanes.BYTES) : 0;
            int lastImage = spec.acrossBatch() ? x.batch() : n + 1;
            for (int image = spec.acrossBatch() ? 0 : n; image < lastImage; image++) {
                plane(base, scratch, image, c / block, origin, total);
            }
        }
    }

    private void plane(long base, long scratch, int n, int cb, long origin, long total) {
        Layout x = spec.x();
        boolean whole = x.left() + x.right() == 0;
        int rows = whole ? 1 : x.height();
        int floats = (whole ? x.height() : 1) * x.width() * x.block();
        for (int i = 0; i < rows; i++) {
            long row = base + x.blockOffset(n, cb, i, 0);
            for (int done = 0; done < floats; done += NormLoops.RUN_FLOATS) {
                int count = Math.min(NormLoops.RUN_FLOATS, floats - done);
                NormLoops.sums(row + 4L * done, count, x.block(), origin, scratch);
                for (int lane = 0; lane < x.block(); lane++) {
                    add(total + 8L * lane, Memory.getFloat(scratch + 4L * lane));
                }
            }
        }
    }

    private static void add(long address, double value) {
        double sum = Memory.ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address);
        Memory.ALL.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, address, sum + value);
    }

    /** Joins the channels of each set, and gives them its mean as the origin of distances. */
    private void finish(long scratch, long means, long y, int n, int first, int end, int shift) {
        long totals = scratch + 2L * Lanes.BYTES;
        int size = spec.groupChannels();
        for (int c = first; c < end; c += size) {
            double sum = 0;
            for (int k = c - first; k < c - first + size; k++) {
                sum += Memory.ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, totals + 8L * k);
            }
            float moment = (float) (sum / spec.count());
            Memory.setFloat(y + 8L * spec.set(n, c) + shift, moment);
            for (int k = c - first; k < c - first + size; k++) {
                Memory.setFloat(means + 4L * k, moment);
            }
        }
    }
}
