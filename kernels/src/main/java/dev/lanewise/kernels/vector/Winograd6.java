package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * {@link WinogradTransform#F6} along one axis; all constants but those of G are exact.
 *
 * <p>Nothing but {@link #weights} has {@link Lanes#fma}: C2 inlines no more of our methods in loops
 * of so many operations, and a call that is left has its vectors as objects (four times as slow).
 */
final class Winograd6 {

    /** Eight inputs and ten constants want 32 registers. */
    static final boolean USABLE = Lanes.MANY_REGISTERS && Lanes.FMA;

    private Winograd6() {}

    /** As {@link WinogradTransform#inputColumnVectors}. */
    static void inputColumns(long x, int stride, long columns, int count) {
        FloatVector f525 = FloatVector.broadcast(Lanes.SPECIES, 5.25f);
        FloatVector minus425 = FloatVector.broadcast(Lanes.SPECIES, -4.25f);
        FloatVector minus125 = FloatVector.broadcast(Lanes.SPECIES, -1.25f);
        FloatVector quarter = FloatVector.broadcast(Lanes.SPECIES, 0.25f);
        FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2);
        FloatVector minus2 = FloatVector.broadcast(Lanes.SPECIES, -2);
        FloatVector minus5 = FloatVector.broadcast(Lanes.SPECIES, -5);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4);
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector minusHalf = FloatVector.broadcast(Lanes.SPECIES, -0.5f);
        long from = Memory.address(x);
        long to = Memory.address(columns);
        long s = Integer.toUnsignedLong(stride);
        long s3 = 3 * s;
        long s5 = 5 * s;
        for (int i = 0; i < count; i++) {
            long in = from + (long) i * Lanes.BYTES;
            FloatVector d0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector d1 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
            FloatVector d2 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
            FloatVector d3 = fromMemorySegment(SPECIES, ALL, in + s3, ORDER);
            FloatVector d4 = fromMemorySegment(SPECIES, ALL, in + 4 * s, ORDER);
            FloatVector d5 = fromMemorySegment(SPECIES, ALL, in + s5, ORDER);
            FloatVector d6 = fromMemorySegment(SPECIES, ALL, in + 2 * s3, ORDER);
            FloatVector d7 = fromMemorySegment(SPECIES, ALL, in + 2 * s + s5, ORDER);
            long out = to + (long) i * (8L * Lanes.BYTES);
            d4.sub(d2).fma(f525, d0.sub(d6)).intoMemorySegment(ALL, out, ORDER);
            FloatVector even = d4.fma(minus425, d2.add(d6));
            FloatVector odd = d3.fma(minus425, d1.add(d5));
            even.add(odd).intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
            even.sub(odd).intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
            even = d4.fma(minus125, d2.fma(quarter, d6));
            odd = d3.fma(minus125, d1.fma(quarter, d5));
            odd.fma(two, even).intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
            odd.fma(minus2, even).intoMemorySegment(ALL, out + 4L * Lanes.BYTES, ORDER);
            even = d4.fma(minus5, d2.fma(four, d6));
            odd = d3.fma(minus5, d1.fma(four, d5));
            odd.fma(half, even).intoMemorySegment(ALL, out + 5L * Lanes.BYTES, ORDER);
            odd.fma(minusHalf, even).intoMemorySegment(ALL, out + 6L * Lanes.BYTES, ORDER);
            d3.sub(d5).fma(f525, d7.sub(d1)).intoMemorySegment(ALL, out + 7L * Lanes.BYTES, ORDER);
        }
    }

    /** As {@link WinogradTransform#inputRowVectors}. */
    static void inputRows(long columns, int lastTile, long y, long yTile, int plane, int tiles) {
        FloatVector f525 = FloatVector.broadcast(Lanes.SPECIES, 5.25f);
        FloatVector minus425 = FloatVector.broadcast(Lanes.SPECIES, -4.25f);
        FloatVector minus125 = FloatVector.broadcast(Lanes.SPECIES, -1.25f);
        FloatVector quarter = FloatVector.broadcast(Lanes.SPECIES, 0.25f);
        FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2);
        FloatVector minus2 = FloatVector.broadcast(Lanes.SPECIES, -2);
        FloatVector minus5 = FloatVector.broadcast(Lanes.SPECIES, -5);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4);
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector minusHalf = FloatVector.broadcast(Lanes.SPECIES, -0.5f);
        long s = Integer.toUnsignedLong(plane);
        long s3 = 3 * s;
        long s5 = 5 * s;
        for (int t = 0; t < tiles; t++) {
            long tile = columns + Math.min(t * (48 * Lanes.BYTES), lastTile);
            for (int i = 0; i < 8; i++) {
                long in = Memory.address(tile + i * (long) Lanes.BYTES);
                FloatVector d0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector d1 = fromMemorySegment(SPECIES, ALL, in + 8L * Lanes.BYTES, ORDER);
                FloatVector d2 = fromMemorySegment(SPECIES, ALL, in + 16L * Lanes.BYTES, ORDER);
                FloatVector d3 = fromMemorySegment(SPECIES, ALL, in + 24L * Lanes.BYTES, ORDER);
                FloatVector d4 = fromMemorySegment(SPECIES, ALL, in + 32L * Lanes.BYTES, ORDER);
                FloatVector d5 = fromMemorySegment(SPECIES, ALL, in + 40L * Lanes.BYTES, ORDER);
                FloatVector d6 = fromMemorySegment(SPECIES, ALL, in + 48L * Lanes.BYTES, ORDER);
                FloatVector d7 = fromMemorySegment(SPECIES, ALL, in + 56L * Lanes.BYTES, ORDER);
                long out = Memory.address(y + t * yTile + i * (8L * plane));
                d4.sub(d2).fma(f525, d0.sub(d6)).intoMemorySegment(ALL, out, ORDER);
                FloatVector even = d4.fma(minus425, d2.add(d6));
                FloatVector odd = d3.fma(minus425, d1.add(d5));
                even.add(odd).intoMemorySegment(ALL, out + s, ORDER);
                even.sub(odd).intoMemorySegment(ALL, out + 2 * s, ORDER);
                even = d4.fma(minus125, d2.fma(quarter, d6));
                odd = d3.fma(minus125, d1.fma(quarter, d5));
                odd.fma(two, even).intoMemorySegment(ALL, out + s3, ORDER);
                odd.fma(minus2, even).intoMemorySegment(ALL, out + 4 * s, ORDER);
                even = d4.fma(minus5, d2.fma(four, d6));
                odd = d3.fma(minus5, d1.fma(four, d5));
                odd.fma(half, even).intoMemorySegment(ALL, out + s5, ORDER);
                odd.fma(minusHalf, even).intoMemorySegment(ALL, out + 2 * s3, ORDER);
                d3.sub(d5).fma(f525, d7.sub(d1)).intoMemorySegment(ALL, out + 2 * s + s5, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#columnVectors}. */
    static void columns(long x, int plane, int step, long half, int tiles) {
        FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4);
        FloatVector eight = FloatVector.broadcast(Lanes.SPECIES, 8);
        FloatVector sixteen = FloatVector.broadcast(Lanes.SPECIES, 16);
        FloatVector thirtyTwo = FloatVector.broadcast(Lanes.SPECIES, 32);
        FloatVector aHalf = FloatVector.broadcast(Lanes.SPECIES, 1 / 2f);
        FloatVector quarter = FloatVector.broadcast(Lanes.SPECIES, 1 / 4f);
        FloatVector eighth = FloatVector.broadcast(Lanes.SPECIES, 1 / 8f);
        FloatVector sixteenth = FloatVector.broadcast(Lanes.SPECIES, 1 / 16f);
        FloatVector thirtySecond = FloatVector.broadcast(Lanes.SPECIES, 1 / 32f);
        long s = 8 * Integer.toUnsignedLong(plane);
        long s3 = 3 * s;
        long s5 = 5 * s;
        for (int t = 0; t < tiles; t++) {
            for (int i = 0; i < 8; i++) {
                long in = Memory.address(x + (long) t * step + (long) i * plane);
                FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
                FloatVector m2 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
                FloatVector m3 = fromMemorySegment(SPECIES, ALL, in + s3, ORDER);
                FloatVector m4 = fromMemorySegment(SPECIES, ALL, in + 4 * s, ORDER);
                FloatVector m5 = fromMemorySegment(SPECIES, ALL, in + s5, ORDER);
                FloatVector m6 = fromMemorySegment(SPECIES, ALL, in + 2 * s3, ORDER);
                FloatVector m7 = fromMemorySegment(SPECIES, ALL, in + 2 * s + s5, ORDER);
                FloatVector even1 = m1.add(m2);
                FloatVector odd1 = m1.sub(m2);
                FloatVector even2 = m3.add(m4);
                FloatVector odd2 = m3.sub(m4);
                FloatVector evenHalf = m5.add(m6);
                FloatVector oddHalf = m5.sub(m6);
                long out = Memory.address(half + (48L * t + i) * Lanes.BYTES);
                m0.add(even1).add(even2.add(evenHalf)).intoMemorySegment(ALL, out, ORDER);
                odd2.fma(two, oddHalf.fma(aHalf, odd1))
                        .intoMemorySegment(ALL, out + 8L * Lanes.BYTES, ORDER);
                even2.fma(four, evenHalf.fma(quarter, even1))
                        .intoMemorySegment(ALL, out + 16L * Lanes.BYTES, ORDER);
                odd2.fma(eight, oddHalf.fma(eighth, odd1))
                        .intoMemorySegment(ALL, out + 24L * Lanes.BYTES, ORDER);
                even2.fma(sixteen, evenHalf.fma(sixteenth, even1))
                        .intoMemorySegment(ALL, out + 32L * Lanes.BYTES, ORDER);
                odd2.fma(thirtyTwo, oddHalf.fma(thirtySecond, m7.add(odd1)))
                        .intoMemorySegment(ALL, out + 40L * Lanes.BYTES, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#rowVectors}. */
    static void rows(
            long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles) {
        FloatVector start = fromMemorySegment(SPECIES, ALL, Memory.address(bias), ORDER);
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4);
        FloatVector eight = FloatVector.broadcast(Lanes.SPECIES, 8);
        FloatVector sixteen = FloatVector.broadcast(Lanes.SPECIES, 16);
        FloatVector thirtyTwo = FloatVector.broadcast(Lanes.SPECIES, 32);
        FloatVector aHalf = FloatVector.broadcast(Lanes.SPECIES, 1 / 2f);
        FloatVector quarter = FloatVector.broadcast(Lanes.SPECIES, 1 / 4f);
        FloatVector eighth = FloatVector.broadcast(Lanes.SPECIES, 1 / 8f);
        FloatVector sixteenth = FloatVector.broadcast(Lanes.SPECIES, 1 / 16f);
        FloatVector thirtySecond = FloatVector.broadcast(Lanes.SPECIES, 1 / 32f);
        for (int t = 0; t < tiles; t++) {
            long target = y + Math.min(6 * Lanes.BYTES * t, lastTile);
            for (int i = 0; i < 6; i++) {
                long in = Memory.address(half + (48L * t + 8L * i) * Lanes.BYTES);
                FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + Lanes.BYTES, ORDER);
                FloatVector m2 = fromMemorySegment(SPECIES, ALL, in + 2L * Lanes.BYTES, ORDER);
                FloatVector m3 = fromMemorySegment(SPECIES, ALL, in + 3L * Lanes.BYTES, ORDER);
                FloatVector m4 = fromMemorySegment(SPECIES, ALL, in + 4L * Lanes.BYTES, ORDER);
                FloatVector m5 = fromMemorySegment(SPECIES, ALL, in + 5L * Lanes.BYTES, ORDER);
                FloatVector m6 = fromMemorySegment(SPECIES, ALL, in + 6L * Lanes.BYTES, ORDER);
                FloatVector m7 = fromMemorySegment(SPECIES, ALL, in + 7L * Lanes.BYTES, ORDER);
                FloatVector even1 = m1.add(m2).add(start);
                FloatVector odd1 = m1.sub(m2).add(start);
                FloatVector even2 = m3.add(m4);
                FloatVector odd2 = m3.sub(m4);
                FloatVector evenHalf = m5.add(m6);
                FloatVector oddHalf = m5.sub(m6);
                long out = Memory.address(target + i * rowBytes);
                FloatVector value = m0.add(even1).add(even2.add(evenHalf));
                value.blend(floor, value.compare(LT, floor)).intoMemorySegment(ALL, out, ORDER);
                value = odd2.fma(two, oddHalf.fma(aHalf, odd1));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
                value = even2.fma(four, evenHalf.fma(quarter, even1));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
                value = odd2.fma(eight, oddHalf.fma(eighth, odd1));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
                value = even2.fma(sixteen, evenHalf.fma(sixteenth, even1));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + 4L * Lanes.BYTES, ORDER);
                value = odd2.fma(thirtyTwo, oddHalf.fma(thirtySecond, m7.add(odd1)));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + 5L * Lanes.BYTES, ORDER);
            }
        }
    }

    /** G: 3 vectors to 8. */
    static void weights(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        FloatVector f1 = FloatVector.broadcast(Lanes.SPECIES, -2 / 9f);
        FloatVector f2 = FloatVector.broadcast(Lanes.SPECIES, 1 / 90f);
        FloatVector fHalf = FloatVector.broadcast(Lanes.SPECIES, 32 / 45f);
        FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4);
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector quarter = FloatVector.broadcast(Lanes.SPECIES, 0.25f);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector w0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector w1 = fromMemorySegment(SPECIES, ALL, Memory.address(in + stride), ORDER);
            FloatVector w2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2 * stride), ORDER);
            long out = Memory.address(y + i * yStep);
            w0.intoMemorySegment(ALL, out, ORDER);
            FloatVector even = w0.add(w2).mul(f1);
            FloatVector odd = w1.mul(f1);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 2 * yStride), ORDER);
            even = w2.fma(four, w0).mul(f2);
            odd = w1.mul(two).mul(f2);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 3 * yStride), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 4 * yStride), ORDER);
            even = w2.fma(quarter, w0).mul(fHalf);
            odd = w1.mul(half).mul(fHalf);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 5 * yStride), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 6 * yStride), ORDER);
            w2.intoMemorySegment(ALL, Memory.address(out + 7 * yStride), ORDER);
        }
    }
}
