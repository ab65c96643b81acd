package dev.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of {@link PoolFold}: one method each, so that each compiles by itself. Vector k
 * of x lies at k {@code step} bytes, vector k of y at k vectors.
 */
final class PoolLoops {

    private PoolLoops() {}

    /** y = x. */
    static void pick(long x, int step, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            Lanes.store(Lanes.load(x + (long) k * step), y + (long) k * Lanes.BYTES);
        }
    }

    /** y /= divisor. */
    static void divide(long y, int vectors, float divisor) {
        for (int k = 0; k < vectors; k++) {
            long o = y + (long) k * Lanes.BYTES;
            Lanes.store(Lanes.load(o).div(divisor), o);
        }
    }

    static void max2(long a, long b, int step, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector v = Lanes.load(a + o).max(Lanes.load(b + o));
            Lanes.store(v, y + (long) k * Lanes.BYTES);
        }
    }

    static void max3(long a, long b, long c, int step, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector v = Lanes.load(a + o).max(Lanes.load(b + o)).max(Lanes.load(c + o));
            Lanes.store(v, y + (long) k * Lanes.BYTES);
        }
    }

    static void maxOnto(long a, long b, int step, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            long to = y + (long) k * Lanes.BYTES;
            FloatVector v = Lanes.load(to).max(Lanes.load(a + o)).max(Lanes.load(b + o));
            Lanes.store(v, to);
        }
    }

    /** Folds all vectors of x, in four interleaved sequences, onto the identity at y. */
    static void maxAll(long x, long y, int vectors) {
        FloatVector v0 = Lanes.load(y);
        FloatVector v1 = v0;
        FloatVector v2 = v0;
        FloatVector v3 = v0;
        int quads = vectors / 4;
        for (int k = 0; k < quads; k++) {
            long o = x + (long) k * (4L * Lanes.BYTES);
            v0 = v0.max(Lanes.load(o));
            v1 = v1.max(Lanes.load(o + Lanes.BYTES));
            v2 = v2.max(Lanes.load(o + 2L * Lanes.BYTES));
            v3 = v3.max(Lanes.load(o + 3L * Lanes.BYTES));
        }
        for (int k = 4 * quads; k < vectors; k++) {
            v0 = v0.max(Lanes.load(x + (long) k * Lanes.BYTES));
        }
        Lanes.store(v0.max(v1).max(v2.max(v3)), y);
    }

    static void sum2(long a, long b, int step, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector v = Lanes.load(a + o).add(Lanes.load(b + o));
            Lanes.store(v, y + (long) k * Lanes.BYTES);
        }
    }

    static void sum3(long a, long b, long c, int step, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector v = Lanes.load(a + o).add(Lanes.load(b + o)).add(Lanes.load(c + o));
            Lanes.store(v, y + (long) k * Lanes.BYTES);
        }
    }

    static void sumOnto(long a, long b, int step, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            long to = y + (long) k * Lanes.BYTES;
            FloatVector v = Lanes.load(to).add(Lanes.load(a + o)).add(Lanes.load(b + o));
            Lanes.store(v, to);
        }
    }

    /** Folds all vectors of x, in four interleaved sequences, onto the identity at y. */
    static void sumAll(long x, long y, int vectors) {
        FloatVector v0 = Lanes.load(y);
        FloatVector v1 = v0;
        FloatVector v2 = v0;
        FloatVector v3 = v0;
        int quads = vectors / 4;
        for (int k = 0; k < quads; k++) {
            long o = x + (long) k * (4L * Lanes.BYTES);
            v0 = v0.add(Lanes.load(o));
            v1 = v1.add(Lanes.load(o + Lanes.BYTES));
            v2 = v2.add(Lanes.load(o + 2L * Lanes.BYTES));
            v3 = v3.add(Lanes.load(o + 3L * Lanes.BYTES));
        }
        for (int k = 4 * quads; k < vectors; k++) {
            v0 = v0.add(Lanes.load(x + (long) k * Lanes.BYTES));
        }
        Lanes.store(v0.add(v1).add(v2.add(v3)), y);
    }
}
