package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * The inner loops of {@link PoolFold}: one method each, so that each compiles by itself. Vector k
 * of x lies at k {@code step} bytes, vector k of y at k vectors.
 */
final class PoolLoops {

    private static final Readiness MEANS = new Readiness();
    private static final Readiness NAN = new Readiness();

    /** Vectors of each plane that a trial of {@link #means} adds up. */
    private static final int TRIAL = 64;

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

    static void sum2(long a, long b, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + o, ORDER);
            va.add(vb).intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    static void sum3(long a, long b, long c, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        c = Memory.address(c);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + o, ORDER);
            FloatVector vc = fromMemorySegment(SPECIES, ALL, c + o, ORDER);
            va.add(vb).add(vc).intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    static void sumOnto(long a, long b, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            long to = y + (long) k * Lanes.BYTES;
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + o, ORDER);
            FloatVector v = fromMemorySegment(SPECIES, ALL, to, ORDER);
            v.add(va).add(vb).intoMemorySegment(ALL, to, ORDER);
        }
    }

    static void nanMax2(long a, long b, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + o, ORDER);
            va.max(vb).intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    static void nanMax3(long a, long b, long c, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        c = Memory.address(c);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + o, ORDER);
            FloatVector vc = fromMemorySegment(SPECIES, ALL, c + o, ORDER);
            va.max(vb).max(vc).intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    static void nanMaxOnto(long a, long b, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            long to = y + (long) k * Lanes.BYTES;
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + o, ORDER);
            FloatVector v = fromMemorySegment(SPECIES, ALL, to, ORDER);
            v.max(va).max(vb).intoMemorySegment(ALL, to, ORDER);
        }
    }

    static void max2(long a, long b, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + o, ORDER);
            va.blend(vb, va.compare(LT, vb))
                    .intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    static void max3(long a, long b, long c, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        c = Memory.address(c);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + o, ORDER);
            FloatVector vc = fromMemorySegment(SPECIES, ALL, c + o, ORDER);
            va = va.blend(vb, va.compare(LT, vb));
            va.blend(vc, va.compare(LT, vc))
                    .intoMemorySegment(ALL, y + (long) k * Lanes.BYTES, ORDER);
        }
    }

    static void maxOnto(long a, long b, int step, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * step;
            long to = y + (long) k * Lanes.BYTES;
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + o, ORDER);
            FloatVector v = fromMemorySegment(SPECIES, ALL, to, ORDER);
            v = v.blend(va, v.compare(LT, va));
            v.blend(vb, v.compare(LT, vb)).intoMemorySegment(ALL, to, ORDER);
        }
    }

    /**
     * Adds all vectors of x, in four interleaved sequences, to the one at y; then its halves, as
     * far as {@code block} floats. The result is in the first of them.
     */
    static void sumAll(long x, int vectors, long y, int block) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector v0 = fromMemorySegment(SPECIES, ALL, y, ORDER);
        FloatVector v1 = broadcast(SPECIES, 0);
        FloatVector v2 = v1;
        FloatVector v3 = v1;
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
        v0 = v0.add(v1).add(v2.add(v3));
        for (int half = Lanes.COUNT / 2; half >= block; half /= 2) {
            v0 = v0.add(v0.rearrange(VectorShuffle.iota(SPECIES, half, 1, true)));
        }
        v0.intoMemorySegment(ALL, y, ORDER);
    }

    /** The mean of all vectors of each of {@code planes} planes. */
    static void means(long x, long xBytes, int vectors, long y, long yBytes, int planes) {
        if (MEANS.isReady()) {
            meansInVectors(x, xBytes, vectors, y, yBytes, planes);
            return;
        }
        while (MEANS.isDue()) {
            // What it writes is written again, in full, by the scalar form.
            long time = System.nanoTime();
            int some = Math.min(planes, MEANS.isWideDue() ? 2 : 1);
            int few = Math.min(vectors, TRIAL + vectors % 4);
            meansInVectors(x, xBytes, few, y, yBytes, some);
            MEANS.took(true, time, (long) some * few);
        }
        long time = System.nanoTime();
        ScalarPooling.means(x, xBytes, vectors, y, yBytes, planes);
        MEANS.took(false, time, (long) planes * vectors);
    }

    /** The same in vectors, compiled or not. */
    static void meansInVectors(long x, long xBytes, int vectors, long y, long yBytes, int planes) {
        FloatVector divisor = broadcast(SPECIES, vectors);
        int quads = vectors / 4;
        for (int plane = 0; plane < planes; plane++) {
            long from = Memory.address(x + plane * xBytes);
            FloatVector v0 = broadcast(SPECIES, 0);
            FloatVector v1 = v0;
            FloatVector v2 = v0;
            FloatVector v3 = v0;
            // Uncounted loops, since they are short.
            for (int k = 0; k < quads; k = (k + 1) & Integer.MAX_VALUE) {
                long o = from + (long) k * (4L * Lanes.BYTES);
                v0 = v0.add(fromMemorySegment(SPECIES, ALL, o, ORDER));
                v1 = v1.add(fromMemorySegment(SPECIES, ALL, o + Lanes.BYTES, ORDER));
                v2 = v2.add(fromMemorySegment(SPECIES, ALL, o + 2L * Lanes.BYTES, ORDER));
                v3 = v3.add(fromMemorySegment(SPECIES, ALL, o + 3L * Lanes.BYTES, ORDER));
            }
            for (int k = 4 * quads; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                v0 = v0.add(fromMemorySegment(SPECIES, ALL, from + (long) k * Lanes.BYTES, ORDER));
            }
            v0.add(v1)
                    .add(v2.add(v3))
                    .div(divisor)
                    .intoMemorySegment(ALL, Memory.address(y + plane * yBytes), ORDER);
        }
    }

    /** The same with the maximum in which NaN wins. */
    static void maxAll(long x, int vectors, long y, int block) {
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
        v0 = v0.max(v1).max(v2.max(v3));
        for (int half = Lanes.COUNT / 2; half >= block; half /= 2) {
            v0 = v0.max(v0.rearrange(VectorShuffle.iota(SPECIES, half, 1, true)));
        }
        v0.intoMemorySegment(ALL, y, ORDER);
    }

    /** Whether there is a NaN in x, or both infinities. */
    static boolean mayHaveNan(long x, int vectors) {
        if (NAN.isReady()) {
            return mayHaveNanInVectors(x, vectors);
        }
        while (NAN.isDue()) {
            long time = System.nanoTime();
            int few = Math.min(vectors, TRIAL + vectors % 4);
            mayHaveNanInVectors(x, few);
            NAN.took(true, time, few);
        }
        long time = System.nanoTime();
        boolean found = ScalarPooling.mayHaveNan(x, vectors);
        NAN.took(false, time, vectors);
        return found;
    }

    /** The same in vectors, compiled or not. */
    static boolean mayHaveNanInVectors(long x, int vectors) {
        x = Memory.address(x);
        FloatVector v0 = broadcast(SPECIES, 0);
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
        v0 = v0.add(v1).add(v2.add(v3));
        return v0.compare(NE, v0).anyTrue();
    }
}
