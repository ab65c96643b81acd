package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.ValueLayout;

/**
 * The register tiles of {@link GemmStrips}, written by TileGenerator: y[r][v] = (sum over k of x[r
 * + offsets[k]] * w[k][v]) + start[v], but at least {@code low}.
 *
 * <p>Memory: the first half of a tile's vectors has its weights in one strip, [k][v][lanes], the
 * second half in another, so that a tile reads two sequences at once. Of a single one the processor
 * doesn't fetch enough ahead for tiles that have much to do with each weight.
 */
final class StripTiles {

    private StripTiles() {}

    /**
     * Computes one tile.
     *
     * @param tile rows + 16 * vectors
     * @param x address of the first row's first input
     * @param xStep bytes from one row of x to the next
     * @param y address of the first row
     * @param yStep bytes from one row of y to the next
     * @param offsets address of [k] ints, the bytes from a row's x address to its k-th input
     * @param k steps
     * @param start address of what is added to the sums
     * @param weights address of the first strip
     * @param far bytes from there to the second
     * @param stride bytes from one half of y, and of the start, to the other
     * @param low the least value of y
     */
    static void run(
            int tile,
            long x,
            int xStep,
            long y,
            int yStep,
            long offsets,
            int k,
            long start,
            long weights,
            long far,
            int stride,
            float low) {
        switch (tile) {
            case 129 -> tile1x8(x, y, offsets, k, start, weights, far, stride, low);
            case 130 -> tile2x8(x, xStep, y, yStep, offsets, k, start, weights, far, stride, low);
            case 67 -> tile3x4(x, xStep, y, yStep, offsets, k, start, weights, far, stride, low);
            case 68 -> tile4x4(x, xStep, y, yStep, offsets, k, start, weights, far, stride, low);
            case 69 -> tile5x4(x, xStep, y, yStep, offsets, k, start, weights, far, stride, low);
            case 70 -> tile6x4(x, xStep, y, yStep, offsets, k, start, weights, far, stride, low);
            case 39 -> tile7x2(x, xStep, y, yStep, offsets, k, start, weights, far, stride, low);
            case 40 -> tile8x2(x, xStep, y, yStep, offsets, k, start, weights, far, stride, low);
            default -> throw new IllegalArgumentException("tile " + tile);
        }
    }

    private static void tile1x8(
            long x,
            long y,
            long offsets,
            int k,
            long start,
            long weights,
            long far,
            int stride,
            float low) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x0 = Memory.address(x);
        long f1 = Memory.address(far);
        long v1 = Integer.toUnsignedLong(stride);
        FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
        FloatVector c0v1 = c0v0;
        FloatVector c0v2 = c0v0;
        FloatVector c0v3 = c0v0;
        FloatVector c0v4 = c0v0;
        FloatVector c0v5 = c0v0;
        FloatVector c0v6 = c0v0;
        FloatVector c0v7 = c0v0;
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a =
                    x0
                            + Integer.toUnsignedLong(
                                    Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            long b = w + i * (4L * Lanes.TILE_BYTES);
            FloatVector w0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w2 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w3 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w4 =
                    FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b + f1, Lanes.ORDER);
            FloatVector w5 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + f1 + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w6 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + f1 + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w7 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + f1 + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
            c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
            c0v4 = Lanes.FMA ? p.fma(w4, c0v4) : p.mul(w4).add(c0v4);
            c0v5 = Lanes.FMA ? p.fma(w5, c0v5) : p.mul(w5).add(c0v5);
            c0v6 = Lanes.FMA ? p.fma(w6, c0v6) : p.mul(w6).add(c0v6);
            c0v7 = Lanes.FMA ? p.fma(w7, c0v7) : p.mul(w7).add(c0v7);
        }
        long o = Memory.address(y);
        FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
        FloatVector s0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
        FloatVector s1 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s2 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s3 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s4 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s + v1, Lanes.ORDER);
        FloatVector s5 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s6 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + v1 + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s7 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + v1 + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
        c0v0 = c0v0.add(s0);
        c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
        c0v1 = c0v1.add(s1);
        c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v2 = c0v2.add(s2);
        c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        c0v3 = c0v3.add(s3);
        c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
        c0v4 = c0v4.add(s4);
        c0v4.blend(floor, c0v4.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
        c0v5 = c0v5.add(s5);
        c0v5.blend(floor, c0v5.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v6 = c0v6.add(s6);
        c0v6.blend(floor, c0v6.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1 + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        c0v7 = c0v7.add(s7);
        c0v7.blend(floor, c0v7.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1 + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
    }

    private static void tile2x8(
            long x,
            int xStep,
            long y,
            int yStep,
            long offsets,
            int k,
            long start,
            long weights,
            long far,
            int stride,
            float low) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x0 = Memory.address(x);
        long f1 = Memory.address(far);
        long v1 = Integer.toUnsignedLong(stride);
        long x1 = Integer.toUnsignedLong(xStep);
        long y1 = Integer.toUnsignedLong(yStep);
        FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
        FloatVector c0v1 = c0v0;
        FloatVector c0v2 = c0v0;
        FloatVector c0v3 = c0v0;
        FloatVector c0v4 = c0v0;
        FloatVector c0v5 = c0v0;
        FloatVector c0v6 = c0v0;
        FloatVector c0v7 = c0v0;
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v0;
        FloatVector c1v2 = c0v0;
        FloatVector c1v3 = c0v0;
        FloatVector c1v4 = c0v0;
        FloatVector c1v5 = c0v0;
        FloatVector c1v6 = c0v0;
        FloatVector c1v7 = c0v0;
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a =
                    x0
                            + Integer.toUnsignedLong(
                                    Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            long b = w + i * (4L * Lanes.TILE_BYTES);
            FloatVector w0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w2 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w3 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w4 =
                    FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b + f1, Lanes.ORDER);
            FloatVector w5 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + f1 + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w6 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + f1 + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w7 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + f1 + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
            c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
            c0v4 = Lanes.FMA ? p.fma(w4, c0v4) : p.mul(w4).add(c0v4);
            c0v5 = Lanes.FMA ? p.fma(w5, c0v5) : p.mul(w5).add(c0v5);
            c0v6 = Lanes.FMA ? p.fma(w6, c0v6) : p.mul(w6).add(c0v6);
            c0v7 = Lanes.FMA ? p.fma(w7, c0v7) : p.mul(w7).add(c0v7);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
            c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
            c1v4 = Lanes.FMA ? p.fma(w4, c1v4) : p.mul(w4).add(c1v4);
            c1v5 = Lanes.FMA ? p.fma(w5, c1v5) : p.mul(w5).add(c1v5);
            c1v6 = Lanes.FMA ? p.fma(w6, c1v6) : p.mul(w6).add(c1v6);
            c1v7 = Lanes.FMA ? p.fma(w7, c1v7) : p.mul(w7).add(c1v7);
        }
        long o = Memory.address(y);
        FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
        FloatVector s0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
        FloatVector s1 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s2 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s3 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s4 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s + v1, Lanes.ORDER);
        FloatVector s5 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s6 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + v1 + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s7 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + v1 + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
        c0v0 = c0v0.add(s0);
        c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
        c0v1 = c0v1.add(s1);
        c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v2 = c0v2.add(s2);
        c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        c0v3 = c0v3.add(s3);
        c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
        c0v4 = c0v4.add(s4);
        c0v4.blend(floor, c0v4.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
        c0v5 = c0v5.add(s5);
        c0v5.blend(floor, c0v5.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v6 = c0v6.add(s6);
        c0v6.blend(floor, c0v6.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1 + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        c0v7 = c0v7.add(s7);
        c0v7.blend(floor, c0v7.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1 + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
        c1v0 = c1v0.add(s0);
        c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
        c1v1 = c1v1.add(s1);
        c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c1v2 = c1v2.add(s2);
        c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        c1v3 = c1v3.add(s3);
        c1v3.blend(floor, c1v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
        c1v4 = c1v4.add(s4);
        c1v4.blend(floor, c1v4.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
        c1v5 = c1v5.add(s5);
        c1v5.blend(floor, c1v5.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c1v6 = c1v6.add(s6);
        c1v6.blend(floor, c1v6.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1 + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        c1v7 = c1v7.add(s7);
        c1v7.blend(floor, c1v7.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1 + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
    }

    private static void tile3x4(
            long x,
            int xStep,
            long y,
            int yStep,
            long offsets,
            int k,
            long start,
            long weights,
            long far,
            int stride,
            float low) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x0 = Memory.address(x);
        long f1 = Memory.address(far);
        long v1 = Integer.toUnsignedLong(stride);
        long x1 = Integer.toUnsignedLong(xStep);
        long y1 = Integer.toUnsignedLong(yStep);
        FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
        FloatVector c0v1 = c0v0;
        FloatVector c0v2 = c0v0;
        FloatVector c0v3 = c0v0;
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v0;
        FloatVector c1v2 = c0v0;
        FloatVector c1v3 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v0;
        FloatVector c2v2 = c0v0;
        FloatVector c2v3 = c0v0;
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a =
                    x0
                            + Integer.toUnsignedLong(
                                    Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            long b = w + i * (2L * Lanes.TILE_BYTES);
            FloatVector w0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w2 =
                    FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b + f1, Lanes.ORDER);
            FloatVector w3 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + f1 + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
            c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
            c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
            c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
        }
        long o = Memory.address(y);
        FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
        FloatVector s0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
        FloatVector s1 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s2 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s + v1, Lanes.ORDER);
        FloatVector s3 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v0 = c0v0.add(s0);
        c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
        c0v1 = c0v1.add(s1);
        c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v2 = c0v2.add(s2);
        c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
        c0v3 = c0v3.add(s3);
        c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c1v0 = c1v0.add(s0);
        c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
        c1v1 = c1v1.add(s1);
        c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c1v2 = c1v2.add(s2);
        c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
        c1v3 = c1v3.add(s3);
        c1v3.blend(floor, c1v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c2v0 = c2v0.add(s0);
        c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
        c2v1 = c2v1.add(s1);
        c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + Lanes.TILE_BYTES, Lanes.ORDER);
        c2v2 = c2v2.add(s2);
        c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
        c2v3 = c2v3.add(s3);
        c2v3.blend(floor, c2v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
    }

    private static void tile4x4(
            long x,
            int xStep,
            long y,
            int yStep,
            long offsets,
            int k,
            long start,
            long weights,
            long far,
            int stride,
            float low) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x0 = Memory.address(x);
        long f1 = Memory.address(far);
        long v1 = Integer.toUnsignedLong(stride);
        long x1 = Integer.toUnsignedLong(xStep);
        long y1 = Integer.toUnsignedLong(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
        FloatVector c0v1 = c0v0;
        FloatVector c0v2 = c0v0;
        FloatVector c0v3 = c0v0;
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v0;
        FloatVector c1v2 = c0v0;
        FloatVector c1v3 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v0;
        FloatVector c2v2 = c0v0;
        FloatVector c2v3 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v0;
        FloatVector c3v2 = c0v0;
        FloatVector c3v3 = c0v0;
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a =
                    x0
                            + Integer.toUnsignedLong(
                                    Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            long b = w + i * (2L * Lanes.TILE_BYTES);
            FloatVector w0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w2 =
                    FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b + f1, Lanes.ORDER);
            FloatVector w3 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + f1 + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
            c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
            c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
            c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
            c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
            c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
        }
        long o = Memory.address(y);
        FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
        FloatVector s0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
        FloatVector s1 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s2 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s + v1, Lanes.ORDER);
        FloatVector s3 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v0 = c0v0.add(s0);
        c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
        c0v1 = c0v1.add(s1);
        c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v2 = c0v2.add(s2);
        c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
        c0v3 = c0v3.add(s3);
        c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c1v0 = c1v0.add(s0);
        c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
        c1v1 = c1v1.add(s1);
        c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c1v2 = c1v2.add(s2);
        c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
        c1v3 = c1v3.add(s3);
        c1v3.blend(floor, c1v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c2v0 = c2v0.add(s0);
        c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
        c2v1 = c2v1.add(s1);
        c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + Lanes.TILE_BYTES, Lanes.ORDER);
        c2v2 = c2v2.add(s2);
        c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
        c2v3 = c2v3.add(s3);
        c2v3.blend(floor, c2v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c3v0 = c3v0.add(s0);
        c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
        c3v1 = c3v1.add(s1);
        c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + Lanes.TILE_BYTES, Lanes.ORDER);
        c3v2 = c3v2.add(s2);
        c3v2.blend(floor, c3v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
        c3v3 = c3v3.add(s3);
        c3v3.blend(floor, c3v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
    }

    private static void tile5x4(
            long x,
            int xStep,
            long y,
            int yStep,
            long offsets,
            int k,
            long start,
            long weights,
            long far,
            int stride,
            float low) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x0 = Memory.address(x);
        long f1 = Memory.address(far);
        long v1 = Integer.toUnsignedLong(stride);
        long x1 = Integer.toUnsignedLong(xStep);
        long y1 = Integer.toUnsignedLong(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
        FloatVector c0v1 = c0v0;
        FloatVector c0v2 = c0v0;
        FloatVector c0v3 = c0v0;
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v0;
        FloatVector c1v2 = c0v0;
        FloatVector c1v3 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v0;
        FloatVector c2v2 = c0v0;
        FloatVector c2v3 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v0;
        FloatVector c3v2 = c0v0;
        FloatVector c3v3 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c4v1 = c0v0;
        FloatVector c4v2 = c0v0;
        FloatVector c4v3 = c0v0;
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a =
                    x0
                            + Integer.toUnsignedLong(
                                    Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            long b = w + i * (2L * Lanes.TILE_BYTES);
            FloatVector w0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w2 =
                    FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b + f1, Lanes.ORDER);
            FloatVector w3 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + f1 + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
            c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
            c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
            c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
            c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
            c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2)));
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
            c4v2 = Lanes.FMA ? p.fma(w2, c4v2) : p.mul(w2).add(c4v2);
            c4v3 = Lanes.FMA ? p.fma(w3, c4v3) : p.mul(w3).add(c4v3);
        }
        long o = Memory.address(y);
        FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
        FloatVector s0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
        FloatVector s1 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s2 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s + v1, Lanes.ORDER);
        FloatVector s3 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v0 = c0v0.add(s0);
        c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
        c0v1 = c0v1.add(s1);
        c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v2 = c0v2.add(s2);
        c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
        c0v3 = c0v3.add(s3);
        c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c1v0 = c1v0.add(s0);
        c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
        c1v1 = c1v1.add(s1);
        c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c1v2 = c1v2.add(s2);
        c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
        c1v3 = c1v3.add(s3);
        c1v3.blend(floor, c1v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c2v0 = c2v0.add(s0);
        c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
        c2v1 = c2v1.add(s1);
        c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + Lanes.TILE_BYTES, Lanes.ORDER);
        c2v2 = c2v2.add(s2);
        c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
        c2v3 = c2v3.add(s3);
        c2v3.blend(floor, c2v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c3v0 = c3v0.add(s0);
        c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
        c3v1 = c3v1.add(s1);
        c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + Lanes.TILE_BYTES, Lanes.ORDER);
        c3v2 = c3v2.add(s2);
        c3v2.blend(floor, c3v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
        c3v3 = c3v3.add(s3);
        c3v3.blend(floor, c3v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c4v0 = c4v0.add(s0);
        c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
        c4v1 = c4v1.add(s1);
        c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2) + Lanes.TILE_BYTES, Lanes.ORDER);
        c4v2 = c4v2.add(s2);
        c4v2.blend(floor, c4v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
        c4v3 = c4v3.add(s3);
        c4v3.blend(floor, c4v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
    }

    private static void tile6x4(
            long x,
            int xStep,
            long y,
            int yStep,
            long offsets,
            int k,
            long start,
            long weights,
            long far,
            int stride,
            float low) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x0 = Memory.address(x);
        long f1 = Memory.address(far);
        long v1 = Integer.toUnsignedLong(stride);
        long x1 = Integer.toUnsignedLong(xStep);
        long y1 = Integer.toUnsignedLong(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
        FloatVector c0v1 = c0v0;
        FloatVector c0v2 = c0v0;
        FloatVector c0v3 = c0v0;
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v0;
        FloatVector c1v2 = c0v0;
        FloatVector c1v3 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v0;
        FloatVector c2v2 = c0v0;
        FloatVector c2v3 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v0;
        FloatVector c3v2 = c0v0;
        FloatVector c3v3 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c4v1 = c0v0;
        FloatVector c4v2 = c0v0;
        FloatVector c4v3 = c0v0;
        FloatVector c5v0 = c0v0;
        FloatVector c5v1 = c0v0;
        FloatVector c5v2 = c0v0;
        FloatVector c5v3 = c0v0;
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a =
                    x0
                            + Integer.toUnsignedLong(
                                    Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            long a3 = a + x3;
            long b = w + i * (2L * Lanes.TILE_BYTES);
            FloatVector w0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector w2 =
                    FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b + f1, Lanes.ORDER);
            FloatVector w3 =
                    FloatVector.fromMemorySegment(
                            Lanes.TILE, Memory.ALL, b + f1 + Lanes.TILE_BYTES, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
            c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
            c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
            c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
            c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
            c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2)));
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
            c4v2 = Lanes.FMA ? p.fma(w2, c4v2) : p.mul(w2).add(c4v2);
            c4v3 = Lanes.FMA ? p.fma(w3, c4v3) : p.mul(w3).add(c4v3);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1)));
            c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
            c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
            c5v2 = Lanes.FMA ? p.fma(w2, c5v2) : p.mul(w2).add(c5v2);
            c5v3 = Lanes.FMA ? p.fma(w3, c5v3) : p.mul(w3).add(c5v3);
        }
        long o = Memory.address(y);
        FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
        FloatVector s0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
        FloatVector s1 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s2 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s + v1, Lanes.ORDER);
        FloatVector s3 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        long o3 = o + y3;
        c0v0 = c0v0.add(s0);
        c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
        c0v1 = c0v1.add(s1);
        c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + Lanes.TILE_BYTES, Lanes.ORDER);
        c0v2 = c0v2.add(s2);
        c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
        c0v3 = c0v3.add(s3);
        c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c1v0 = c1v0.add(s0);
        c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
        c1v1 = c1v1.add(s1);
        c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c1v2 = c1v2.add(s2);
        c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
        c1v3 = c1v3.add(s3);
        c1v3.blend(floor, c1v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c2v0 = c2v0.add(s0);
        c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
        c2v1 = c2v1.add(s1);
        c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + Lanes.TILE_BYTES, Lanes.ORDER);
        c2v2 = c2v2.add(s2);
        c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
        c2v3 = c2v3.add(s3);
        c2v3.blend(floor, c2v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c3v0 = c3v0.add(s0);
        c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
        c3v1 = c3v1.add(s1);
        c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + Lanes.TILE_BYTES, Lanes.ORDER);
        c3v2 = c3v2.add(s2);
        c3v2.blend(floor, c3v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
        c3v3 = c3v3.add(s3);
        c3v3.blend(floor, c3v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c4v0 = c4v0.add(s0);
        c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
        c4v1 = c4v1.add(s1);
        c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2) + Lanes.TILE_BYTES, Lanes.ORDER);
        c4v2 = c4v2.add(s2);
        c4v2.blend(floor, c4v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
        c4v3 = c4v3.add(s3);
        c4v3.blend(floor, c4v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
        c5v0 = c5v0.add(s0);
        c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
        c5v1 = c5v1.add(s1);
        c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + Lanes.TILE_BYTES, Lanes.ORDER);
        c5v2 = c5v2.add(s2);
        c5v2.blend(floor, c5v2.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v1, Lanes.ORDER);
        c5v3 = c5v3.add(s3);
        c5v3.blend(floor, c5v3.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v1 + Lanes.TILE_BYTES, Lanes.ORDER);
    }

    private static void tile7x2(
            long x,
            int xStep,
            long y,
            int yStep,
            long offsets,
            int k,
            long start,
            long weights,
            long far,
            int stride,
            float low) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x0 = Memory.address(x);
        long f1 = Memory.address(far);
        long v1 = Integer.toUnsignedLong(stride);
        long x1 = Integer.toUnsignedLong(xStep);
        long y1 = Integer.toUnsignedLong(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
        FloatVector c0v1 = c0v0;
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c4v1 = c0v0;
        FloatVector c5v0 = c0v0;
        FloatVector c5v1 = c0v0;
        FloatVector c6v0 = c0v0;
        FloatVector c6v1 = c0v0;
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a =
                    x0
                            + Integer.toUnsignedLong(
                                    Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            long a3 = a + x3;
            long b = w + i * (1L * Lanes.TILE_BYTES);
            FloatVector w0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b + f1, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2)));
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1)));
            c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
            c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x3 << 1)));
            c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
            c6v1 = Lanes.FMA ? p.fma(w1, c6v1) : p.mul(w1).add(c6v1);
        }
        long o = Memory.address(y);
        FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
        FloatVector s0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
        FloatVector s1 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s + v1, Lanes.ORDER);
        long o3 = o + y3;
        c0v0 = c0v0.add(s0);
        c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
        c0v1 = c0v1.add(s1);
        c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
        c1v0 = c1v0.add(s0);
        c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
        c1v1 = c1v1.add(s1);
        c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
        c2v0 = c2v0.add(s0);
        c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
        c2v1 = c2v1.add(s1);
        c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
        c3v0 = c3v0.add(s0);
        c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
        c3v1 = c3v1.add(s1);
        c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
        c4v0 = c4v0.add(s0);
        c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
        c4v1 = c4v1.add(s1);
        c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
        c5v0 = c5v0.add(s0);
        c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
        c5v1 = c5v1.add(s1);
        c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v1, Lanes.ORDER);
        c6v0 = c6v0.add(s0);
        c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y3 << 1), Lanes.ORDER);
        c6v1 = c6v1.add(s1);
        c6v1.blend(floor, c6v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y3 << 1) + v1, Lanes.ORDER);
    }

    private static void tile8x2(
            long x,
            int xStep,
            long y,
            int yStep,
            long offsets,
            int k,
            long start,
            long weights,
            long far,
            int stride,
            float low) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x0 = Memory.address(x);
        long f1 = Memory.address(far);
        long v1 = Integer.toUnsignedLong(stride);
        long x1 = Integer.toUnsignedLong(xStep);
        long y1 = Integer.toUnsignedLong(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
        FloatVector c0v1 = c0v0;
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c4v1 = c0v0;
        FloatVector c5v0 = c0v0;
        FloatVector c5v1 = c0v0;
        FloatVector c6v0 = c0v0;
        FloatVector c6v1 = c0v0;
        FloatVector c7v0 = c0v0;
        FloatVector c7v1 = c0v0;
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            long a =
                    x0
                            + Integer.toUnsignedLong(
                                    Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            long a3 = a + x3;
            long b = w + i * (1L * Lanes.TILE_BYTES);
            FloatVector w0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b + f1, Lanes.ORDER);
            FloatVector p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2)));
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1)));
            c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
            c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x3 << 1)));
            c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
            c6v1 = Lanes.FMA ? p.fma(w1, c6v1) : p.mul(w1).add(c6v1);
            p =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 2)));
            c7v0 = Lanes.FMA ? p.fma(w0, c7v0) : p.mul(w0).add(c7v0);
            c7v1 = Lanes.FMA ? p.fma(w1, c7v1) : p.mul(w1).add(c7v1);
        }
        long o = Memory.address(y);
        FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
        FloatVector s0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
        FloatVector s1 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s + v1, Lanes.ORDER);
        long o3 = o + y3;
        c0v0 = c0v0.add(s0);
        c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
        c0v1 = c0v1.add(s1);
        c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
        c1v0 = c1v0.add(s0);
        c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
        c1v1 = c1v1.add(s1);
        c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
        c2v0 = c2v0.add(s0);
        c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
        c2v1 = c2v1.add(s1);
        c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
        c3v0 = c3v0.add(s0);
        c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
        c3v1 = c3v1.add(s1);
        c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
        c4v0 = c4v0.add(s0);
        c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
        c4v1 = c4v1.add(s1);
        c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
        c5v0 = c5v0.add(s0);
        c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
        c5v1 = c5v1.add(s1);
        c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v1, Lanes.ORDER);
        c6v0 = c6v0.add(s0);
        c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y3 << 1), Lanes.ORDER);
        c6v1 = c6v1.add(s1);
        c6v1.blend(floor, c6v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o + (y3 << 1) + v1, Lanes.ORDER);
        c7v0 = c7v0.add(s0);
        c7v0.blend(floor, c7v0.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o3 + (y1 << 2), Lanes.ORDER);
        c7v1 = c7v1.add(s1);
        c7v1.blend(floor, c7v1.compare(VectorOperators.LT, floor))
                .intoMemorySegment(Memory.ALL, o3 + (y1 << 2) + v1, Lanes.ORDER);
    }
}
