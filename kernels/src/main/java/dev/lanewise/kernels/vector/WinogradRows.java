package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * Winograd's F(4x4, 3x3) for few tiles, from weights as they are: a transformed weight is
 * multiplied by the inputs of four tiles right away, in registers, and never stored. As {@link
 * Winograd4#kernels} and {@link WinogradSums#add} one after the other, with the same bits.
 *
 * <p>Two elements of a row, four tiles and two vectors of output channels are 16 sums, made by
 * {@link WinogradRowTiles}. The rows of G w, of which six elements are made, pass through the
 * first-level cache; the first and the last are the kernel's own. All distances are constants, for
 * else addresses would not fit registers.
 *
 * <p>What nobody reads is not multiplied: the first element of a column or row of tiles goes into
 * the first of its four outputs only, the last into the last, and where tiles overlap one of them
 * gives its outputs up ({@link WinogradTiles}). At 7x7 that is a sixth of all products.
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
    private static final long LINE = WinogradRowTiles.LINE;
    private static final long KERNEL = WinogradRowTiles.KERNEL;
    private static final int CHANNEL = WinogradRowTiles.CHANNEL;
    private static final long TILE = WinogradRowTiles.TILE;

    private static final int ELEMENTS = 36;

    /** Channels of a trial. */
    private static final int TRIAL = 4;

    /** Forms by the loops that they take, {@link #form}. */
    private static final Readiness[] FORMS = {
        new Readiness(), new Readiness(), new Readiness(), new Readiness(),
        new Readiness(), new Readiness(), new Readiness(), new Readiness()
    };

    private WinogradRows() {}

    /**
     * Whether this takes less time than storing transformed weights.
     *
     * @param tiles most tiles of a block
     */
    static boolean pays(int tiles) {
        return tiles <= MOST_TILES;
    }

    /** {@code tiles} rounded up to whole register tiles. */
    static int padded(int tiles) {
        return Math.ceilDiv(tiles, TILES) * TILES;
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
     * @param tiles tiles; behind them there is memory up to a multiple of {@link #TILES}, where x
     *     is finite and what becomes of m doesn't matter
     * @param tops so many of them, the first ones, have a first row of outputs that is wanted
     * @param overlap tiles of a row, 2 or 4, if the last but one has no last column of outputs that
     *     is wanted, else 0
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
            int tops,
            int overlap,
            long scratch,
            long plane) {
        Readiness form = FORMS[form(tiles, tops, overlap)];
        if (form.isReady()) {
            products(w, vectors, k, x, xPlane, m, mPlane, tiles, tops, overlap, scratch);
            return;
        }
        long start = System.nanoTime();
        int tried = form.isDue() ? Math.min(k, TRIAL) : 0;
        if (tried > 0) {
            products(w, vectors, tried, x, xPlane, m, mPlane, tiles, tops, overlap, scratch);
            form.took(true, start, tried);
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
        form.took(false, start, rest);
    }

    /** Whether there are loops for two tiles, and for which four. */
    static int form(int tiles, int tops, int overlap) {
        boolean two = isTwo(tiles % TILES) || isTwo(tops % TILES);
        boolean four = tiles > 2;
        return (two ? 1 : 0) + (four ? 2 + overlap : 0);
    }

    static boolean isTwo(int rest) {
        return rest == 1 || rest == 2;
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
            int tops,
            int overlap,
            long scratch) {
        for (int v = 0; v < vectors; v += 2) {
            long kernels = w + v * KERNEL;
            long sums = m + v * (long) Lanes.BYTES;
            long last = sums + 30 * mPlane;
            row(kernels, x, xPlane, k, sums, mPlane, tops, overlap);
            long end = x + 30 * xPlane;
            row(kernels + 2 * LINE, end, xPlane, k, last, mPlane, tiles, overlap);
            for (int i = 1; i < 5; i += 2) {
                long whole = i == 1 ? 0 : 2 * LINE;
                rows(kernels, whole, 2 * LINE - whole, scratch, k);
                rows(kernels + KERNEL, whole, 2 * LINE - whole, scratch + KERNEL, k);
                for (int j = 0; j < 2; j++) {
                    int e = 6 * (i + j);
                    long y = sums + e * mPlane;
                    long in = x + e * xPlane;
                    row(scratch + j * LINE, in, xPlane, k, y, mPlane, tiles, overlap);
                }
            }
        }
    }

    /** The six elements of a row of G w G^T, of tiles that want any of them. */
    private static void row(
            long w, long x, long xPlane, int k, long m, long mPlane, int tiles, int overlap) {
        long last = w + 2L * Lanes.BYTES;
        for (int t = 0; t < tiles; t += TILES) {
            long a = x + t * TILE;
            long y = m + (long) t * VECTORS * Lanes.BYTES;
            long a1 = a + xPlane;
            long a3 = a + 3 * xPlane;
            long a5 = a + 5 * xPlane;
            long y1 = y + mPlane;
            long y3 = y + 3 * mPlane;
            long y5 = y + 5 * mPlane;
            if (isTwo(tiles - t)) {
                WinogradRowTiles.ends2(w, a, a5, k, y, y5);
                WinogradRowTiles.pair2(w, last, 0.5f, a1, a1 + xPlane, k, y1, y1 + mPlane);
                WinogradRowTiles.pair2(last, w, 0.5f, a3, a3 + xPlane, k, y3, y3 + mPlane);
                return;
            }
            if (overlap == 2) {
                WinogradRowTiles.endsOfOdd(w, a, a5, k, y, y5);
            } else if (overlap == 4) {
                WinogradRowTiles.endsButThird(w, a, a5, k, y, y5);
            } else {
                WinogradRowTiles.ends(w, a, a5, k, y, y5);
            }
            WinogradRowTiles.pair(w, last, 0.5f, a1, a1 + xPlane, k, y1, y1 + mPlane);
            WinogradRowTiles.pair(last, w, 0.5f, a3, a3 + xPlane, k, y3, y3 + mPlane);
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
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
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
}
