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

    private ChannelsLoops() {}

    /** y = a, its lanes moved. */
    static void one(long a, VectorShuffle<Float> lanesA, long y, int vectors) {
        a = Memory.address(a);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .rearrange(lanesA)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** y = b where the mask is set, else a, the lanes of both moved. */
    static void two(
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

    /** y = c where the mask is set, its lanes moved. */
    static void more(
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
