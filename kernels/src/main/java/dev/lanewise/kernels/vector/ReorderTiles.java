package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;

/**
 * Transposes square tiles of lanes x lanes elements of 4 bytes, {@link #MOST} at a time at most, in
 * the steps of {@link ReorderLoops}.
 */
final class ReorderTiles {

    static final int MOST = 16;

    /** Bytes of a tile. */
    static final long BYTES = (long) Lanes.COUNT * Lanes.BYTES;

    /** Scratch: two sets of tiles that lie between steps, and a row of each for rows that miss. */
    static final long SCRATCH_BYTES = MOST * (2 * BYTES + Kernel.SCRATCH_ALIGNMENT);

    private static final int STEPS = Integer.numberOfTrailingZeros(Lanes.COUNT);

    private ReorderTiles() {}

    /**
     * Where tiles lie.
     *
     * @param row bytes from one row of a tile to the next
     * @param rows how many rows there are, at least 1; those that miss are read and written
     *     elsewhere
     * @param tile bytes from one tile to the next
     */
    record Place(long row, int rows, long tile) {

        /** Tiles of rows without gaps. */
        static final Place DENSE = new Place(Lanes.BYTES, Lanes.COUNT, BYTES);

        private long source(long base, int r) {
            return base + Math.min(r, rows - 1) * row;
        }

        private long target(long base, int r, long missing) {
            return r < rows ? base + r * row : missing;
        }
    }

    /** Whether these vectors can be transposed here. */
    static boolean usable() {
        return Lanes.COUNT >= 4;
    }

    /** Transposes {@code count} tiles. */
    static void transpose(long x, Place from, long y, Place to, int count, long scratch) {
        long source = x;
        Place place = from;
        for (int step = 0; step < STEPS; ) {
            int steps = 2 - (STEPS - step) % 2;
            boolean last = step + steps == STEPS;
            long target = last ? y : scratch + step / 2 % 2 * (MOST * BYTES);
            Place targetPlace = last ? to : Place.DENSE;
            for (int i = 0; i < Lanes.COUNT >> steps; i++) {
                rows(source, place, target, targetPlace, count, steps, i, scratch);
            }
            source = target;
            place = targetPlace;
            step += steps;
        }
    }

    private static void rows(
            long x, Place from, long y, Place to, int count, int steps, int i, long scratch) {
        long missing = scratch + 2 * MOST * BYTES;
        int apart = Lanes.COUNT >> steps;
        long a = from.source(x, i);
        long b = from.source(x, i + apart);
        long y0 = to.target(y, i << steps, missing);
        long y1 = to.target(y, (i << steps) + 1, missing);
        if (steps == 1) {
            ReorderLoops.step(a, b, from.tile, y0, y1, to.tile, count);
        } else {
            long c = from.source(x, i + 2 * apart);
            long d = from.source(x, i + 3 * apart);
            long y2 = to.target(y, 4 * i + 2, missing);
            long y3 = to.target(y, 4 * i + 3, missing);
            ReorderLoops.twoSteps(a, b, c, d, from.tile, y0, y1, y2, y3, to.tile, count);
        }
    }
}
