package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.FMA;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.ValueLayout;

/**
 * The loops of {@link ConvPixel}: y[v] = start[v] + sum over k of x[k] * w[k][v], for x that lies
 * in one run of floats and weights [k][v][lanes].
 *
 * <p>Eight sums at a time, so that none waits for the one before: with fewer vectors several steps
 * each have sums of their own, which are added at the end.
 */
final class PixelLoops {

    /** Vectors of {@link #sums4}. */
    static final int MOST_VECTORS = 4;

    private PixelLoops() {}

    /** One vector: eight steps at a time. */
    static void sums1(long x, int k, long start, long weights, long y) {
        long xs = Memory.address(x);
        long w = Memory.address(weights);
        FloatVector a = fromMemorySegment(SPECIES, ALL, Memory.address(start), ORDER);
        FloatVector b = FloatVector.zero(SPECIES);
        FloatVector c = b;
        FloatVector d = b;
        FloatVector e = b;
        FloatVector f = b;
        FloatVector g = b;
        FloatVector h = b;
        int whole = k >> 3;
        for (int i = 0; i < whole; i = (i + 1) & Integer.MAX_VALUE) {
            long at = xs + 32L * i;
            long v = w + 8L * Lanes.BYTES * i;
            FloatVector p =
                    FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at));
            FloatVector m = fromMemorySegment(SPECIES, ALL, v, ORDER);
            a = FMA ? p.fma(m, a) : p.mul(m).add(a);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 4));
            m = fromMemorySegment(SPECIES, ALL, v + Lanes.BYTES, ORDER);
            b = FMA ? p.fma(m, b) : p.mul(m).add(b);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 8));
            m = fromMemorySegment(SPECIES, ALL, v + 2L * Lanes.BYTES, ORDER);
            c = FMA ? p.fma(m, c) : p.mul(m).add(c);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 12));
            m = fromMemorySegment(SPECIES, ALL, v + 3L * Lanes.BYTES, ORDER);
            d = FMA ? p.fma(m, d) : p.mul(m).add(d);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 16));
            m = fromMemorySegment(SPECIES, ALL, v + 4L * Lanes.BYTES, ORDER);
            e = FMA ? p.fma(m, e) : p.mul(m).add(e);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 20));
            m = fromMemorySegment(SPECIES, ALL, v + 5L * Lanes.BYTES, ORDER);
            f = FMA ? p.fma(m, f) : p.mul(m).add(f);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 24));
            m = fromMemorySegment(SPECIES, ALL, v + 6L * Lanes.BYTES, ORDER);
            g = FMA ? p.fma(m, g) : p.mul(m).add(g);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 28));
            m = fromMemorySegment(SPECIES, ALL, v + 7L * Lanes.BYTES, ORDER);
            h = FMA ? p.fma(m, h) : p.mul(m).add(h);
        }
        for (int i = whole << 3; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            FloatVector p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i));
            FloatVector m = fromMemorySegment(SPECIES, ALL, w + i * (long) Lanes.BYTES, ORDER);
            a = FMA ? p.fma(m, a) : p.mul(m).add(a);
        }
        a.add(b)
                .add(c.add(d))
                .add(e.add(f).add(g.add(h)))
                .intoMemorySegment(ALL, Memory.address(y), ORDER);
    }

    /** Two vectors: four steps at a time. */
    static void sums2(long x, int k, long start, long weights, long y) {
        long xs = Memory.address(x);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        FloatVector a0 = fromMemorySegment(SPECIES, ALL, s, ORDER);
        FloatVector a1 = fromMemorySegment(SPECIES, ALL, s + Lanes.BYTES, ORDER);
        FloatVector b0 = FloatVector.zero(SPECIES);
        FloatVector b1 = b0;
        FloatVector c0 = b0;
        FloatVector c1 = b0;
        FloatVector d0 = b0;
        FloatVector d1 = b0;
        int whole = k >> 2;
        for (int i = 0; i < whole; i = (i + 1) & Integer.MAX_VALUE) {
            long at = xs + 16L * i;
            long v = w + 8L * Lanes.BYTES * i;
            FloatVector p =
                    FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at));
            FloatVector m = fromMemorySegment(SPECIES, ALL, v, ORDER);
            a0 = FMA ? p.fma(m, a0) : p.mul(m).add(a0);
            m = fromMemorySegment(SPECIES, ALL, v + Lanes.BYTES, ORDER);
            a1 = FMA ? p.fma(m, a1) : p.mul(m).add(a1);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 4));
            m = fromMemorySegment(SPECIES, ALL, v + 2L * Lanes.BYTES, ORDER);
            b0 = FMA ? p.fma(m, b0) : p.mul(m).add(b0);
            m = fromMemorySegment(SPECIES, ALL, v + 3L * Lanes.BYTES, ORDER);
            b1 = FMA ? p.fma(m, b1) : p.mul(m).add(b1);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 8));
            m = fromMemorySegment(SPECIES, ALL, v + 4L * Lanes.BYTES, ORDER);
            c0 = FMA ? p.fma(m, c0) : p.mul(m).add(c0);
            m = fromMemorySegment(SPECIES, ALL, v + 5L * Lanes.BYTES, ORDER);
            c1 = FMA ? p.fma(m, c1) : p.mul(m).add(c1);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 12));
            m = fromMemorySegment(SPECIES, ALL, v + 6L * Lanes.BYTES, ORDER);
            d0 = FMA ? p.fma(m, d0) : p.mul(m).add(d0);
            m = fromMemorySegment(SPECIES, ALL, v + 7L * Lanes.BYTES, ORDER);
            d1 = FMA ? p.fma(m, d1) : p.mul(m).add(d1);
        }
        for (int i = whole << 2; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long v = w + i * (2L * Lanes.BYTES);
            FloatVector p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i));
            FloatVector m = fromMemorySegment(SPECIES, ALL, v, ORDER);
            a0 = FMA ? p.fma(m, a0) : p.mul(m).add(a0);
            m = fromMemorySegment(SPECIES, ALL, v + Lanes.BYTES, ORDER);
            a1 = FMA ? p.fma(m, a1) : p.mul(m).add(a1);
        }
        long t = Memory.address(y);
        a0.add(b0).add(c0.add(d0)).intoMemorySegment(ALL, t, ORDER);
        a1.add(b1).add(c1.add(d1)).intoMemorySegment(ALL, t + Lanes.BYTES, ORDER);
    }

    /** Four vectors: two steps at a time. */
    static void sums4(long x, int k, long start, long weights, long y) {
        long xs = Memory.address(x);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        FloatVector a0 = fromMemorySegment(SPECIES, ALL, s, ORDER);
        FloatVector a1 = fromMemorySegment(SPECIES, ALL, s + Lanes.BYTES, ORDER);
        FloatVector a2 = fromMemorySegment(SPECIES, ALL, s + 2L * Lanes.BYTES, ORDER);
        FloatVector a3 = fromMemorySegment(SPECIES, ALL, s + 3L * Lanes.BYTES, ORDER);
        FloatVector b0 = FloatVector.zero(SPECIES);
        FloatVector b1 = b0;
        FloatVector b2 = b0;
        FloatVector b3 = b0;
        int whole = k >> 1;
        for (int i = 0; i < whole; i = (i + 1) & Integer.MAX_VALUE) {
            long at = xs + 8L * i;
            long v = w + 8L * Lanes.BYTES * i;
            FloatVector p =
                    FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at));
            FloatVector m = fromMemorySegment(SPECIES, ALL, v, ORDER);
            a0 = FMA ? p.fma(m, a0) : p.mul(m).add(a0);
            m = fromMemorySegment(SPECIES, ALL, v + Lanes.BYTES, ORDER);
            a1 = FMA ? p.fma(m, a1) : p.mul(m).add(a1);
            m = fromMemorySegment(SPECIES, ALL, v + 2L * Lanes.BYTES, ORDER);
            a2 = FMA ? p.fma(m, a2) : p.mul(m).add(a2);
            m = fromMemorySegment(SPECIES, ALL, v + 3L * Lanes.BYTES, ORDER);
            a3 = FMA ? p.fma(m, a3) : p.mul(m).add(a3);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 4));
            m = fromMemorySegment(SPECIES, ALL, v + 4L * Lanes.BYTES, ORDER);
            b0 = FMA ? p.fma(m, b0) : p.mul(m).add(b0);
            m = fromMemorySegment(SPECIES, ALL, v + 5L * Lanes.BYTES, ORDER);
            b1 = FMA ? p.fma(m, b1) : p.mul(m).add(b1);
            m = fromMemorySegment(SPECIES, ALL, v + 6L * Lanes.BYTES, ORDER);
            b2 = FMA ? p.fma(m, b2) : p.mul(m).add(b2);
            m = fromMemorySegment(SPECIES, ALL, v + 7L * Lanes.BYTES, ORDER);
            b3 = FMA ? p.fma(m, b3) : p.mul(m).add(b3);
        }
        for (int i = whole << 1; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long v = w + i * (4L * Lanes.BYTES);
            FloatVector p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i));
            FloatVector m = fromMemorySegment(SPECIES, ALL, v, ORDER);
            a0 = FMA ? p.fma(m, a0) : p.mul(m).add(a0);
            m = fromMemorySegment(SPECIES, ALL, v + Lanes.BYTES, ORDER);
            a1 = FMA ? p.fma(m, a1) : p.mul(m).add(a1);
            m = fromMemorySegment(SPECIES, ALL, v + 2L * Lanes.BYTES, ORDER);
            a2 = FMA ? p.fma(m, a2) : p.mul(m).add(a2);
            m = fromMemorySegment(SPECIES, ALL, v + 3L * Lanes.BYTES, ORDER);
            a3 = FMA ? p.fma(m, a3) : p.mul(m).add(a3);
        }
        long t = Memory.address(y);
        a0.add(b0).intoMemorySegment(ALL, t, ORDER);
        a1.add(b1).intoMemorySegment(ALL, t + Lanes.BYTES, ORDER);
        a2.add(b2).intoMemorySegment(ALL, t + 2L * Lanes.BYTES, ORDER);
        a3.add(b3).intoMemorySegment(ALL, t + 3L * Lanes.BYTES, ORDER);
    }
}
