package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * {@link WinogradTransform#STRIDED4} along one axis.
 *
 * <p>Of nine inputs the even ones, e, meet the first and the last weight, F(4, 2) with the points
 * 1, -1, 1/2, -1/2, infinity; the odd ones, o, meet the middle weight, F(4, 1) with the same points
 * but infinity. At a point both have the same transform, and their products one sum. The factors of
 * the points, +-2/3 and +-4/3, are in A.
 */
final class WinogradStrided4 {

    /**
     * In A: 1 / product of a point's distances to the others, for 1 and -1/2; others are negative.
     */
    static final float ONE = 2 / 3f;

    static final float HALF = 4 / 3f;

    private WinogradStrided4() {}

    /** As {@link WinogradTransform#inputColumnVectors}. */
    static void inputColumns(long x, int stride, long columns, int count) {
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector minusHalf = FloatVector.broadcast(Lanes.SPECIES, -0.5f);
        FloatVector minusQuarter = FloatVector.broadcast(Lanes.SPECIES, -0.25f);
        long from = Memory.address(x);
        long to = Memory.address(columns);
        long s = Integer.toUnsignedLong(stride);
        long s3 = 3 * s;
        long s5 = 5 * s;
        for (int i = 0; i < count; i++) {
            long in = from + (long) i * Lanes.BYTES;
            FloatVector e0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector o0 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
            FloatVector e1 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
            FloatVector o1 = fromMemorySegment(SPECIES, ALL, in + s3, ORDER);
            FloatVector e2 = fromMemorySegment(SPECIES, ALL, in + 4 * s, ORDER);
            FloatVector o2 = fromMemorySegment(SPECIES, ALL, in + s5, ORDER);
            FloatVector e3 = fromMemorySegment(SPECIES, ALL, in + 2 * s3, ORDER);
            FloatVector o3 = fromMemorySegment(SPECIES, ALL, in + 2 * s + s5, ORDER);
            FloatVector e4 = fromMemorySegment(SPECIES, ALL, in + 8 * s, ORDER);
            long out = to + (long) i * (9L * Lanes.BYTES);
            FloatVector odd = e1.fma(minusQuarter, e3);
            FloatVector even = e0.fma(minusQuarter, e2);
            odd.add(even).intoMemorySegment(ALL, out, ORDER);
            odd.sub(even).intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
            odd = e3.sub(e1);
            even = e2.sub(e0);
            even.fma(half, odd).intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
            even.fma(minusHalf, odd).intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
            even.fma(minusQuarter, e4.sub(e2))
                    .intoMemorySegment(ALL, out + 4L * Lanes.BYTES, ORDER);
            odd = o1.fma(minusQuarter, o3);
            even = o0.fma(minusQuarter, o2);
            odd.add(even).intoMemorySegment(ALL, out + 5L * Lanes.BYTES, ORDER);
            odd.sub(even).intoMemorySegment(ALL, out + 6L * Lanes.BYTES, ORDER);
            odd = o3.sub(o1);
            even = o2.sub(o0);
            even.fma(half, odd).intoMemorySegment(ALL, out + 7L * Lanes.BYTES, ORDER);
            even.fma(minusHalf, odd).intoMemorySegment(ALL, out + 8L * Lanes.BYTES, ORDER);
        }
    }

    /** As {@link WinogradTransform#inputRowVectors}. */
    static void inputRows(long columns, int lastTile, long y, long yTile, int plane, int tiles) {
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector minusHalf = FloatVector.broadcast(Lanes.SPECIES, -0.5f);
        FloatVector minusQuarter = FloatVector.broadcast(Lanes.SPECIES, -0.25f);
        long s = Integer.toUnsignedLong(plane);
        long s3 = 3 * s;
        long s5 = 5 * s;
        for (int t = 0; t < tiles; t++) {
            long tile = columns + Math.min(t * (72 * Lanes.BYTES), lastTile);
            for (int i = 0; i < 9; i++) {
                long in = Memory.address(tile + i * (long) Lanes.BYTES);
                FloatVector e0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector o0 = fromMemorySegment(SPECIES, ALL, in + 9L * Lanes.BYTES, ORDER);
                FloatVector e1 = fromMemorySegment(SPECIES, ALL, in + 18L * Lanes.BYTES, ORDER);
                FloatVector o1 = fromMemorySegment(SPECIES, ALL, in + 27L * Lanes.BYTES, ORDER);
                FloatVector e2 = fromMemorySegment(SPECIES, ALL, in + 36L * Lanes.BYTES, ORDER);
                FloatVector o2 = fromMemorySegment(SPECIES, ALL, in + 45L * Lanes.BYTES, ORDER);
                FloatVector e3 = fromMemorySegment(SPECIES, ALL, in + 54L * Lanes.BYTES, ORDER);
                FloatVector o3 = fromMemorySegment(SPECIES, ALL, in + 63L * Lanes.BYTES, ORDER);
                FloatVector e4 = fromMemorySegment(SPECIES, ALL, in + 72L * Lanes.BYTES, ORDER);
                long out = Memory.address(y + t * yTile + i * (9L * plane));
                FloatVector odd = e1.fma(minusQuarter, e3);
                FloatVector even = e0.fma(minusQuarter, e2);
                odd.add(even).intoMemorySegment(ALL, out, ORDER);
                odd.sub(even).intoMemorySegment(ALL, out + s, ORDER);
                odd = e3.sub(e1);
                even = e2.sub(e0);
                even.fma(half, odd).intoMemorySegment(ALL, out + 2 * s, ORDER);
                even.fma(minusHalf, odd).intoMemorySegment(ALL, out + s3, ORDER);
                even.fma(minusQuarter, e4.sub(e2)).intoMemorySegment(ALL, out + 4 * s, ORDER);
                odd = o1.fma(minusQuarter, o3);
                even = o0.fma(minusQuarter, o2);
                odd.add(even).intoMemorySegment(ALL, out + s5, ORDER);
                odd.sub(even).intoMemorySegment(ALL, out + 2 * s3, ORDER);
                odd = o3.sub(o1);
                even = o2.sub(o0);
                even.fma(half, odd).intoMemorySegment(ALL, out + 2 * s + s5, ORDER);
                even.fma(minusHalf, odd).intoMemorySegment(ALL, out + 8 * s, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#columnVectors}. */
    static void columns(long x, int plane, int step, long half, int tiles) {
        FloatVector a = FloatVector.broadcast(Lanes.SPECIES, ONE);
        FloatVector b0 = FloatVector.broadcast(Lanes.SPECIES, -HALF);
        FloatVector b1 = FloatVector.broadcast(Lanes.SPECIES, -HALF / 2);
        FloatVector b2 = FloatVector.broadcast(Lanes.SPECIES, -HALF / 4);
        FloatVector b3 = FloatVector.broadcast(Lanes.SPECIES, -HALF / 8);
        long s = 5 * Integer.toUnsignedLong(plane);
        long s3 = 3 * s;
        for (int t = 0; t < tiles; t++) {
            for (int i = 0; i < 5; i++) {
                long in = Memory.address(x + (long) t * step + (long) i * plane);
                FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
                FloatVector m2 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
                FloatVector m3 = fromMemorySegment(SPECIES, ALL, in + s3, ORDER);
                FloatVector m4 = fromMemorySegment(SPECIES, ALL, in + 4 * s, ORDER);
                FloatVector evenOne = m0.sub(m1).mul(a);
                FloatVector oddOne = m0.add(m1).mul(a);
                FloatVector evenHalf = m2.sub(m3);
                FloatVector oddHalf = m2.add(m3);
                long out = Memory.address(half + (20L * t + i) * Lanes.BYTES);
                evenHalf.fma(b0, evenOne).intoMemorySegment(ALL, out, ORDER);
                oddHalf.fma(b1, oddOne).intoMemorySegment(ALL, out + 5L * Lanes.BYTES, ORDER);
                evenHalf.fma(b2, evenOne).intoMemorySegment(ALL, out + 10L * Lanes.BYTES, ORDER);
                oddHalf.fma(b3, oddOne.add(m4))
                        .intoMemorySegment(ALL, out + 15L * Lanes.BYTES, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#rowVectors}. */
    static void rows(
            long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles) {
        FloatVector start = fromMemorySegment(SPECIES, ALL, Memory.address(bias), ORDER);
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        FloatVector a = FloatVector.broadcast(Lanes.SPECIES, ONE);
        FloatVector b0 = FloatVector.broadcast(Lanes.SPECIES, -HALF);
        FloatVector b1 = FloatVector.broadcast(Lanes.SPECIES, -HALF / 2);
        FloatVector b2 = FloatVector.broadcast(Lanes.SPECIES, -HALF / 4);
        FloatVector b3 = FloatVector.broadcast(Lanes.SPECIES, -HALF / 8);
        for (int t = 0; t < tiles; t++) {
            long target = y + Math.min(4 * Lanes.BYTES * t, lastTile);
            for (int i = 0; i < 4; i++) {
                long in = Memory.address(half + (20L * t + 5L * i) * Lanes.BYTES);
                FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + Lanes.BYTES, ORDER);
                FloatVector m2 = fromMemorySegment(SPECIES, ALL, in + 2L * Lanes.BYTES, ORDER);
                FloatVector m3 = fromMemorySegment(SPECIES, ALL, in + 3L * Lanes.BYTES, ORDER);
                FloatVector m4 = fromMemorySegment(SPECIES, ALL, in + 4L * Lanes.BYTES, ORDER);
                FloatVector evenOne = m0.sub(m1).fma(a, start);
                FloatVector oddOne = m0.add(m1).fma(a, start);
                FloatVector evenHalf = m2.sub(m3);
                FloatVector oddHalf = m2.add(m3);
                long out = Memory.address(target + i * rowBytes);
                FloatVector value = evenHalf.fma(b0, evenOne);
                value.blend(floor, value.compare(LT, floor)).intoMemorySegment(ALL, out, ORDER);
                value = oddHalf.fma(b1, oddOne);
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
                value = evenHalf.fma(b2, evenOne);
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
                value = oddHalf.fma(b3, oddOne.add(m4));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#kernelVectors}. */
    static void kernels(long x, long y, long plane, int count) {
        kernelPair(x, 1, y, plane, count);
        kernelPair(x, 0.5f, y + 12 * plane, plane, count);
        kernelEnds(x, y + 24 * plane, plane, count);
    }

    /**
     * Two rows of G w G^T: those of the kernel's first row plus and minus factor times the last.
     */
    private static void kernelPair(long x, float factor, long y, long plane, int count) {
        FloatVector f = FloatVector.broadcast(Lanes.SPECIES, factor);
        FloatVector minusF = FloatVector.broadcast(Lanes.SPECIES, -factor);
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector minusHalf = FloatVector.broadcast(Lanes.SPECIES, -0.5f);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * (9L * Lanes.BYTES));
            long out = y + i * (long) Lanes.BYTES;
            FloatVector first = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector last = fromMemorySegment(SPECIES, ALL, in + 6L * Lanes.BYTES, ORDER);
            FloatVector u0 = last.fma(f, first);
            FloatVector v0 = last.fma(minusF, first);
            first = fromMemorySegment(SPECIES, ALL, in + 1L * Lanes.BYTES, ORDER);
            last = fromMemorySegment(SPECIES, ALL, in + 7L * Lanes.BYTES, ORDER);
            FloatVector u1 = last.fma(f, first);
            FloatVector v1 = last.fma(minusF, first);
            first = fromMemorySegment(SPECIES, ALL, in + 2L * Lanes.BYTES, ORDER);
            last = fromMemorySegment(SPECIES, ALL, in + 8L * Lanes.BYTES, ORDER);
            FloatVector u2 = last.fma(f, first);
            FloatVector v2 = last.fma(minusF, first);
            u0.add(u2).intoMemorySegment(ALL, Memory.address(out), ORDER);
            u0.sub(u2).intoMemorySegment(ALL, Memory.address(out + plane), ORDER);
            u2.fma(half, u0).intoMemorySegment(ALL, Memory.address(out + 2 * plane), ORDER);
            u2.fma(minusHalf, u0).intoMemorySegment(ALL, Memory.address(out + 3 * plane), ORDER);
            u2.intoMemorySegment(ALL, Memory.address(out + 4 * plane), ORDER);
            u1.intoMemorySegment(ALL, Memory.address(out + 5 * plane), ORDER);
            long next = out + 6 * plane;
            v0.add(v2).intoMemorySegment(ALL, Memory.address(next), ORDER);
            v0.sub(v2).intoMemorySegment(ALL, Memory.address(next + plane), ORDER);
            v2.fma(half, v0).intoMemorySegment(ALL, Memory.address(next + 2 * plane), ORDER);
            v2.fma(minusHalf, v0).intoMemorySegment(ALL, Memory.address(next + 3 * plane), ORDER);
            v2.intoMemorySegment(ALL, Memory.address(next + 4 * plane), ORDER);
            v1.intoMemorySegment(ALL, Memory.address(next + 5 * plane), ORDER);
        }
    }

    /** The last two rows of G w G^T, of the kernel's last row and of the one in the middle. */
    private static void kernelEnds(long x, long y, long plane, int count) {
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector minusHalf = FloatVector.broadcast(Lanes.SPECIES, -0.5f);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * (9L * Lanes.BYTES));
            long out = y + i * (long) Lanes.BYTES;
            FloatVector u0 = fromMemorySegment(SPECIES, ALL, in + 6L * Lanes.BYTES, ORDER);
            FloatVector u1 = fromMemorySegment(SPECIES, ALL, in + 7L * Lanes.BYTES, ORDER);
            FloatVector u2 = fromMemorySegment(SPECIES, ALL, in + 8L * Lanes.BYTES, ORDER);
            u0.add(u2).intoMemorySegment(ALL, Memory.address(out), ORDER);
            u0.sub(u2).intoMemorySegment(ALL, Memory.address(out + plane), ORDER);
            u2.fma(half, u0).intoMemorySegment(ALL, Memory.address(out + 2 * plane), ORDER);
            u2.fma(minusHalf, u0).intoMemorySegment(ALL, Memory.address(out + 3 * plane), ORDER);
            u2.intoMemorySegment(ALL, Memory.address(out + 4 * plane), ORDER);
            u1.intoMemorySegment(ALL, Memory.address(out + 5 * plane), ORDER);
            FloatVector v0 = fromMemorySegment(SPECIES, ALL, in + 3L * Lanes.BYTES, ORDER);
            FloatVector v1 = fromMemorySegment(SPECIES, ALL, in + 4L * Lanes.BYTES, ORDER);
            FloatVector v2 = fromMemorySegment(SPECIES, ALL, in + 5L * Lanes.BYTES, ORDER);
            long next = out + 6 * plane;
            v0.add(v2).intoMemorySegment(ALL, Memory.address(next), ORDER);
            v0.sub(v2).intoMemorySegment(ALL, Memory.address(next + plane), ORDER);
            v2.fma(half, v0).intoMemorySegment(ALL, Memory.address(next + 2 * plane), ORDER);
            v2.fma(minusHalf, v0).intoMemorySegment(ALL, Memory.address(next + 3 * plane), ORDER);
            v2.intoMemorySegment(ALL, Memory.address(next + 4 * plane), ORDER);
            v1.intoMemorySegment(ALL, Memory.address(next + 5 * plane), ORDER);
        }
    }
}
