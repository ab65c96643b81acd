package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;

import static jdk.incubator.vector.IntVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.vector.ReorderTiles.Place;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The steps of transposing square tiles of lanes x lanes elements of 4 bytes. A step zips rows that
 * lie half the tile apart, r[i] and r[i + lanes / 2], into rows 2i and 2i + 1; after as many steps
 * as the lanes have binary digits, rows are columns. {@link #twoSteps} does two of them in
 * registers.
 *
 * <p>Each call takes as many tiles as hold {@code xCount} elements of a row. Where x or y has no
 * more elements than that, the last tile ends with the last one and overlaps the tile before. Rows
 * of y that don't exist are written to {@code missing}.
 */
final class ReorderLoops {

    private static final VectorSpecies<Integer> INTS =
            VectorSpecies.of(int.class, Lanes.SPECIES.vectorShape());

    /** What the zip of two vectors takes from both together, its first and its second vector. */
    private static final IntVector LOW = zip(0);

    private static final IntVector HIGH = zip(Lanes.COUNT / 2);

    private ReorderLoops() {}

    private static IntVector zip(int first) {
        int[] lanes = new int[Lanes.COUNT];
        for (int i = 0; i < Lanes.COUNT; i++) {
            lanes[i] = first + i / 2 + i % 2 * Lanes.COUNT;
        }
        return IntVector.fromArray(INTS, lanes, 0);
    }

    /** One step. */
    static void step(long x, Place from, int xCount, long y, Place to, int yCount, long missing) {
        long xElement = from.tile() / Lanes.COUNT;
        long yElement = to.tile() / Lanes.COUNT;
        int xLast = xCount - Lanes.COUNT;
        int yLast = yCount - Lanes.COUNT;
        for (int i = 0; i < Lanes.COUNT / 2; i = (i + 1) & Integer.MAX_VALUE) {
            long a = Memory.address(from.source(x, i));
            long b = Memory.address(from.source(x, i + Lanes.COUNT / 2));
            long y0 = Memory.address(to.target(y, 2 * i, missing));
            long y1 = Memory.address(to.target(y, 2 * i + 1, missing));
            for (int t = 0; t < xCount; t = (t + Lanes.COUNT) & Integer.MAX_VALUE) {
                long o = Math.min(t, xLast) * xElement;
                long p = Math.min(t, yLast) * yElement;
                IntVector va = fromMemorySegment(INTS, ALL, a + o, ORDER);
                IntVector vb = fromMemorySegment(INTS, ALL, b + o, ORDER);
                LOW.selectFrom(va, vb).intoMemorySegment(ALL, y0 + p, ORDER);
                HIGH.selectFrom(va, vb).intoMemorySegment(ALL, y1 + p, ORDER);
            }
        }
    }

    /**
     * Two steps: rows 4i to 4i + 3 from rows i, i + lanes / 4, i + lanes / 2 and i + 3 lanes / 4.
     */
    static void twoSteps(
            long x, Place from, int xCount, long y, Place to, int yCount, long missing) {
        long xElement = from.tile() / Lanes.COUNT;
        long yElement = to.tile() / Lanes.COUNT;
        int xLast = xCount - Lanes.COUNT;
        int yLast = yCount - Lanes.COUNT;
        int apart = Lanes.COUNT / 4;
        for (int i = 0; i < apart; i = (i + 1) & Integer.MAX_VALUE) {
            long a = Memory.address(from.source(x, i));
            long b = Memory.address(from.source(x, i + apart));
            long c = Memory.address(from.source(x, i + 2 * apart));
            long d = Memory.address(from.source(x, i + 3 * apart));
            long y0 = Memory.address(to.target(y, 4 * i, missing));
            long y1 = Memory.address(to.target(y, 4 * i + 1, missing));
            long y2 = Memory.address(to.target(y, 4 * i + 2, missing));
            long y3 = Memory.address(to.target(y, 4 * i + 3, missing));
            for (int t = 0; t < xCount; t = (t + Lanes.COUNT) & Integer.MAX_VALUE) {
                long o = Math.min(t, xLast) * xElement;
                long e = Math.min(t, yLast) * yElement;
                IntVector va = fromMemorySegment(INTS, ALL, a + o, ORDER);
                IntVector vb = fromMemorySegment(INTS, ALL, b + o, ORDER);
                IntVector vc = fromMemorySegment(INTS, ALL, c + o, ORDER);
                IntVector vd = fromMemorySegment(INTS, ALL, d + o, ORDER);
                IntVector p = LOW.selectFrom(va, vc);
                IntVector q = HIGH.selectFrom(va, vc);
                IntVector r = LOW.selectFrom(vb, vd);
                IntVector s = HIGH.selectFrom(vb, vd);
                LOW.selectFrom(p, r).intoMemorySegment(ALL, y0 + e, ORDER);
                HIGH.selectFrom(p, r).intoMemorySegment(ALL, y1 + e, ORDER);
                LOW.selectFrom(q, s).intoMemorySegment(ALL, y2 + e, ORDER);
                HIGH.selectFrom(q, s).intoMemorySegment(ALL, y3 + e, ORDER);
            }
        }
    }
}
