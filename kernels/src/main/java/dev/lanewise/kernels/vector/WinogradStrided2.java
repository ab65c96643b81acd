package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * {@link WinogradTransform#STRIDED2} along one axis.
 *
 * <p>Of five inputs the even ones, e, meet the first and the last weight, F(2, 2) by the products
 * (e0 - e1) w0, (e2 - e1) w2 and e1 (w0 + w2), of which the last goes into both outputs. The odd
 * ones, o, meet the middle weight, and their two products go where the first two go.
 */
final class WinogradStrided2 {

    private WinogradStrided2() {}

    /** As {@link WinogradTransform#inputColumnVectors}. */
    static void inputColumns(long x, int stride, long columns, int count) {
        long from = Memory.address(x);
        long to = Memory.address(columns);
        long s = Integer.toUnsignedLong(stride);
        long s3 = 3 * s;
        for (int i = 0; i < count; i++) {
            long in = from + (long) i * Lanes.BYTES;
            FloatVector e0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector o0 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
            FloatVector e1 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
            FloatVector o1 = fromMemorySegment(SPECIES, ALL, in + s3, ORDER);
            FloatVector e2 = fromMemorySegment(SPECIES, ALL, in + 4 * s, ORDER);
            long out = to + (long) i * (5L * Lanes.BYTES);
            e0.sub(e1).intoMemorySegment(ALL, out, ORDER);
            e2.sub(e1).intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
            e1.intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
            o0.intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
            o1.intoMemorySegment(ALL, out + 4L * Lanes.BYTES, ORDER);
        }
    }

    /** As {@link WinogradTransform#inputRowVectors}. */
    static void inputRows(long columns, int lastTile, long y, long yTile, int plane, int tiles) {
        long s = Integer.toUnsignedLong(plane);
        long s3 = 3 * s;
        for (int t = 0; t < tiles; t++) {
            long tile = columns + Math.min(t * (20 * Lanes.BYTES), lastTile);
            for (int i = 0; i < 5; i++) {
                long in = Memory.address(tile + i * (long) Lanes.BYTES);
                FloatVector e0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector o0 = fromMemorySegment(SPECIES, ALL, in + 5L * Lanes.BYTES, ORDER);
                FloatVector e1 = fromMemorySegment(SPECIES, ALL, in + 10L * Lanes.BYTES, ORDER);
                FloatVector o1 = fromMemorySegment(SPECIES, ALL, in + 15L * Lanes.BYTES, ORDER);
                FloatVector e2 = fromMemorySegment(SPECIES, ALL, in + 20L * Lanes.BYTES, ORDER);
                long out = Memory.address(y + t * yTile + i * (5L * plane));
                e0.sub(e1).intoMemorySegment(ALL, out, ORDER);
                e2.sub(e1).intoMemorySegment(ALL, out + s, ORDER);
                e1.intoMemorySegment(ALL, out + 2 * s, ORDER);
                o0.intoMemorySegment(ALL, out + s3, ORDER);
                o1.intoMemorySegment(ALL, out + 4 * s, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#columnVectors}. */
    static void columns(long x, int plane, int step, long half, int tiles) {
        long s = 3 * Integer.toUnsignedLong(plane);
        for (int t = 0; t < tiles; t++) {
            for (int i = 0; i < 3; i++) {
                long in = Memory.address(x + (long) t * step + (long) i * plane);
                FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
                FloatVector m2 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
                long out = Memory.address(half + (6L * t + i) * Lanes.BYTES);
                m0.add(m2).intoMemorySegment(ALL, out, ORDER);
                m1.add(m2).intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#rowVectors}. */
    static void rows(
            long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles) {
        FloatVector start = fromMemorySegment(SPECIES, ALL, Memory.address(bias), ORDER);
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        for (int t = 0; t < tiles; t++) {
            long target = y + Math.min(2 * Lanes.BYTES * t, lastTile);
            for (int i = 0; i < 2; i++) {
                long in = Memory.address(half + (6L * t + 3L * i) * Lanes.BYTES);
                FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + Lanes.BYTES, ORDER);
                FloatVector both =
                        fromMemorySegment(SPECIES, ALL, in + 2L * Lanes.BYTES, ORDER).add(start);
                long out = Memory.address(target + i * rowBytes);
                FloatVector value = m0.add(both);
                value.blend(floor, value.compare(LT, floor)).intoMemorySegment(ALL, out, ORDER);
                value = m1.add(both);
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#kernelVectors}. */
    static void kernels(long x, long y, long plane, int count) {
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * (9L * Lanes.BYTES));
            long out = y + i * (long) Lanes.BYTES;
            FloatVector first0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector first1 = fromMemorySegment(SPECIES, ALL, in + Lanes.BYTES, ORDER);
            FloatVector first2 = fromMemorySegment(SPECIES, ALL, in + 2L * Lanes.BYTES, ORDER);
            first0.intoMemorySegment(ALL, Memory.address(out), ORDER);
            first2.intoMemorySegment(ALL, Memory.address(out + plane), ORDER);
            first0.add(first2).intoMemorySegment(ALL, Memory.address(out + 2 * plane), ORDER);
            first1.intoMemorySegment(ALL, Memory.address(out + 3 * plane), ORDER);
            FloatVector last0 = fromMemorySegment(SPECIES, ALL, in + 6L * Lanes.BYTES, ORDER);
            FloatVector last1 = fromMemorySegment(SPECIES, ALL, in + 7L * Lanes.BYTES, ORDER);
            FloatVector last2 = fromMemorySegment(SPECIES, ALL, in + 8L * Lanes.BYTES, ORDER);
            last0.intoMemorySegment(ALL, Memory.address(out + 4 * plane), ORDER);
            last2.intoMemorySegment(ALL, Memory.address(out + 5 * plane), ORDER);
            last0.add(last2).intoMemorySegment(ALL, Memory.address(out + 6 * plane), ORDER);
            last1.intoMemorySegment(ALL, Memory.address(out + 7 * plane), ORDER);
            FloatVector sum0 = first0.add(last0);
            FloatVector sum2 = first2.add(last2);
            sum0.intoMemorySegment(ALL, Memory.address(out + 8 * plane), ORDER);
            sum2.intoMemorySegment(ALL, Memory.address(out + 9 * plane), ORDER);
            sum0.add(sum2).intoMemorySegment(ALL, Memory.address(out + 10 * plane), ORDER);
            first1.add(last1).intoMemorySegment(ALL, Memory.address(out + 11 * plane), ORDER);
            FloatVector middle0 = fromMemorySegment(SPECIES, ALL, in + 3L * Lanes.BYTES, ORDER);
            FloatVector middle1 = fromMemorySegment(SPECIES, ALL, in + 4L * Lanes.BYTES, ORDER);
            FloatVector middle2 = fromMemorySegment(SPECIES, ALL, in + 5L * Lanes.BYTES, ORDER);
            middle0.intoMemorySegment(ALL, Memory.address(out + 12 * plane), ORDER);
            middle2.intoMemorySegment(ALL, Memory.address(out + 13 * plane), ORDER);
            middle0.add(middle2).intoMemorySegment(ALL, Memory.address(out + 14 * plane), ORDER);
            middle1.intoMemorySegment(ALL, Memory.address(out + 15 * plane), ORDER);
        }
    }
}
