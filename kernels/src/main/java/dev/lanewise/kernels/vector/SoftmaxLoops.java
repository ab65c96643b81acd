package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** The inner loops of the softmax kernels over whole vectors. y may be x. */
final class SoftmaxLoops {

    private SoftmaxLoops() {}

    /** y = x - max. */
    static void subtract(long x, float max, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                    .sub(max)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** Adds all of x to the vector at {@code sum}. */
    static void sum(long x, long sum, int vectors) {
        x = Memory.address(x);
        sum = Memory.address(sum);
        FloatVector v0 = fromMemorySegment(SPECIES, ALL, sum, ORDER);
        FloatVector v1 = broadcast(SPECIES, 0);
        int pairs = vectors / 2;
        for (int k = 0; k < pairs; k++) {
            long o = x + (long) k * (2L * Lanes.BYTES);
            v0 = v0.add(fromMemorySegment(SPECIES, ALL, o, ORDER));
            v1 = v1.add(fromMemorySegment(SPECIES, ALL, o + Lanes.BYTES, ORDER));
        }
        if (vectors % 2 != 0) {
            v0 = v0.add(fromMemorySegment(SPECIES, ALL, x + (vectors - 1L) * Lanes.BYTES, ORDER));
        }
        v0.add(v1).intoMemorySegment(ALL, sum, ORDER);
    }

    /** y *= factor. */
    static void scale(long y, float factor, int vectors) {
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = y + (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, o, ORDER).mul(factor).intoMemorySegment(ALL, o, ORDER);
        }
    }

    /** y = x - max - log. */
    static void shift(long x, float max, float log, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                    .sub(max)
                    .sub(log)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** y[i] = x[i] - max[i] - log[i]. */
    static void shiftEach(long x, long max, long log, long y, int vectors) {
        x = Memory.address(x);
        max = Memory.address(max);
        log = Memory.address(log);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v =
                    fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                            .sub(fromMemorySegment(SPECIES, ALL, max + o, ORDER))
                            .sub(fromMemorySegment(SPECIES, ALL, log + o, ORDER));
            v.intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
