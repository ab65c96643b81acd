package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.ValueLayout;

/**
 * The register tiles of the packed product, written by TileGenerator: y[r][v] = start[v] + sum over
 * k of x[r + offsets[k]] * w[k][v].
 *
 * <p>Memory: {@code rows} holds for each row the address of x and that of y, as {@link PackedRows}
 * lays them out; {@code start} is [v][lanes], the weights are [k][v][lanes]; vector v of y lies v *
 * {@code stride} bytes after the first.
 *
 * <p>Registers of the tile R x V: R V accumulators, V weights, one broadcast. Each row keeps its
 * own base address, so rows may be pixels anywhere.
 */
final class PackedTiles {

    /**
     * Most steps of a call. C2 cuts loops that may be longer into strips of a thousand, and keeps
     * the bookkeeping in registers that addresses need.
     */
    static final int MAX_K = 1000;

    private PackedTiles() {}

    /**
     * Computes one tile.
     *
     * @param tile rows + 16 * vectors
     * @param rows address of the rows' addresses
     * @param offsets address of [k] ints, the bytes from a row's x address to its k-th input
     * @param k steps, at most {@link #MAX_K}
     * @param start address of the sums' first values
     * @param weights address of the weights
     * @param shift bytes from a row's y address to the panel's first vector
     * @param stride bytes from one vector of y to the next
     */
    static void run(
            int tile,
            long rows,
            long offsets,
            int k,
            long start,
            long weights,
            long shift,
            int stride) {
        switch (tile) {
            case 17 -> tile1x1(rows, offsets, k, start, weights, shift);
            case 18 -> tile2x1(rows, offsets, k, start, weights, shift);
            case 19 -> tile3x1(rows, offsets, k, start, weights, shift);
            case 20 -> tile4x1(rows, offsets, k, start, weights, shift);
            case 21 -> tile5x1(rows, offsets, k, start, weights, shift);
            case 22 -> tile6x1(rows, offsets, k, start, weights, shift);
            case 23 -> tile7x1(rows, offsets, k, start, weights, shift);
            case 24 -> tile8x1(rows, offsets, k, start, weights, shift);
            case 33 -> tile1x2(rows, offsets, k, start, weights, shift, stride);
            case 34 -> tile2x2(rows, offsets, k, start, weights, shift, stride);
            case 35 -> tile3x2(rows, offsets, k, start, weights, shift, stride);
            case 36 -> tile4x2(rows, offsets, k, start, weights, shift, stride);
            case 37 -> tile5x2(rows, offsets, k, start, weights, shift, stride);
            case 38 -> tile6x2(rows, offsets, k, start, weights, shift, stride);
            case 39 -> tile7x2(rows, offsets, k, start, weights, shift, stride);
            case 40 -> tile8x2(rows, offsets, k, start, weights, shift, stride);
            default -> throw new IllegalArgumentException("tile " + tile);
        }
    }

    private static void tile1x1(
            long rows, long offsets, int k, long start, long weights, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            long b = w + i * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
    }

    private static void tile2x1(
            long rows, long offsets, int k, long start, long weights, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            long b = w + i * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
    }

    private static void tile3x1(
            long rows, long offsets, int k, long start, long weights, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            long b = w + i * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
    }

    private static void tile4x1(
            long rows, long offsets, int k, long start, long weights, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48));
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset);
            long b = w + i * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f3);
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        long y3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 56) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
    }

    private static void tile5x1(
            long rows, long offsets, int k, long start, long weights, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64));
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset);
            float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset);
            long b = w + i * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f3);
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f4);
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        long y3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 56) + shift);
        long y4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 72) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
    }

    private static void tile6x1(
            long rows, long offsets, int k, long start, long weights, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 80));
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c5v0 = c0v0;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset);
            float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset);
            float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset);
            long b = w + i * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f3);
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f4);
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f5);
            c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        long y3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 56) + shift);
        long y4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 72) + shift);
        long y5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 88) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
    }

    private static void tile7x1(
            long rows, long offsets, int k, long start, long weights, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 80));
        long x6 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 96));
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c5v0 = c0v0;
        FloatVector c6v0 = c0v0;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset);
            float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset);
            float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset);
            float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x6 + offset);
            long b = w + i * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f3);
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f4);
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f5);
            c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f6);
            c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        long y3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 56) + shift);
        long y4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 72) + shift);
        long y5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 88) + shift);
        long y6 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 104) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
        c6v0.intoMemorySegment(Memory.ALL, y6, Lanes.ORDER);
    }

    private static void tile8x1(
            long rows, long offsets, int k, long start, long weights, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 80));
        long x6 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 96));
        long x7 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 112));
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c5v0 = c0v0;
        FloatVector c6v0 = c0v0;
        FloatVector c7v0 = c0v0;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset);
            float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset);
            float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset);
            float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x6 + offset);
            float f7 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x7 + offset);
            long b = w + i * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f3);
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f4);
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f5);
            c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f6);
            c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
            p = FloatVector.broadcast(Lanes.SPECIES, f7);
            c7v0 = Lanes.FMA ? p.fma(w0, c7v0) : p.mul(w0).add(c7v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        long y3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 56) + shift);
        long y4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 72) + shift);
        long y5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 88) + shift);
        long y6 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 104) + shift);
        long y7 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 120) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
        c6v0.intoMemorySegment(Memory.ALL, y6, Lanes.ORDER);
        c7v0.intoMemorySegment(Memory.ALL, y7, Lanes.ORDER);
    }

    private static void tile1x2(
            long rows, long offsets, int k, long start, long weights, long shift, int stride) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long y = Integer.toUnsignedLong(stride);
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, s + Lanes.BYTES, Lanes.ORDER);
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            long b = w + i * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + y, Lanes.ORDER);
    }

    private static void tile2x2(
            long rows, long offsets, int k, long start, long weights, long shift, int stride) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long y = Integer.toUnsignedLong(stride);
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, s + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            long b = w + i * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + y, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + y, Lanes.ORDER);
    }

    private static void tile3x2(
            long rows, long offsets, int k, long start, long weights, long shift, int stride) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long y = Integer.toUnsignedLong(stride);
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, s + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v1;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            long b = w + i * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + y, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + y, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + y, Lanes.ORDER);
    }

    private static void tile4x2(
            long rows, long offsets, int k, long start, long weights, long shift, int stride) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48));
        long y = Integer.toUnsignedLong(stride);
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, s + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v1;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v1;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset);
            long b = w + i * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f3);
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        long y3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 56) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + y, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + y, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + y, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c3v1.intoMemorySegment(Memory.ALL, y3 + y, Lanes.ORDER);
    }

    private static void tile5x2(
            long rows, long offsets, int k, long start, long weights, long shift, int stride) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64));
        long y = Integer.toUnsignedLong(stride);
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, s + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v1;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v1;
        FloatVector c4v0 = c0v0;
        FloatVector c4v1 = c0v1;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset);
            float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset);
            long b = w + i * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f3);
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f4);
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        long y3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 56) + shift);
        long y4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 72) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + y, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + y, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + y, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c3v1.intoMemorySegment(Memory.ALL, y3 + y, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c4v1.intoMemorySegment(Memory.ALL, y4 + y, Lanes.ORDER);
    }

    private static void tile6x2(
            long rows, long offsets, int k, long start, long weights, long shift, int stride) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 80));
        long y = Integer.toUnsignedLong(stride);
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, s + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v1;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v1;
        FloatVector c4v0 = c0v0;
        FloatVector c4v1 = c0v1;
        FloatVector c5v0 = c0v0;
        FloatVector c5v1 = c0v1;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset);
            float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset);
            float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset);
            long b = w + i * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f3);
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f4);
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f5);
            c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
            c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        long y3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 56) + shift);
        long y4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 72) + shift);
        long y5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 88) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + y, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + y, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + y, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c3v1.intoMemorySegment(Memory.ALL, y3 + y, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c4v1.intoMemorySegment(Memory.ALL, y4 + y, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
        c5v1.intoMemorySegment(Memory.ALL, y5 + y, Lanes.ORDER);
    }

    private static void tile7x2(
            long rows, long offsets, int k, long start, long weights, long shift, int stride) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 80));
        long x6 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 96));
        long y = Integer.toUnsignedLong(stride);
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, s + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v1;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v1;
        FloatVector c4v0 = c0v0;
        FloatVector c4v1 = c0v1;
        FloatVector c5v0 = c0v0;
        FloatVector c5v1 = c0v1;
        FloatVector c6v0 = c0v0;
        FloatVector c6v1 = c0v1;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset);
            float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset);
            float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset);
            float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x6 + offset);
            long b = w + i * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f3);
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f4);
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f5);
            c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
            c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f6);
            c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
            c6v1 = Lanes.FMA ? p.fma(w1, c6v1) : p.mul(w1).add(c6v1);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        long y3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 56) + shift);
        long y4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 72) + shift);
        long y5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 88) + shift);
        long y6 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 104) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + y, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + y, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + y, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c3v1.intoMemorySegment(Memory.ALL, y3 + y, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c4v1.intoMemorySegment(Memory.ALL, y4 + y, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
        c5v1.intoMemorySegment(Memory.ALL, y5 + y, Lanes.ORDER);
        c6v0.intoMemorySegment(Memory.ALL, y6, Lanes.ORDER);
        c6v1.intoMemorySegment(Memory.ALL, y6 + y, Lanes.ORDER);
    }

    private static void tile8x2(
            long rows, long offsets, int k, long start, long weights, long shift, int stride) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 80));
        long x6 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 96));
        long x7 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 112));
        long y = Integer.toUnsignedLong(stride);
        long s = Memory.address(start);
        FloatVector c0v0 = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, s + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v1;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v1;
        FloatVector c4v0 = c0v0;
        FloatVector c4v1 = c0v1;
        FloatVector c5v0 = c0v0;
        FloatVector c5v1 = c0v1;
        FloatVector c6v0 = c0v0;
        FloatVector c6v1 = c0v1;
        FloatVector c7v0 = c0v0;
        FloatVector c7v1 = c0v1;
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        int steps = Math.min(k, MAX_K);
        for (int i = 0; i < steps; i++) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset);
            float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset);
            float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset);
            float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset);
            float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset);
            float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset);
            float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x6 + offset);
            float f7 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x7 + offset);
            long b = w + i * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
            c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f1);
            c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f2);
            c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f3);
            c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f4);
            c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f5);
            c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
            c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f6);
            c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
            c6v1 = Lanes.FMA ? p.fma(w1, c6v1) : p.mul(w1).add(c6v1);
            p = FloatVector.broadcast(Lanes.SPECIES, f7);
            c7v0 = Lanes.FMA ? p.fma(w0, c7v0) : p.mul(w0).add(c7v0);
            c7v1 = Lanes.FMA ? p.fma(w1, c7v1) : p.mul(w1).add(c7v1);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        long y3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 56) + shift);
        long y4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 72) + shift);
        long y5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 88) + shift);
        long y6 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 104) + shift);
        long y7 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 120) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + y, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + y, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + y, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c3v1.intoMemorySegment(Memory.ALL, y3 + y, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c4v1.intoMemorySegment(Memory.ALL, y4 + y, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
        c5v1.intoMemorySegment(Memory.ALL, y5 + y, Lanes.ORDER);
        c6v0.intoMemorySegment(Memory.ALL, y6, Lanes.ORDER);
        c6v1.intoMemorySegment(Memory.ALL, y6 + y, Lanes.ORDER);
        c7v0.intoMemorySegment(Memory.ALL, y7, Lanes.ORDER);
        c7v1.intoMemorySegment(Memory.ALL, y7 + y, Lanes.ORDER);
    }
}
