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

        long source(long base, int r) {
            return base + Math.min(r, rows - 1) * row;
        }

        long target(long base, int r, long missing) {
            return r < rows ? base + r * row : missing;
        }
    }

    /** Whether these vectors can be transposed here. */
    static boolean usable() {
        return Lanes.COUNT >= 4;
    }

    /** Transposes {@code count} tiles. */
    static void transpose(long x, Place from, long y, Place to, int count, long scratch) {
        transposeElements(x, from, y, to, count * Lanes.COUNT, scratch);
    }

    /**
     * Transposes as many tiles as it takes for {@code count} elements, at least the lanes. The last
     * one ends with the last element and overlaps the one before.
     */
    static void transposeElements(long x, Place from, long y, Place to, int count, long scratch) {
        int whole = Math.ceilDiv(count, Lanes.COUNT) * Lanes.COUNT;
        long missing = scratch + 2 * MOST * BYTES;
        long source = x;
        Place place = from;
        int sourceCount = count;
        for (int step = 0; step < STEPS; ) {
            int steps = 2 - (STEPS - step) % 2;
            boolean last = step + steps == STEPS;
            long target = last ? y : scratch + step / 2 % 2 * (MOST * BYTES);
            Place targetPlace = last ? to : Place.DENSE;
            int targetCount = last ? count : whole;
            if (steps == 1) {
                ReorderLoops.step(
                        source, place, sourceCount, target, targetPlace, targetCount, missing);
            } else {
                ReorderLoops.twoSteps(
                        source, place, sourceCount, target, targetPlace, targetCount, missing);
            }
            source = target;
            place = targetPlace;
            sourceCount = targetCount;
            step += steps;
        }
    }
}
