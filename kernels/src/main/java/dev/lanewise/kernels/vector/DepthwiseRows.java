package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * Rows of depthwise convolution for windows 3 and 5 columns wide, stride 1 and 2, written by
 * TileGenerator: y[j] = bias + sum over u, v of x[u][j stride + v] * w[u][v], every term a vector
 * of channels.
 *
 * <p>A tile is a few neighbouring pixels; each input vector is loaded once for all windows that it
 * is in. The last tile ends with the row, and computes again what it shares with the one before.
 */
final class DepthwiseRows {

    private DepthwiseRows() {}

    /** Pixels of a tile, the fewest that a row may have; 0 if there is no such kernel. */
    static int tile(int kernelW, int strideW) {
        if (strideW > 2) {
            return 0;
        }
        return kernelW == 3 ? 7 : kernelW == 5 ? 5 : 0;
    }

    /**
     * Computes a rectangle of pixels.
     *
     * @param x address of the first pixel's first input
     * @param window how inputs lie
     * @param panel address of bias [lanes] and weights [kernelH][kernelW][lanes]
     * @param y address of the first pixel
     * @param yBytes bytes from one row of pixels to the next
     * @param height rows of pixels
     * @param width pixels of a row, at least {@link #tile}
     */
    static void run(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            long yBytes,
            int height,
            int width) {
        switch (10 * window.kernelW() + window.strideW()) {
            case 31 -> rows3x1(x, window, panel, y, yBytes, height, width);
            case 32 -> rows3x2(x, window, panel, y, yBytes, height, width);
            case 51 -> rows5x1(x, window, panel, y, yBytes, height, width);
            case 52 -> rows5x2(x, window, panel, y, yBytes, height, width);
            default -> throw new IllegalArgumentException(window.toString());
        }
    }

    private static void rows3x1(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            long yBytes,
            int height,
            int width) {
        long rowStride = Integer.toUnsignedLong(window.rowBytes());
        int kernelH = window.kernelH();
        long bias = Memory.address(panel);
        long w = bias + Lanes.BYTES;
        for (int pixelRow = 0; pixelRow < height; pixelRow++) {
            for (int g = 0; g < width; g += 7) {
                long j = Math.min(g, width - 7);
                long in = x + pixelRow * window.strideBytes() + j * (1L * Lanes.BYTES);
                FloatVector c0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, bias, Lanes.ORDER);
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
                                    Lanes.SPECIES, Memory.ALL, b + 2L * Lanes.BYTES, Lanes.ORDER);
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
                                    Lanes.SPECIES, Memory.ALL, row + 2L * Lanes.BYTES, Lanes.ORDER);
                    c0 = Lanes.FMA ? x0.fma(w2, c0) : x0.mul(w2).add(c0);
                    c1 = Lanes.FMA ? x0.fma(w1, c1) : x0.mul(w1).add(c1);
                    c2 = Lanes.FMA ? x0.fma(w0, c2) : x0.mul(w0).add(c2);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 3L * Lanes.BYTES, Lanes.ORDER);
                    c1 = Lanes.FMA ? x0.fma(w2, c1) : x0.mul(w2).add(c1);
                    c2 = Lanes.FMA ? x0.fma(w1, c2) : x0.mul(w1).add(c2);
                    c3 = Lanes.FMA ? x0.fma(w0, c3) : x0.mul(w0).add(c3);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 4L * Lanes.BYTES, Lanes.ORDER);
                    c2 = Lanes.FMA ? x0.fma(w2, c2) : x0.mul(w2).add(c2);
                    c3 = Lanes.FMA ? x0.fma(w1, c3) : x0.mul(w1).add(c3);
                    c4 = Lanes.FMA ? x0.fma(w0, c4) : x0.mul(w0).add(c4);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 5L * Lanes.BYTES, Lanes.ORDER);
                    c3 = Lanes.FMA ? x0.fma(w2, c3) : x0.mul(w2).add(c3);
                    c4 = Lanes.FMA ? x0.fma(w1, c4) : x0.mul(w1).add(c4);
                    c5 = Lanes.FMA ? x0.fma(w0, c5) : x0.mul(w0).add(c5);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 6L * Lanes.BYTES, Lanes.ORDER);
                    c4 = Lanes.FMA ? x0.fma(w2, c4) : x0.mul(w2).add(c4);
                    c5 = Lanes.FMA ? x0.fma(w1, c5) : x0.mul(w1).add(c5);
                    c6 = Lanes.FMA ? x0.fma(w0, c6) : x0.mul(w0).add(c6);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 7L * Lanes.BYTES, Lanes.ORDER);
                    c5 = Lanes.FMA ? x0.fma(w2, c5) : x0.mul(w2).add(c5);
                    c6 = Lanes.FMA ? x0.fma(w1, c6) : x0.mul(w1).add(c6);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 8L * Lanes.BYTES, Lanes.ORDER);
                    c6 = Lanes.FMA ? x0.fma(w2, c6) : x0.mul(w2).add(c6);
                }
                long out = Memory.address(y + pixelRow * yBytes + j * Lanes.BYTES);
                c0.intoMemorySegment(Memory.ALL, out, Lanes.ORDER);
                c1.intoMemorySegment(Memory.ALL, out + Lanes.BYTES, Lanes.ORDER);
                c2.intoMemorySegment(Memory.ALL, out + 2L * Lanes.BYTES, Lanes.ORDER);
                c3.intoMemorySegment(Memory.ALL, out + 3L * Lanes.BYTES, Lanes.ORDER);
                c4.intoMemorySegment(Memory.ALL, out + 4L * Lanes.BYTES, Lanes.ORDER);
                c5.intoMemorySegment(Memory.ALL, out + 5L * Lanes.BYTES, Lanes.ORDER);
                c6.intoMemorySegment(Memory.ALL, out + 6L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }

    private static void rows3x2(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            long yBytes,
            int height,
            int width) {
        long rowStride = Integer.toUnsignedLong(window.rowBytes());
        int kernelH = window.kernelH();
        long bias = Memory.address(panel);
        long w = bias + Lanes.BYTES;
        for (int pixelRow = 0; pixelRow < height; pixelRow++) {
            for (int g = 0; g < width; g += 7) {
                long j = Math.min(g, width - 7);
                long in = x + pixelRow * window.strideBytes() + j * (2L * Lanes.BYTES);
                FloatVector c0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, bias, Lanes.ORDER);
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
                                    Lanes.SPECIES, Memory.ALL, b + 2L * Lanes.BYTES, Lanes.ORDER);
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
                                    Lanes.SPECIES, Memory.ALL, row + 2L * Lanes.BYTES, Lanes.ORDER);
                    c0 = Lanes.FMA ? x0.fma(w2, c0) : x0.mul(w2).add(c0);
                    c1 = Lanes.FMA ? x0.fma(w0, c1) : x0.mul(w0).add(c1);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 3L * Lanes.BYTES, Lanes.ORDER);
                    c1 = Lanes.FMA ? x0.fma(w1, c1) : x0.mul(w1).add(c1);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 4L * Lanes.BYTES, Lanes.ORDER);
                    c1 = Lanes.FMA ? x0.fma(w2, c1) : x0.mul(w2).add(c1);
                    c2 = Lanes.FMA ? x0.fma(w0, c2) : x0.mul(w0).add(c2);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 5L * Lanes.BYTES, Lanes.ORDER);
                    c2 = Lanes.FMA ? x0.fma(w1, c2) : x0.mul(w1).add(c2);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 6L * Lanes.BYTES, Lanes.ORDER);
                    c2 = Lanes.FMA ? x0.fma(w2, c2) : x0.mul(w2).add(c2);
                    c3 = Lanes.FMA ? x0.fma(w0, c3) : x0.mul(w0).add(c3);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 7L * Lanes.BYTES, Lanes.ORDER);
                    c3 = Lanes.FMA ? x0.fma(w1, c3) : x0.mul(w1).add(c3);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 8L * Lanes.BYTES, Lanes.ORDER);
                    c3 = Lanes.FMA ? x0.fma(w2, c3) : x0.mul(w2).add(c3);
                    c4 = Lanes.FMA ? x0.fma(w0, c4) : x0.mul(w0).add(c4);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 9L * Lanes.BYTES, Lanes.ORDER);
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
                long out = Memory.address(y + pixelRow * yBytes + j * Lanes.BYTES);
                c0.intoMemorySegment(Memory.ALL, out, Lanes.ORDER);
                c1.intoMemorySegment(Memory.ALL, out + Lanes.BYTES, Lanes.ORDER);
                c2.intoMemorySegment(Memory.ALL, out + 2L * Lanes.BYTES, Lanes.ORDER);
                c3.intoMemorySegment(Memory.ALL, out + 3L * Lanes.BYTES, Lanes.ORDER);
                c4.intoMemorySegment(Memory.ALL, out + 4L * Lanes.BYTES, Lanes.ORDER);
                c5.intoMemorySegment(Memory.ALL, out + 5L * Lanes.BYTES, Lanes.ORDER);
                c6.intoMemorySegment(Memory.ALL, out + 6L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }

    private static void rows5x1(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            long yBytes,
            int height,
            int width) {
        long rowStride = Integer.toUnsignedLong(window.rowBytes());
        int kernelH = window.kernelH();
        long bias = Memory.address(panel);
        long w = bias + Lanes.BYTES;
        for (int pixelRow = 0; pixelRow < height; pixelRow++) {
            for (int g = 0; g < width; g += 5) {
                long j = Math.min(g, width - 5);
                long in = x + pixelRow * window.strideBytes() + j * (1L * Lanes.BYTES);
                FloatVector c0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, bias, Lanes.ORDER);
                FloatVector c1 = c0;
                FloatVector c2 = c0;
                FloatVector c3 = c0;
                FloatVector c4 = c0;
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
                                    Lanes.SPECIES, Memory.ALL, b + 2L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 3L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector w4 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 4L * Lanes.BYTES, Lanes.ORDER);
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
                                    Lanes.SPECIES, Memory.ALL, row + 2L * Lanes.BYTES, Lanes.ORDER);
                    c0 = Lanes.FMA ? x0.fma(w2, c0) : x0.mul(w2).add(c0);
                    c1 = Lanes.FMA ? x0.fma(w1, c1) : x0.mul(w1).add(c1);
                    c2 = Lanes.FMA ? x0.fma(w0, c2) : x0.mul(w0).add(c2);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 3L * Lanes.BYTES, Lanes.ORDER);
                    c0 = Lanes.FMA ? x0.fma(w3, c0) : x0.mul(w3).add(c0);
                    c1 = Lanes.FMA ? x0.fma(w2, c1) : x0.mul(w2).add(c1);
                    c2 = Lanes.FMA ? x0.fma(w1, c2) : x0.mul(w1).add(c2);
                    c3 = Lanes.FMA ? x0.fma(w0, c3) : x0.mul(w0).add(c3);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 4L * Lanes.BYTES, Lanes.ORDER);
                    c0 = Lanes.FMA ? x0.fma(w4, c0) : x0.mul(w4).add(c0);
                    c1 = Lanes.FMA ? x0.fma(w3, c1) : x0.mul(w3).add(c1);
                    c2 = Lanes.FMA ? x0.fma(w2, c2) : x0.mul(w2).add(c2);
                    c3 = Lanes.FMA ? x0.fma(w1, c3) : x0.mul(w1).add(c3);
                    c4 = Lanes.FMA ? x0.fma(w0, c4) : x0.mul(w0).add(c4);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 5L * Lanes.BYTES, Lanes.ORDER);
                    c1 = Lanes.FMA ? x0.fma(w4, c1) : x0.mul(w4).add(c1);
                    c2 = Lanes.FMA ? x0.fma(w3, c2) : x0.mul(w3).add(c2);
                    c3 = Lanes.FMA ? x0.fma(w2, c3) : x0.mul(w2).add(c3);
                    c4 = Lanes.FMA ? x0.fma(w1, c4) : x0.mul(w1).add(c4);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 6L * Lanes.BYTES, Lanes.ORDER);
                    c2 = Lanes.FMA ? x0.fma(w4, c2) : x0.mul(w4).add(c2);
                    c3 = Lanes.FMA ? x0.fma(w3, c3) : x0.mul(w3).add(c3);
                    c4 = Lanes.FMA ? x0.fma(w2, c4) : x0.mul(w2).add(c4);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 7L * Lanes.BYTES, Lanes.ORDER);
                    c3 = Lanes.FMA ? x0.fma(w4, c3) : x0.mul(w4).add(c3);
                    c4 = Lanes.FMA ? x0.fma(w3, c4) : x0.mul(w3).add(c4);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 8L * Lanes.BYTES, Lanes.ORDER);
                    c4 = Lanes.FMA ? x0.fma(w4, c4) : x0.mul(w4).add(c4);
                }
                long out = Memory.address(y + pixelRow * yBytes + j * Lanes.BYTES);
                c0.intoMemorySegment(Memory.ALL, out, Lanes.ORDER);
                c1.intoMemorySegment(Memory.ALL, out + Lanes.BYTES, Lanes.ORDER);
                c2.intoMemorySegment(Memory.ALL, out + 2L * Lanes.BYTES, Lanes.ORDER);
                c3.intoMemorySegment(Memory.ALL, out + 3L * Lanes.BYTES, Lanes.ORDER);
                c4.intoMemorySegment(Memory.ALL, out + 4L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }

    private static void rows5x2(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            long yBytes,
            int height,
            int width) {
        long rowStride = Integer.toUnsignedLong(window.rowBytes());
        int kernelH = window.kernelH();
        long bias = Memory.address(panel);
        long w = bias + Lanes.BYTES;
        for (int pixelRow = 0; pixelRow < height; pixelRow++) {
            for (int g = 0; g < width; g += 5) {
                long j = Math.min(g, width - 5);
                long in = x + pixelRow * window.strideBytes() + j * (2L * Lanes.BYTES);
                FloatVector c0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, bias, Lanes.ORDER);
                FloatVector c1 = c0;
                FloatVector c2 = c0;
                FloatVector c3 = c0;
                FloatVector c4 = c0;
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
                                    Lanes.SPECIES, Memory.ALL, b + 2L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 3L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector w4 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 4L * Lanes.BYTES, Lanes.ORDER);
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
                                    Lanes.SPECIES, Memory.ALL, row + 2L * Lanes.BYTES, Lanes.ORDER);
                    c0 = Lanes.FMA ? x0.fma(w2, c0) : x0.mul(w2).add(c0);
                    c1 = Lanes.FMA ? x0.fma(w0, c1) : x0.mul(w0).add(c1);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 3L * Lanes.BYTES, Lanes.ORDER);
                    c0 = Lanes.FMA ? x0.fma(w3, c0) : x0.mul(w3).add(c0);
                    c1 = Lanes.FMA ? x0.fma(w1, c1) : x0.mul(w1).add(c1);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 4L * Lanes.BYTES, Lanes.ORDER);
                    c0 = Lanes.FMA ? x0.fma(w4, c0) : x0.mul(w4).add(c0);
                    c1 = Lanes.FMA ? x0.fma(w2, c1) : x0.mul(w2).add(c1);
                    c2 = Lanes.FMA ? x0.fma(w0, c2) : x0.mul(w0).add(c2);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 5L * Lanes.BYTES, Lanes.ORDER);
                    c1 = Lanes.FMA ? x0.fma(w3, c1) : x0.mul(w3).add(c1);
                    c2 = Lanes.FMA ? x0.fma(w1, c2) : x0.mul(w1).add(c2);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 6L * Lanes.BYTES, Lanes.ORDER);
                    c1 = Lanes.FMA ? x0.fma(w4, c1) : x0.mul(w4).add(c1);
                    c2 = Lanes.FMA ? x0.fma(w2, c2) : x0.mul(w2).add(c2);
                    c3 = Lanes.FMA ? x0.fma(w0, c3) : x0.mul(w0).add(c3);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 7L * Lanes.BYTES, Lanes.ORDER);
                    c2 = Lanes.FMA ? x0.fma(w3, c2) : x0.mul(w3).add(c2);
                    c3 = Lanes.FMA ? x0.fma(w1, c3) : x0.mul(w1).add(c3);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 8L * Lanes.BYTES, Lanes.ORDER);
                    c2 = Lanes.FMA ? x0.fma(w4, c2) : x0.mul(w4).add(c2);
                    c3 = Lanes.FMA ? x0.fma(w2, c3) : x0.mul(w2).add(c3);
                    c4 = Lanes.FMA ? x0.fma(w0, c4) : x0.mul(w0).add(c4);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, row + 9L * Lanes.BYTES, Lanes.ORDER);
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
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    row + 11L * Lanes.BYTES,
                                    Lanes.ORDER);
                    c4 = Lanes.FMA ? x0.fma(w3, c4) : x0.mul(w3).add(c4);
                    x0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    row + 12L * Lanes.BYTES,
                                    Lanes.ORDER);
                    c4 = Lanes.FMA ? x0.fma(w4, c4) : x0.mul(w4).add(c4);
                }
                long out = Memory.address(y + pixelRow * yBytes + j * Lanes.BYTES);
                c0.intoMemorySegment(Memory.ALL, out, Lanes.ORDER);
                c1.intoMemorySegment(Memory.ALL, out + Lanes.BYTES, Lanes.ORDER);
                c2.intoMemorySegment(Memory.ALL, out + 2L * Lanes.BYTES, Lanes.ORDER);
                c3.intoMemorySegment(Memory.ALL, out + 3L * Lanes.BYTES, Lanes.ORDER);
                c4.intoMemorySegment(Memory.ALL, out + 4L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }
}
