package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of {@link PoolFold}: one method each, so that each compiles by itself. Vector k
 * of x lies at k {@code step} bytes, vector k of y at k vectors.
 */
final class PoolLoops {

    private PoolLoops() {}

    /** y = x. */
    static void pick(long x, int step, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            fromMemorySegment(SPECIES, ALL, x + (long) k * step, ORDER)
                    .intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    /** y /= divisor. */
    static void divide(long y, int vectors, float divisor) {
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = y + (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, o, ORDER).div(divisor).intoMemorySegment(ALL, o, ORDER);
        }
    }

    static void max2(long a, long b, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector v =
                    fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                            .max(fromMemorySegment(SPECIES, ALL, b + o, ORDER));
            v.intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    static void max3(long a, long b, long c, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        c = Memory.address(c);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector v =
                    fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                            .max(fromMemorySegment(SPECIES, ALL, b + o, ORDER))
                            .max(fromMemorySegment(SPECIES, ALL, c + o, ORDER));
            v.intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    static void maxOnto(long a, long b, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            long to = y + (long) k * Lanes.BYTES;
            FloatVector v =
                    fromMemorySegment(SPECIES, ALL, to, ORDER)
                            .max(fromMemorySegment(SPECIES, ALL, a + o, ORDER))
                            .max(fromMemorySegment(SPECIES, ALL, b + o, ORDER));
            v.intoMemorySegment(ALL, to, ORDER);
        }
    }

    /** Folds all vectors of x, in four interleaved sequences, onto the identity at y. */
    static void maxAll(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector v0 = fromMemorySegment(SPECIES, ALL, y, ORDER);
        FloatVector v1 = v0;
        FloatVector v2 = v0;
        FloatVector v3 = v0;
        int quads = vectors / 4;
        for (int k = 0; k < quads; k++) {
            long o = x + (long) k * (4L * Lanes.BYTES);
            v0 = v0.max(fromMemorySegment(SPECIES, ALL, o, ORDER));
            v1 = v1.max(fromMemorySegment(SPECIES, ALL, o + Lanes.BYTES, ORDER));
            v2 = v2.max(fromMemorySegment(SPECIES, ALL, o + 2L * Lanes.BYTES, ORDER));
            v3 = v3.max(fromMemorySegment(SPECIES, ALL, o + 3L * Lanes.BYTES, ORDER));
        }
        for (int k = 4 * quads; k < vectors; k++) {
            v0 = v0.max(fromMemorySegment(SPECIES, ALL, x + (long) k * Lanes.BYTES, ORDER));
        }
        v0.max(v1).max(v2.max(v3)).intoMemorySegment(ALL, y, ORDER);
    }

    static void sum2(long a, long b, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector v =
                    fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                            .add(fromMemorySegment(SPECIES, ALL, b + o, ORDER));
            v.intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    static void sum3(long a, long b, long c, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        c = Memory.address(c);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector v =
                    fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                            .add(fromMemorySegment(SPECIES, ALL, b + o, ORDER))
                            .add(fromMemorySegment(SPECIES, ALL, c + o, ORDER));
            v.intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    static void sumOnto(long a, long b, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            long to = y + (long) k * Lanes.BYTES;
            FloatVector v =
                    fromMemorySegment(SPECIES, ALL, to, ORDER)
                            .add(fromMemorySegment(SPECIES, ALL, a + o, ORDER))
                            .add(fromMemorySegment(SPECIES, ALL, b + o, ORDER));
            v.intoMemorySegment(ALL, to, ORDER);
        }
    }

    /** Folds all vectors of x, in four interleaved sequences, onto the identity at y. */
    static void sumAll(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector v0 = fromMemorySegment(SPECIES, ALL, y, ORDER);
        FloatVector v1 = v0;
        FloatVector v2 = v0;
        FloatVector v3 = v0;
        int quads = vectors / 4;
        for (int k = 0; k < quads; k++) {
            long o = x + (long) k * (4L * Lanes.BYTES);
            v0 = v0.add(fromMemorySegment(SPECIES, ALL, o, ORDER));
            v1 = v1.add(fromMemorySegment(SPECIES, ALL, o + Lanes.BYTES, ORDER));
            v2 = v2.add(fromMemorySegment(SPECIES, ALL, o + 2L * Lanes.BYTES, ORDER));
            v3 = v3.add(fromMemorySegment(SPECIES, ALL, o + 3L * Lanes.BYTES, ORDER));
        }
        for (int k = 4 * quads; k < vectors; k++) {
            v0 = v0.add(fromMemorySegment(SPECIES, ALL, x + (long) k * Lanes.BYTES, ORDER));
        }
        v0.add(v1).add(v2.add(v3)).intoMemorySegment(ALL, y, ORDER);
    }
}
