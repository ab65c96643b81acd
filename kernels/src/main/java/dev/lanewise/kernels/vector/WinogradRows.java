package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.ValueLayout;

/**
 * Winograd's F(4x4, 3x3) for few tiles, from weights as they are: a transformed weight is
 * multiplied by the inputs of four tiles right away, in registers, and never stored. As {@link
 * Winograd4#kernels} and {@link WinogradSums#add} one after the other, with the same bits.
 *
 * <p>Two elements of a row, four tiles and two vectors of output channels are 16 sums. The rows of
 * G w, of which six elements are made, pass through the first-level cache; the first and the last
 * are the kernel's own. All distances are constants, for else addresses would not fit registers.
 */
final class WinogradRows {

    /** For more tiles it always takes less time to store transformed weights. */
    private static final int MOST_TILES = 16;

    /** Tiles of a register tile. */
    static final int TILES = WinogradSums.tileRows(WinogradSums.VECTORS);

    /** Channels of a chunk: its weights, their rows of G w, inputs and sums stay near. */
    static final int CHUNK = Lanes.COUNT;

    /** Chunks whose weights are read from memory in one go. */
    static final int READ_CHUNKS = 2;

    private static final int VECTORS = WinogradSums.VECTORS;
    private static final long LINE = 3L * Lanes.BYTES;
    private static final long KERNEL = 3 * LINE;
    private static final int CHANNEL = VECTORS * 9 * Lanes.BYTES;
    private static final long TILE = (long) CHUNK * Float.BYTES;

    private static final int ELEMENTS = 36;

    /** Channels of a trial. */
    private static final int TRIAL = 4;

    private static final Readiness FORM = new Readiness();

    private WinogradRows() {}

    /**
     * Whether this takes less time than storing transformed weights: for one register tile, and for
     * some where the last panel has no more than two vectors, since only here the others cost
     * nothing.
     *
     * @param tiles most tiles of a block, those of zeros included
     * @param blocks blocks of output channels
     */
    static boolean pays(int tiles, int blocks) {
        boolean half = Math.floorMod(blocks - 1, VECTORS) < 2;
        return tiles <= TILES || tiles <= MOST_TILES && half;
    }

    /**
     * Adds the products.
     *
     * @param w address of w [k][vectors][3][3][lanes]
     * @param vectors vectors of the panel that are wanted; others may be left as they are
     * @param k channels, at most {@link #CHUNK}
     * @param x address of x [elements][tiles][{@link #CHUNK}]
     * @param xPlane bytes from one element's inputs to the next's
     * @param m address of m [elements][tiles][vectors][lanes]
     * @param mPlane bytes from one element's sums to the next's
     * @param tiles tiles, a multiple of {@link #TILES}
     * @param scratch address of memory for [elements][k][vectors][lanes]
     * @param plane bytes from one element's weights to the next's there
     */
    static void add(
            long w,
            int vectors,
            int k,
            long x,
            long xPlane,
            long m,
            long mPlane,
            int tiles,
            long scratch,
            long plane) {
        if (FORM.isReady()) {
            products(w, vectors, k, x, xPlane, m, mPlane, tiles, scratch);
            return;
        }
        long start = System.nanoTime();
        int tried = FORM.isDue() ? Math.min(k, TRIAL) : 0;
        if (tried > 0) {
            products(w, vectors, tried, x, xPlane, m, mPlane, tiles, scratch);
            FORM.took(true, start, tried);
            start = System.nanoTime();
        }
        int rest = k - tried;
        ScalarWinograd.kernels4(w + (long) tried * CHANNEL, scratch, plane, rest * VECTORS);
        ScalarWinograd.sums(
                VECTORS,
                true,
                x + 4L * tried,
                (int) TILE,
                xPlane,
                scratch,
                plane,
                m,
                mPlane,
                ELEMENTS,
                tiles,
                rest);
        FORM.took(false, start, rest);
    }

    /**
     * As {@link #add}.
     *
     * @param scratch address of rows of G w as those of kernels lie, [k][vectors][3][3][lanes]
     */
    static void products(
            long w,
            int vectors,
            int k,
            long x,
            long xPlane,
            long m,
            long mPlane,
            int tiles,
            long scratch) {
        for (int v = 0; v < vectors; v += 2) {
            long kernels = w + v * KERNEL;
            long sums = m + v * (long) Lanes.BYTES;
            long last = sums + 30 * mPlane;
            row(kernels, x, xPlane, k, sums, mPlane, tiles);
            row(kernels + 2 * LINE, x + 30 * xPlane, xPlane, k, last, mPlane, tiles);
            for (int i = 1; i < 5; i += 2) {
                long whole = i == 1 ? 0 : 2 * LINE;
                rows(kernels, whole, 2 * LINE - whole, scratch, k);
                rows(kernels + KERNEL, whole, 2 * LINE - whole, scratch + KERNEL, k);
                for (int j = 0; j < 2; j++) {
                    int e = 6 * (i + j);
                    long y = sums + e * mPlane;
                    row(scratch + j * LINE, x + e * xPlane, xPlane, k, y, mPlane, tiles);
                }
            }
        }
    }

    /** The six elements of a row of G w G^T. */
    private static void row(long w, long x, long xPlane, int k, long m, long mPlane, int tiles) {
        long last = w + 2L * Lanes.BYTES;
        for (int t = 0; t < tiles; t += TILES) {
            long a = x + t * TILE;
            long y = m + (long) t * VECTORS * Lanes.BYTES;
            ends(w, a, a + 5 * xPlane, k, y, y + 5 * mPlane);
            pair(w, last, 0.5f, a + xPlane, a + 2 * xPlane, k, y + mPlane, y + 2 * mPlane);
            pair(last, w, 0.5f, a + 3 * xPlane, a + 4 * xPlane, k, y + 3 * mPlane, y + 4 * mPlane);
        }
    }

    /**
     * Two rows of G w: (whole + part / 2) + w1, and the same with - w1, where w1 is a kernel's row
     * in the middle.
     *
     * @param w address of w [3][3][lanes] of the first channel
     * @param whole bytes to the row that counts whole, the first or the last
     * @param part bytes to the row that counts half, the other one
     * @param y address of the two rows [2][3][lanes] of the first channel
     * @param k channels
     */
    private static void rows(long w, long whole, long part, long y, int k) {
        FloatVector half = Lanes.splat(0.5f);
        long first = Memory.address(w + whole);
        long second = Memory.address(w + LINE);
        long third = Memory.address(w + part);
        long to = Memory.address(y);
        for (int i = 0; i < k; i++) {
            long from = Integer.toUnsignedLong(i * CHANNEL);
            long a = first + from;
            long b = second + from;
            long c = third + from;
            long out = to + from;
            FloatVector a0 = fromMemorySegment(SPECIES, ALL, a, ORDER);
            FloatVector b0 = fromMemorySegment(SPECIES, ALL, b, ORDER);
            FloatVector c0 = fromMemorySegment(SPECIES, ALL, c, ORDER);
            FloatVector even0 = Lanes.FMA ? c0.fma(half, a0) : c0.mul(half).add(a0);
            even0.add(b0).intoMemorySegment(ALL, out, ORDER);
            even0.sub(b0).intoMemorySegment(ALL, out + 3L * Lanes.BYTES, ORDER);
            FloatVector a1 = fromMemorySegment(SPECIES, ALL, a + 1L * Lanes.BYTES, ORDER);
            FloatVector b1 = fromMemorySegment(SPECIES, ALL, b + 1L * Lanes.BYTES, ORDER);
            FloatVector c1 = fromMemorySegment(SPECIES, ALL, c + 1L * Lanes.BYTES, ORDER);
            FloatVector even1 = Lanes.FMA ? c1.fma(half, a1) : c1.mul(half).add(a1);
            even1.add(b1).intoMemorySegment(ALL, out + 1L * Lanes.BYTES, ORDER);
            even1.sub(b1).intoMemorySegment(ALL, out + 4L * Lanes.BYTES, ORDER);
            FloatVector a2 = fromMemorySegment(SPECIES, ALL, a + 2L * Lanes.BYTES, ORDER);
            FloatVector b2 = fromMemorySegment(SPECIES, ALL, b + 2L * Lanes.BYTES, ORDER);
            FloatVector c2 = fromMemorySegment(SPECIES, ALL, c + 2L * Lanes.BYTES, ORDER);
            FloatVector even2 = Lanes.FMA ? c2.fma(half, a2) : c2.mul(half).add(a2);
            even2.add(b2).intoMemorySegment(ALL, out + 2L * Lanes.BYTES, ORDER);
            even2.sub(b2).intoMemorySegment(ALL, out + 5L * Lanes.BYTES, ORDER);
        }
    }

    /**
     * Two elements of a row: (whole + half part) + w1, and the same with - w1, where w1 lies
     * between the two.
     *
     * @param whole address of the value [lanes] that counts whole, the first or the last
     * @param part address of the value that counts half, the other one
     * @param half a half; a constant would be loaded anew each time
     * @param x0 address of the first element's inputs
     * @param x1 address of the second's
     * @param k channels
     * @param y0 address of the first element's sums [tiles][vectors][lanes]
     * @param y1 address of the second's
     */
    private static void pair(
            long whole, long part, float half, long x0, long x1, int k, long y0, long y1) {
        FloatVector f = Lanes.splat(half);
        long a0 = Memory.address(x0);
        long b0 = Memory.address(x1);
        long w0 = Memory.address(whole);
        long w1 = Memory.address(Math.min(whole, part) + Lanes.BYTES);
        long w2 = Memory.address(part);
        long m0 = Memory.address(y0);
        long m1 = Memory.address(y1);
        FloatVector c000 = fromMemorySegment(SPECIES, ALL, m0, ORDER);
        FloatVector c001 = fromMemorySegment(SPECIES, ALL, m0 + 1L * Lanes.BYTES, ORDER);
        FloatVector c010 = fromMemorySegment(SPECIES, ALL, m0 + 4L * Lanes.BYTES, ORDER);
        FloatVector c011 = fromMemorySegment(SPECIES, ALL, m0 + 5L * Lanes.BYTES, ORDER);
        FloatVector c020 = fromMemorySegment(SPECIES, ALL, m0 + 8L * Lanes.BYTES, ORDER);
        FloatVector c021 = fromMemorySegment(SPECIES, ALL, m0 + 9L * Lanes.BYTES, ORDER);
        FloatVector c030 = fromMemorySegment(SPECIES, ALL, m0 + 12L * Lanes.BYTES, ORDER);
        FloatVector c031 = fromMemorySegment(SPECIES, ALL, m0 + 13L * Lanes.BYTES, ORDER);
        FloatVector c100 = fromMemorySegment(SPECIES, ALL, m1, ORDER);
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
            long from = Integer.toUnsignedLong(i * CHANNEL);
            FloatVector even0 = fromMemorySegment(SPECIES, ALL, w0 + from, ORDER);
            FloatVector odd0 = fromMemorySegment(SPECIES, ALL, w1 + from, ORDER);
            FloatVector half0 = fromMemorySegment(SPECIES, ALL, w2 + from, ORDER);
            even0 = Lanes.FMA ? half0.fma(f, even0) : half0.mul(f).add(even0);
            FloatVector u0 = even0.add(odd0);
            FloatVector even1 = fromMemorySegment(SPECIES, ALL, w0 + from + KERNEL, ORDER);
            FloatVector odd1 = fromMemorySegment(SPECIES, ALL, w1 + from + KERNEL, ORDER);
            FloatVector half1 = fromMemorySegment(SPECIES, ALL, w2 + from + KERNEL, ORDER);
            even1 = Lanes.FMA ? half1.fma(f, even1) : half1.mul(f).add(even1);
            FloatVector u1 = even1.add(odd1);
            FloatVector p =
                    FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c000 = Lanes.FMA ? p.fma(u0, c000) : p.mul(u0).add(c000);
            c001 = Lanes.FMA ? p.fma(u1, c001) : p.mul(u1).add(c001);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + TILE));
            c010 = Lanes.FMA ? p.fma(u0, c010) : p.mul(u0).add(c010);
            c011 = Lanes.FMA ? p.fma(u1, c011) : p.mul(u1).add(c011);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 2 * TILE));
            c020 = Lanes.FMA ? p.fma(u0, c020) : p.mul(u0).add(c020);
            c021 = Lanes.FMA ? p.fma(u1, c021) : p.mul(u1).add(c021);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 3 * TILE));
            c030 = Lanes.FMA ? p.fma(u0, c030) : p.mul(u0).add(c030);
            c031 = Lanes.FMA ? p.fma(u1, c031) : p.mul(u1).add(c031);
            u0 = even0.sub(odd0);
            u1 = even1.sub(odd1);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b));
            c100 = Lanes.FMA ? p.fma(u0, c100) : p.mul(u0).add(c100);
            c101 = Lanes.FMA ? p.fma(u1, c101) : p.mul(u1).add(c101);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + TILE));
            c110 = Lanes.FMA ? p.fma(u0, c110) : p.mul(u0).add(c110);
            c111 = Lanes.FMA ? p.fma(u1, c111) : p.mul(u1).add(c111);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + 2 * TILE));
            c120 = Lanes.FMA ? p.fma(u0, c120) : p.mul(u0).add(c120);
            c121 = Lanes.FMA ? p.fma(u1, c121) : p.mul(u1).add(c121);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + 3 * TILE));
            c130 = Lanes.FMA ? p.fma(u0, c130) : p.mul(u0).add(c130);
            c131 = Lanes.FMA ? p.fma(u1, c131) : p.mul(u1).add(c131);
        }
        c000.intoMemorySegment(ALL, m0, ORDER);
        c001.intoMemorySegment(ALL, m0 + 1L * Lanes.BYTES, ORDER);
        c010.intoMemorySegment(ALL, m0 + 4L * Lanes.BYTES, ORDER);
        c011.intoMemorySegment(ALL, m0 + 5L * Lanes.BYTES, ORDER);
        c020.intoMemorySegment(ALL, m0 + 8L * Lanes.BYTES, ORDER);
        c021.intoMemorySegment(ALL, m0 + 9L * Lanes.BYTES, ORDER);
        c030.intoMemorySegment(ALL, m0 + 12L * Lanes.BYTES, ORDER);
        c031.intoMemorySegment(ALL, m0 + 13L * Lanes.BYTES, ORDER);
        c100.intoMemorySegment(ALL, m1, ORDER);
        c101.intoMemorySegment(ALL, m1 + 1L * Lanes.BYTES, ORDER);
        c110.intoMemorySegment(ALL, m1 + 4L * Lanes.BYTES, ORDER);
        c111.intoMemorySegment(ALL, m1 + 5L * Lanes.BYTES, ORDER);
        c120.intoMemorySegment(ALL, m1 + 8L * Lanes.BYTES, ORDER);
        c121.intoMemorySegment(ALL, m1 + 9L * Lanes.BYTES, ORDER);
        c130.intoMemorySegment(ALL, m1 + 12L * Lanes.BYTES, ORDER);
        c131.intoMemorySegment(ALL, m1 + 13L * Lanes.BYTES, ORDER);
    }

    /**
     * As {@link #pair}, for two elements that are values of w themselves, the first and the last.
     */
    private static void ends(long w, long x0, long x1, int k, long y0, long y1) {
        long a0 = Memory.address(x0);
        long b0 = Memory.address(x1);
        long w0 = Memory.address(w);
        long m0 = Memory.address(y0);
        long m1 = Memory.address(y1);
        FloatVector c000 = fromMemorySegment(SPECIES, ALL, m0, ORDER);
        FloatVector c001 = fromMemorySegment(SPECIES, ALL, m0 + 1L * Lanes.BYTES, ORDER);
        FloatVector c010 = fromMemorySegment(SPECIES, ALL, m0 + 4L * Lanes.BYTES, ORDER);
        FloatVector c011 = fromMemorySegment(SPECIES, ALL, m0 + 5L * Lanes.BYTES, ORDER);
        FloatVector c020 = fromMemorySegment(SPECIES, ALL, m0 + 8L * Lanes.BYTES, ORDER);
        FloatVector c021 = fromMemorySegment(SPECIES, ALL, m0 + 9L * Lanes.BYTES, ORDER);
        FloatVector c030 = fromMemorySegment(SPECIES, ALL, m0 + 12L * Lanes.BYTES, ORDER);
        FloatVector c031 = fromMemorySegment(SPECIES, ALL, m0 + 13L * Lanes.BYTES, ORDER);
        FloatVector c100 = fromMemorySegment(SPECIES, ALL, m1, ORDER);
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
            long from = w0 + Integer.toUnsignedLong(i * CHANNEL);
            FloatVector u0 = fromMemorySegment(SPECIES, ALL, from, ORDER);
            FloatVector u1 = fromMemorySegment(SPECIES, ALL, from + KERNEL, ORDER);
            FloatVector p =
                    FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c000 = Lanes.FMA ? p.fma(u0, c000) : p.mul(u0).add(c000);
            c001 = Lanes.FMA ? p.fma(u1, c001) : p.mul(u1).add(c001);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + TILE));
            c010 = Lanes.FMA ? p.fma(u0, c010) : p.mul(u0).add(c010);
            c011 = Lanes.FMA ? p.fma(u1, c011) : p.mul(u1).add(c011);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 2 * TILE));
            c020 = Lanes.FMA ? p.fma(u0, c020) : p.mul(u0).add(c020);
            c021 = Lanes.FMA ? p.fma(u1, c021) : p.mul(u1).add(c021);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 3 * TILE));
            c030 = Lanes.FMA ? p.fma(u0, c030) : p.mul(u0).add(c030);
            c031 = Lanes.FMA ? p.fma(u1, c031) : p.mul(u1).add(c031);
            u0 = fromMemorySegment(SPECIES, ALL, from + 2L * Lanes.BYTES, ORDER);
            u1 = fromMemorySegment(SPECIES, ALL, from + KERNEL + 2L * Lanes.BYTES, ORDER);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b));
            c100 = Lanes.FMA ? p.fma(u0, c100) : p.mul(u0).add(c100);
            c101 = Lanes.FMA ? p.fma(u1, c101) : p.mul(u1).add(c101);
            p = FloatVector.broadcast(SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + TILE));
            c110 = Lanes.FMA ? p.fma(u0, c110) : p.mul(u0).add(c110);
            c111 = Lanes.FMA ? p.fma(u1, c111) : p.mul(u1).add(c111);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + 2 * TILE));
            c120 = Lanes.FMA ? p.fma(u0, c120) : p.mul(u0).add(c120);
            c121 = Lanes.FMA ? p.fma(u1, c121) : p.mul(u1).add(c121);
            p =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + 3 * TILE));
            c130 = Lanes.FMA ? p.fma(u0, c130) : p.mul(u0).add(c130);
            c131 = Lanes.FMA ? p.fma(u1, c131) : p.mul(u1).add(c131);
        }
        c000.intoMemorySegment(ALL, m0, ORDER);
        c001.intoMemorySegment(ALL, m0 + 1L * Lanes.BYTES, ORDER);
        c010.intoMemorySegment(ALL, m0 + 4L * Lanes.BYTES, ORDER);
        c011.intoMemorySegment(ALL, m0 + 5L * Lanes.BYTES, ORDER);
        c020.intoMemorySegment(ALL, m0 + 8L * Lanes.BYTES, ORDER);
        c021.intoMemorySegment(ALL, m0 + 9L * Lanes.BYTES, ORDER);
        c030.intoMemorySegment(ALL, m0 + 12L * Lanes.BYTES, ORDER);
        c031.intoMemorySegment(ALL, m0 + 13L * Lanes.BYTES, ORDER);
        c100.intoMemorySegment(ALL, m1, ORDER);
        c101.intoMemorySegment(ALL, m1 + 1L * Lanes.BYTES, ORDER);
        c110.intoMemorySegment(ALL, m1 + 4L * Lanes.BYTES, ORDER);
        c111.intoMemorySegment(ALL, m1 + 5L * Lanes.BYTES, ORDER);
        c120.intoMemorySegment(ALL, m1 + 8L * Lanes.BYTES, ORDER);
        c121.intoMemorySegment(ALL, m1 + 9L * Lanes.BYTES, ORDER);
        c130.intoMemorySegment(ALL, m1 + 12L * Lanes.BYTES, ORDER);
        c131.intoMemorySegment(ALL, m1 + 13L * Lanes.BYTES, ORDER);
    }
}
