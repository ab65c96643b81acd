package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Rows of depthwise convolution for windows 3 and 5 columns wide, stride 1 and 2, written by
 * TileGenerator: y[j] = clamp(bias + sum over u, v of x[u][j stride + v] * w[u][v]), every term a
 * vector of channels.
 *
 * <p>A tile is a few neighbouring pixels; each input vector is loaded once for all windows that it
 * is in. The last tile ends with the row, and computes again what it shares with the one before. A
 * call computes many rows and blocks of channels: a plane of 7x7 takes less time than a call's way
 * here.
 */
final class DepthwiseRows {

    /** Pixels of a tile, the fewest that a row may have. */
    static final int TILE = 7;

    private DepthwiseRows() {}

    /** Whether there are such rows. */
    static boolean handles(int kernelW, int strideW) {
        return (kernelW == 3 || kernelW == 5) && strideW <= 2;
    }

    /**
     * Computes a rectangle of pixels in each of {@code blocks} blocks of channels.
     *
     * @param x address of the first pixel's first input
     * @param window how inputs lie
     * @param panel address of bias [lanes] and weights [kernelH][kernelW][lanes] of the first
     *     block, behind which are those of the others
     * @param y address of the first pixel
     * @param output how pixels lie, and their bounds
     * @param blocks blocks of channels
     * @param height rows of pixels
     */
    static void run(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            DepthwiseOutput output,
            int blocks,
            int height) {
        switch (10 * window.kernelW() + window.strideW()) {
            case 31 -> rows3x1(x, window, panel, y, output, blocks, height);
            case 32 -> rows3x2(x, window, panel, y, output, blocks, height);
            case 51 -> rows5x1(x, window, panel, y, output, blocks, height);
            case 52 -> rows5x2(x, window, panel, y, output, blocks, height);
            default -> throw new IllegalArgumentException(window.toString());
        }
    }

    private static void rows3x1(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            DepthwiseOutput output,
            int blocks,
            int height) {
        long rowStride = Integer.toUnsignedLong(window.rowBytes());
        int kernelH = window.kernelH();
        int width = output.width();
        FloatVector low = FloatVector.broadcast(Lanes.SPECIES, output.low());
        FloatVector high = FloatVector.broadcast(Lanes.SPECIES, output.high());
        for (int cb = 0; cb < blocks; cb++) {
            long bias = Memory.address(panel + cb * (1L + kernelH * 3L) * Lanes.BYTES);
            long w = bias + Lanes.BYTES;
            long xBlock = x + cb * window.blockBytes();
            long yBlock = y + cb * output.blockBytes();
            for (int pixelRow = 0; pixelRow < height; pixelRow++) {
                for (int g = 0; g < width; g += TILE) {
                    long j = Math.min(g, width - TILE);
                    long in = xBlock + pixelRow * window.strideBytes() + j * (1L * Lanes.BYTES);
                    FloatVector c0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, bias, Lanes.ORDER);
                    FloatVector c1 = c0;
                    FloatVector c2 = c0;
                    FloatVector c3 = c0;
                    FloatVector c4 = c0;
                    FloatVector c5 = c0;
                    FloatVector c6 = c0;
                    for (int i = 0; i < kernelH; i = (i + 1) & Integer.MAX_VALUE) {
                        long row = Memory.address(in + i * rowStride);
                        long b = w + i * (3L * Lanes.BYTES);
                        FloatVector w0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                        FloatVector w1 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
                        FloatVector w2 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        b + 2L * Lanes.BYTES,
                                        Lanes.ORDER);
                        FloatVector x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, row, Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w0, c0) : x0.mul(w0).add(c0);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, row + Lanes.BYTES, Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w1, c0) : x0.mul(w1).add(c0);
                        c1 = Lanes.FMA ? x0.fma(w0, c1) : x0.mul(w0).add(c1);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 2L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w2, c0) : x0.mul(w2).add(c0);
                        c1 = Lanes.FMA ? x0.fma(w1, c1) : x0.mul(w1).add(c1);
                        c2 = Lanes.FMA ? x0.fma(w0, c2) : x0.mul(w0).add(c2);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 3L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c1 = Lanes.FMA ? x0.fma(w2, c1) : x0.mul(w2).add(c1);
                        c2 = Lanes.FMA ? x0.fma(w1, c2) : x0.mul(w1).add(c2);
                        c3 = Lanes.FMA ? x0.fma(w0, c3) : x0.mul(w0).add(c3);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 4L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c2 = Lanes.FMA ? x0.fma(w2, c2) : x0.mul(w2).add(c2);
                        c3 = Lanes.FMA ? x0.fma(w1, c3) : x0.mul(w1).add(c3);
                        c4 = Lanes.FMA ? x0.fma(w0, c4) : x0.mul(w0).add(c4);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 5L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c3 = Lanes.FMA ? x0.fma(w2, c3) : x0.mul(w2).add(c3);
                        c4 = Lanes.FMA ? x0.fma(w1, c4) : x0.mul(w1).add(c4);
                        c5 = Lanes.FMA ? x0.fma(w0, c5) : x0.mul(w0).add(c5);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 6L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c4 = Lanes.FMA ? x0.fma(w2, c4) : x0.mul(w2).add(c4);
                        c5 = Lanes.FMA ? x0.fma(w1, c5) : x0.mul(w1).add(c5);
                        c6 = Lanes.FMA ? x0.fma(w0, c6) : x0.mul(w0).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 7L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c5 = Lanes.FMA ? x0.fma(w2, c5) : x0.mul(w2).add(c5);
                        c6 = Lanes.FMA ? x0.fma(w1, c6) : x0.mul(w1).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 8L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c6 = Lanes.FMA ? x0.fma(w2, c6) : x0.mul(w2).add(c6);
                    }
                    long out =
                            Memory.address(yBlock + pixelRow * output.rowBytes() + j * Lanes.BYTES);
                    c0 = c0.blend(low, c0.compare(VectorOperators.LT, low));
                    c0 = c0.blend(high, c0.compare(VectorOperators.GT, high));
                    c0.intoMemorySegment(Memory.ALL, out, Lanes.ORDER);
                    c1 = c1.blend(low, c1.compare(VectorOperators.LT, low));
                    c1 = c1.blend(high, c1.compare(VectorOperators.GT, high));
                    c1.intoMemorySegment(Memory.ALL, out + Lanes.BYTES, Lanes.ORDER);
                    c2 = c2.blend(low, c2.compare(VectorOperators.LT, low));
                    c2 = c2.blend(high, c2.compare(VectorOperators.GT, high));
                    c2.intoMemorySegment(Memory.ALL, out + 2L * Lanes.BYTES, Lanes.ORDER);
                    c3 = c3.blend(low, c3.compare(VectorOperators.LT, low));
                    c3 = c3.blend(high, c3.compare(VectorOperators.GT, high));
                    c3.intoMemorySegment(Memory.ALL, out + 3L * Lanes.BYTES, Lanes.ORDER);
                    c4 = c4.blend(low, c4.compare(VectorOperators.LT, low));
                    c4 = c4.blend(high, c4.compare(VectorOperators.GT, high));
                    c4.intoMemorySegment(Memory.ALL, out + 4L * Lanes.BYTES, Lanes.ORDER);
                    c5 = c5.blend(low, c5.compare(VectorOperators.LT, low));
                    c5 = c5.blend(high, c5.compare(VectorOperators.GT, high));
                    c5.intoMemorySegment(Memory.ALL, out + 5L * Lanes.BYTES, Lanes.ORDER);
                    c6 = c6.blend(low, c6.compare(VectorOperators.LT, low));
                    c6 = c6.blend(high, c6.compare(VectorOperators.GT, high));
                    c6.intoMemorySegment(Memory.ALL, out + 6L * Lanes.BYTES, Lanes.ORDER);
                }
            }
        }
    }

    private static void rows3x2(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            DepthwiseOutput output,
            int blocks,
            int height) {
        long rowStride = Integer.toUnsignedLong(window.rowBytes());
        int kernelH = window.kernelH();
        int width = output.width();
        FloatVector low = FloatVector.broadcast(Lanes.SPECIES, output.low());
        FloatVector high = FloatVector.broadcast(Lanes.SPECIES, output.high());
        for (int cb = 0; cb < blocks; cb++) {
            long bias = Memory.address(panel + cb * (1L + kernelH * 3L) * Lanes.BYTES);
            long w = bias + Lanes.BYTES;
            long xBlock = x + cb * window.blockBytes();
            long yBlock = y + cb * output.blockBytes();
            for (int pixelRow = 0; pixelRow < height; pixelRow++) {
                for (int g = 0; g < width; g += TILE) {
                    long j = Math.min(g, width - TILE);
                    long in = xBlock + pixelRow * window.strideBytes() + j * (2L * Lanes.BYTES);
                    FloatVector c0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, bias, Lanes.ORDER);
                    FloatVector c1 = c0;
                    FloatVector c2 = c0;
                    FloatVector c3 = c0;
                    FloatVector c4 = c0;
                    FloatVector c5 = c0;
                    FloatVector c6 = c0;
                    for (int i = 0; i < kernelH; i = (i + 1) & Integer.MAX_VALUE) {
                        long row = Memory.address(in + i * rowStride);
                        long b = w + i * (3L * Lanes.BYTES);
                        FloatVector w0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                        FloatVector w1 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
                        FloatVector w2 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        b + 2L * Lanes.BYTES,
                                        Lanes.ORDER);
                        FloatVector x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, row, Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w0, c0) : x0.mul(w0).add(c0);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, row + Lanes.BYTES, Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w1, c0) : x0.mul(w1).add(c0);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 2L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w2, c0) : x0.mul(w2).add(c0);
                        c1 = Lanes.FMA ? x0.fma(w0, c1) : x0.mul(w0).add(c1);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 3L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c1 = Lanes.FMA ? x0.fma(w1, c1) : x0.mul(w1).add(c1);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 4L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c1 = Lanes.FMA ? x0.fma(w2, c1) : x0.mul(w2).add(c1);
                        c2 = Lanes.FMA ? x0.fma(w0, c2) : x0.mul(w0).add(c2);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 5L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c2 = Lanes.FMA ? x0.fma(w1, c2) : x0.mul(w1).add(c2);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 6L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c2 = Lanes.FMA ? x0.fma(w2, c2) : x0.mul(w2).add(c2);
                        c3 = Lanes.FMA ? x0.fma(w0, c3) : x0.mul(w0).add(c3);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 7L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c3 = Lanes.FMA ? x0.fma(w1, c3) : x0.mul(w1).add(c3);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 8L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c3 = Lanes.FMA ? x0.fma(w2, c3) : x0.mul(w2).add(c3);
                        c4 = Lanes.FMA ? x0.fma(w0, c4) : x0.mul(w0).add(c4);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 9L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c4 = Lanes.FMA ? x0.fma(w1, c4) : x0.mul(w1).add(c4);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 10L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c4 = Lanes.FMA ? x0.fma(w2, c4) : x0.mul(w2).add(c4);
                        c5 = Lanes.FMA ? x0.fma(w0, c5) : x0.mul(w0).add(c5);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 11L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c5 = Lanes.FMA ? x0.fma(w1, c5) : x0.mul(w1).add(c5);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 12L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c5 = Lanes.FMA ? x0.fma(w2, c5) : x0.mul(w2).add(c5);
                        c6 = Lanes.FMA ? x0.fma(w0, c6) : x0.mul(w0).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 13L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c6 = Lanes.FMA ? x0.fma(w1, c6) : x0.mul(w1).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 14L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c6 = Lanes.FMA ? x0.fma(w2, c6) : x0.mul(w2).add(c6);
                    }
                    long out =
                            Memory.address(yBlock + pixelRow * output.rowBytes() + j * Lanes.BYTES);
                    c0 = c0.blend(low, c0.compare(VectorOperators.LT, low));
                    c0 = c0.blend(high, c0.compare(VectorOperators.GT, high));
                    c0.intoMemorySegment(Memory.ALL, out, Lanes.ORDER);
                    c1 = c1.blend(low, c1.compare(VectorOperators.LT, low));
                    c1 = c1.blend(high, c1.compare(VectorOperators.GT, high));
                    c1.intoMemorySegment(Memory.ALL, out + Lanes.BYTES, Lanes.ORDER);
                    c2 = c2.blend(low, c2.compare(VectorOperators.LT, low));
                    c2 = c2.blend(high, c2.compare(VectorOperators.GT, high));
                    c2.intoMemorySegment(Memory.ALL, out + 2L * Lanes.BYTES, Lanes.ORDER);
                    c3 = c3.blend(low, c3.compare(VectorOperators.LT, low));
                    c3 = c3.blend(high, c3.compare(VectorOperators.GT, high));
                    c3.intoMemorySegment(Memory.ALL, out + 3L * Lanes.BYTES, Lanes.ORDER);
                    c4 = c4.blend(low, c4.compare(VectorOperators.LT, low));
                    c4 = c4.blend(high, c4.compare(VectorOperators.GT, high));
                    c4.intoMemorySegment(Memory.ALL, out + 4L * Lanes.BYTES, Lanes.ORDER);
                    c5 = c5.blend(low, c5.compare(VectorOperators.LT, low));
                    c5 = c5.blend(high, c5.compare(VectorOperators.GT, high));
                    c5.intoMemorySegment(Memory.ALL, out + 5L * Lanes.BYTES, Lanes.ORDER);
                    c6 = c6.blend(low, c6.compare(VectorOperators.LT, low));
                    c6 = c6.blend(high, c6.compare(VectorOperators.GT, high));
                    c6.intoMemorySegment(Memory.ALL, out + 6L * Lanes.BYTES, Lanes.ORDER);
                }
            }
        }
    }

    private static void rows5x1(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            DepthwiseOutput output,
            int blocks,
            int height) {
        long rowStride = Integer.toUnsignedLong(window.rowBytes());
        int kernelH = window.kernelH();
        int width = output.width();
        FloatVector low = FloatVector.broadcast(Lanes.SPECIES, output.low());
        FloatVector high = FloatVector.broadcast(Lanes.SPECIES, output.high());
        for (int cb = 0; cb < blocks; cb++) {
            long bias = Memory.address(panel + cb * (1L + kernelH * 5L) * Lanes.BYTES);
            long w = bias + Lanes.BYTES;
            long xBlock = x + cb * window.blockBytes();
            long yBlock = y + cb * output.blockBytes();
            for (int pixelRow = 0; pixelRow < height; pixelRow++) {
                for (int g = 0; g < width; g += TILE) {
                    long j = Math.min(g, width - TILE);
                    long in = xBlock + pixelRow * window.strideBytes() + j * (1L * Lanes.BYTES);
                    FloatVector c0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, bias, Lanes.ORDER);
                    FloatVector c1 = c0;
                    FloatVector c2 = c0;
                    FloatVector c3 = c0;
                    FloatVector c4 = c0;
                    FloatVector c5 = c0;
                    FloatVector c6 = c0;
                    for (int i = 0; i < kernelH; i = (i + 1) & Integer.MAX_VALUE) {
                        long row = Memory.address(in + i * rowStride);
                        long b = w + i * (5L * Lanes.BYTES);
                        FloatVector w0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                        FloatVector w1 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
                        FloatVector w2 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        b + 2L * Lanes.BYTES,
                                        Lanes.ORDER);
                        FloatVector w3 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        b + 3L * Lanes.BYTES,
                                        Lanes.ORDER);
                        FloatVector w4 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        b + 4L * Lanes.BYTES,
                                        Lanes.ORDER);
                        FloatVector x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, row, Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w0, c0) : x0.mul(w0).add(c0);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, row + Lanes.BYTES, Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w1, c0) : x0.mul(w1).add(c0);
                        c1 = Lanes.FMA ? x0.fma(w0, c1) : x0.mul(w0).add(c1);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 2L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w2, c0) : x0.mul(w2).add(c0);
                        c1 = Lanes.FMA ? x0.fma(w1, c1) : x0.mul(w1).add(c1);
                        c2 = Lanes.FMA ? x0.fma(w0, c2) : x0.mul(w0).add(c2);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 3L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w3, c0) : x0.mul(w3).add(c0);
                        c1 = Lanes.FMA ? x0.fma(w2, c1) : x0.mul(w2).add(c1);
                        c2 = Lanes.FMA ? x0.fma(w1, c2) : x0.mul(w1).add(c2);
                        c3 = Lanes.FMA ? x0.fma(w0, c3) : x0.mul(w0).add(c3);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 4L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w4, c0) : x0.mul(w4).add(c0);
                        c1 = Lanes.FMA ? x0.fma(w3, c1) : x0.mul(w3).add(c1);
                        c2 = Lanes.FMA ? x0.fma(w2, c2) : x0.mul(w2).add(c2);
                        c3 = Lanes.FMA ? x0.fma(w1, c3) : x0.mul(w1).add(c3);
                        c4 = Lanes.FMA ? x0.fma(w0, c4) : x0.mul(w0).add(c4);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 5L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c1 = Lanes.FMA ? x0.fma(w4, c1) : x0.mul(w4).add(c1);
                        c2 = Lanes.FMA ? x0.fma(w3, c2) : x0.mul(w3).add(c2);
                        c3 = Lanes.FMA ? x0.fma(w2, c3) : x0.mul(w2).add(c3);
                        c4 = Lanes.FMA ? x0.fma(w1, c4) : x0.mul(w1).add(c4);
                        c5 = Lanes.FMA ? x0.fma(w0, c5) : x0.mul(w0).add(c5);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 6L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c2 = Lanes.FMA ? x0.fma(w4, c2) : x0.mul(w4).add(c2);
                        c3 = Lanes.FMA ? x0.fma(w3, c3) : x0.mul(w3).add(c3);
                        c4 = Lanes.FMA ? x0.fma(w2, c4) : x0.mul(w2).add(c4);
                        c5 = Lanes.FMA ? x0.fma(w1, c5) : x0.mul(w1).add(c5);
                        c6 = Lanes.FMA ? x0.fma(w0, c6) : x0.mul(w0).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 7L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c3 = Lanes.FMA ? x0.fma(w4, c3) : x0.mul(w4).add(c3);
                        c4 = Lanes.FMA ? x0.fma(w3, c4) : x0.mul(w3).add(c4);
                        c5 = Lanes.FMA ? x0.fma(w2, c5) : x0.mul(w2).add(c5);
                        c6 = Lanes.FMA ? x0.fma(w1, c6) : x0.mul(w1).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 8L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c4 = Lanes.FMA ? x0.fma(w4, c4) : x0.mul(w4).add(c4);
                        c5 = Lanes.FMA ? x0.fma(w3, c5) : x0.mul(w3).add(c5);
                        c6 = Lanes.FMA ? x0.fma(w2, c6) : x0.mul(w2).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 9L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c5 = Lanes.FMA ? x0.fma(w4, c5) : x0.mul(w4).add(c5);
                        c6 = Lanes.FMA ? x0.fma(w3, c6) : x0.mul(w3).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 10L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c6 = Lanes.FMA ? x0.fma(w4, c6) : x0.mul(w4).add(c6);
                    }
                    long out =
                            Memory.address(yBlock + pixelRow * output.rowBytes() + j * Lanes.BYTES);
                    c0 = c0.blend(low, c0.compare(VectorOperators.LT, low));
                    c0 = c0.blend(high, c0.compare(VectorOperators.GT, high));
                    c0.intoMemorySegment(Memory.ALL, out, Lanes.ORDER);
                    c1 = c1.blend(low, c1.compare(VectorOperators.LT, low));
                    c1 = c1.blend(high, c1.compare(VectorOperators.GT, high));
                    c1.intoMemorySegment(Memory.ALL, out + Lanes.BYTES, Lanes.ORDER);
                    c2 = c2.blend(low, c2.compare(VectorOperators.LT, low));
                    c2 = c2.blend(high, c2.compare(VectorOperators.GT, high));
                    c2.intoMemorySegment(Memory.ALL, out + 2L * Lanes.BYTES, Lanes.ORDER);
                    c3 = c3.blend(low, c3.compare(VectorOperators.LT, low));
                    c3 = c3.blend(high, c3.compare(VectorOperators.GT, high));
                    c3.intoMemorySegment(Memory.ALL, out + 3L * Lanes.BYTES, Lanes.ORDER);
                    c4 = c4.blend(low, c4.compare(VectorOperators.LT, low));
                    c4 = c4.blend(high, c4.compare(VectorOperators.GT, high));
                    c4.intoMemorySegment(Memory.ALL, out + 4L * Lanes.BYTES, Lanes.ORDER);
                    c5 = c5.blend(low, c5.compare(VectorOperators.LT, low));
                    c5 = c5.blend(high, c5.compare(VectorOperators.GT, high));
                    c5.intoMemorySegment(Memory.ALL, out + 5L * Lanes.BYTES, Lanes.ORDER);
                    c6 = c6.blend(low, c6.compare(VectorOperators.LT, low));
                    c6 = c6.blend(high, c6.compare(VectorOperators.GT, high));
                    c6.intoMemorySegment(Memory.ALL, out + 6L * Lanes.BYTES, Lanes.ORDER);
                }
            }
        }
    }

    private static void rows5x2(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            DepthwiseOutput output,
            int blocks,
            int height) {
        long rowStride = Integer.toUnsignedLong(window.rowBytes());
        int kernelH = window.kernelH();
        int width = output.width();
        FloatVector low = FloatVector.broadcast(Lanes.SPECIES, output.low());
        FloatVector high = FloatVector.broadcast(Lanes.SPECIES, output.high());
        for (int cb = 0; cb < blocks; cb++) {
            long bias = Memory.address(panel + cb * (1L + kernelH * 5L) * Lanes.BYTES);
            long w = bias + Lanes.BYTES;
            long xBlock = x + cb * window.blockBytes();
            long yBlock = y + cb * output.blockBytes();
            for (int pixelRow = 0; pixelRow < height; pixelRow++) {
                for (int g = 0; g < width; g += TILE) {
                    long j = Math.min(g, width - TILE);
                    long in = xBlock + pixelRow * window.strideBytes() + j * (2L * Lanes.BYTES);
                    FloatVector c0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, bias, Lanes.ORDER);
                    FloatVector c1 = c0;
                    FloatVector c2 = c0;
                    FloatVector c3 = c0;
                    FloatVector c4 = c0;
                    FloatVector c5 = c0;
                    FloatVector c6 = c0;
                    for (int i = 0; i < kernelH; i = (i + 1) & Integer.MAX_VALUE) {
                        long row = Memory.address(in + i * rowStride);
                        long b = w + i * (5L * Lanes.BYTES);
                        FloatVector w0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                        FloatVector w1 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
                        FloatVector w2 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        b + 2L * Lanes.BYTES,
                                        Lanes.ORDER);
                        FloatVector w3 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        b + 3L * Lanes.BYTES,
                                        Lanes.ORDER);
                        FloatVector w4 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        b + 4L * Lanes.BYTES,
                                        Lanes.ORDER);
                        FloatVector x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, row, Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w0, c0) : x0.mul(w0).add(c0);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, row + Lanes.BYTES, Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w1, c0) : x0.mul(w1).add(c0);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 2L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w2, c0) : x0.mul(w2).add(c0);
                        c1 = Lanes.FMA ? x0.fma(w0, c1) : x0.mul(w0).add(c1);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 3L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w3, c0) : x0.mul(w3).add(c0);
                        c1 = Lanes.FMA ? x0.fma(w1, c1) : x0.mul(w1).add(c1);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 4L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c0 = Lanes.FMA ? x0.fma(w4, c0) : x0.mul(w4).add(c0);
                        c1 = Lanes.FMA ? x0.fma(w2, c1) : x0.mul(w2).add(c1);
                        c2 = Lanes.FMA ? x0.fma(w0, c2) : x0.mul(w0).add(c2);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 5L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c1 = Lanes.FMA ? x0.fma(w3, c1) : x0.mul(w3).add(c1);
                        c2 = Lanes.FMA ? x0.fma(w1, c2) : x0.mul(w1).add(c2);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 6L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c1 = Lanes.FMA ? x0.fma(w4, c1) : x0.mul(w4).add(c1);
                        c2 = Lanes.FMA ? x0.fma(w2, c2) : x0.mul(w2).add(c2);
                        c3 = Lanes.FMA ? x0.fma(w0, c3) : x0.mul(w0).add(c3);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 7L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c2 = Lanes.FMA ? x0.fma(w3, c2) : x0.mul(w3).add(c2);
                        c3 = Lanes.FMA ? x0.fma(w1, c3) : x0.mul(w1).add(c3);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 8L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c2 = Lanes.FMA ? x0.fma(w4, c2) : x0.mul(w4).add(c2);
                        c3 = Lanes.FMA ? x0.fma(w2, c3) : x0.mul(w2).add(c3);
                        c4 = Lanes.FMA ? x0.fma(w0, c4) : x0.mul(w0).add(c4);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 9L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c3 = Lanes.FMA ? x0.fma(w3, c3) : x0.mul(w3).add(c3);
                        c4 = Lanes.FMA ? x0.fma(w1, c4) : x0.mul(w1).add(c4);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 10L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c3 = Lanes.FMA ? x0.fma(w4, c3) : x0.mul(w4).add(c3);
                        c4 = Lanes.FMA ? x0.fma(w2, c4) : x0.mul(w2).add(c4);
                        c5 = Lanes.FMA ? x0.fma(w0, c5) : x0.mul(w0).add(c5);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 11L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c4 = Lanes.FMA ? x0.fma(w3, c4) : x0.mul(w3).add(c4);
                        c5 = Lanes.FMA ? x0.fma(w1, c5) : x0.mul(w1).add(c5);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 12L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c4 = Lanes.FMA ? x0.fma(w4, c4) : x0.mul(w4).add(c4);
                        c5 = Lanes.FMA ? x0.fma(w2, c5) : x0.mul(w2).add(c5);
                        c6 = Lanes.FMA ? x0.fma(w0, c6) : x0.mul(w0).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 13L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c5 = Lanes.FMA ? x0.fma(w3, c5) : x0.mul(w3).add(c5);
                        c6 = Lanes.FMA ? x0.fma(w1, c6) : x0.mul(w1).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 14L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c5 = Lanes.FMA ? x0.fma(w4, c5) : x0.mul(w4).add(c5);
                        c6 = Lanes.FMA ? x0.fma(w2, c6) : x0.mul(w2).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 15L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c6 = Lanes.FMA ? x0.fma(w3, c6) : x0.mul(w3).add(c6);
                        x0 =
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES,
                                        Memory.ALL,
                                        row + 16L * Lanes.BYTES,
                                        Lanes.ORDER);
                        c6 = Lanes.FMA ? x0.fma(w4, c6) : x0.mul(w4).add(c6);
                    }
                    long out =
                            Memory.address(yBlock + pixelRow * output.rowBytes() + j * Lanes.BYTES);
                    c0 = c0.blend(low, c0.compare(VectorOperators.LT, low));
                    c0 = c0.blend(high, c0.compare(VectorOperators.GT, high));
                    c0.intoMemorySegment(Memory.ALL, out, Lanes.ORDER);
                    c1 = c1.blend(low, c1.compare(VectorOperators.LT, low));
                    c1 = c1.blend(high, c1.compare(VectorOperators.GT, high));
                    c1.intoMemorySegment(Memory.ALL, out + Lanes.BYTES, Lanes.ORDER);
                    c2 = c2.blend(low, c2.compare(VectorOperators.LT, low));
                    c2 = c2.blend(high, c2.compare(VectorOperators.GT, high));
                    c2.intoMemorySegment(Memory.ALL, out + 2L * Lanes.BYTES, Lanes.ORDER);
                    c3 = c3.blend(low, c3.compare(VectorOperators.LT, low));
                    c3 = c3.blend(high, c3.compare(VectorOperators.GT, high));
                    c3.intoMemorySegment(Memory.ALL, out + 3L * Lanes.BYTES, Lanes.ORDER);
                    c4 = c4.blend(low, c4.compare(VectorOperators.LT, low));
                    c4 = c4.blend(high, c4.compare(VectorOperators.GT, high));
                    c4.intoMemorySegment(Memory.ALL, out + 4L * Lanes.BYTES, Lanes.ORDER);
                    c5 = c5.blend(low, c5.compare(VectorOperators.LT, low));
                    c5 = c5.blend(high, c5.compare(VectorOperators.GT, high));
                    c5.intoMemorySegment(Memory.ALL, out + 5L * Lanes.BYTES, Lanes.ORDER);
                    c6 = c6.blend(low, c6.compare(VectorOperators.LT, low));
                    c6 = c6.blend(high, c6.compare(VectorOperators.GT, high));
                    c6.intoMemorySegment(Memory.ALL, out + 6L * Lanes.BYTES, Lanes.ORDER);
                }
            }
        }
    }
}
