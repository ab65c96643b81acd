package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.ValueLayout;

/**
 * The register tiles of {@link RunProduct}, written by TileGenerator: y[r][v] = (sum over k of x[r
 * + offsets[k]] * w[k][v]) + start[v], but at least {@code low} and at most {@code high}, for rows
 * r that are neighbouring pixels of y and equally far apart in x. NaN stays.
 *
 * <p>Memory: {@code start} is [v][lanes] and the weights are [k][v][lanes] in the lanes of {@link
 * Lanes#TILE}. One base address serves all rows, which leaves registers for the loops over tiles;
 * so a call computes many tiles, and K may have any length. Steps and strides are less than {@link
 * Memory#MOST_STEP}.
 */
final class RunTilesClipped {

    private RunTilesClipped() {}

    /**
     * Computes a rectangle of tiles.
     *
     * @param tile rows of a tile + 16 * vectors
     * @param x address of the first pixel's first input
     * @param xStep bytes from one pixel to the next
     * @param xBytes bytes from one line of pixels to the next
     * @param y address of the first pixel
     * @param yStep bytes from one pixel to the next
     * @param yBytes bytes from one line of pixels to the next
     * @param lines lines of pixels
     * @param tiles tiles of a line
     * @param offsets address of [k] ints, the bytes from a pixel's x address to its k-th input
     * @param k steps
     * @param start address of what is added to the sums
     * @param weights address of the weights
     * @param stride bytes from one channel block of y to the next
     * @param low the least value of y
     * @param high the greatest value of y
     */
    static void run(
            int tile,
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        switch (tile) {
            case 17 ->
                    tile1x1(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, low, high);
            case 18 ->
                    tile2x1(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, low, high);
            case 19 ->
                    tile3x1(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, low, high);
            case 20 ->
                    tile4x1(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, low, high);
            case 21 ->
                    tile5x1(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, low, high);
            case 22 ->
                    tile6x1(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, low, high);
            case 23 ->
                    tile7x1(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, low, high);
            case 24 ->
                    tile8x1(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, low, high);
            case 33 ->
                    tile1x2(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 34 ->
                    tile2x2(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 35 ->
                    tile3x2(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 36 ->
                    tile4x2(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 37 ->
                    tile5x2(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 38 ->
                    tile6x2(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 39 ->
                    tile7x2(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 40 ->
                    tile8x2(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 49 ->
                    tile1x3(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 50 ->
                    tile2x3(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 51 ->
                    tile3x3(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 52 ->
                    tile4x3(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 53 ->
                    tile5x3(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 54 ->
                    tile6x3(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 55 ->
                    tile7x3(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 65 ->
                    tile1x4(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 66 ->
                    tile2x4(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 67 ->
                    tile3x4(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 68 ->
                    tile4x4(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 69 ->
                    tile5x4(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            case 70 ->
                    tile6x4(
                            x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                            weights, stride, low, high);
            default -> throw new IllegalArgumentException("tile " + tile);
        }
    }

    private static void tile1x1(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (1L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    long b = w + i * (1L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                }
                long o = Memory.address(y + line * yBytes + t * (1L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            }
        }
    }

    private static void tile2x1(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (2L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c1v0 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    long b = w + i * (1L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                }
                long o = Memory.address(y + line * yBytes + t * (2L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
            }
        }
    }

    private static void tile3x1(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (3L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c1v0 = c0v0;
                FloatVector c2v0 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    long b = w + i * (1L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                }
                long o = Memory.address(y + line * yBytes + t * (3L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
            }
        }
    }

    private static void tile4x1(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (4L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c1v0 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c3v0 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    long b = w + i * (1L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                }
                long o = Memory.address(y + line * yBytes + t * (4L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
            }
        }
    }

    private static void tile5x1(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (5L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c1v0 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c4v0 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    long b = w + i * (1L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                }
                long o = Memory.address(y + line * yBytes + t * (5L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
            }
        }
    }

    private static void tile6x1(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (6L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c1v0 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c5v0 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    long a3 = a + x3;
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1));
                    long b = w + i * (1L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                }
                long o = Memory.address(y + line * yBytes + t * (6L * y1));
                long o3 = o + y3;
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c5v0 = c5v0.add(s0);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
            }
        }
    }

    private static void tile7x1(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (7L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c1v0 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c5v0 = c0v0;
                FloatVector c6v0 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    long a3 = a + x3;
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1));
                    float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x3 << 1));
                    long b = w + i * (1L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                    p = FloatVector.broadcast(Lanes.TILE, f6);
                    c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
                }
                long o = Memory.address(y + line * yBytes + t * (7L * y1));
                long o3 = o + y3;
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c5v0 = c5v0.add(s0);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
                c6v0 = c6v0.add(s0);
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0.blend(roof, c6v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y3 << 1), Lanes.ORDER);
            }
        }
    }

    private static void tile8x1(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (8L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c1v0 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c5v0 = c0v0;
                FloatVector c6v0 = c0v0;
                FloatVector c7v0 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    long a3 = a + x3;
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1));
                    float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x3 << 1));
                    float f7 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 2));
                    long b = w + i * (1L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                    p = FloatVector.broadcast(Lanes.TILE, f6);
                    c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
                    p = FloatVector.broadcast(Lanes.TILE, f7);
                    c7v0 = Lanes.FMA ? p.fma(w0, c7v0) : p.mul(w0).add(c7v0);
                }
                long o = Memory.address(y + line * yBytes + t * (8L * y1));
                long o3 = o + y3;
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c5v0 = c5v0.add(s0);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
                c6v0 = c6v0.add(s0);
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0.blend(roof, c6v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y3 << 1), Lanes.ORDER);
                c7v0 = c7v0.add(s0);
                c7v0 = c7v0.blend(floor, c7v0.compare(VectorOperators.LT, floor));
                c7v0.blend(roof, c7v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 2), Lanes.ORDER);
            }
        }
    }

    private static void tile1x2(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (1L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    long b = w + i * (2L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                }
                long o = Memory.address(y + line * yBytes + t * (1L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
            }
        }
    }

    private static void tile2x2(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (2L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    long b = w + i * (2L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                }
                long o = Memory.address(y + line * yBytes + t * (2L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
            }
        }
    }

    private static void tile3x2(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (3L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    long b = w + i * (2L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                }
                long o = Memory.address(y + line * yBytes + t * (3L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
            }
        }
    }

    private static void tile4x2(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (4L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c3v1 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    long b = w + i * (2L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                }
                long o = Memory.address(y + line * yBytes + t * (4L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
            }
        }
    }

    private static void tile5x2(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (5L * x1));
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
                for (int i = 0; i < k; i++) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    long b = w + i * (2L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                }
                long o = Memory.address(y + line * yBytes + t * (5L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c4v1 = c4v1.add(s1);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
            }
        }
    }

    private static void tile6x2(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (6L * x1));
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
                for (int i = 0; i < k; i++) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    long a3 = a + x3;
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1));
                    long b = w + i * (2L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
                }
                long o = Memory.address(y + line * yBytes + t * (6L * y1));
                long o3 = o + y3;
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c4v1 = c4v1.add(s1);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
                c5v0 = c5v0.add(s0);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
                c5v1 = c5v1.add(s1);
                c5v1 = c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor));
                c5v1.blend(roof, c5v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v1, Lanes.ORDER);
            }
        }
    }

    private static void tile7x2(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (7L * x1));
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
                for (int i = 0; i < k; i++) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    long a3 = a + x3;
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1));
                    float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x3 << 1));
                    long b = w + i * (2L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
                    p = FloatVector.broadcast(Lanes.TILE, f6);
                    c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
                    c6v1 = Lanes.FMA ? p.fma(w1, c6v1) : p.mul(w1).add(c6v1);
                }
                long o = Memory.address(y + line * yBytes + t * (7L * y1));
                long o3 = o + y3;
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c4v1 = c4v1.add(s1);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
                c5v0 = c5v0.add(s0);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
                c5v1 = c5v1.add(s1);
                c5v1 = c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor));
                c5v1.blend(roof, c5v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v1, Lanes.ORDER);
                c6v0 = c6v0.add(s0);
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0.blend(roof, c6v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y3 << 1), Lanes.ORDER);
                c6v1 = c6v1.add(s1);
                c6v1 = c6v1.blend(floor, c6v1.compare(VectorOperators.LT, floor));
                c6v1.blend(roof, c6v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y3 << 1) + v1, Lanes.ORDER);
            }
        }
    }

    private static void tile8x2(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (8L * x1));
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
                for (int i = 0; i < k; i++) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    long a3 = a + x3;
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1));
                    float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x3 << 1));
                    float f7 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 2));
                    long b = w + i * (2L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
                    p = FloatVector.broadcast(Lanes.TILE, f6);
                    c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
                    c6v1 = Lanes.FMA ? p.fma(w1, c6v1) : p.mul(w1).add(c6v1);
                    p = FloatVector.broadcast(Lanes.TILE, f7);
                    c7v0 = Lanes.FMA ? p.fma(w0, c7v0) : p.mul(w0).add(c7v0);
                    c7v1 = Lanes.FMA ? p.fma(w1, c7v1) : p.mul(w1).add(c7v1);
                }
                long o = Memory.address(y + line * yBytes + t * (8L * y1));
                long o3 = o + y3;
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c4v1 = c4v1.add(s1);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
                c5v0 = c5v0.add(s0);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
                c5v1 = c5v1.add(s1);
                c5v1 = c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor));
                c5v1.blend(roof, c5v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v1, Lanes.ORDER);
                c6v0 = c6v0.add(s0);
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0.blend(roof, c6v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y3 << 1), Lanes.ORDER);
                c6v1 = c6v1.add(s1);
                c6v1 = c6v1.blend(floor, c6v1.compare(VectorOperators.LT, floor));
                c6v1.blend(roof, c6v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y3 << 1) + v1, Lanes.ORDER);
                c7v0 = c7v0.add(s0);
                c7v0 = c7v0.blend(floor, c7v0.compare(VectorOperators.LT, floor));
                c7v0.blend(roof, c7v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 2), Lanes.ORDER);
                c7v1 = c7v1.add(s1);
                c7v1 = c7v1.blend(floor, c7v1.compare(VectorOperators.LT, floor));
                c7v1.blend(roof, c7v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 2) + v1, Lanes.ORDER);
            }
        }
    }

    private static void tile1x3(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (1L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    long b = w + i * (3L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                }
                long o = Memory.address(y + line * yBytes + t * (1L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
            }
        }
    }

    private static void tile2x3(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (2L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c1v2 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    long b = w + i * (3L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                }
                long o = Memory.address(y + line * yBytes + t * (2L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
            }
        }
    }

    private static void tile3x3(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (3L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c1v2 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v0;
                FloatVector c2v2 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    long b = w + i * (3L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                }
                long o = Memory.address(y + line * yBytes + t * (3L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c2v2 = c2v2.add(s2);
                c2v2 = c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor));
                c2v2.blend(roof, c2v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v2, Lanes.ORDER);
            }
        }
    }

    private static void tile4x3(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (4L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c1v2 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v0;
                FloatVector c2v2 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c3v1 = c0v0;
                FloatVector c3v2 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    long b = w + i * (3L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                }
                long o = Memory.address(y + line * yBytes + t * (4L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c2v2 = c2v2.add(s2);
                c2v2 = c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor));
                c2v2.blend(roof, c2v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v2, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c3v2 = c3v2.add(s2);
                c3v2 = c3v2.blend(floor, c3v2.compare(VectorOperators.LT, floor));
                c3v2.blend(roof, c3v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v2, Lanes.ORDER);
            }
        }
    }

    private static void tile5x3(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (5L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c1v2 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v0;
                FloatVector c2v2 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c3v1 = c0v0;
                FloatVector c3v2 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c4v1 = c0v0;
                FloatVector c4v2 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    long b = w + i * (3L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    c4v2 = Lanes.FMA ? p.fma(w2, c4v2) : p.mul(w2).add(c4v2);
                }
                long o = Memory.address(y + line * yBytes + t * (5L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c2v2 = c2v2.add(s2);
                c2v2 = c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor));
                c2v2.blend(roof, c2v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v2, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c3v2 = c3v2.add(s2);
                c3v2 = c3v2.blend(floor, c3v2.compare(VectorOperators.LT, floor));
                c3v2.blend(roof, c3v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v2, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c4v1 = c4v1.add(s1);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
                c4v2 = c4v2.add(s2);
                c4v2 = c4v2.blend(floor, c4v2.compare(VectorOperators.LT, floor));
                c4v2.blend(roof, c4v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v2, Lanes.ORDER);
            }
        }
    }

    private static void tile6x3(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (6L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c1v2 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v0;
                FloatVector c2v2 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c3v1 = c0v0;
                FloatVector c3v2 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c4v1 = c0v0;
                FloatVector c4v2 = c0v0;
                FloatVector c5v0 = c0v0;
                FloatVector c5v1 = c0v0;
                FloatVector c5v2 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    long a3 = a + x3;
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1));
                    long b = w + i * (3L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    c4v2 = Lanes.FMA ? p.fma(w2, c4v2) : p.mul(w2).add(c4v2);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
                    c5v2 = Lanes.FMA ? p.fma(w2, c5v2) : p.mul(w2).add(c5v2);
                }
                long o = Memory.address(y + line * yBytes + t * (6L * y1));
                long o3 = o + y3;
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c2v2 = c2v2.add(s2);
                c2v2 = c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor));
                c2v2.blend(roof, c2v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v2, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c3v2 = c3v2.add(s2);
                c3v2 = c3v2.blend(floor, c3v2.compare(VectorOperators.LT, floor));
                c3v2.blend(roof, c3v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v2, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c4v1 = c4v1.add(s1);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
                c4v2 = c4v2.add(s2);
                c4v2 = c4v2.blend(floor, c4v2.compare(VectorOperators.LT, floor));
                c4v2.blend(roof, c4v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v2, Lanes.ORDER);
                c5v0 = c5v0.add(s0);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
                c5v1 = c5v1.add(s1);
                c5v1 = c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor));
                c5v1.blend(roof, c5v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v1, Lanes.ORDER);
                c5v2 = c5v2.add(s2);
                c5v2 = c5v2.blend(floor, c5v2.compare(VectorOperators.LT, floor));
                c5v2.blend(roof, c5v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v2, Lanes.ORDER);
            }
        }
    }

    private static void tile7x3(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (7L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c1v2 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v0;
                FloatVector c2v2 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c3v1 = c0v0;
                FloatVector c3v2 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c4v1 = c0v0;
                FloatVector c4v2 = c0v0;
                FloatVector c5v0 = c0v0;
                FloatVector c5v1 = c0v0;
                FloatVector c5v2 = c0v0;
                FloatVector c6v0 = c0v0;
                FloatVector c6v1 = c0v0;
                FloatVector c6v2 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    long a3 = a + x3;
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1));
                    float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x3 << 1));
                    long b = w + i * (3L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    c4v2 = Lanes.FMA ? p.fma(w2, c4v2) : p.mul(w2).add(c4v2);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
                    c5v2 = Lanes.FMA ? p.fma(w2, c5v2) : p.mul(w2).add(c5v2);
                    p = FloatVector.broadcast(Lanes.TILE, f6);
                    c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
                    c6v1 = Lanes.FMA ? p.fma(w1, c6v1) : p.mul(w1).add(c6v1);
                    c6v2 = Lanes.FMA ? p.fma(w2, c6v2) : p.mul(w2).add(c6v2);
                }
                long o = Memory.address(y + line * yBytes + t * (7L * y1));
                long o3 = o + y3;
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c2v2 = c2v2.add(s2);
                c2v2 = c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor));
                c2v2.blend(roof, c2v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v2, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c3v2 = c3v2.add(s2);
                c3v2 = c3v2.blend(floor, c3v2.compare(VectorOperators.LT, floor));
                c3v2.blend(roof, c3v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v2, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c4v1 = c4v1.add(s1);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
                c4v2 = c4v2.add(s2);
                c4v2 = c4v2.blend(floor, c4v2.compare(VectorOperators.LT, floor));
                c4v2.blend(roof, c4v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v2, Lanes.ORDER);
                c5v0 = c5v0.add(s0);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
                c5v1 = c5v1.add(s1);
                c5v1 = c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor));
                c5v1.blend(roof, c5v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v1, Lanes.ORDER);
                c5v2 = c5v2.add(s2);
                c5v2 = c5v2.blend(floor, c5v2.compare(VectorOperators.LT, floor));
                c5v2.blend(roof, c5v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v2, Lanes.ORDER);
                c6v0 = c6v0.add(s0);
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0.blend(roof, c6v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y3 << 1), Lanes.ORDER);
                c6v1 = c6v1.add(s1);
                c6v1 = c6v1.blend(floor, c6v1.compare(VectorOperators.LT, floor));
                c6v1.blend(roof, c6v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y3 << 1) + v1, Lanes.ORDER);
                c6v2 = c6v2.add(s2);
                c6v2 = c6v2.blend(floor, c6v2.compare(VectorOperators.LT, floor));
                c6v2.blend(roof, c6v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y3 << 1) + v2, Lanes.ORDER);
            }
        }
    }

    private static void tile1x4(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        long v3 = v2 + v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (1L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                FloatVector c0v3 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    long b = w + i * (4L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                }
                long o = Memory.address(y + line * yBytes + t * (1L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s3 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c0v3 = c0v3.add(s3);
                c0v3 = c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor));
                c0v3.blend(roof, c0v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v3, Lanes.ORDER);
            }
        }
    }

    private static void tile2x4(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        long v3 = v2 + v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (2L * x1));
                FloatVector c0v0 = FloatVector.zero(Lanes.TILE);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                FloatVector c0v3 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c1v2 = c0v0;
                FloatVector c1v3 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    long b = w + i * (4L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
                }
                long o = Memory.address(y + line * yBytes + t * (2L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s3 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c0v3 = c0v3.add(s3);
                c0v3 = c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor));
                c0v3.blend(roof, c0v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v3, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
                c1v3 = c1v3.add(s3);
                c1v3 = c1v3.blend(floor, c1v3.compare(VectorOperators.LT, floor));
                c1v3.blend(roof, c1v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v3, Lanes.ORDER);
            }
        }
    }

    private static void tile3x4(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        long v3 = v2 + v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (3L * x1));
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
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    long b = w + i * (4L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
                }
                long o = Memory.address(y + line * yBytes + t * (3L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s3 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c0v3 = c0v3.add(s3);
                c0v3 = c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor));
                c0v3.blend(roof, c0v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v3, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
                c1v3 = c1v3.add(s3);
                c1v3 = c1v3.blend(floor, c1v3.compare(VectorOperators.LT, floor));
                c1v3.blend(roof, c1v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v3, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c2v2 = c2v2.add(s2);
                c2v2 = c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor));
                c2v2.blend(roof, c2v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v2, Lanes.ORDER);
                c2v3 = c2v3.add(s3);
                c2v3 = c2v3.blend(floor, c2v3.compare(VectorOperators.LT, floor));
                c2v3.blend(roof, c2v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v3, Lanes.ORDER);
            }
        }
    }

    private static void tile4x4(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        long v3 = v2 + v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (4L * x1));
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
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    long b = w + i * (4L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
                }
                long o = Memory.address(y + line * yBytes + t * (4L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s3 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c0v3 = c0v3.add(s3);
                c0v3 = c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor));
                c0v3.blend(roof, c0v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v3, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
                c1v3 = c1v3.add(s3);
                c1v3 = c1v3.blend(floor, c1v3.compare(VectorOperators.LT, floor));
                c1v3.blend(roof, c1v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v3, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c2v2 = c2v2.add(s2);
                c2v2 = c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor));
                c2v2.blend(roof, c2v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v2, Lanes.ORDER);
                c2v3 = c2v3.add(s3);
                c2v3 = c2v3.blend(floor, c2v3.compare(VectorOperators.LT, floor));
                c2v3.blend(roof, c2v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v3, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c3v2 = c3v2.add(s2);
                c3v2 = c3v2.blend(floor, c3v2.compare(VectorOperators.LT, floor));
                c3v2.blend(roof, c3v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v2, Lanes.ORDER);
                c3v3 = c3v3.add(s3);
                c3v3 = c3v3.blend(floor, c3v3.compare(VectorOperators.LT, floor));
                c3v3.blend(roof, c3v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v3, Lanes.ORDER);
            }
        }
    }

    private static void tile5x4(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        long v3 = v2 + v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (5L * x1));
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
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    long b = w + i * (4L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    c4v2 = Lanes.FMA ? p.fma(w2, c4v2) : p.mul(w2).add(c4v2);
                    c4v3 = Lanes.FMA ? p.fma(w3, c4v3) : p.mul(w3).add(c4v3);
                }
                long o = Memory.address(y + line * yBytes + t * (5L * y1));
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s3 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c0v3 = c0v3.add(s3);
                c0v3 = c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor));
                c0v3.blend(roof, c0v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v3, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
                c1v3 = c1v3.add(s3);
                c1v3 = c1v3.blend(floor, c1v3.compare(VectorOperators.LT, floor));
                c1v3.blend(roof, c1v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v3, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c2v2 = c2v2.add(s2);
                c2v2 = c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor));
                c2v2.blend(roof, c2v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v2, Lanes.ORDER);
                c2v3 = c2v3.add(s3);
                c2v3 = c2v3.blend(floor, c2v3.compare(VectorOperators.LT, floor));
                c2v3.blend(roof, c2v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v3, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c3v2 = c3v2.add(s2);
                c3v2 = c3v2.blend(floor, c3v2.compare(VectorOperators.LT, floor));
                c3v2.blend(roof, c3v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v2, Lanes.ORDER);
                c3v3 = c3v3.add(s3);
                c3v3 = c3v3.blend(floor, c3v3.compare(VectorOperators.LT, floor));
                c3v3.blend(roof, c3v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v3, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c4v1 = c4v1.add(s1);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
                c4v2 = c4v2.add(s2);
                c4v2 = c4v2.blend(floor, c4v2.compare(VectorOperators.LT, floor));
                c4v2.blend(roof, c4v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v2, Lanes.ORDER);
                c4v3 = c4v3.add(s3);
                c4v3 = c4v3.blend(floor, c4v3.compare(VectorOperators.LT, floor));
                c4v3.blend(roof, c4v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v3, Lanes.ORDER);
            }
        }
    }

    private static void tile6x4(
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long x1 = Memory.step(xStep);
        long y1 = Memory.step(yStep);
        long x3 = 3 * x1;
        long y3 = 3 * y1;
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;
        long v3 = v2 + v1;
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * (6L * x1));
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
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    long a3 = a + x3;
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1));
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2));
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1));
                    long b = w + i * (4L * Lanes.TILE_BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    c4v2 = Lanes.FMA ? p.fma(w2, c4v2) : p.mul(w2).add(c4v2);
                    c4v3 = Lanes.FMA ? p.fma(w3, c4v3) : p.mul(w3).add(c4v3);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
                    c5v2 = Lanes.FMA ? p.fma(w2, c5v2) : p.mul(w2).add(c5v2);
                    c5v3 = Lanes.FMA ? p.fma(w3, c5v3) : p.mul(w3).add(c5v3);
                }
                long o = Memory.address(y + line * yBytes + t * (6L * y1));
                long o3 = o + y3;
                FloatVector s0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector s1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s2 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector s3 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.add(s0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.add(s1);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c0v2 = c0v2.add(s2);
                c0v2 = c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor));
                c0v2.blend(roof, c0v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v2, Lanes.ORDER);
                c0v3 = c0v3.add(s3);
                c0v3 = c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor));
                c0v3.blend(roof, c0v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v3, Lanes.ORDER);
                c1v0 = c1v0.add(s0);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1, Lanes.ORDER);
                c1v1 = c1v1.add(s1);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v1, Lanes.ORDER);
                c1v2 = c1v2.add(s2);
                c1v2 = c1v2.blend(floor, c1v2.compare(VectorOperators.LT, floor));
                c1v2.blend(roof, c1v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v2, Lanes.ORDER);
                c1v3 = c1v3.add(s3);
                c1v3 = c1v3.blend(floor, c1v3.compare(VectorOperators.LT, floor));
                c1v3.blend(roof, c1v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y1 + v3, Lanes.ORDER);
                c2v0 = c2v0.add(s0);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1), Lanes.ORDER);
                c2v1 = c2v1.add(s1);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v1, Lanes.ORDER);
                c2v2 = c2v2.add(s2);
                c2v2 = c2v2.blend(floor, c2v2.compare(VectorOperators.LT, floor));
                c2v2.blend(roof, c2v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v2, Lanes.ORDER);
                c2v3 = c2v3.add(s3);
                c2v3 = c2v3.blend(floor, c2v3.compare(VectorOperators.LT, floor));
                c2v3.blend(roof, c2v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 1) + v3, Lanes.ORDER);
                c3v0 = c3v0.add(s0);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3, Lanes.ORDER);
                c3v1 = c3v1.add(s1);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v1, Lanes.ORDER);
                c3v2 = c3v2.add(s2);
                c3v2 = c3v2.blend(floor, c3v2.compare(VectorOperators.LT, floor));
                c3v2.blend(roof, c3v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v2, Lanes.ORDER);
                c3v3 = c3v3.add(s3);
                c3v3 = c3v3.blend(floor, c3v3.compare(VectorOperators.LT, floor));
                c3v3.blend(roof, c3v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + y3 + v3, Lanes.ORDER);
                c4v0 = c4v0.add(s0);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2), Lanes.ORDER);
                c4v1 = c4v1.add(s1);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v1, Lanes.ORDER);
                c4v2 = c4v2.add(s2);
                c4v2 = c4v2.blend(floor, c4v2.compare(VectorOperators.LT, floor));
                c4v2.blend(roof, c4v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v2, Lanes.ORDER);
                c4v3 = c4v3.add(s3);
                c4v3 = c4v3.blend(floor, c4v3.compare(VectorOperators.LT, floor));
                c4v3.blend(roof, c4v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + (y1 << 2) + v3, Lanes.ORDER);
                c5v0 = c5v0.add(s0);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1), Lanes.ORDER);
                c5v1 = c5v1.add(s1);
                c5v1 = c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor));
                c5v1.blend(roof, c5v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v1, Lanes.ORDER);
                c5v2 = c5v2.add(s2);
                c5v2 = c5v2.blend(floor, c5v2.compare(VectorOperators.LT, floor));
                c5v2.blend(roof, c5v2.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v2, Lanes.ORDER);
                c5v3 = c5v3.add(s3);
                c5v3 = c5v3.blend(floor, c5v3.compare(VectorOperators.LT, floor));
                c5v3.blend(roof, c5v3.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o3 + (y1 << 1) + v3, Lanes.ORDER);
            }
        }
    }
}
