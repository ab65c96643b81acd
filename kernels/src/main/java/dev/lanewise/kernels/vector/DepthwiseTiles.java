package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.ValueLayout;

/**
 * The register tiles of depthwise convolution, written by TileGenerator: y[r] = bias + sum over k
 * of x[r + offsets[k]] * w[k], every term a vector of channels.
 *
 * <p>Memory as in {@link PackedTiles}, with panels of one vector that begin with the bias.
 * Registers: an accumulator for each row, one weight, one input.
 */
final class DepthwiseTiles {

    private DepthwiseTiles() {}

    /**
     * Computes one tile; parameters as in {@link PackedTiles#run} and:
     *
     * @param tile rows
     * @param panel address of bias and weights
     * @param xShift bytes from a row's x address to the panel's block of channels
     * @param shift bytes from a row's y address to the panel's block of channels
     */
    static void run(int tile, long rows, long offsets, int k, long panel, long xShift, long shift) {
        switch (tile) {
            case 1 -> tile1(rows, offsets, k, panel, xShift, shift);
            case 2 -> tile2(rows, offsets, k, panel, xShift, shift);
            case 3 -> tile3(rows, offsets, k, panel, xShift, shift);
            case 4 -> tile4(rows, offsets, k, panel, xShift, shift);
            case 5 -> tile5(rows, offsets, k, panel, xShift, shift);
            case 6 -> tile6(rows, offsets, k, panel, xShift, shift);
            case 7 -> tile7(rows, offsets, k, panel, xShift, shift);
            case 8 -> tile8(rows, offsets, k, panel, xShift, shift);
            default -> throw new IllegalArgumentException("tile " + tile);
        }
    }

    private static void tile1(long rows, long offsets, int k, long panel, long xShift, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row) + xShift);
        long table = Memory.address(offsets);
        long w = Memory.address(panel) + Lanes.BYTES;
        int steps = Math.min(k, PackedTiles.MAX_K);
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, w - Lanes.BYTES, Lanes.ORDER);
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) i * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
    }

    private static void tile2(long rows, long offsets, int k, long panel, long xShift, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16) + xShift);
        long table = Memory.address(offsets);
        long w = Memory.address(panel) + Lanes.BYTES;
        int steps = Math.min(k, PackedTiles.MAX_K);
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, w - Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) i * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x1 + offset, Lanes.ORDER);
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
    }

    private static void tile3(long rows, long offsets, int k, long panel, long xShift, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32) + xShift);
        long table = Memory.address(offsets);
        long w = Memory.address(panel) + Lanes.BYTES;
        int steps = Math.min(k, PackedTiles.MAX_K);
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, w - Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) i * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x1 + offset, Lanes.ORDER);
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x2 + offset, Lanes.ORDER);
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
        }
        long y0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8) + shift);
        long y1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 24) + shift);
        long y2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 40) + shift);
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
    }

    private static void tile4(long rows, long offsets, int k, long panel, long xShift, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32) + xShift);
        long x3 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48) + xShift);
        long table = Memory.address(offsets);
        long w = Memory.address(panel) + Lanes.BYTES;
        int steps = Math.min(k, PackedTiles.MAX_K);
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, w - Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) i * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x1 + offset, Lanes.ORDER);
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x2 + offset, Lanes.ORDER);
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x3 + offset, Lanes.ORDER);
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
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

    private static void tile5(long rows, long offsets, int k, long panel, long xShift, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32) + xShift);
        long x3 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48) + xShift);
        long x4 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64) + xShift);
        long table = Memory.address(offsets);
        long w = Memory.address(panel) + Lanes.BYTES;
        int steps = Math.min(k, PackedTiles.MAX_K);
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, w - Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) i * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x1 + offset, Lanes.ORDER);
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x2 + offset, Lanes.ORDER);
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x3 + offset, Lanes.ORDER);
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x4 + offset, Lanes.ORDER);
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
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

    private static void tile6(long rows, long offsets, int k, long panel, long xShift, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32) + xShift);
        long x3 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48) + xShift);
        long x4 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64) + xShift);
        long x5 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 80) + xShift);
        long table = Memory.address(offsets);
        long w = Memory.address(panel) + Lanes.BYTES;
        int steps = Math.min(k, PackedTiles.MAX_K);
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, w - Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c5v0 = c0v0;
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) i * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x1 + offset, Lanes.ORDER);
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x2 + offset, Lanes.ORDER);
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x3 + offset, Lanes.ORDER);
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x4 + offset, Lanes.ORDER);
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x5 + offset, Lanes.ORDER);
            c5v0 = Lanes.FMA ? x.fma(w0, c5v0) : x.mul(w0).add(c5v0);
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

    private static void tile7(long rows, long offsets, int k, long panel, long xShift, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32) + xShift);
        long x3 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48) + xShift);
        long x4 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64) + xShift);
        long x5 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 80) + xShift);
        long x6 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 96) + xShift);
        long table = Memory.address(offsets);
        long w = Memory.address(panel) + Lanes.BYTES;
        int steps = Math.min(k, PackedTiles.MAX_K);
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, w - Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c5v0 = c0v0;
        FloatVector c6v0 = c0v0;
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) i * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x1 + offset, Lanes.ORDER);
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x2 + offset, Lanes.ORDER);
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x3 + offset, Lanes.ORDER);
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x4 + offset, Lanes.ORDER);
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x5 + offset, Lanes.ORDER);
            c5v0 = Lanes.FMA ? x.fma(w0, c5v0) : x.mul(w0).add(c5v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x6 + offset, Lanes.ORDER);
            c6v0 = Lanes.FMA ? x.fma(w0, c6v0) : x.mul(w0).add(c6v0);
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

    private static void tile8(long rows, long offsets, int k, long panel, long xShift, long shift) {
        long row = Memory.address(rows);
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 32) + xShift);
        long x3 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 48) + xShift);
        long x4 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 64) + xShift);
        long x5 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 80) + xShift);
        long x6 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 96) + xShift);
        long x7 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 112) + xShift);
        long table = Memory.address(offsets);
        long w = Memory.address(panel) + Lanes.BYTES;
        int steps = Math.min(k, PackedTiles.MAX_K);
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, w - Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c5v0 = c0v0;
        FloatVector c6v0 = c0v0;
        FloatVector c7v0 = c0v0;
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long offset =
                    Integer.toUnsignedLong(
                            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table + 4L * i));
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) i * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x1 + offset, Lanes.ORDER);
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x2 + offset, Lanes.ORDER);
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x3 + offset, Lanes.ORDER);
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x4 + offset, Lanes.ORDER);
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x5 + offset, Lanes.ORDER);
            c5v0 = Lanes.FMA ? x.fma(w0, c5v0) : x.mul(w0).add(c5v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x6 + offset, Lanes.ORDER);
            c6v0 = Lanes.FMA ? x.fma(w0, c6v0) : x.mul(w0).add(c6v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x7 + offset, Lanes.ORDER);
            c7v0 = Lanes.FMA ? x.fma(w0, c7v0) : x.mul(w0).add(c7v0);
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
}
