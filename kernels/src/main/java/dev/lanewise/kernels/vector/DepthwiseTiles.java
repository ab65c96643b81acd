package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.ValueLayout;

/**
 * The register tiles of depthwise convolution, written by TileGenerator: y[r] = activation(bias +
 * sum over k of x[r + offsets[k]] * w[k] + residual[r]), every term a vector of channels.
 *
 * <p>Memory as in {@link PackedTiles}, with panels of one vector. Registers: an accumulator for
 * each row, one weight, one input.
 */
final class DepthwiseTiles {

    private static final long NO_RESIDUAL = PackedTiles.NO_RESIDUAL;

    private DepthwiseTiles() {}

    /**
     * Computes one tile; parameters as in {@link PackedTiles#run} and:
     *
     * @param tile rows
     * @param xShift bytes from a row's x address to the panel's block of channels
     * @param shift bytes from a row's y address to the panel's block of channels
     */
    static void run(
            int tile,
            long rows,
            int[] offsets,
            long panel,
            long xShift,
            long shift,
            long residual,
            PackedFinish finish) {
        switch (tile) {
            case 1 -> tile1(rows, offsets, panel, xShift, shift, residual, finish);
            case 2 -> tile2(rows, offsets, panel, xShift, shift, residual, finish);
            case 3 -> tile3(rows, offsets, panel, xShift, shift, residual, finish);
            case 4 -> tile4(rows, offsets, panel, xShift, shift, residual, finish);
            case 5 -> tile5(rows, offsets, panel, xShift, shift, residual, finish);
            case 6 -> tile6(rows, offsets, panel, xShift, shift, residual, finish);
            case 7 -> tile7(rows, offsets, panel, xShift, shift, residual, finish);
            case 8 -> tile8(rows, offsets, panel, xShift, shift, residual, finish);
            default -> throw new IllegalArgumentException("tile " + tile);
        }
    }

    private static void tile1(
            long rows,
            int[] offsets,
            long panel,
            long xShift,
            long shift,
            long residual,
            PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows) + xShift);
        long w = Memory.address(panel) + Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) k * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
    }

    private static void tile2(
            long rows,
            int[] offsets,
            long panel,
            long xShift,
            long shift,
            long residual,
            PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16) + xShift);
        long w = Memory.address(panel) + Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) k * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x1 + offset, Lanes.ORDER);
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
    }

    private static void tile3(
            long rows,
            int[] offsets,
            long panel,
            long xShift,
            long shift,
            long residual,
            PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32) + xShift);
        long w = Memory.address(panel) + Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) k * Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, x0 + offset, Lanes.ORDER);
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x1 + offset, Lanes.ORDER);
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x = FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, x2 + offset, Lanes.ORDER);
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
    }

    private static void tile4(
            long rows,
            int[] offsets,
            long panel,
            long xShift,
            long shift,
            long residual,
            PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32) + xShift);
        long x3 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48) + xShift);
        long w = Memory.address(panel) + Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) k * Lanes.BYTES, Lanes.ORDER);
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
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long y3 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 56) + shift;
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c3v0 =
                    c3v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y3 + residual, Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c3v0 = c3v0.blend(low, c3v0.compare(VectorOperators.LT, low));
            c3v0 = c3v0.blend(high, c3v0.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
    }

    private static void tile5(
            long rows,
            int[] offsets,
            long panel,
            long xShift,
            long shift,
            long residual,
            PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32) + xShift);
        long x3 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48) + xShift);
        long x4 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64) + xShift);
        long w = Memory.address(panel) + Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) k * Lanes.BYTES, Lanes.ORDER);
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
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long y3 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 56) + shift;
        long y4 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 72) + shift;
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c3v0 =
                    c3v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y3 + residual, Lanes.ORDER));
            c4v0 =
                    c4v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y4 + residual, Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c3v0 = c3v0.blend(low, c3v0.compare(VectorOperators.LT, low));
            c3v0 = c3v0.blend(high, c3v0.compare(VectorOperators.GT, high));
            c4v0 = c4v0.blend(low, c4v0.compare(VectorOperators.LT, low));
            c4v0 = c4v0.blend(high, c4v0.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
    }

    private static void tile6(
            long rows,
            int[] offsets,
            long panel,
            long xShift,
            long shift,
            long residual,
            PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32) + xShift);
        long x3 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48) + xShift);
        long x4 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64) + xShift);
        long x5 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 80) + xShift);
        long w = Memory.address(panel) + Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c5v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) k * Lanes.BYTES, Lanes.ORDER);
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
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long y3 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 56) + shift;
        long y4 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 72) + shift;
        long y5 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 88) + shift;
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c3v0 =
                    c3v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y3 + residual, Lanes.ORDER));
            c4v0 =
                    c4v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y4 + residual, Lanes.ORDER));
            c5v0 =
                    c5v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y5 + residual, Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c3v0 = c3v0.blend(low, c3v0.compare(VectorOperators.LT, low));
            c3v0 = c3v0.blend(high, c3v0.compare(VectorOperators.GT, high));
            c4v0 = c4v0.blend(low, c4v0.compare(VectorOperators.LT, low));
            c4v0 = c4v0.blend(high, c4v0.compare(VectorOperators.GT, high));
            c5v0 = c5v0.blend(low, c5v0.compare(VectorOperators.LT, low));
            c5v0 = c5v0.blend(high, c5v0.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
    }

    private static void tile7(
            long rows,
            int[] offsets,
            long panel,
            long xShift,
            long shift,
            long residual,
            PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32) + xShift);
        long x3 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48) + xShift);
        long x4 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64) + xShift);
        long x5 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 80) + xShift);
        long x6 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 96) + xShift);
        long w = Memory.address(panel) + Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c5v0 = c0v0;
        FloatVector c6v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) k * Lanes.BYTES, Lanes.ORDER);
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
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long y3 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 56) + shift;
        long y4 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 72) + shift;
        long y5 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 88) + shift;
        long y6 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 104) + shift;
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c3v0 =
                    c3v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y3 + residual, Lanes.ORDER));
            c4v0 =
                    c4v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y4 + residual, Lanes.ORDER));
            c5v0 =
                    c5v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y5 + residual, Lanes.ORDER));
            c6v0 =
                    c6v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y6 + residual, Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c3v0 = c3v0.blend(low, c3v0.compare(VectorOperators.LT, low));
            c3v0 = c3v0.blend(high, c3v0.compare(VectorOperators.GT, high));
            c4v0 = c4v0.blend(low, c4v0.compare(VectorOperators.LT, low));
            c4v0 = c4v0.blend(high, c4v0.compare(VectorOperators.GT, high));
            c5v0 = c5v0.blend(low, c5v0.compare(VectorOperators.LT, low));
            c5v0 = c5v0.blend(high, c5v0.compare(VectorOperators.GT, high));
            c6v0 = c6v0.blend(low, c6v0.compare(VectorOperators.LT, low));
            c6v0 = c6v0.blend(high, c6v0.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
        c6v0.intoMemorySegment(Memory.ALL, y6, Lanes.ORDER);
    }

    private static void tile8(
            long rows,
            int[] offsets,
            long panel,
            long xShift,
            long shift,
            long residual,
            PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows) + xShift);
        long x1 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16) + xShift);
        long x2 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32) + xShift);
        long x3 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48) + xShift);
        long x4 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64) + xShift);
        long x5 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 80) + xShift);
        long x6 =
                Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 96) + xShift);
        long x7 =
                Memory.address(
                        Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 112) + xShift);
        long w = Memory.address(panel) + Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c5v0 = c0v0;
        FloatVector c6v0 = c0v0;
        FloatVector c7v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, w + (long) k * Lanes.BYTES, Lanes.ORDER);
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
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long y3 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 56) + shift;
        long y4 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 72) + shift;
        long y5 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 88) + shift;
        long y6 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 104) + shift;
        long y7 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 120) + shift;
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c3v0 =
                    c3v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y3 + residual, Lanes.ORDER));
            c4v0 =
                    c4v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y4 + residual, Lanes.ORDER));
            c5v0 =
                    c5v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y5 + residual, Lanes.ORDER));
            c6v0 =
                    c6v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y6 + residual, Lanes.ORDER));
            c7v0 =
                    c7v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y7 + residual, Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c3v0 = c3v0.blend(low, c3v0.compare(VectorOperators.LT, low));
            c3v0 = c3v0.blend(high, c3v0.compare(VectorOperators.GT, high));
            c4v0 = c4v0.blend(low, c4v0.compare(VectorOperators.LT, low));
            c4v0 = c4v0.blend(high, c4v0.compare(VectorOperators.GT, high));
            c5v0 = c5v0.blend(low, c5v0.compare(VectorOperators.LT, low));
            c5v0 = c5v0.blend(high, c5v0.compare(VectorOperators.GT, high));
            c6v0 = c6v0.blend(low, c6v0.compare(VectorOperators.LT, low));
            c6v0 = c6v0.blend(high, c6v0.compare(VectorOperators.GT, high));
            c7v0 = c7v0.blend(low, c7v0.compare(VectorOperators.LT, low));
            c7v0 = c7v0.blend(high, c7v0.compare(VectorOperators.GT, high));
        }
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
