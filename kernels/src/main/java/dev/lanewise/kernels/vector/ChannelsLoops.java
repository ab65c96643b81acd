package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** Runs of vectors with their lanes moved, blended with others. */
final class ChannelsLoops {

    private static final Readiness ONE = new Readiness();
    private static final Readiness TWO = new Readiness();
    private static final Readiness MORE = new Readiness();

    private ChannelsLoops() {}

    /** y = a, its lanes moved. */
    static void one(long a, LaneMoves movesA, long y, int vectors) {
        if (ONE.isReady()) {
            oneInVectors(a, movesA.shuffle, y, vectors);
            return;
        }
        ONE.run(
                vectors,
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    oneInVectors(a + o, movesA.shuffle, y + o, count);
                },
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    ScalarLoops.channels(a + o, movesA, true, y + o, count);
                });
    }

    /** y = b where lanes come from there, else a, the lanes of both moved. */
    static void two(long a, LaneMoves movesA, long b, LaneMoves movesB, long y, int vectors) {
        if (TWO.isReady()) {
            twoInVectors(a, movesA.shuffle, b, movesB.shuffle, movesB.mask, y, vectors);
            return;
        }
        TWO.run(
                vectors,
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    twoInVectors(
                            a + o,
                            movesA.shuffle,
                            b + o,
                            movesB.shuffle,
                            movesB.mask,
                            y + o,
                            count);
                },
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    ScalarLoops.channels(a + o, movesA, true, y + o, count);
                    ScalarLoops.channels(b + o, movesB, false, y + o, count);
                });
    }

    /** y = c where lanes come from there, moved. */
    static void more(long c, LaneMoves movesC, long y, int vectors) {
        if (MORE.isReady()) {
            moreInVectors(c, movesC.shuffle, movesC.mask, y, vectors);
            return;
        }
        MORE.run(
                vectors,
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    moreInVectors(c + o, movesC.shuffle, movesC.mask, y + o, count);
                },
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    ScalarLoops.channels(c + o, movesC, false, y + o, count);
                });
    }

    static void oneInVectors(long a, VectorShuffle<Float> lanesA, long y, int vectors) {
        a = Memory.address(a);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .rearrange(lanesA)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    static void twoInVectors(
            long a,
            VectorShuffle<Float> lanesA,
            long b,
            VectorShuffle<Float> lanesB,
            VectorMask<Float> fromB,
            long y,
            int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .rearrange(lanesA)
                    .blend(fromMemorySegment(SPECIES, ALL, b + o, ORDER).rearrange(lanesB), fromB)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    static void moreInVectors(
            long c, VectorShuffle<Float> lanesC, VectorMask<Float> fromC, long y, int vectors) {
        c = Memory.address(c);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, y + o, ORDER)
                    .blend(fromMemorySegment(SPECIES, ALL, c + o, ORDER).rearrange(lanesC), fromC)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
