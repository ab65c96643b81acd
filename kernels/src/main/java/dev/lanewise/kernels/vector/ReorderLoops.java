package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * The steps of transposing square tiles of lanes x lanes floats. A step zips rows that lie half the
 * tile apart, r[i] and r[i + lanes / 2], into rows 2i and 2i + 1; after as many steps as the lanes
 * have binary digits, rows are columns. {@link #twoSteps} does two of them in registers.
 *
 * <p>Each call takes the same rows of several tiles, which lie {@code tile} bytes apart.
 */
final class ReorderLoops {

    private static final VectorShuffle<Float> LOW = VectorShuffle.makeZip(SPECIES, 0);
    private static final VectorShuffle<Float> HIGH = VectorShuffle.makeZip(SPECIES, 1);

    private ReorderLoops() {}

    /** Rows 2i and 2i + 1 of one step, y0 and y1, from rows i and i + lanes / 2, a and b. */
    static void step(long a, long b, long tile, long y0, long y1, long tileY, int tiles) {
        a = Memory.address(a);
        b = Memory.address(b);
        y0 = Memory.address(y0);
        y1 = Memory.address(y1);
        for (int t = 0; t < tiles; t++) {
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + t * tile, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + t * tile, ORDER);
            va.rearrange(LOW, vb).intoMemorySegment(ALL, y0 + t * tileY, ORDER);
            va.rearrange(HIGH, vb).intoMemorySegment(ALL, y1 + t * tileY, ORDER);
        }
    }

    /**
     * Rows 4i to 4i + 3 of two steps, y0 to y3, from rows i, i + lanes / 4, i + lanes / 2 and i + 3
     * lanes / 4, a to d.
     */
    static void twoSteps(
            long a,
            long b,
            long c,
            long d,
            long tile,
            long y0,
            long y1,
            long y2,
            long y3,
            long tileY,
            int tiles) {
        a = Memory.address(a);
        b = Memory.address(b);
        c = Memory.address(c);
        d = Memory.address(d);
        y0 = Memory.address(y0);
        y1 = Memory.address(y1);
        y2 = Memory.address(y2);
        y3 = Memory.address(y3);
        for (int t = 0; t < tiles; t++) {
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + t * tile, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + t * tile, ORDER);
            FloatVector vc = fromMemorySegment(SPECIES, ALL, c + t * tile, ORDER);
            FloatVector vd = fromMemorySegment(SPECIES, ALL, d + t * tile, ORDER);
            FloatVector p = va.rearrange(LOW, vc);
            FloatVector q = va.rearrange(HIGH, vc);
            FloatVector r = vb.rearrange(LOW, vd);
            FloatVector s = vb.rearrange(HIGH, vd);
            p.rearrange(LOW, r).intoMemorySegment(ALL, y0 + t * tileY, ORDER);
            p.rearrange(HIGH, r).intoMemorySegment(ALL, y1 + t * tileY, ORDER);
            q.rearrange(LOW, s).intoMemorySegment(ALL, y2 + t * tileY, ORDER);
            q.rearrange(HIGH, s).intoMemorySegment(ALL, y3 + t * tileY, ORDER);
        }
    }
}
