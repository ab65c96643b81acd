package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** {@link WinogradTransform#F2} along one axis. */
final class Winograd2 {

    private Winograd2() {}

    /** As {@link WinogradTransform#inputColumnVectors}. */
    static void inputColumns(long x, int stride, long columns, int count) {
        long from = Memory.address(x);
        long to = Memory.address(columns);
        long s = Integer.toUnsignedLong(stride);
        for (int i = 0; i < count; i++) {
            long in = from + (long) i * Lanes.BYTES;
            FloatVector d0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector d1 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
            FloatVector d2 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
            FloatVector d3 = fromMemorySegment(SPECIES, ALL, in + 3 * s, ORDER);
            long out = to + (long) i * (4L * Lanes.BYTES);
            d0.sub(d2).intoMemorySegment(ALL, out, ORDER);
            d1.add(d2).intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
            d2.sub(d1).intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
            d3.sub(d1).intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
        }
    }

    /** As {@link WinogradTransform#inputRowVectors}. */
    static void inputRows(long columns, int lastTile, long y, long yTile, int plane, int tiles) {
        long s = Integer.toUnsignedLong(plane);
        for (int t = 0; t < tiles; t++) {
            long tile = columns + Math.min(t * (8 * Lanes.BYTES), lastTile);
            for (int i = 0; i < 4; i++) {
                long in = Memory.address(tile + i * (long) Lanes.BYTES);
                FloatVector d0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector d1 = fromMemorySegment(SPECIES, ALL, in + 4L * Lanes.BYTES, ORDER);
                FloatVector d2 = fromMemorySegment(SPECIES, ALL, in + 8L * Lanes.BYTES, ORDER);
                FloatVector d3 = fromMemorySegment(SPECIES, ALL, in + 12L * Lanes.BYTES, ORDER);
                long out = Memory.address(y + t * yTile + i * (4L * plane));
                d0.sub(d2).intoMemorySegment(ALL, out, ORDER);
                d1.add(d2).intoMemorySegment(ALL, out + s, ORDER);
                d2.sub(d1).intoMemorySegment(ALL, out + 2 * s, ORDER);
                d3.sub(d1).intoMemorySegment(ALL, out + 3 * s, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#columnVectors}. */
    static void columns(long x, int plane, int step, long half, int tiles) {
        long s = 4 * Integer.toUnsignedLong(plane);
        for (int t = 0; t < tiles; t++) {
            for (int i = 0; i < 4; i++) {
                long in = Memory.address(x + (long) t * step + (long) i * plane);
                FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
                FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
                FloatVector m2 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
                FloatVector m3 = fromMemorySegment(SPECIES, ALL, in + 3 * s, ORDER);
                long out = Memory.address(half + (8L * t + i) * Lanes.BYTES);
                m0.add(m1).add(m2).intoMemorySegment(ALL, out, ORDER);
                m1.sub(m2).add(m3).intoMemorySegment(ALL, out + 4L * Lanes.BYTES, ORDER);
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
                long in = Memory.address(half + (8L * t + 4L * i) * Lanes.BYTES);
                FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER).add(start);
                FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + Lanes.BYTES, ORDER);
                FloatVector m2 = fromMemorySegment(SPECIES, ALL, in + 2L * Lanes.BYTES, ORDER);
                FloatVector m3 =
                        fromMemorySegment(SPECIES, ALL, in + 3L * Lanes.BYTES, ORDER).add(start);
                long out = Memory.address(target + i * rowBytes);
                FloatVector value = m0.add(m1).add(m2);
                value.blend(floor, value.compare(LT, floor)).intoMemorySegment(ALL, out, ORDER);
                value = m1.sub(m2).add(m3);
                value.blend(floor, value.compare(LT, floor))
                        .intoMemorySegment(ALL, out + Lanes.BYTES, ORDER);
            }
        }
    }

    /** As {@link WinogradTransform#rowMaxima}. */
    static boolean maxima(long half, long bias, float low, long y, int lastTile, int tiles) {
        FloatVector start = fromMemorySegment(SPECIES, ALL, Memory.address(bias), ORDER);
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        FloatVector seen = FloatVector.broadcast(Lanes.SPECIES, 0);
        for (int t = 0; t < tiles; t++) {
            long in = Memory.address(half + 8L * t * Lanes.BYTES);
            FloatVector pm0 = fromMemorySegment(SPECIES, ALL, in, ORDER).add(start);
            FloatVector pm1 = fromMemorySegment(SPECIES, ALL, in + 1L * Lanes.BYTES, ORDER);
            FloatVector pm2 = fromMemorySegment(SPECIES, ALL, in + 2L * Lanes.BYTES, ORDER);
            FloatVector pm3 =
                    fromMemorySegment(SPECIES, ALL, in + 3L * Lanes.BYTES, ORDER).add(start);
            FloatVector p0 = pm0.add(pm1).add(pm2);
            FloatVector p1 = pm1.sub(pm2).add(pm3);
            FloatVector qm0 =
                    fromMemorySegment(SPECIES, ALL, in + 4L * Lanes.BYTES, ORDER).add(start);
            FloatVector qm1 = fromMemorySegment(SPECIES, ALL, in + 5L * Lanes.BYTES, ORDER);
            FloatVector qm2 = fromMemorySegment(SPECIES, ALL, in + 6L * Lanes.BYTES, ORDER);
            FloatVector qm3 =
                    fromMemorySegment(SPECIES, ALL, in + 7L * Lanes.BYTES, ORDER).add(start);
            FloatVector q0 = qm0.add(qm1).add(qm2);
            FloatVector q1 = qm1.sub(qm2).add(qm3);
            seen = seen.add(p0.add(p1).add(q0.add(q1)));
            p0 = p0.blend(floor, p0.compare(LT, floor));
            p0 = p0.blend(p1, p0.compare(LT, p1));
            q0 = q0.blend(q1, q0.compare(LT, q1));
            p0.blend(q0, p0.compare(LT, q0))
                    .intoMemorySegment(
                            ALL, Memory.address(y + Math.min(Lanes.BYTES * t, lastTile)), ORDER);
        }
        return seen.compare(NE, seen).anyTrue();
    }

    /** G: 3 vectors to 4. */
    static void weights(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector w0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector w1 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + stride), ORDER).mul(half);
            FloatVector w2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2 * stride), ORDER);
            long out = Memory.address(y + i * yStep);
            w0.intoMemorySegment(ALL, out, ORDER);
            FloatVector even = w0.add(w2).mul(half);
            even.add(w1).intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
            even.sub(w1).intoMemorySegment(ALL, Memory.address(out + 2 * yStride), ORDER);
            w2.intoMemorySegment(ALL, Memory.address(out + 3 * yStride), ORDER);
        }
    }
}
