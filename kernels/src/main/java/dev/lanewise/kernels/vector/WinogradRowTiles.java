package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.ValueLayout;

/**
 * The register tiles of {@link WinogradRows}, written by TileGenerator: two elements of a row, four
 * tiles or two of them, two vectors of outputs. The first value of the second vector's row is a
 * kernel behind that of the first.
 */
final class WinogradRowTiles {

    /** Bytes from one row of a kernel to the next, [3][lanes]. */
    static final long LINE = 3L * Lanes.BYTES;

    /** Bytes from one kernel to the next. */
    static final long KERNEL = 3 * LINE;

    /** Bytes from one channel's kernels to the next's. */
    static final int CHANNEL = WinogradSums.VECTORS * 9 * Lanes.BYTES;

    /** Bytes from one tile's inputs to the next's. */
    static final long TILE = (long) WinogradRows.CHUNK * Float.BYTES;

    private WinogradRowTiles() {}

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
    static void pair(long whole, long part, float half, long x0, long x1, int k, long y0, long y1) {
        FloatVector f = FloatVector.broadcast(Lanes.SPECIES, half);
        long a0 = Memory.address(x0);
        long b0 = Memory.address(x1);
        long w0 = Memory.address(whole);
        long w1 = Memory.address(Math.min(whole, part) + Lanes.BYTES);
        long w2 = Memory.address(part);
        long m0 = Memory.address(y0);
        long m1 = Memory.address(y1);
        FloatVector c000 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m0, Lanes.ORDER);
        FloatVector c001 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c010 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c011 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c020 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 8L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c021 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 9L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c030 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 12L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c031 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 13L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c100 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m1, Lanes.ORDER);
        FloatVector c101 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c110 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c111 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c120 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 8L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c121 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 9L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c130 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 12L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c131 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 13L * Lanes.BYTES, Lanes.ORDER);
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a = a0 + 4L * i;
            long b = b0 + 4L * i;
            long from = Integer.toUnsignedLong(i * CHANNEL);
            FloatVector even0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w0 + from, Lanes.ORDER);
            FloatVector odd0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w1 + from, Lanes.ORDER);
            FloatVector half0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w2 + from, Lanes.ORDER);
            even0 = Lanes.FMA ? half0.fma(f, even0) : half0.mul(f).add(even0);
            FloatVector u0 = even0.add(odd0);
            FloatVector even1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w0 + from + KERNEL, Lanes.ORDER);
            FloatVector odd1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w1 + from + KERNEL, Lanes.ORDER);
            FloatVector half1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w2 + from + KERNEL, Lanes.ORDER);
            even1 = Lanes.FMA ? half1.fma(f, even1) : half1.mul(f).add(even1);
            FloatVector u1 = even1.add(odd1);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c000 = Lanes.FMA ? p.fma(u0, c000) : p.mul(u0).add(c000);
            c001 = Lanes.FMA ? p.fma(u1, c001) : p.mul(u1).add(c001);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + TILE));
            c010 = Lanes.FMA ? p.fma(u0, c010) : p.mul(u0).add(c010);
            c011 = Lanes.FMA ? p.fma(u1, c011) : p.mul(u1).add(c011);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 2 * TILE));
            c020 = Lanes.FMA ? p.fma(u0, c020) : p.mul(u0).add(c020);
            c021 = Lanes.FMA ? p.fma(u1, c021) : p.mul(u1).add(c021);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 3 * TILE));
            c030 = Lanes.FMA ? p.fma(u0, c030) : p.mul(u0).add(c030);
            c031 = Lanes.FMA ? p.fma(u1, c031) : p.mul(u1).add(c031);
            u0 = even0.sub(odd0);
            u1 = even1.sub(odd1);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b));
            c100 = Lanes.FMA ? p.fma(u0, c100) : p.mul(u0).add(c100);
            c101 = Lanes.FMA ? p.fma(u1, c101) : p.mul(u1).add(c101);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + TILE));
            c110 = Lanes.FMA ? p.fma(u0, c110) : p.mul(u0).add(c110);
            c111 = Lanes.FMA ? p.fma(u1, c111) : p.mul(u1).add(c111);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + 2 * TILE));
            c120 = Lanes.FMA ? p.fma(u0, c120) : p.mul(u0).add(c120);
            c121 = Lanes.FMA ? p.fma(u1, c121) : p.mul(u1).add(c121);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + 3 * TILE));
            c130 = Lanes.FMA ? p.fma(u0, c130) : p.mul(u0).add(c130);
            c131 = Lanes.FMA ? p.fma(u1, c131) : p.mul(u1).add(c131);
        }
        c000.intoMemorySegment(Memory.ALL, m0, Lanes.ORDER);
        c001.intoMemorySegment(Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        c010.intoMemorySegment(Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        c011.intoMemorySegment(Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        c020.intoMemorySegment(Memory.ALL, m0 + 8L * Lanes.BYTES, Lanes.ORDER);
        c021.intoMemorySegment(Memory.ALL, m0 + 9L * Lanes.BYTES, Lanes.ORDER);
        c030.intoMemorySegment(Memory.ALL, m0 + 12L * Lanes.BYTES, Lanes.ORDER);
        c031.intoMemorySegment(Memory.ALL, m0 + 13L * Lanes.BYTES, Lanes.ORDER);
        c100.intoMemorySegment(Memory.ALL, m1, Lanes.ORDER);
        c101.intoMemorySegment(Memory.ALL, m1 + Lanes.BYTES, Lanes.ORDER);
        c110.intoMemorySegment(Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        c111.intoMemorySegment(Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
        c120.intoMemorySegment(Memory.ALL, m1 + 8L * Lanes.BYTES, Lanes.ORDER);
        c121.intoMemorySegment(Memory.ALL, m1 + 9L * Lanes.BYTES, Lanes.ORDER);
        c130.intoMemorySegment(Memory.ALL, m1 + 12L * Lanes.BYTES, Lanes.ORDER);
        c131.intoMemorySegment(Memory.ALL, m1 + 13L * Lanes.BYTES, Lanes.ORDER);
    }

    /** As {@link #pair}, for two tiles. */
    static void pair2(
            long whole, long part, float half, long x0, long x1, int k, long y0, long y1) {
        FloatVector f = FloatVector.broadcast(Lanes.SPECIES, half);
        long a0 = Memory.address(x0);
        long b0 = Memory.address(x1);
        long w0 = Memory.address(whole);
        long w1 = Memory.address(Math.min(whole, part) + Lanes.BYTES);
        long w2 = Memory.address(part);
        long m0 = Memory.address(y0);
        long m1 = Memory.address(y1);
        FloatVector c000 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m0, Lanes.ORDER);
        FloatVector c001 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c010 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c011 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c100 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m1, Lanes.ORDER);
        FloatVector c101 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c110 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c111 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a = a0 + 4L * i;
            long b = b0 + 4L * i;
            long from = Integer.toUnsignedLong(i * CHANNEL);
            FloatVector even0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w0 + from, Lanes.ORDER);
            FloatVector odd0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w1 + from, Lanes.ORDER);
            FloatVector half0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w2 + from, Lanes.ORDER);
            even0 = Lanes.FMA ? half0.fma(f, even0) : half0.mul(f).add(even0);
            FloatVector u0 = even0.add(odd0);
            FloatVector even1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w0 + from + KERNEL, Lanes.ORDER);
            FloatVector odd1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w1 + from + KERNEL, Lanes.ORDER);
            FloatVector half1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w2 + from + KERNEL, Lanes.ORDER);
            even1 = Lanes.FMA ? half1.fma(f, even1) : half1.mul(f).add(even1);
            FloatVector u1 = even1.add(odd1);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c000 = Lanes.FMA ? p.fma(u0, c000) : p.mul(u0).add(c000);
            c001 = Lanes.FMA ? p.fma(u1, c001) : p.mul(u1).add(c001);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + TILE));
            c010 = Lanes.FMA ? p.fma(u0, c010) : p.mul(u0).add(c010);
            c011 = Lanes.FMA ? p.fma(u1, c011) : p.mul(u1).add(c011);
            u0 = even0.sub(odd0);
            u1 = even1.sub(odd1);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b));
            c100 = Lanes.FMA ? p.fma(u0, c100) : p.mul(u0).add(c100);
            c101 = Lanes.FMA ? p.fma(u1, c101) : p.mul(u1).add(c101);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + TILE));
            c110 = Lanes.FMA ? p.fma(u0, c110) : p.mul(u0).add(c110);
            c111 = Lanes.FMA ? p.fma(u1, c111) : p.mul(u1).add(c111);
        }
        c000.intoMemorySegment(Memory.ALL, m0, Lanes.ORDER);
        c001.intoMemorySegment(Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        c010.intoMemorySegment(Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        c011.intoMemorySegment(Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        c100.intoMemorySegment(Memory.ALL, m1, Lanes.ORDER);
        c101.intoMemorySegment(Memory.ALL, m1 + Lanes.BYTES, Lanes.ORDER);
        c110.intoMemorySegment(Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        c111.intoMemorySegment(Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
    }

    /**
     * As {@link #pair}, for two elements that are values of w themselves, the first and the last.
     */
    static void ends(long w, long x0, long x1, int k, long y0, long y1) {
        long a0 = Memory.address(x0);
        long b0 = Memory.address(x1);
        long w0 = Memory.address(w);
        long m0 = Memory.address(y0);
        long m1 = Memory.address(y1);
        FloatVector c000 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m0, Lanes.ORDER);
        FloatVector c001 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c010 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c011 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c020 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 8L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c021 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 9L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c030 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 12L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c031 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 13L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c100 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m1, Lanes.ORDER);
        FloatVector c101 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c110 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c111 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c120 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 8L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c121 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 9L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c130 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 12L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c131 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 13L * Lanes.BYTES, Lanes.ORDER);
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a = a0 + 4L * i;
            long b = b0 + 4L * i;
            long from = w0 + Integer.toUnsignedLong(i * CHANNEL);
            FloatVector u0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, from, Lanes.ORDER);
            FloatVector u1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, from + KERNEL, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c000 = Lanes.FMA ? p.fma(u0, c000) : p.mul(u0).add(c000);
            c001 = Lanes.FMA ? p.fma(u1, c001) : p.mul(u1).add(c001);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + TILE));
            c010 = Lanes.FMA ? p.fma(u0, c010) : p.mul(u0).add(c010);
            c011 = Lanes.FMA ? p.fma(u1, c011) : p.mul(u1).add(c011);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 2 * TILE));
            c020 = Lanes.FMA ? p.fma(u0, c020) : p.mul(u0).add(c020);
            c021 = Lanes.FMA ? p.fma(u1, c021) : p.mul(u1).add(c021);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 3 * TILE));
            c030 = Lanes.FMA ? p.fma(u0, c030) : p.mul(u0).add(c030);
            c031 = Lanes.FMA ? p.fma(u1, c031) : p.mul(u1).add(c031);
            u0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, from + 2L * Lanes.BYTES, Lanes.ORDER);
            u1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES,
                            Memory.ALL,
                            from + KERNEL + 2L * Lanes.BYTES,
                            Lanes.ORDER);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b));
            c100 = Lanes.FMA ? p.fma(u0, c100) : p.mul(u0).add(c100);
            c101 = Lanes.FMA ? p.fma(u1, c101) : p.mul(u1).add(c101);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + TILE));
            c110 = Lanes.FMA ? p.fma(u0, c110) : p.mul(u0).add(c110);
            c111 = Lanes.FMA ? p.fma(u1, c111) : p.mul(u1).add(c111);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + 2 * TILE));
            c120 = Lanes.FMA ? p.fma(u0, c120) : p.mul(u0).add(c120);
            c121 = Lanes.FMA ? p.fma(u1, c121) : p.mul(u1).add(c121);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + 3 * TILE));
            c130 = Lanes.FMA ? p.fma(u0, c130) : p.mul(u0).add(c130);
            c131 = Lanes.FMA ? p.fma(u1, c131) : p.mul(u1).add(c131);
        }
        c000.intoMemorySegment(Memory.ALL, m0, Lanes.ORDER);
        c001.intoMemorySegment(Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        c010.intoMemorySegment(Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        c011.intoMemorySegment(Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        c020.intoMemorySegment(Memory.ALL, m0 + 8L * Lanes.BYTES, Lanes.ORDER);
        c021.intoMemorySegment(Memory.ALL, m0 + 9L * Lanes.BYTES, Lanes.ORDER);
        c030.intoMemorySegment(Memory.ALL, m0 + 12L * Lanes.BYTES, Lanes.ORDER);
        c031.intoMemorySegment(Memory.ALL, m0 + 13L * Lanes.BYTES, Lanes.ORDER);
        c100.intoMemorySegment(Memory.ALL, m1, Lanes.ORDER);
        c101.intoMemorySegment(Memory.ALL, m1 + Lanes.BYTES, Lanes.ORDER);
        c110.intoMemorySegment(Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        c111.intoMemorySegment(Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
        c120.intoMemorySegment(Memory.ALL, m1 + 8L * Lanes.BYTES, Lanes.ORDER);
        c121.intoMemorySegment(Memory.ALL, m1 + 9L * Lanes.BYTES, Lanes.ORDER);
        c130.intoMemorySegment(Memory.ALL, m1 + 12L * Lanes.BYTES, Lanes.ORDER);
        c131.intoMemorySegment(Memory.ALL, m1 + 13L * Lanes.BYTES, Lanes.ORDER);
    }

    /** As {@link #ends}, for two tiles. */
    static void ends2(long w, long x0, long x1, int k, long y0, long y1) {
        long a0 = Memory.address(x0);
        long b0 = Memory.address(x1);
        long w0 = Memory.address(w);
        long m0 = Memory.address(y0);
        long m1 = Memory.address(y1);
        FloatVector c000 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m0, Lanes.ORDER);
        FloatVector c001 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c010 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c011 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c100 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m1, Lanes.ORDER);
        FloatVector c101 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c110 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c111 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a = a0 + 4L * i;
            long b = b0 + 4L * i;
            long from = w0 + Integer.toUnsignedLong(i * CHANNEL);
            FloatVector u0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, from, Lanes.ORDER);
            FloatVector u1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, from + KERNEL, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c000 = Lanes.FMA ? p.fma(u0, c000) : p.mul(u0).add(c000);
            c001 = Lanes.FMA ? p.fma(u1, c001) : p.mul(u1).add(c001);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + TILE));
            c010 = Lanes.FMA ? p.fma(u0, c010) : p.mul(u0).add(c010);
            c011 = Lanes.FMA ? p.fma(u1, c011) : p.mul(u1).add(c011);
            u0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, from + 2L * Lanes.BYTES, Lanes.ORDER);
            u1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES,
                            Memory.ALL,
                            from + KERNEL + 2L * Lanes.BYTES,
                            Lanes.ORDER);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b));
            c100 = Lanes.FMA ? p.fma(u0, c100) : p.mul(u0).add(c100);
            c101 = Lanes.FMA ? p.fma(u1, c101) : p.mul(u1).add(c101);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + TILE));
            c110 = Lanes.FMA ? p.fma(u0, c110) : p.mul(u0).add(c110);
            c111 = Lanes.FMA ? p.fma(u1, c111) : p.mul(u1).add(c111);
        }
        c000.intoMemorySegment(Memory.ALL, m0, Lanes.ORDER);
        c001.intoMemorySegment(Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        c010.intoMemorySegment(Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        c011.intoMemorySegment(Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        c100.intoMemorySegment(Memory.ALL, m1, Lanes.ORDER);
        c101.intoMemorySegment(Memory.ALL, m1 + Lanes.BYTES, Lanes.ORDER);
        c110.intoMemorySegment(Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        c111.intoMemorySegment(Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
    }

    /** As {@link #ends}, but of the second element only the second and the fourth tile. */
    static void endsOfOdd(long w, long x0, long x1, int k, long y0, long y1) {
        long a0 = Memory.address(x0);
        long b0 = Memory.address(x1);
        long w0 = Memory.address(w);
        long m0 = Memory.address(y0);
        long m1 = Memory.address(y1);
        FloatVector c000 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m0, Lanes.ORDER);
        FloatVector c001 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c010 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c011 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c020 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 8L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c021 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 9L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c030 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 12L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c031 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 13L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c110 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c111 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c130 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 12L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c131 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 13L * Lanes.BYTES, Lanes.ORDER);
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a = a0 + 4L * i;
            long b = b0 + 4L * i;
            long from = w0 + Integer.toUnsignedLong(i * CHANNEL);
            FloatVector u0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, from, Lanes.ORDER);
            FloatVector u1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, from + KERNEL, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c000 = Lanes.FMA ? p.fma(u0, c000) : p.mul(u0).add(c000);
            c001 = Lanes.FMA ? p.fma(u1, c001) : p.mul(u1).add(c001);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + TILE));
            c010 = Lanes.FMA ? p.fma(u0, c010) : p.mul(u0).add(c010);
            c011 = Lanes.FMA ? p.fma(u1, c011) : p.mul(u1).add(c011);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 2 * TILE));
            c020 = Lanes.FMA ? p.fma(u0, c020) : p.mul(u0).add(c020);
            c021 = Lanes.FMA ? p.fma(u1, c021) : p.mul(u1).add(c021);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 3 * TILE));
            c030 = Lanes.FMA ? p.fma(u0, c030) : p.mul(u0).add(c030);
            c031 = Lanes.FMA ? p.fma(u1, c031) : p.mul(u1).add(c031);
            u0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, from + 2L * Lanes.BYTES, Lanes.ORDER);
            u1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES,
                            Memory.ALL,
                            from + KERNEL + 2L * Lanes.BYTES,
                            Lanes.ORDER);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + TILE));
            c110 = Lanes.FMA ? p.fma(u0, c110) : p.mul(u0).add(c110);
            c111 = Lanes.FMA ? p.fma(u1, c111) : p.mul(u1).add(c111);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + 3 * TILE));
            c130 = Lanes.FMA ? p.fma(u0, c130) : p.mul(u0).add(c130);
            c131 = Lanes.FMA ? p.fma(u1, c131) : p.mul(u1).add(c131);
        }
        c000.intoMemorySegment(Memory.ALL, m0, Lanes.ORDER);
        c001.intoMemorySegment(Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        c010.intoMemorySegment(Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        c011.intoMemorySegment(Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        c020.intoMemorySegment(Memory.ALL, m0 + 8L * Lanes.BYTES, Lanes.ORDER);
        c021.intoMemorySegment(Memory.ALL, m0 + 9L * Lanes.BYTES, Lanes.ORDER);
        c030.intoMemorySegment(Memory.ALL, m0 + 12L * Lanes.BYTES, Lanes.ORDER);
        c031.intoMemorySegment(Memory.ALL, m0 + 13L * Lanes.BYTES, Lanes.ORDER);
        c110.intoMemorySegment(Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        c111.intoMemorySegment(Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
        c130.intoMemorySegment(Memory.ALL, m1 + 12L * Lanes.BYTES, Lanes.ORDER);
        c131.intoMemorySegment(Memory.ALL, m1 + 13L * Lanes.BYTES, Lanes.ORDER);
    }

    /** As {@link #ends}, but of the second element not the third tile. */
    static void endsButThird(long w, long x0, long x1, int k, long y0, long y1) {
        long a0 = Memory.address(x0);
        long b0 = Memory.address(x1);
        long w0 = Memory.address(w);
        long m0 = Memory.address(y0);
        long m1 = Memory.address(y1);
        FloatVector c000 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m0, Lanes.ORDER);
        FloatVector c001 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c010 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c011 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c020 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 8L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c021 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 9L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c030 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 12L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c031 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m0 + 13L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c100 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, m1, Lanes.ORDER);
        FloatVector c101 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + Lanes.BYTES, Lanes.ORDER);
        FloatVector c110 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c111 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c130 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 12L * Lanes.BYTES, Lanes.ORDER);
        FloatVector c131 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, m1 + 13L * Lanes.BYTES, Lanes.ORDER);
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a = a0 + 4L * i;
            long b = b0 + 4L * i;
            long from = w0 + Integer.toUnsignedLong(i * CHANNEL);
            FloatVector u0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, from, Lanes.ORDER);
            FloatVector u1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, from + KERNEL, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c000 = Lanes.FMA ? p.fma(u0, c000) : p.mul(u0).add(c000);
            c001 = Lanes.FMA ? p.fma(u1, c001) : p.mul(u1).add(c001);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + TILE));
            c010 = Lanes.FMA ? p.fma(u0, c010) : p.mul(u0).add(c010);
            c011 = Lanes.FMA ? p.fma(u1, c011) : p.mul(u1).add(c011);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 2 * TILE));
            c020 = Lanes.FMA ? p.fma(u0, c020) : p.mul(u0).add(c020);
            c021 = Lanes.FMA ? p.fma(u1, c021) : p.mul(u1).add(c021);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 3 * TILE));
            c030 = Lanes.FMA ? p.fma(u0, c030) : p.mul(u0).add(c030);
            c031 = Lanes.FMA ? p.fma(u1, c031) : p.mul(u1).add(c031);
            u0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, from + 2L * Lanes.BYTES, Lanes.ORDER);
            u1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES,
                            Memory.ALL,
                            from + KERNEL + 2L * Lanes.BYTES,
                            Lanes.ORDER);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b));
            c100 = Lanes.FMA ? p.fma(u0, c100) : p.mul(u0).add(c100);
            c101 = Lanes.FMA ? p.fma(u1, c101) : p.mul(u1).add(c101);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + TILE));
            c110 = Lanes.FMA ? p.fma(u0, c110) : p.mul(u0).add(c110);
            c111 = Lanes.FMA ? p.fma(u1, c111) : p.mul(u1).add(c111);
            p =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b + 3 * TILE));
            c130 = Lanes.FMA ? p.fma(u0, c130) : p.mul(u0).add(c130);
            c131 = Lanes.FMA ? p.fma(u1, c131) : p.mul(u1).add(c131);
        }
        c000.intoMemorySegment(Memory.ALL, m0, Lanes.ORDER);
        c001.intoMemorySegment(Memory.ALL, m0 + Lanes.BYTES, Lanes.ORDER);
        c010.intoMemorySegment(Memory.ALL, m0 + 4L * Lanes.BYTES, Lanes.ORDER);
        c011.intoMemorySegment(Memory.ALL, m0 + 5L * Lanes.BYTES, Lanes.ORDER);
        c020.intoMemorySegment(Memory.ALL, m0 + 8L * Lanes.BYTES, Lanes.ORDER);
        c021.intoMemorySegment(Memory.ALL, m0 + 9L * Lanes.BYTES, Lanes.ORDER);
        c030.intoMemorySegment(Memory.ALL, m0 + 12L * Lanes.BYTES, Lanes.ORDER);
        c031.intoMemorySegment(Memory.ALL, m0 + 13L * Lanes.BYTES, Lanes.ORDER);
        c100.intoMemorySegment(Memory.ALL, m1, Lanes.ORDER);
        c101.intoMemorySegment(Memory.ALL, m1 + Lanes.BYTES, Lanes.ORDER);
        c110.intoMemorySegment(Memory.ALL, m1 + 4L * Lanes.BYTES, Lanes.ORDER);
        c111.intoMemorySegment(Memory.ALL, m1 + 5L * Lanes.BYTES, Lanes.ORDER);
        c130.intoMemorySegment(Memory.ALL, m1 + 12L * Lanes.BYTES, Lanes.ORDER);
        c131.intoMemorySegment(Memory.ALL, m1 + 13L * Lanes.BYTES, Lanes.ORDER);
    }
}
