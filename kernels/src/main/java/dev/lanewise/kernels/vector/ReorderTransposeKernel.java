package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.vector.ReorderTiles.Place;

/**
 * y[n, c, i, j] = x[n, c, i, j] between a plain layout and one blocked by the lanes: transposes of
 * [channels of a block, pixels], tile by tile, see {@link ReorderLoops}. A unit is a run of pixels
 * of one channel block.
 *
 * <p>Pixels that fill no tile are the end of one more tile, which overlaps the one before.
 *
 * <p>Scratch: that of {@link ReorderTiles}, then the run's pixels without the halo that the blocked
 * layout may have.
 */
final class ReorderTransposeKernel extends Kernel {

    /** Pixels of a unit; the last one of a plane takes the rest as well. */
    private static final int UNIT_PIXELS = ReorderTiles.MOST / 2 * Lanes.COUNT;

    private final Layout x;
    private final Layout y;
    private final Layout plain;
    private final Layout blocked;
    private final boolean toBlocked;

    /** Pixels that follow each other in the plain layout. */
    private final int run;

    private final int chunks;
    private final Place wholeBlock;
    private final Place lastBlock;

    ReorderTransposeKernel(Layout x, Layout y) {
        super(
                "reorder transposed",
                Math.multiplyExact(x.batch() * blocked(x, y).blocks(), runs(x, y) * chunks(x, y)),
                ReorderTiles.SCRATCH_BYTES + ReorderTiles.MOST * ReorderTiles.BYTES,
                new Operand("x", x.bytes()),
                new Operand("y", y.bytes()));
        this.x = x;
        this.y = y;
        this.toBlocked = x.block() == 1;
        this.plain = toBlocked ? x : y;
        this.blocked = blocked(x, y);
        this.run = run(x, y);
        this.chunks = chunks(x, y);
        this.wholeBlock = new Place(plain.planeBytes(), Lanes.COUNT, Lanes.BYTES);
        this.lastBlock = new Place(plain.planeBytes(), channels(blocked.blocks() - 1), Lanes.BYTES);
    }

    /** Whether one layout is plain, one blocked by the lanes, and a run at least a tile wide. */
    static boolean handles(Layout x, Layout y) {
        return Math.min(x.block(), y.block()) == 1
                && Math.max(x.block(), y.block()) == Lanes.COUNT
                && ReorderTiles.usable()
                && x.elements() > 0
                && run(x, y) >= Lanes.COUNT;
    }

    private static Layout blocked(Layout x, Layout y) {
        return x.block() == 1 ? y : x;
    }

    private static int run(Layout x, Layout y) {
        Layout plain = x.block() == 1 ? x : y;
        return plain.hasHalo() ? plain.width() : plain.height() * plain.width();
    }

    private static int runs(Layout x, Layout y) {
        return x.height() * x.width() / run(x, y);
    }

    private static int chunks(Layout x, Layout y) {
        return Math.max(1, run(x, y) / UNIT_PIXELS);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        int runs = runs(x, y);
        for (int unit = from; unit < to; unit++) {
            int chunk = unit % chunks;
            int row = unit / chunks % runs;
            int plane = unit / chunks / runs;
            int n = plane / blocked.blocks();
            int cb = plane % blocked.blocks();
            int first = chunk * UNIT_PIXELS;
            int end = chunk == chunks - 1 ? run : first + UNIT_PIXELS;
            chunk(addresses, scratch, n, cb, row * run + first, end - first);
            if (chunk == 0 && row == 0) {
                clearHalos(addresses[1], n, cb);
            }
        }
    }

    private void clearHalos(long base, int n, int cb) {
        if (toBlocked) {
            Halo.clearPlane(y, base, n, cb);
            return;
        }
        for (int c = 0; c < channels(cb); c++) {
            Halo.clearPlane(y, base, n, cb * Lanes.COUNT + c);
        }
    }

    private int channels(int cb) {
        return Math.min(Lanes.COUNT, plain.channels() - cb * Lanes.COUNT);
    }

    /** Reorders {@code count} pixels from pixel {@code first} of the plane on. */
    private void chunk(long[] addresses, long scratch, int n, int cb, int first, int count) {
        long plainBase = addresses[toBlocked ? 0 : 1];
        long blockedBase = addresses[toBlocked ? 1 : 0];
        int row = first / plain.width();
        int column = first % plain.width();
        long plainAt = plainBase + plain.blockOffset(n, cb * Lanes.COUNT, row, column);
        long staged = scratch + ReorderTiles.SCRATCH_BYTES;
        long blockedAt =
                blocked.hasHalo() ? staged : blockedBase + blocked.blockOffset(n, cb, row, column);
        if (blocked.hasHalo() && !toBlocked) {
            stage(blockedBase, staged, n, cb, first, count);
        }
        Place channels = cb < blocked.blocks() - 1 ? wholeBlock : lastBlock;
        transpose(plainAt, channels, blockedAt, count, scratch);
        if (blocked.hasHalo() && toBlocked) {
            stage(blockedBase, staged, n, cb, first, count);
        }
    }

    private void transpose(long plainAt, Place channels, long blockedAt, int count, long scratch) {
        if (toBlocked) {
            ReorderTiles.transposeElements(
                    plainAt, channels, blockedAt, Place.DENSE, count, scratch);
        } else {
            ReorderTiles.transposeElements(
                    blockedAt, Place.DENSE, plainAt, channels, count, scratch);
        }
    }

    /** Copies the pixels between the blocked layout and scratch memory, row by row. */
    private void stage(long base, long staged, int n, int cb, int first, int count) {
        int width = blocked.width();
        for (int p = first; p < first + count; ) {
            int pixels = Math.min(width - p % width, first + count - p);
            long at = base + blocked.blockOffset(n, cb, p / width, p % width);
            long stagedAt = staged + (long) (p - first) * Lanes.BYTES;
            long bytes = (long) pixels * Lanes.BYTES;
            if (!toBlocked) {
                Memory.copy(at, stagedAt, bytes);
            } else {
                Memory.copy(stagedAt, at, bytes);
            }
            p += pixels;
        }
    }
}
