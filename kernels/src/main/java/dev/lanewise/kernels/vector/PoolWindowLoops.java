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

/**
 * The inner loops of pooling by windows of 2x2 and 3x3 pixels that are vectors: y[k] from the
 * pixels at k {@code step} bytes of rows a, b (and c), {@code tap} bytes apart; and so on for
 * {@code rows} rows of y, {@code yRow} bytes apart, whose first rows of x lie {@code xRow} bytes
 * apart.
 *
 * <p>Loops over a row aren't counted ones, since rows are short.
 *
 * <p>A maximum in which NaN wins takes six instructions, one in which it doesn't takes two. The
 * loops named {@code max} are of the second kind. They return whether they met a NaN, which shows
 * in the sum of all that was read, as does the sum of both infinities; what they wrote is void
 * then, and the loops named {@code nanMax} do it again.
 */
final class PoolWindowLoops {

    private PoolWindowLoops() {}

    static boolean max2x2(
            long a,
            long b,
            int tap,
            int step,
            long xRow,
            long y,
            long yRow,
            int rows,
            int vectors) {
        long t = Memory.step(tap);
        long s = Memory.step(step);
        FloatVector seen = broadcast(SPECIES, 0);
        for (int row = 0; row < rows; row++) {
            long ar = Memory.address(a + row * xRow);
            long br = Memory.address(b + row * xRow);
            long yr = Memory.address(y + row * yRow);
            for (int k = 0; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                long o = k * s;
                FloatVector a0 = fromMemorySegment(SPECIES, ALL, ar + o, ORDER);
                FloatVector a1 = fromMemorySegment(SPECIES, ALL, ar + o + t, ORDER);
                FloatVector b0 = fromMemorySegment(SPECIES, ALL, br + o, ORDER);
                FloatVector b1 = fromMemorySegment(SPECIES, ALL, br + o + t, ORDER);
                seen = seen.add(a0.add(a1));
                seen = seen.add(b0.add(b1));
                FloatVector va = a0.blend(a1, a0.compare(LT, a1));
                FloatVector vb = b0.blend(b1, b0.compare(LT, b1));
                va = va.blend(vb, va.compare(LT, vb));
                va.intoMemorySegment(ALL, yr + (long) k * Lanes.BYTES, ORDER);
            }
        }
        return seen.compare(NE, seen).anyTrue();
    }

    static void nanMax2x2(
            long a,
            long b,
            int tap,
            int step,
            long xRow,
            long y,
            long yRow,
            int rows,
            int vectors) {
        long t = Memory.step(tap);
        long s = Memory.step(step);
        for (int row = 0; row < rows; row++) {
            long ar = Memory.address(a + row * xRow);
            long br = Memory.address(b + row * xRow);
            long yr = Memory.address(y + row * yRow);
            for (int k = 0; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                long o = k * s;
                FloatVector a0 = fromMemorySegment(SPECIES, ALL, ar + o, ORDER);
                FloatVector a1 = fromMemorySegment(SPECIES, ALL, ar + o + t, ORDER);
                FloatVector b0 = fromMemorySegment(SPECIES, ALL, br + o, ORDER);
                FloatVector b1 = fromMemorySegment(SPECIES, ALL, br + o + t, ORDER);
                FloatVector va = a0.max(a1);
                FloatVector vb = b0.max(b1);
                va.max(vb).intoMemorySegment(ALL, yr + (long) k * Lanes.BYTES, ORDER);
            }
        }
    }

    static void average2x2(
            long a,
            long b,
            int tap,
            int step,
            long xRow,
            long y,
            long yRow,
            int rows,
            int vectors,
            float divisor) {
        long t = Memory.step(tap);
        long s = Memory.step(step);
        for (int row = 0; row < rows; row++) {
            long ar = Memory.address(a + row * xRow);
            long br = Memory.address(b + row * xRow);
            long yr = Memory.address(y + row * yRow);
            for (int k = 0; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                long o = k * s;
                FloatVector a0 = fromMemorySegment(SPECIES, ALL, ar + o, ORDER);
                FloatVector a1 = fromMemorySegment(SPECIES, ALL, ar + o + t, ORDER);
                FloatVector b0 = fromMemorySegment(SPECIES, ALL, br + o, ORDER);
                FloatVector b1 = fromMemorySegment(SPECIES, ALL, br + o + t, ORDER);
                FloatVector va = a0.add(a1);
                FloatVector vb = b0.add(b1);
                va.add(vb).div(divisor).intoMemorySegment(ALL, yr + (long) k * Lanes.BYTES, ORDER);
            }
        }
    }

    static boolean max3x3(
            long a,
            long b,
            long c,
            int tap,
            int step,
            long xRow,
            long y,
            long yRow,
            int rows,
            int vectors) {
        long t = Memory.step(tap);
        long s = Memory.step(step);
        FloatVector seen = broadcast(SPECIES, 0);
        for (int row = 0; row < rows; row++) {
            long ar = Memory.address(a + row * xRow);
            long br = Memory.address(b + row * xRow);
            long cr = Memory.address(c + row * xRow);
            long yr = Memory.address(y + row * yRow);
            for (int k = 0; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                long o = k * s;
                long o2 = o + 2 * t;
                FloatVector a0 = fromMemorySegment(SPECIES, ALL, ar + o, ORDER);
                FloatVector a1 = fromMemorySegment(SPECIES, ALL, ar + o + t, ORDER);
                FloatVector a2 = fromMemorySegment(SPECIES, ALL, ar + o2, ORDER);
                FloatVector b0 = fromMemorySegment(SPECIES, ALL, br + o, ORDER);
                FloatVector b1 = fromMemorySegment(SPECIES, ALL, br + o + t, ORDER);
                FloatVector b2 = fromMemorySegment(SPECIES, ALL, br + o2, ORDER);
                FloatVector c0 = fromMemorySegment(SPECIES, ALL, cr + o, ORDER);
                FloatVector c1 = fromMemorySegment(SPECIES, ALL, cr + o + t, ORDER);
                FloatVector c2 = fromMemorySegment(SPECIES, ALL, cr + o2, ORDER);
                seen = seen.add(a0.add(a1).add(a2));
                seen = seen.add(b0.add(b1).add(b2));
                seen = seen.add(c0.add(c1).add(c2));
                FloatVector va = a0.blend(a1, a0.compare(LT, a1));
                va = va.blend(a2, va.compare(LT, a2));
                FloatVector vb = b0.blend(b1, b0.compare(LT, b1));
                vb = vb.blend(b2, vb.compare(LT, b2));
                FloatVector vc = c0.blend(c1, c0.compare(LT, c1));
                vc = vc.blend(c2, vc.compare(LT, c2));
                va = va.blend(vb, va.compare(LT, vb));
                va = va.blend(vc, va.compare(LT, vc));
                va.intoMemorySegment(ALL, yr + (long) k * Lanes.BYTES, ORDER);
            }
        }
        return seen.compare(NE, seen).anyTrue();
    }

    static void nanMax3x3(
            long a,
            long b,
            long c,
            int tap,
            int step,
            long xRow,
            long y,
            long yRow,
            int rows,
            int vectors) {
        long t = Memory.step(tap);
        long s = Memory.step(step);
        for (int row = 0; row < rows; row++) {
            long ar = Memory.address(a + row * xRow);
            long br = Memory.address(b + row * xRow);
            long cr = Memory.address(c + row * xRow);
            long yr = Memory.address(y + row * yRow);
            for (int k = 0; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                long o = k * s;
                long o2 = o + 2 * t;
                FloatVector a0 = fromMemorySegment(SPECIES, ALL, ar + o, ORDER);
                FloatVector a1 = fromMemorySegment(SPECIES, ALL, ar + o + t, ORDER);
                FloatVector a2 = fromMemorySegment(SPECIES, ALL, ar + o2, ORDER);
                FloatVector b0 = fromMemorySegment(SPECIES, ALL, br + o, ORDER);
                FloatVector b1 = fromMemorySegment(SPECIES, ALL, br + o + t, ORDER);
                FloatVector b2 = fromMemorySegment(SPECIES, ALL, br + o2, ORDER);
                FloatVector c0 = fromMemorySegment(SPECIES, ALL, cr + o, ORDER);
                FloatVector c1 = fromMemorySegment(SPECIES, ALL, cr + o + t, ORDER);
                FloatVector c2 = fromMemorySegment(SPECIES, ALL, cr + o2, ORDER);
                FloatVector va = a0.max(a1).max(a2);
                FloatVector vb = b0.max(b1).max(b2);
                FloatVector vc = c0.max(c1).max(c2);
                va.max(vb).max(vc).intoMemorySegment(ALL, yr + (long) k * Lanes.BYTES, ORDER);
            }
        }
    }

    static void average3x3(
            long a,
            long b,
            long c,
            int tap,
            int step,
            long xRow,
            long y,
            long yRow,
            int rows,
            int vectors,
            float divisor) {
        long t = Memory.step(tap);
        long s = Memory.step(step);
        for (int row = 0; row < rows; row++) {
            long ar = Memory.address(a + row * xRow);
            long br = Memory.address(b + row * xRow);
            long cr = Memory.address(c + row * xRow);
            long yr = Memory.address(y + row * yRow);
            for (int k = 0; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                long o = k * s;
                long o2 = o + 2 * t;
                FloatVector a0 = fromMemorySegment(SPECIES, ALL, ar + o, ORDER);
                FloatVector a1 = fromMemorySegment(SPECIES, ALL, ar + o + t, ORDER);
                FloatVector a2 = fromMemorySegment(SPECIES, ALL, ar + o2, ORDER);
                FloatVector b0 = fromMemorySegment(SPECIES, ALL, br + o, ORDER);
                FloatVector b1 = fromMemorySegment(SPECIES, ALL, br + o + t, ORDER);
                FloatVector b2 = fromMemorySegment(SPECIES, ALL, br + o2, ORDER);
                FloatVector c0 = fromMemorySegment(SPECIES, ALL, cr + o, ORDER);
                FloatVector c1 = fromMemorySegment(SPECIES, ALL, cr + o + t, ORDER);
                FloatVector c2 = fromMemorySegment(SPECIES, ALL, cr + o2, ORDER);
                FloatVector va = a0.add(a1).add(a2);
                FloatVector vb = b0.add(b1).add(b2);
                FloatVector vc = c0.add(c1).add(c2);
                va.add(vb)
                        .add(vc)
                        .div(divisor)
                        .intoMemorySegment(ALL, yr + (long) k * Lanes.BYTES, ORDER);
            }
        }
    }

    /** y = maximum of {@code columns} pixels of three rows; NaN wins. */
    static void nanMaxColumns(long a, long b, long c, int columns, long y) {
        a = Memory.address(a);
        b = Memory.address(b);
        c = Memory.address(c);
        FloatVector v = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int k = 0; k < columns; k++) {
            long o = (long) k * Lanes.BYTES;
            v = v.max(fromMemorySegment(SPECIES, ALL, a + o, ORDER));
            v = v.max(fromMemorySegment(SPECIES, ALL, b + o, ORDER));
            v = v.max(fromMemorySegment(SPECIES, ALL, c + o, ORDER));
        }
        v.intoMemorySegment(ALL, y, ORDER);
    }
}
