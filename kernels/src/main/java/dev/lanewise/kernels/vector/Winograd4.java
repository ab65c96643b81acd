package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** {@link WinogradTransform#F4} along one axis; a = sqrt(2)/2, b = sqrt(2). */
final class Winograd4 {

    static final float A = (float) Math.sqrt(0.5);
    static final float B = (float) Math.sqrt(2);

    private Winograd4() {}

    /** As {@link WinogradTransform#inputColumnVectors}. */
    static void inputColumns(long x, int stride, long columns, int count) {
        FloatVector a = Lanes.splat(A);
        FloatVector b = Lanes.splat(B);
        FloatVector minusHalf = Lanes.splat(-0.5f);
        FloatVector minus2 = Lanes.splat(-2);
        FloatVector minus5Halves = Lanes.splat(-2.5f);
        long from = Memory.address(x);
        long to = Memory.address(columns);
        long s = Integer.toUnsignedLong(stride);
        long s3 = 3 * s;
        for (int i = 0; i < count; i++) {
            long in = from + (long) i * Lanes.BYTES;
            FloatVector d0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector d1 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
            FloatVector d2 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
            FloatVector d3 = fromMemorySegment(SPECIES, ALL, in + s3, ORDER);
            FloatVector d4 = fromMemorySegment(SPECIES, ALL, in + 4 * s, ORDER);
            FloatVector d5 = fromMemorySegment(SPECIES, ALL, in + s + 4 * s, ORDER);
            long out = to + (long) i * (6L * Lanes.BYTES);
            Lanes.fma(d2, minus5Halves, d0.add(d4)).intoMemorySegment(ALL, out, ORDER);
            FloatVector even = Lanes.fma(d2, minus2, d4);
            FloatVector odd = Lanes.fma(d3, a, d1.mul(b).neg());
            even.add(odd).intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
            even.sub(odd).intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
            even = Lanes.fma(d2, minusHalf, d4);
            odd = Lanes.fma(d3, b, d1.mul(a).neg());
            even.add(odd).intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
            even.sub(odd).intoMemorySegment(ALL, out + 4L * Lanes.BYTES, ORDER);
            Lanes.fma(d3, minus5Halves, d1.add(d5))
                    .intoMemorySegment(ALL, out + 5L * Lanes.BYTES, ORDER);
        }
    }

    /** As {@link WinogradTransform#inputRowVectors}. */
    static void inputRows(long columns, int lastTile, long y, long yTile, int plane, int tiles) {
        FloatVector a = Lanes.splat(A);
        FloatVector b = Lanes.splat(B);
        FloatVector minusHalf = Lanes.splat(-0.5f);
        FloatVector minus2 = Lanes.splat(-2);
        FloatVector minus5Halves = Lanes.splat(-2.5f);
        long s = Integer.toUnsignedLong(plane);
        long s3 = 3 * s;
        for (int t = 0; t < tiles; t++) {
            long tile = columns + Math.min(t * (24 * Lanes.BYTES), lastTile);
            for (int i = 0; i < 6; i++) {
                long in = Memory.address(tile + i * (long) Lanes.BYTES);
                FloatVector d0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector d1 = fromMemorySegment(SPECIES, ALL, in + 6L * Lanes.BYTES, ORDER);
                FloatVector d2 = fromMemorySegment(SPECIES, ALL, in + 12L * Lanes.BYTES, ORDER);
                FloatVector d3 = fromMemorySegment(SPECIES, ALL, in + 18L * Lanes.BYTES, ORDER);
                FloatVector d4 = fromMemorySegment(SPECIES, ALL, in + 24L * Lanes.BYTES, ORDER);
                FloatVector d5 = fromMemorySegment(SPECIES, ALL, in + 30L * Lanes.BYTES, ORDER);
                long out = Memory.address(y + t * yTile + i * (6L * plane));
                Lanes.fma(d2, minus5Halves, d0.add(d4)).intoMemorySegment(ALL, out, ORDER);
                FloatVector even = Lanes.fma(d2, minus2, d4);
                FloatVector odd = Lanes.fma(d3, a, d1.mul(b).neg());
                even.add(odd).intoMemorySegment(ALL, out + s, ORDER);
                even.sub(odd).intoMemorySegment(ALL, out + 2 * s, ORDER);
                even = Lanes.fma(d2, minusHalf, d4);
                odd = Lanes.fma(d3, b, d1.mul(a).neg());
                even.add(odd).intoMemorySegment(ALL, out + s3, ORDER);
                even.sub(odd).intoMemorySegment(ALL, out + 4 * s, ORDER);
                Lanes.fma(d3, minus5Halves, d1.add(d5))
                        .intoMemorySegment(ALL, out + s + 4 * s, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#columnVectors}. */
    static void columns(long x, int plane, int step, long half, int tiles) {
        FloatVector a = Lanes.splat(A);
        FloatVector b = Lanes.splat(B);
        FloatVector a3 = Lanes.splat(A * 0.5f);
        FloatVector b3 = Lanes.splat(B * 2);
        FloatVector partHalf = Lanes.splat(0.5f);
        FloatVector two = Lanes.splat(2);
        long s = 6 * Integer.toUnsignedLong(plane);
        long s3 = 3 * s;
        for (int t = 0; t < tiles; t++) {
            for (int i = 0; i < 6; i++) {
                long in = Memory.address(x + (long) t * step + (long) i * plane);
                FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
                FloatVector m2 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
                FloatVector m3 = fromMemorySegment(SPECIES, ALL, in + s3, ORDER);
                FloatVector m4 = fromMemorySegment(SPECIES, ALL, in + 4 * s, ORDER);
                FloatVector m5 = fromMemorySegment(SPECIES, ALL, in + s + 4 * s, ORDER);
                FloatVector evenA = m1.add(m2);
                FloatVector oddA = m1.sub(m2);
                FloatVector evenB = m3.add(m4);
                FloatVector oddB = m3.sub(m4);
                long out = Memory.address(half + (24L * t + i) * Lanes.BYTES);
                m0.add(evenA).add(evenB).intoMemorySegment(ALL, out, ORDER);
                Lanes.fma(oddA, a, oddB.mul(b))
                        .intoMemorySegment(ALL, out + 6L * Lanes.BYTES, ORDER);
                Lanes.fma(evenA, partHalf, evenB.mul(two))
                        .intoMemorySegment(ALL, out + 12L * Lanes.BYTES, ORDER);
                Lanes.fma(oddA, a3, Lanes.fma(oddB, b3, m5))
                        .intoMemorySegment(ALL, out + 18L * Lanes.BYTES, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#rowVectors}. */
    static void rows(
            long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles) {
        FloatVector start = fromMemorySegment(SPECIES, ALL, Memory.address(bias), ORDER);
        FloatVector floor = Lanes.splat(low);
        FloatVector a = Lanes.splat(A);
        FloatVector b = Lanes.splat(B);
        FloatVector a3 = Lanes.splat(A * 0.5f);
        FloatVector b3 = Lanes.splat(B * 2);
        FloatVector partHalf = Lanes.splat(0.5f);
        FloatVector two = Lanes.splat(2);
        for (int t = 0; t < tiles; t++) {
            long target = y + Math.min(4 * Lanes.BYTES * t, lastTile);
            for (int i = 0; i < 4; i++) {
                long in = Memory.address(half + (24L * t + 6L * i) * Lanes.BYTES);
                FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER).add(start);
                FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + Lanes.BYTES, ORDER);
                FloatVector m2 = fromMemorySegment(SPECIES, ALL, in + 2L * Lanes.BYTES, ORDER);
                FloatVector m3 = fromMemorySegment(SPECIES, ALL, in + 3L * Lanes.BYTES, ORDER);
                FloatVector m4 = fromMemorySegment(SPECIES, ALL, in + 4L * Lanes.BYTES, ORDER);
                FloatVector m5 =
                        fromMemorySegment(SPECIES, ALL, in + 5L * Lanes.BYTES, ORDER).add(start);
                FloatVector evenA = m1.add(m2);
                FloatVector oddA = m1.sub(m2);
                FloatVector evenB = m3.add(m4);
                FloatVector oddB = m3.sub(m4);
                long out = Memory.address(target + i * rowBytes);
                FloatVector value = m0.add(evenA).add(evenB);
                value.blend(floor, value.compare(LT, floor)).intoMemorySegment(ALL, out, ORDER);
                value = Lanes.fma(oddA, a, Lanes.fma(oddB, b, start));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
                value = Lanes.fma(evenA, partHalf, Lanes.fma(evenB, two, start));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
                value = Lanes.fma(oddA, a3, Lanes.fma(oddB, b3, m5));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
            }
        }
    }

    /** A: 4 vectors to 6, the transpose of {@link #output}. */
    static void gradient(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        FloatVector a = Lanes.splat(A);
        FloatVector b = Lanes.splat(B);
        FloatVector half = Lanes.splat(0.5f);
        FloatVector two = Lanes.splat(2);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector d0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector d1 = fromMemorySegment(SPECIES, ALL, Memory.address(in + stride), ORDER);
            FloatVector d2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2 * stride), ORDER);
            FloatVector d3 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 3 * stride), ORDER);
            long out = Memory.address(y + i * yStep);
            d0.intoMemorySegment(ALL, out, ORDER);
            FloatVector even = Lanes.fma(d2, half, d0);
            FloatVector odd = Lanes.fma(d3, half, d1).mul(a);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 2 * yStride), ORDER);
            even = Lanes.fma(d2, two, d0);
            odd = Lanes.fma(d3, two, d1).mul(b);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 3 * yStride), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 4 * yStride), ORDER);
            d3.intoMemorySegment(ALL, Memory.address(out + 5 * yStride), ORDER);
        }
    }

    /** G^T: 6 vectors to 3. */
    static void weightGradient(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        FloatVector third = Lanes.splat(1 / 3f);
        FloatVector twoThirds = Lanes.splat(-2 / 3f);
        FloatVector sixth = Lanes.splat(1 / 6f);
        FloatVector a = Lanes.splat(-2 / 3f * A);
        FloatVector b = Lanes.splat(B / 6);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector m1 = fromMemorySegment(SPECIES, ALL, Memory.address(in + stride), ORDER);
            FloatVector m2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2 * stride), ORDER);
            FloatVector m3 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 3 * stride), ORDER);
            FloatVector m4 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 4 * stride), ORDER);
            FloatVector m5 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 5 * stride), ORDER);
            FloatVector evenA = m1.add(m2);
            FloatVector evenB = m3.add(m4);
            long out = Memory.address(y + i * yStep);
            Lanes.fma(evenA, twoThirds, Lanes.fma(evenB, sixth, m0))
                    .intoMemorySegment(ALL, out, ORDER);
            Lanes.fma(m1.sub(m2), a, m3.sub(m4).mul(b))
                    .intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
            Lanes.fma(evenB.sub(evenA), third, m5)
                    .intoMemorySegment(ALL, Memory.address(out + 2 * yStride), ORDER);
        }
    }

    /** G: 3 vectors to 6. */
    static void weights(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        FloatVector third = Lanes.splat(1 / 3f);
        FloatVector twoThirds = Lanes.splat(2 / 3f);
        FloatVector sixth = Lanes.splat(1 / 6f);
        FloatVector a = Lanes.splat((float) (2 / 3.0 * Math.sqrt(0.5)));
        FloatVector b = Lanes.splat((float) (Math.sqrt(2) / 6));
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector w0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector w1 = fromMemorySegment(SPECIES, ALL, Memory.address(in + stride), ORDER);
            FloatVector w2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2 * stride), ORDER);
            long out = Memory.address(y + i * yStep);
            w0.intoMemorySegment(ALL, out, ORDER);
            FloatVector even = Lanes.fma(w0, twoThirds, w2.mul(third)).neg();
            FloatVector odd = w1.mul(a);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 2 * yStride), ORDER);
            even = Lanes.fma(w0, sixth, w2.mul(third));
            odd = w1.mul(b);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 3 * yStride), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 4 * yStride), ORDER);
            w2.intoMemorySegment(ALL, Memory.address(out + 5 * yStride), ORDER);
        }
    }

    /**
     * G w G^T.
     *
     * @param x address of w [count][3][3][lanes]
     * @param y address of the first element [count][lanes]
     * @param plane bytes from one element to the next
     * @param count vectors of kernels
     */
    static void kernels(long x, long y, long plane, int count) {
        kernelEnds(x, y, plane, count);
        kernelPair(x, -2 / 3f, -2 / 3f * A, -1 / 3f, y + 6 * plane, plane, count);
        kernelPair(x, 1 / 6f, B / 6, 1 / 3f, y + 18 * plane, plane, count);
    }

    /**
     * The first and the last of the six rows of G w G^T, for {@code count} kernels.
     *
     * @param x address of w [count][3][3][lanes]
     * @param y address of the first row's first element [count][lanes]
     * @param plane bytes from one element to the next, which come row by row
     */
    private static void kernelEnds(long x, long y, long plane, int count) {
        FloatVector minusThird = Lanes.splat(-1 / 3f);
        FloatVector third = Lanes.splat(1 / 3f);
        FloatVector minusTwoThirds = Lanes.splat(-2 / 3f);
        FloatVector sixth = Lanes.splat(1 / 6f);
        FloatVector a = Lanes.splat(2 / 3f * A);
        FloatVector b = Lanes.splat(B / 6);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * (9L * Lanes.BYTES));
            long out = Memory.address(y + i * (long) Lanes.BYTES);
            FloatVector even;
            FloatVector odd;
            FloatVector u0 = fromMemorySegment(SPECIES, ALL, Memory.address(in), ORDER);
            FloatVector u1 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 1L * Lanes.BYTES), ORDER);
            FloatVector u2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2L * Lanes.BYTES), ORDER);
            u0.intoMemorySegment(ALL, Memory.address(out), ORDER);
            even =
                    Lanes.FMA
                            ? u0.fma(minusTwoThirds, u2.mul(minusThird))
                            : u0.mul(minusTwoThirds).add(u2.mul(minusThird));
            odd = u1.mul(a);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + plane), ORDER);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 2 * plane), ORDER);
            even = Lanes.FMA ? u0.fma(sixth, u2.mul(third)) : u0.mul(sixth).add(u2.mul(third));
            odd = u1.mul(b);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 3 * plane), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 4 * plane), ORDER);
            u2.intoMemorySegment(ALL, Memory.address(out + 5 * plane), ORDER);
            FloatVector v0 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 6L * Lanes.BYTES), ORDER);
            FloatVector v1 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 7L * Lanes.BYTES), ORDER);
            FloatVector v2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 8L * Lanes.BYTES), ORDER);
            long end = out + 30 * plane;
            v0.intoMemorySegment(ALL, Memory.address(end), ORDER);
            even =
                    Lanes.FMA
                            ? v0.fma(minusTwoThirds, v2.mul(minusThird))
                            : v0.mul(minusTwoThirds).add(v2.mul(minusThird));
            odd = v1.mul(a);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(end + plane), ORDER);
            even.add(odd).intoMemorySegment(ALL, Memory.address(end + 2 * plane), ORDER);
            even = Lanes.FMA ? v0.fma(sixth, v2.mul(third)) : v0.mul(sixth).add(v2.mul(third));
            odd = v1.mul(b);
            even.add(odd).intoMemorySegment(ALL, Memory.address(end + 3 * plane), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(end + 4 * plane), ORDER);
            v2.intoMemorySegment(ALL, Memory.address(end + 5 * plane), ORDER);
        }
    }

    /**
     * Two rows of G w G^T, for {@code count} kernels: c0 w0 + c2 w2 + c1 w1, and the same with -
     * c1, where w0, w1, w2 are a kernel's rows.
     *
     * @param x address of w [count][3][3][lanes]
     * @param y address of the two rows' first element [count][lanes]
     * @param plane bytes from one element to the next, which come row by row
     */
    private static void kernelPair(
            long x, float c0, float c1, float c2, long y, long plane, int count) {
        FloatVector f0 = Lanes.splat(c0);
        FloatVector f1 = Lanes.splat(c1);
        FloatVector f2 = Lanes.splat(c2);
        FloatVector minusThird = Lanes.splat(-1 / 3f);
        FloatVector third = Lanes.splat(1 / 3f);
        FloatVector minusTwoThirds = Lanes.splat(-2 / 3f);
        FloatVector sixth = Lanes.splat(1 / 6f);
        FloatVector a = Lanes.splat(2 / 3f * A);
        FloatVector b = Lanes.splat(B / 6);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * (9L * Lanes.BYTES));
            long out = Memory.address(y + i * (long) Lanes.BYTES);
            FloatVector even;
            FloatVector odd;
            FloatVector w00 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 0L * Lanes.BYTES), ORDER);
            FloatVector w20 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 6L * Lanes.BYTES), ORDER)
                            .mul(f2);
            even = Lanes.FMA ? w00.fma(f0, w20) : w00.mul(f0).add(w20);
            odd =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 3L * Lanes.BYTES), ORDER)
                            .mul(f1);
            FloatVector u0 = even.add(odd);
            FloatVector v0 = even.sub(odd);
            FloatVector w01 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 1L * Lanes.BYTES), ORDER);
            FloatVector w21 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 7L * Lanes.BYTES), ORDER)
                            .mul(f2);
            even = Lanes.FMA ? w01.fma(f0, w21) : w01.mul(f0).add(w21);
            odd =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 4L * Lanes.BYTES), ORDER)
                            .mul(f1);
            FloatVector u1 = even.add(odd);
            FloatVector v1 = even.sub(odd);
            FloatVector w02 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2L * Lanes.BYTES), ORDER);
            FloatVector w22 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 8L * Lanes.BYTES), ORDER)
                            .mul(f2);
            even = Lanes.FMA ? w02.fma(f0, w22) : w02.mul(f0).add(w22);
            odd =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 5L * Lanes.BYTES), ORDER)
                            .mul(f1);
            FloatVector u2 = even.add(odd);
            FloatVector v2 = even.sub(odd);
            u0.intoMemorySegment(ALL, Memory.address(out), ORDER);
            even =
                    Lanes.FMA
                            ? u0.fma(minusTwoThirds, u2.mul(minusThird))
                            : u0.mul(minusTwoThirds).add(u2.mul(minusThird));
            odd = u1.mul(a);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + plane), ORDER);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 2 * plane), ORDER);
            even = Lanes.FMA ? u0.fma(sixth, u2.mul(third)) : u0.mul(sixth).add(u2.mul(third));
            odd = u1.mul(b);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 3 * plane), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 4 * plane), ORDER);
            u2.intoMemorySegment(ALL, Memory.address(out + 5 * plane), ORDER);
            long next = out + 6 * plane;
            v0.intoMemorySegment(ALL, Memory.address(next), ORDER);
            even =
                    Lanes.FMA
                            ? v0.fma(minusTwoThirds, v2.mul(minusThird))
                            : v0.mul(minusTwoThirds).add(v2.mul(minusThird));
            odd = v1.mul(a);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(next + plane), ORDER);
            even.add(odd).intoMemorySegment(ALL, Memory.address(next + 2 * plane), ORDER);
            even = Lanes.FMA ? v0.fma(sixth, v2.mul(third)) : v0.mul(sixth).add(v2.mul(third));
            odd = v1.mul(b);
            even.add(odd).intoMemorySegment(ALL, Memory.address(next + 3 * plane), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(next + 4 * plane), ORDER);
            v2.intoMemorySegment(ALL, Memory.address(next + 5 * plane), ORDER);
        }
    }
}
