package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;
import static dev.lanewise.kernels.vector.Winograd4.A;
import static dev.lanewise.kernels.vector.Winograd4.B;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.ValueLayout;

/**
 * Winograd's F(4x4, 3x3) for up to four tiles, from weights as they are: a transformed weight is
 * multiplied by these few inputs right away, in registers, and never stored. As {@link
 * Winograd4#kernels} and {@link WinogradSums#add} one after the other, with the same bits.
 *
 * <p>Two elements of a row, four tiles and two vectors of output channels are 16 sums. The rows of
 * G w, of which six elements are made, pass through the first-level cache; the first and the last
 * are the kernel's own.
 */
final class WinogradRows {

    /** Tiles, those of zeros included. */
    static final int TILES = WinogradSums.tileRows(WinogradSums.VECTORS);

    private static final int VECTORS = WinogradSums.VECTORS;
    private static final long KERNEL = 9L * Lanes.BYTES;
    private static final long CHANNEL = VECTORS * KERNEL;
    private static final long ROW = 3L * Lanes.BYTES;

    private static final int ELEMENTS = 36;

    /** Channels of a trial. */
    private static final int TRIAL = 4;

    private static final Readiness FORM = new Readiness();

    private WinogradRows() {}

    /**
     * Adds the products.
     *
     * @param w address of w [k][vectors][3][3][lanes]
     * @param vectors vectors of the panel that are wanted; others may be left as they are
     * @param k channels
     * @param x address of x [elements][tiles][k]
     * @param xRow bytes from one tile's inputs to the next's
     * @param xPlane bytes from one element's inputs to the next's
     * @param m address of m [elements][tiles][vectors][lanes]
     * @param mPlane bytes from one element's sums to the next's
     * @param scratch address of memory for [elements][k][vectors][lanes]
     * @param plane bytes from one element's weights to the next's there
     */
    static void add(
            long w,
            int vectors,
            int k,
            long x,
            int xRow,
            long xPlane,
            long m,
            long mPlane,
            long scratch,
            long plane) {
        if (FORM.isReady()) {
            ReadAhead.stretch(w, k * CHANNEL, scratch);
            products(w, vectors, k, x, xRow, xPlane, m, mPlane, scratch);
            return;
        }
        long start = System.nanoTime();
        int tried = FORM.isDue() ? Math.min(k, TRIAL) : 0;
        if (tried > 0) {
            products(w, vectors, tried, x, xRow, xPlane, m, mPlane, scratch);
            FORM.took(true, start, tried);
            start = System.nanoTime();
        }
        int rest = k - tried;
        ScalarWinograd.kernels4(w + tried * CHANNEL, scratch, plane, rest * VECTORS);
        ScalarWinograd.sums(
                VECTORS,
                true,
                x + 4L * tried,
                xRow,
                xPlane,
                scratch,
                plane,
                m,
                mPlane,
                ELEMENTS,
                TILES,
                rest);
        FORM.took(false, start, rest);
    }

    /**
     * As {@link #add}.
     *
     * @param scratch address of [2][2][k][3][lanes]
     */
    static void products(
            long w,
            int vectors,
            int k,
            long x,
            int xRow,
            long xPlane,
            long m,
            long mPlane,
            long scratch) {
        long step = CHANNEL;
        long vector = 2L * k * ROW;
        for (int v = 0; v < vectors; v += 2) {
            long kernels = w + v * KERNEL;
            long sums = m + v * (long) Lanes.BYTES;
            row(kernels, step, KERNEL, x, xRow, xPlane, k, sums, mPlane);
            long last = 30 * mPlane;
            row(
                    kernels + 2 * ROW,
                    step,
                    KERNEL,
                    x + 30 * xPlane,
                    xRow,
                    xPlane,
                    k,
                    sums + last,
                    mPlane);
            for (int i = 1; i < 5; i += 2) {
                float c0 = i == 1 ? -2 / 3f : 1 / 6f;
                float c1 = i == 1 ? -2 / 3f * A : B / 6;
                float c2 = i == 1 ? -1 / 3f : 1 / 3f;
                rows(kernels, step, c0, c1, c2, scratch, k);
                rows(kernels + KERNEL, step, c0, c1, c2, scratch + vector, k);
                for (int j = 0; j < 2; j++) {
                    int e = 6 * (i + j);
                    row(
                            scratch + (long) j * k * ROW,
                            ROW,
                            vector,
                            x + e * xPlane,
                            xRow,
                            xPlane,
                            k,
                            sums + e * mPlane,
                            mPlane);
                }
            }
        }
    }

    /** The six elements of a row of G w G^T. */
    private static void row(
            long w,
            long wStep,
            long wVector,
            long x,
            int xRow,
            long xPlane,
            int k,
            long m,
            long mPlane) {
        ends(w, wStep, wVector, x, xRow, 5 * xPlane, k, m, 5 * mPlane);
        pair(
                w,
                wStep,
                wVector,
                -2 / 3f,
                -2 / 3f * A,
                -1 / 3f,
                x + xPlane,
                xRow,
                xPlane,
                k,
                m + mPlane,
                mPlane);
        pair(
                w,
                wStep,
                wVector,
                1 / 6f,
                B / 6,
                1 / 3f,
                x + 3 * xPlane,
                xRow,
                xPlane,
                k,
                m + 3 * mPlane,
                mPlane);
    }

    /**
     * Two rows of G w: c0 w0 + c2 w2 + c1 w1, and the same with - c1, where w0, w1, w2 are a
     * kernel's rows.
     *
     * @param w address of w [3][3][lanes] of the first channel
     * @param step bytes from one channel's to the next's
     * @param y address of the two rows [2][k][3][lanes]
     */
    private static void rows(long w, long step, float c0, float c1, float c2, long y, int k) {
        FloatVector f0 = Lanes.splat(c0);
        FloatVector f1 = Lanes.splat(c1);
        FloatVector f2 = Lanes.splat(c2);
        long next = k * ROW;
        for (int i = 0; i < k; i++) {
            long in = Memory.address(w + i * step);
            long out = Memory.address(y + i * ROW);
            FloatVector w00 = fromMemorySegment(SPECIES, ALL, in + 0L * Lanes.BYTES, ORDER);
            FloatVector w20 = fromMemorySegment(SPECIES, ALL, in + 6L * Lanes.BYTES, ORDER).mul(f2);
            FloatVector even0 = Lanes.FMA ? w00.fma(f0, w20) : w00.mul(f0).add(w20);
            FloatVector odd0 =
                    fromMemorySegment(SPECIES, ALL, in + 3L * Lanes.BYTES, ORDER).mul(f1);
            even0.add(odd0).intoMemorySegment(ALL, out + 0L * Lanes.BYTES, ORDER);
            even0.sub(odd0)
                    .intoMemorySegment(ALL, Memory.address(out + next) + 0L * Lanes.BYTES, ORDER);
            FloatVector w01 = fromMemorySegment(SPECIES, ALL, in + 1L * Lanes.BYTES, ORDER);
            FloatVector w21 = fromMemorySegment(SPECIES, ALL, in + 7L * Lanes.BYTES, ORDER).mul(f2);
            FloatVector even1 = Lanes.FMA ? w01.fma(f0, w21) : w01.mul(f0).add(w21);
            FloatVector odd1 =
                    fromMemorySegment(SPECIES, ALL, in + 4L * Lanes.BYTES, ORDER).mul(f1);
            even1.add(odd1).intoMemorySegment(ALL, out + 1L * Lanes.BYTES, ORDER);
            even1.sub(odd1)
                    .intoMemorySegment(ALL, Memory.address(out + next) + 1L * Lanes.BYTES, ORDER);
            FloatVector w02 = fromMemorySegment(SPECIES, ALL, in + 2L * Lanes.BYTES, ORDER);
            FloatVector w22 = fromMemorySegment(SPECIES, ALL, in + 8L * Lanes.BYTES, ORDER).mul(f2);
            FloatVector even2 = Lanes.FMA ? w02.fma(f0, w22) : w02.mul(f0).add(w22);
            FloatVector odd2 =
                    fromMemorySegment(SPECIES, ALL, in + 5L * Lanes.BYTES, ORDER).mul(f1);
            even2.add(odd2).intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
            even2.sub(odd2)
                    .intoMemorySegment(ALL, Memory.address(out + next) + 2L * Lanes.BYTES, ORDER);
        }
    }

    /**
     * Two elements of a row: (c0 w0 + c2 w2) + c1 w1, and the same with - c1.
     *
     * @param w address of w0, w1, w2 [lanes] of the first channel
     * @param wStep bytes from one channel's to the next's
     * @param wVector bytes from one vector of output channels to the next
     * @param x address of the first element's inputs, of the next {@code xPlane} further
     * @param xRow bytes from one tile's inputs to the next's
     * @param k channels
     * @param m address of the first element's sums [tiles][vectors][lanes]
     */
    private static void pair(
            long w,
            long wStep,
            long wVector,
            float c0,
            float c1,
            float c2,
            long x,
            int xRow,
            long xPlane,
            int k,
            long m,
            long mPlane) {
        FloatVector f0 = Lanes.splat(c0);
        FloatVector f1 = Lanes.splat(c1);
        FloatVector f2 = Lanes.splat(c2);
        long x1 = Integer.toUnsignedLong(xRow);
        long x3 = 3 * x1;
        long a0 = Memory.address(x);
        long b0 = Memory.address(x + xPlane);
        long v0 = Memory.address(w);
        long v1 = Memory.address(w + wVector);
        long m0 = Memory.address(m);
        long m1 = Memory.address(m + mPlane);
        FloatVector c000 = fromMemorySegment(SPECIES, ALL, m0 + 0L * Lanes.BYTES, ORDER);
        FloatVector c001 = fromMemorySegment(SPECIES, ALL, m0 + 1L * Lanes.BYTES, ORDER);
        FloatVector c010 = fromMemorySegment(SPECIES, ALL, m0 + 4L * Lanes.BYTES, ORDER);
        FloatVector c011 = fromMemorySegment(SPECIES, ALL, m0 + 5L * Lanes.BYTES, ORDER);
        FloatVector c020 = fromMemorySegment(SPECIES, ALL, m0 + 8L * Lanes.BYTES, ORDER);
        FloatVector c021 = fromMemorySegment(SPECIES, ALL, m0 + 9L * Lanes.BYTES, ORDER);
        FloatVector c030 = fromMemorySegment(SPECIES, ALL, m0 + 12L * Lanes.BYTES, ORDER);
        FloatVector c031 = fromMemorySegment(SPECIES, ALL, m0 + 13L * Lanes.BYTES, ORDER);
        FloatVector c100 = fromMemorySegment(SPECIES, ALL, m1 + 0L * Lanes.BYTES, ORDER);
        FloatVector c101 = fromMemorySegment(SPECIES, ALL, m1 + 1L * Lanes.BYTES, ORDER);
        FloatVector c110 = fromMemorySegment(SPECIES, ALL, m1 + 4L * Lanes.BYTES, ORDER);
        FloatVector c111 = fromMemorySegment(SPECIES, ALL, m1 + 5L * Lanes.BYTES, ORDER);
        FloatVector c120 = fromMemorySegment(SPECIES, ALL, m1 + 8L * Lanes.BYTES, ORDER);
        FloatVector c121 = fromMemorySegment(SPECIES, ALL, m1 + 9L * Lanes.BYTES, ORDER);
        FloatVector c130 = fromMemorySegment(SPECIES, ALL, m1 + 12L * Lanes.BYTES, ORDER);
        FloatVector c131 = fromMemorySegment(SPECIES, ALL, m1 + 13L * Lanes.BYTES, ORDER);
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a = a0 + 4L * i;
            long b = b0 + 4L * i;
            long from = i * wStep;
            FloatVector w00 = fromMemorySegment(SPECIES, ALL, v0 + from, ORDER);
            FloatVector w20 =
                    fromMemorySegment(SPECIES, ALL, v0 + from + 2L * Lanes.BYTES, ORDER).mul(f2);
            FloatVector even0 = Lanes.FMA ? w00.fma(f0, w20) : w00.mul(f0).add(w20);
            FloatVector odd0 =
                    fromMemorySegment(SPECIES, ALL, v0 + from + 1L * Lanes.BYTES, ORDER).mul(f1);
            FloatVector u0 = even0.add(odd0);
            FloatVector w01 = fromMemorySegment(SPECIES, ALL, v1 + from, ORDER);
            FloatVector w21 =
                    fromMemorySegment(SPECIES, ALL, v1 + from + 2L * Lanes.BYTES, ORDER).mul(f2);
            FloatVector even1 = Lanes.FMA ? w01.fma(f0, w21) : w01.mul(f0).add(w21);
            FloatVector odd1 =
                    fromMemorySegment(SPECIES, ALL, v1 + from + 1L * Lanes.BYTES, ORDER).mul(f1);
            FloatVector u1 = even1.add(odd1);
            FloatVector p =
                    FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c000 = Lanes.FMA ? p.fma(u0, c000) : p.mul(u0).add(c000);
            c001 = Lanes.FMA ? p.fma(u1, c001) : p.mul(u1).add(c001);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
            c010 = Lanes.FMA ? p.fma(u0, c010) : p.mul(u0).add(c010);
            c011 = Lanes.FMA ? p.fma(u1, c011) : p.mul(u1).add(c011);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
            c020 = Lanes.FMA ? p.fma(u0, c020) : p.mul(u0).add(c020);
            c021 = Lanes.FMA ? p.fma(u1, c021) : p.mul(u1).add(c021);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
            c030 = Lanes.FMA ? p.fma(u0, c030) : p.mul(u0).add(c030);
            c031 = Lanes.FMA ? p.fma(u1, c031) : p.mul(u1).add(c031);
            u0 = even0.sub(odd0);
            u1 = even1.sub(odd1);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b));
            c100 = Lanes.FMA ? p.fma(u0, c100) : p.mul(u0).add(c100);
            c101 = Lanes.FMA ? p.fma(u1, c101) : p.mul(u1).add(c101);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + x1));
            c110 = Lanes.FMA ? p.fma(u0, c110) : p.mul(u0).add(c110);
            c111 = Lanes.FMA ? p.fma(u1, c111) : p.mul(u1).add(c111);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + (x1 << 1)));
            c120 = Lanes.FMA ? p.fma(u0, c120) : p.mul(u0).add(c120);
            c121 = Lanes.FMA ? p.fma(u1, c121) : p.mul(u1).add(c121);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + x3));
            c130 = Lanes.FMA ? p.fma(u0, c130) : p.mul(u0).add(c130);
            c131 = Lanes.FMA ? p.fma(u1, c131) : p.mul(u1).add(c131);
        }
        c000.intoMemorySegment(ALL, m0 + 0L * Lanes.BYTES, ORDER);
        c001.intoMemorySegment(ALL, m0 + 1L * Lanes.BYTES, ORDER);
        c010.intoMemorySegment(ALL, m0 + 4L * Lanes.BYTES, ORDER);
        c011.intoMemorySegment(ALL, m0 + 5L * Lanes.BYTES, ORDER);
        c020.intoMemorySegment(ALL, m0 + 8L * Lanes.BYTES, ORDER);
        c021.intoMemorySegment(ALL, m0 + 9L * Lanes.BYTES, ORDER);
        c030.intoMemorySegment(ALL, m0 + 12L * Lanes.BYTES, ORDER);
        c031.intoMemorySegment(ALL, m0 + 13L * Lanes.BYTES, ORDER);
        c100.intoMemorySegment(ALL, m1 + 0L * Lanes.BYTES, ORDER);
        c101.intoMemorySegment(ALL, m1 + 1L * Lanes.BYTES, ORDER);
        c110.intoMemorySegment(ALL, m1 + 4L * Lanes.BYTES, ORDER);
        c111.intoMemorySegment(ALL, m1 + 5L * Lanes.BYTES, ORDER);
        c120.intoMemorySegment(ALL, m1 + 8L * Lanes.BYTES, ORDER);
        c121.intoMemorySegment(ALL, m1 + 9L * Lanes.BYTES, ORDER);
        c130.intoMemorySegment(ALL, m1 + 12L * Lanes.BYTES, ORDER);
        c131.intoMemorySegment(ALL, m1 + 13L * Lanes.BYTES, ORDER);
    }

    /** As {@link #pair}, for two elements that are {@code w0} and {@code w2}. */
    private static void ends(
            long w,
            long wStep,
            long wVector,
            long x,
            int xRow,
            long xPlane,
            int k,
            long m,
            long mPlane) {
        long x1 = Integer.toUnsignedLong(xRow);
        long x3 = 3 * x1;
        long a0 = Memory.address(x);
        long b0 = Memory.address(x + xPlane);
        long v0 = Memory.address(w);
        long v1 = Memory.address(w + wVector);
        long m0 = Memory.address(m);
        long m1 = Memory.address(m + mPlane);
        FloatVector c000 = fromMemorySegment(SPECIES, ALL, m0 + 0L * Lanes.BYTES, ORDER);
        FloatVector c001 = fromMemorySegment(SPECIES, ALL, m0 + 1L * Lanes.BYTES, ORDER);
        FloatVector c010 = fromMemorySegment(SPECIES, ALL, m0 + 4L * Lanes.BYTES, ORDER);
        FloatVector c011 = fromMemorySegment(SPECIES, ALL, m0 + 5L * Lanes.BYTES, ORDER);
        FloatVector c020 = fromMemorySegment(SPECIES, ALL, m0 + 8L * Lanes.BYTES, ORDER);
        FloatVector c021 = fromMemorySegment(SPECIES, ALL, m0 + 9L * Lanes.BYTES, ORDER);
        FloatVector c030 = fromMemorySegment(SPECIES, ALL, m0 + 12L * Lanes.BYTES, ORDER);
        FloatVector c031 = fromMemorySegment(SPECIES, ALL, m0 + 13L * Lanes.BYTES, ORDER);
        FloatVector c100 = fromMemorySegment(SPECIES, ALL, m1 + 0L * Lanes.BYTES, ORDER);
        FloatVector c101 = fromMemorySegment(SPECIES, ALL, m1 + 1L * Lanes.BYTES, ORDER);
        FloatVector c110 = fromMemorySegment(SPECIES, ALL, m1 + 4L * Lanes.BYTES, ORDER);
        FloatVector c111 = fromMemorySegment(SPECIES, ALL, m1 + 5L * Lanes.BYTES, ORDER);
        FloatVector c120 = fromMemorySegment(SPECIES, ALL, m1 + 8L * Lanes.BYTES, ORDER);
        FloatVector c121 = fromMemorySegment(SPECIES, ALL, m1 + 9L * Lanes.BYTES, ORDER);
        FloatVector c130 = fromMemorySegment(SPECIES, ALL, m1 + 12L * Lanes.BYTES, ORDER);
        FloatVector c131 = fromMemorySegment(SPECIES, ALL, m1 + 13L * Lanes.BYTES, ORDER);
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a = a0 + 4L * i;
            long b = b0 + 4L * i;
            long from = i * wStep;
            FloatVector u0 = fromMemorySegment(SPECIES, ALL, v0 + from, ORDER);
            FloatVector u1 = fromMemorySegment(SPECIES, ALL, v1 + from, ORDER);
            FloatVector p =
                    FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c000 = Lanes.FMA ? p.fma(u0, c000) : p.mul(u0).add(c000);
            c001 = Lanes.FMA ? p.fma(u1, c001) : p.mul(u1).add(c001);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
            c010 = Lanes.FMA ? p.fma(u0, c010) : p.mul(u0).add(c010);
            c011 = Lanes.FMA ? p.fma(u1, c011) : p.mul(u1).add(c011);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
            c020 = Lanes.FMA ? p.fma(u0, c020) : p.mul(u0).add(c020);
            c021 = Lanes.FMA ? p.fma(u1, c021) : p.mul(u1).add(c021);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
            c030 = Lanes.FMA ? p.fma(u0, c030) : p.mul(u0).add(c030);
            c031 = Lanes.FMA ? p.fma(u1, c031) : p.mul(u1).add(c031);
            u0 = fromMemorySegment(SPECIES, ALL, v0 + from + 2L * Lanes.BYTES, ORDER);
            u1 = fromMemorySegment(SPECIES, ALL, v1 + from + 2L * Lanes.BYTES, ORDER);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b));
            c100 = Lanes.FMA ? p.fma(u0, c100) : p.mul(u0).add(c100);
            c101 = Lanes.FMA ? p.fma(u1, c101) : p.mul(u1).add(c101);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + x1));
            c110 = Lanes.FMA ? p.fma(u0, c110) : p.mul(u0).add(c110);
            c111 = Lanes.FMA ? p.fma(u1, c111) : p.mul(u1).add(c111);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + (x1 << 1)));
            c120 = Lanes.FMA ? p.fma(u0, c120) : p.mul(u0).add(c120);
            c121 = Lanes.FMA ? p.fma(u1, c121) : p.mul(u1).add(c121);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + x3));
            c130 = Lanes.FMA ? p.fma(u0, c130) : p.mul(u0).add(c130);
            c131 = Lanes.FMA ? p.fma(u1, c131) : p.mul(u1).add(c131);
        }
        c000.intoMemorySegment(ALL, m0 + 0L * Lanes.BYTES, ORDER);
        c001.intoMemorySegment(ALL, m0 + 1L * Lanes.BYTES, ORDER);
        c010.intoMemorySegment(ALL, m0 + 4L * Lanes.BYTES, ORDER);
        c011.intoMemorySegment(ALL, m0 + 5L * Lanes.BYTES, ORDER);
        c020.intoMemorySegment(ALL, m0 + 8L * Lanes.BYTES, ORDER);
        c021.intoMemorySegment(ALL, m0 + 9L * Lanes.BYTES, ORDER);
        c030.intoMemorySegment(ALL, m0 + 12L * Lanes.BYTES, ORDER);
        c031.intoMemorySegment(ALL, m0 + 13L * Lanes.BYTES, ORDER);
        c100.intoMemorySegment(ALL, m1 + 0L * Lanes.BYTES, ORDER);
        c101.intoMemorySegment(ALL, m1 + 1L * Lanes.BYTES, ORDER);
        c110.intoMemorySegment(ALL, m1 + 4L * Lanes.BYTES, ORDER);
        c111.intoMemorySegment(ALL, m1 + 5L * Lanes.BYTES, ORDER);
        c120.intoMemorySegment(ALL, m1 + 8L * Lanes.BYTES, ORDER);
        c121.intoMemorySegment(ALL, m1 + 9L * Lanes.BYTES, ORDER);
        c130.intoMemorySegment(ALL, m1 + 12L * Lanes.BYTES, ORDER);
        c131.intoMemorySegment(ALL, m1 + 13L * Lanes.BYTES, ORDER);
    }
}
