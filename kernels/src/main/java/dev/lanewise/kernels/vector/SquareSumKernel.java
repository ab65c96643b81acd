package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.LayoutChecks;

/**
 * The sum of squares: lane by lane in float over a chunk, chunks in double.
 *
 * <p>Scratch, a vector each: zeros, the sums of a chunk, the end that is no whole vector.
 */
final class SquareSumKernel extends Kernel {

    private static final int CHUNK = 512;

    private final int count;

    SquareSumKernel(int count) {
        super("square sum vector", 1, 3L * Lanes.BYTES, LayoutChecks.squareSum(count));
        this.count = count;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        if (from == to) {
            return;
        }
        long sums = scratch + Lanes.BYTES;
        long end = sums + Lanes.BYTES;
        Memory.zero(scratch, 3L * Lanes.BYTES);
        int vectors = count / Lanes.COUNT;
        double sum = 0;
        for (int k = 0; k < vectors; k += CHUNK) {
            long x = addresses[0] + (long) k * Lanes.BYTES;
            sum += squares(x, Math.min(CHUNK, vectors - k), scratch);
        }
        int done = vectors * Lanes.COUNT;
        UnaryLoops.moveFloats(addresses[0] + 4L * done, end, count - done);
        Memory.setFloat(addresses[1], (float) (sum + squares(end, 1, scratch)));
    }

    private static double squares(long x, int vectors, long zeros) {
        long sums = zeros + Lanes.BYTES;
        Memory.zero(sums, Lanes.BYTES);
        MomentLoops.squares(x, zeros, sums, vectors);
        double sum = 0;
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            sum += Memory.getFloat(sums + 4L * lane);
        }
        return sum;
    }
}
