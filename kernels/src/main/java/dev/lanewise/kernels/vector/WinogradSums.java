package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.ValueLayout;

/**
 * The products of Winograd's algorithm, all elements in one call: m[e][r][v] += sum over k of x
 * [e][r][k] * w[e][k][v], in tiles of {@link #ROWS} rows (tiles of the image) and {@link #VECTORS}
 * vectors.
 */
final class WinogradSums {

    static final int ROWS = 4;
    static final int VECTORS = 4;

    private static final Readiness FORM = new Readiness();

    private WinogradSums() {}

    /** {@code rows} rounded up to whole tiles. */
    static int padded(int rows) {
        return Math.ceilDiv(rows, ROWS) * ROWS;
    }

    /**
     * Adds the products.
     *
     * @param x address of x
     * @param xRow bytes from one row of x to the next
     * @param xPlane bytes from one element of x to the next
     * @param w address of w [k][vectors][lanes] of the first element
     * @param wPlane bytes from one element of w to the next
     * @param m address of m [rows][vectors][lanes] of the first element
     * @param mPlane bytes from one element of m to the next
     * @param elements elements
     * @param tiles tiles of {@link #ROWS} rows
     * @param k terms of a sum
     */
    static void add(
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int tiles,
            int k) {
        if (FORM.isReady()) {
            tile4x4(x, xRow, xPlane, w, wPlane, m, mPlane, elements, tiles, k);
            return;
        }
        long start = System.nanoTime();
        int tried = FORM.isDue() ? 1 : 0;
        if (tried > 0) {
            tile4x4(x, xRow, xPlane, w, wPlane, m, mPlane, tried, tiles, k);
            FORM.took(true, start, (long) tiles * k);
            start = System.nanoTime();
        }
        int rest = elements - tried;
        ScalarWinograd.sums(
                x + tried * xPlane,
                xRow,
                xPlane,
                w + tried * wPlane,
                wPlane,
                m + tried * mPlane,
                mPlane,
                rest,
                tiles * ROWS,
                k);
        FORM.took(false, start, (long) rest * tiles * k);
    }

    /** As {@link #add}. */
    static void tile4x4(
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int tiles,
            int k) {
        long x1 = Integer.toUnsignedLong(xRow);
        long x3 = 3 * x1;
        for (int e = 0; e < elements; e++) {
            long b0 = Memory.address(w + e * wPlane);
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + e * xPlane + t * (4L * x1));
                long o = Memory.address(m + e * mPlane + t * (16L * Lanes.BYTES));
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, o, Lanes.ORDER);
                FloatVector c0v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 1L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c0v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c0v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v0 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v0 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 8L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 9L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 10L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 11L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v0 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 12L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 13L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 14L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 15L * Lanes.BYTES, Lanes.ORDER);
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a = x0 + 4L * i;
                    long b = b0 + i * (4L * Lanes.BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 2L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 3L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
                }
                c0v0.intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1.intoMemorySegment(Memory.ALL, o + 1L * Lanes.BYTES, Lanes.ORDER);
                c0v2.intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v3.intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c1v0.intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c1v1.intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c1v2.intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c1v3.intoMemorySegment(Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
                c2v0.intoMemorySegment(Memory.ALL, o + 8L * Lanes.BYTES, Lanes.ORDER);
                c2v1.intoMemorySegment(Memory.ALL, o + 9L * Lanes.BYTES, Lanes.ORDER);
                c2v2.intoMemorySegment(Memory.ALL, o + 10L * Lanes.BYTES, Lanes.ORDER);
                c2v3.intoMemorySegment(Memory.ALL, o + 11L * Lanes.BYTES, Lanes.ORDER);
                c3v0.intoMemorySegment(Memory.ALL, o + 12L * Lanes.BYTES, Lanes.ORDER);
                c3v1.intoMemorySegment(Memory.ALL, o + 13L * Lanes.BYTES, Lanes.ORDER);
                c3v2.intoMemorySegment(Memory.ALL, o + 14L * Lanes.BYTES, Lanes.ORDER);
                c3v3.intoMemorySegment(Memory.ALL, o + 15L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }
}
