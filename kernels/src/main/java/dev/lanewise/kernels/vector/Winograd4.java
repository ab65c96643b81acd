package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * {@link WinogradTransform#F4} along one axis; a = sqrt(2)/2, b = sqrt(2).
 *
 * <p>G is (1, 0, 0), (1, +-a, 1/2), (1/2, +-a, 1), (0, 0, 1), which takes additions and halves
 * only; the factors that this leaves out, {@link #FA} at +-a and {@link #FB} at +-b, are in A.
 *
 * <p>What larger methods inline has no {@link Lanes#fma}: C2 inlines no more of our methods once it
 * has made 18,000 nodes, and a call that is left has its vectors as objects.
 */
final class Winograd4 {

    static final float A = (float) Math.sqrt(0.5);
    static final float B = (float) Math.sqrt(2);
    static final float FA = -2 / 3f;
    static final float FB = 1 / 3f;

    /** By which a kernel's weights are multiplied before {@link #kernels}, [3][3]. */
    static final float[] FACTORS = {1, A, 1, A, A * A, A, 1, A, 1};

    private Winograd4() {}

    /** As {@link WinogradTransform#inputColumnVectors}. */
    static void inputColumns(long x, int stride, long columns, int count) {
        FloatVector a = FloatVector.broadcast(Lanes.SPECIES, A);
        FloatVector b = FloatVector.broadcast(Lanes.SPECIES, B);
        FloatVector minusHalf = FloatVector.broadcast(Lanes.SPECIES, -0.5f);
        FloatVector minus2 = FloatVector.broadcast(Lanes.SPECIES, -2);
        FloatVector minus5Halves = FloatVector.broadcast(Lanes.SPECIES, -2.5f);
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
        FloatVector a = FloatVector.broadcast(Lanes.SPECIES, A);
        FloatVector b = FloatVector.broadcast(Lanes.SPECIES, B);
        FloatVector minusHalf = FloatVector.broadcast(Lanes.SPECIES, -0.5f);
        FloatVector minus2 = FloatVector.broadcast(Lanes.SPECIES, -2);
        FloatVector minus5Halves = FloatVector.broadcast(Lanes.SPECIES, -2.5f);
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
        FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, FA);
        FloatVector b0 = FloatVector.broadcast(Lanes.SPECIES, FB);
        FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, A * FA);
        FloatVector b1 = FloatVector.broadcast(Lanes.SPECIES, B * FB);
        FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, 0.5f * FA);
        FloatVector b2 = FloatVector.broadcast(Lanes.SPECIES, 2 * FB);
        FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, A * 0.5f * FA);
        FloatVector b3 = FloatVector.broadcast(Lanes.SPECIES, B * 2 * FB);
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
                Lanes.fma(evenA, a0, Lanes.fma(evenB, b0, m0)).intoMemorySegment(ALL, out, ORDER);
                Lanes.fma(oddA, a1, oddB.mul(b1))
                        .intoMemorySegment(ALL, out + 6L * Lanes.BYTES, ORDER);
                Lanes.fma(evenA, a2, evenB.mul(b2))
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
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, FA);
        FloatVector b0 = FloatVector.broadcast(Lanes.SPECIES, FB);
        FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, A * FA);
        FloatVector b1 = FloatVector.broadcast(Lanes.SPECIES, B * FB);
        FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, 0.5f * FA);
        FloatVector b2 = FloatVector.broadcast(Lanes.SPECIES, 2 * FB);
        FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, A * 0.5f * FA);
        FloatVector b3 = FloatVector.broadcast(Lanes.SPECIES, B * 2 * FB);
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
                FloatVector value = Lanes.fma(evenA, a0, Lanes.fma(evenB, b0, m0));
                value.blend(floor, value.compare(LT, floor)).intoMemorySegment(ALL, out, ORDER);
                value = Lanes.fma(oddA, a1, Lanes.fma(oddB, b1, start));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
                value = Lanes.fma(evenA, a2, Lanes.fma(evenB, b2, start));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
                value = Lanes.fma(oddA, a3, Lanes.fma(oddB, b3, m5));
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#rowMaxima}. */
    static boolean maxima(
            long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles) {
        FloatVector start = fromMemorySegment(SPECIES, ALL, Memory.address(bias), ORDER);
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        FloatVector seen = FloatVector.broadcast(Lanes.SPECIES, 0);
        FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, FA);
        FloatVector b0 = FloatVector.broadcast(Lanes.SPECIES, FB);
        FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, A * FA);
        FloatVector b1 = FloatVector.broadcast(Lanes.SPECIES, B * FB);
        FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, 0.5f * FA);
        FloatVector b2 = FloatVector.broadcast(Lanes.SPECIES, 2 * FB);
        FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, A * 0.5f * FA);
        FloatVector b3 = FloatVector.broadcast(Lanes.SPECIES, B * 2 * FB);
        for (int t = 0; t < tiles; t++) {
            long target = y + Math.min(2 * Lanes.BYTES * t, lastTile);
            for (int i = 0; i < 2; i++) {
                long in = Memory.address(half + (24L * t + 12L * i) * Lanes.BYTES);
                FloatVector pm0 = fromMemorySegment(SPECIES, ALL, in, ORDER).add(start);
                FloatVector pm1 = fromMemorySegment(SPECIES, ALL, in + 1L * Lanes.BYTES, ORDER);
                FloatVector pm2 = fromMemorySegment(SPECIES, ALL, in + 2L * Lanes.BYTES, ORDER);
                FloatVector pm3 = fromMemorySegment(SPECIES, ALL, in + 3L * Lanes.BYTES, ORDER);
                FloatVector pm4 = fromMemorySegment(SPECIES, ALL, in + 4L * Lanes.BYTES, ORDER);
                FloatVector pm5 =
                        fromMemorySegment(SPECIES, ALL, in + 5L * Lanes.BYTES, ORDER).add(start);
                FloatVector pevenA = pm1.add(pm2);
                FloatVector poddA = pm1.sub(pm2);
                FloatVector pevenB = pm3.add(pm4);
                FloatVector poddB = pm3.sub(pm4);
                FloatVector p0 = Lanes.FMA ? pevenB.fma(b0, pm0) : pevenB.mul(b0).add(pm0);
                p0 = Lanes.FMA ? pevenA.fma(a0, p0) : pevenA.mul(a0).add(p0);
                FloatVector p1 = Lanes.FMA ? poddB.fma(b1, start) : poddB.mul(b1).add(start);
                p1 = Lanes.FMA ? poddA.fma(a1, p1) : poddA.mul(a1).add(p1);
                FloatVector p2 = Lanes.FMA ? pevenB.fma(b2, start) : pevenB.mul(b2).add(start);
                p2 = Lanes.FMA ? pevenA.fma(a2, p2) : pevenA.mul(a2).add(p2);
                FloatVector p3 = Lanes.FMA ? poddB.fma(b3, pm5) : poddB.mul(b3).add(pm5);
                p3 = Lanes.FMA ? poddA.fma(a3, p3) : poddA.mul(a3).add(p3);
                FloatVector qm0 =
                        fromMemorySegment(SPECIES, ALL, in + 6L * Lanes.BYTES, ORDER).add(start);
                FloatVector qm1 = fromMemorySegment(SPECIES, ALL, in + 7L * Lanes.BYTES, ORDER);
                FloatVector qm2 = fromMemorySegment(SPECIES, ALL, in + 8L * Lanes.BYTES, ORDER);
                FloatVector qm3 = fromMemorySegment(SPECIES, ALL, in + 9L * Lanes.BYTES, ORDER);
                FloatVector qm4 = fromMemorySegment(SPECIES, ALL, in + 10L * Lanes.BYTES, ORDER);
                FloatVector qm5 =
                        fromMemorySegment(SPECIES, ALL, in + 11L * Lanes.BYTES, ORDER).add(start);
                FloatVector qevenA = qm1.add(qm2);
                FloatVector qoddA = qm1.sub(qm2);
                FloatVector qevenB = qm3.add(qm4);
                FloatVector qoddB = qm3.sub(qm4);
                FloatVector q0 = Lanes.FMA ? qevenB.fma(b0, qm0) : qevenB.mul(b0).add(qm0);
                q0 = Lanes.FMA ? qevenA.fma(a0, q0) : qevenA.mul(a0).add(q0);
                FloatVector q1 = Lanes.FMA ? qoddB.fma(b1, start) : qoddB.mul(b1).add(start);
                q1 = Lanes.FMA ? qoddA.fma(a1, q1) : qoddA.mul(a1).add(q1);
                FloatVector q2 = Lanes.FMA ? qevenB.fma(b2, start) : qevenB.mul(b2).add(start);
                q2 = Lanes.FMA ? qevenA.fma(a2, q2) : qevenA.mul(a2).add(q2);
                FloatVector q3 = Lanes.FMA ? qoddB.fma(b3, qm5) : qoddB.mul(b3).add(qm5);
                q3 = Lanes.FMA ? qoddA.fma(a3, q3) : qoddA.mul(a3).add(q3);
                seen = seen.add(p0.add(p1).add(q0.add(q1)));
                seen = seen.add(p2.add(p3).add(q2.add(q3)));
                p0 = p0.blend(floor, p0.compare(LT, floor));
                p2 = p2.blend(floor, p2.compare(LT, floor));
                p0 = p0.blend(p1, p0.compare(LT, p1));
                p2 = p2.blend(p3, p2.compare(LT, p3));
                q0 = q0.blend(q1, q0.compare(LT, q1));
                q2 = q2.blend(q3, q2.compare(LT, q3));
                long out = Memory.address(target + i * rowBytes);
                p0.blend(q0, p0.compare(LT, q0)).intoMemorySegment(ALL, out, ORDER);
                p2.blend(q2, p2.compare(LT, q2)).intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
            }
        }
        return seen.compare(NE, seen).anyTrue();
    }

    /** A: 4 vectors to 6, the transpose of {@link #output}. */
    static void gradient(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, FA);
        FloatVector b0 = FloatVector.broadcast(Lanes.SPECIES, FB);
        FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, A * FA);
        FloatVector b1 = FloatVector.broadcast(Lanes.SPECIES, B * FB);
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2);
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
            FloatVector even = (Lanes.FMA ? d2.fma(half, d0) : d2.mul(half).add(d0)).mul(a0);
            FloatVector odd = (Lanes.FMA ? d3.fma(half, d1) : d3.mul(half).add(d1)).mul(a1);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 2 * yStride), ORDER);
            even = (Lanes.FMA ? d2.fma(two, d0) : d2.mul(two).add(d0)).mul(b0);
            odd = (Lanes.FMA ? d3.fma(two, d1) : d3.mul(two).add(d1)).mul(b1);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 3 * yStride), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 4 * yStride), ORDER);
            d3.intoMemorySegment(ALL, Memory.address(out + 5 * yStride), ORDER);
        }
    }

    /** G^T: 6 vectors to 3. */
    static void weightGradient(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector a = FloatVector.broadcast(Lanes.SPECIES, A);
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
            FloatVector first = m0.add(evenA);
            first = Lanes.FMA ? evenB.fma(half, first) : evenB.mul(half).add(first);
            first.intoMemorySegment(ALL, out, ORDER);
            m1.sub(m2)
                    .add(m3.sub(m4))
                    .mul(a)
                    .intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
            FloatVector last = m5.add(evenB);
            last = Lanes.FMA ? evenA.fma(half, last) : evenA.mul(half).add(last);
            last.intoMemorySegment(ALL, Memory.address(out + 2 * yStride), ORDER);
        }
    }

    /** G: 3 vectors to 6. */
    static void weights(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector a = FloatVector.broadcast(Lanes.SPECIES, A);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector w0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector w1 = fromMemorySegment(SPECIES, ALL, Memory.address(in + stride), ORDER);
            FloatVector w2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2 * stride), ORDER);
            long out = Memory.address(y + i * yStep);
            w0.intoMemorySegment(ALL, out, ORDER);
            FloatVector even = Lanes.FMA ? w2.fma(half, w0) : w2.mul(half).add(w0);
            FloatVector odd = w1.mul(a);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 2 * yStride), ORDER);
            even = Lanes.FMA ? w0.fma(half, w2) : w0.mul(half).add(w2);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 3 * yStride), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 4 * yStride), ORDER);
            w2.intoMemorySegment(ALL, Memory.address(out + 5 * yStride), ORDER);
        }
    }

    /** As {@link WinogradTransform#kernelVectors}. */
    static void kernels(long x, long y, long plane, int count) {
        kernelEnds(x, y, plane, count);
        kernelPair(x, 0, 6L * Lanes.BYTES, y + 6 * plane, plane, count);
        kernelPair(x, 6L * Lanes.BYTES, 0, y + 18 * plane, plane, count);
    }

    /**
     * The first and the last of the six rows of G w G^T, for {@code count} kernels.
     *
     * @param x address of w [count][3][3][lanes]
     * @param y address of the first row's first element [count][lanes]
     * @param plane bytes from one element to the next, which come row by row
     */
    private static void kernelEnds(long x, long y, long plane, int count) {
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        for (int i = 0; i < count; i++) {
            long in = x + i * (9L * Lanes.BYTES);
            long out = y + i * (long) Lanes.BYTES;
            FloatVector even;
            FloatVector u0 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 0L * Lanes.BYTES), ORDER);
            FloatVector u1 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 1L * Lanes.BYTES), ORDER);
            FloatVector u2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2L * Lanes.BYTES), ORDER);
            u0.intoMemorySegment(ALL, Memory.address(out), ORDER);
            even = Lanes.FMA ? u2.fma(half, u0) : u2.mul(half).add(u0);
            even.add(u1).intoMemorySegment(ALL, Memory.address(out + plane), ORDER);
            even.sub(u1).intoMemorySegment(ALL, Memory.address(out + 2 * plane), ORDER);
            even = Lanes.FMA ? u0.fma(half, u2) : u0.mul(half).add(u2);
            even.add(u1).intoMemorySegment(ALL, Memory.address(out + 3 * plane), ORDER);
            even.sub(u1).intoMemorySegment(ALL, Memory.address(out + 4 * plane), ORDER);
            u2.intoMemorySegment(ALL, Memory.address(out + 5 * plane), ORDER);
            FloatVector v0 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 6L * Lanes.BYTES), ORDER);
            FloatVector v1 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 7L * Lanes.BYTES), ORDER);
            FloatVector v2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 8L * Lanes.BYTES), ORDER);
            long end = out + 30 * plane;
            v0.intoMemorySegment(ALL, Memory.address(end), ORDER);
            even = Lanes.FMA ? v2.fma(half, v0) : v2.mul(half).add(v0);
            even.add(v1).intoMemorySegment(ALL, Memory.address(end + plane), ORDER);
            even.sub(v1).intoMemorySegment(ALL, Memory.address(end + 2 * plane), ORDER);
            even = Lanes.FMA ? v0.fma(half, v2) : v0.mul(half).add(v2);
            even.add(v1).intoMemorySegment(ALL, Memory.address(end + 3 * plane), ORDER);
            even.sub(v1).intoMemorySegment(ALL, Memory.address(end + 4 * plane), ORDER);
            v2.intoMemorySegment(ALL, Memory.address(end + 5 * plane), ORDER);
        }
    }

    /**
     * Two rows of G w G^T, for {@code count} kernels: those of (whole + part / 2) + w1, and of the
     * same with - w1, where w1 is a kernel's row in the middle.
     *
     * @param x address of w [count][3][3][lanes]
     * @param whole bytes to the row that counts whole, the first or the last
     * @param part bytes to the row that counts half, the other one
     * @param y address of the two rows' first element [count][lanes]
     * @param plane bytes from one element to the next, which come row by row
     */
    private static void kernelPair(long x, long whole, long part, long y, long plane, int count) {
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        for (int i = 0; i < count; i++) {
            long in = x + i * (9L * Lanes.BYTES);
            long out = y + i * (long) Lanes.BYTES;
            FloatVector even;
            FloatVector odd;
            FloatVector other;
            even = fromMemorySegment(SPECIES, ALL, Memory.address(in + whole), ORDER);
            other = fromMemorySegment(SPECIES, ALL, Memory.address(in + part), ORDER);
            odd = fromMemorySegment(SPECIES, ALL, Memory.address(in + 3L * Lanes.BYTES), ORDER);
            even = Lanes.FMA ? other.fma(half, even) : other.mul(half).add(even);
            FloatVector u0 = even.add(odd);
            FloatVector v0 = even.sub(odd);
            even =
                    fromMemorySegment(
                            SPECIES, ALL, Memory.address(in + whole + 1L * Lanes.BYTES), ORDER);
            other =
                    fromMemorySegment(
                            SPECIES, ALL, Memory.address(in + part + 1L * Lanes.BYTES), ORDER);
            odd = fromMemorySegment(SPECIES, ALL, Memory.address(in + 4L * Lanes.BYTES), ORDER);
            even = Lanes.FMA ? other.fma(half, even) : other.mul(half).add(even);
            FloatVector u1 = even.add(odd);
            FloatVector v1 = even.sub(odd);
            even =
                    fromMemorySegment(
                            SPECIES, ALL, Memory.address(in + whole + 2L * Lanes.BYTES), ORDER);
            other =
                    fromMemorySegment(
                            SPECIES, ALL, Memory.address(in + part + 2L * Lanes.BYTES), ORDER);
            odd = fromMemorySegment(SPECIES, ALL, Memory.address(in + 5L * Lanes.BYTES), ORDER);
            even = Lanes.FMA ? other.fma(half, even) : other.mul(half).add(even);
            FloatVector u2 = even.add(odd);
            FloatVector v2 = even.sub(odd);
            u0.intoMemorySegment(ALL, Memory.address(out), ORDER);
            even = Lanes.FMA ? u2.fma(half, u0) : u2.mul(half).add(u0);
            even.add(u1).intoMemorySegment(ALL, Memory.address(out + plane), ORDER);
            even.sub(u1).intoMemorySegment(ALL, Memory.address(out + 2 * plane), ORDER);
            even = Lanes.FMA ? u0.fma(half, u2) : u0.mul(half).add(u2);
            even.add(u1).intoMemorySegment(ALL, Memory.address(out + 3 * plane), ORDER);
            even.sub(u1).intoMemorySegment(ALL, Memory.address(out + 4 * plane), ORDER);
            u2.intoMemorySegment(ALL, Memory.address(out + 5 * plane), ORDER);
            long next = out + 6 * plane;
            v0.intoMemorySegment(ALL, Memory.address(next), ORDER);
            even = Lanes.FMA ? v2.fma(half, v0) : v2.mul(half).add(v0);
            even.add(v1).intoMemorySegment(ALL, Memory.address(next + plane), ORDER);
            even.sub(v1).intoMemorySegment(ALL, Memory.address(next + 2 * plane), ORDER);
            even = Lanes.FMA ? v0.fma(half, v2) : v0.mul(half).add(v2);
            even.add(v1).intoMemorySegment(ALL, Memory.address(next + 3 * plane), ORDER);
            even.sub(v1).intoMemorySegment(ALL, Memory.address(next + 4 * plane), ORDER);
            v2.intoMemorySegment(ALL, Memory.address(next + 5 * plane), ORDER);
        }
    }
}
