package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.ValueLayout;

/**
 * The register tiles of the packed product, written by TileGenerator: y[r][v] = activation(bias[v]
 * + sum over k of x[r + offsets[k]] * w[k][v] + residual[r][v]).
 *
 * <p>Memory: {@code rows} holds for each row the address of x and that of y, as {@link PackedRows}
 * lays them out; {@code panel} holds bias [v][lanes] and then w [k][v][lanes]; vector v of y lies v
 * * {@link PackedFinish#vectorStride} bytes after the first.
 *
 * <p>Registers of the tile R x V: R V accumulators, V weights, one broadcast. Each row keeps its
 * own base address, so rows may be pixels anywhere.
 */
final class PackedTiles {

    /** The {@code residual} of a tile without one. */
    static final long NO_RESIDUAL = Long.MIN_VALUE;

    private PackedTiles() {}

    /**
     * Computes one tile.
     *
     * @param tile rows + 16 * vectors
     * @param rows address of the rows' addresses
     * @param offsets [k] bytes from a row's x address to its k-th input
     * @param panel address of bias and weights
     * @param shift bytes from a row's y address to the panel's first vector
     * @param residual bytes from y to the residual, or {@link #NO_RESIDUAL}
     */
    static void run(
            int tile,
            long rows,
            int[] offsets,
            long panel,
            long shift,
            long residual,
            PackedFinish finish) {
        switch (tile) {
            case 17 -> tile1x1(rows, offsets, panel, shift, residual, finish);
            case 18 -> tile2x1(rows, offsets, panel, shift, residual, finish);
            case 19 -> tile3x1(rows, offsets, panel, shift, residual, finish);
            case 20 -> tile4x1(rows, offsets, panel, shift, residual, finish);
            case 21 -> tile5x1(rows, offsets, panel, shift, residual, finish);
            case 22 -> tile6x1(rows, offsets, panel, shift, residual, finish);
            case 23 -> tile7x1(rows, offsets, panel, shift, residual, finish);
            case 24 -> tile8x1(rows, offsets, panel, shift, residual, finish);
            case 33 -> tile1x2(rows, offsets, panel, shift, residual, finish);
            case 34 -> tile2x2(rows, offsets, panel, shift, residual, finish);
            case 35 -> tile3x2(rows, offsets, panel, shift, residual, finish);
            case 36 -> tile4x2(rows, offsets, panel, shift, residual, finish);
            case 37 -> tile5x2(rows, offsets, panel, shift, residual, finish);
            case 38 -> tile6x2(rows, offsets, panel, shift, residual, finish);
            case 39 -> tile7x2(rows, offsets, panel, shift, residual, finish);
            case 40 -> tile8x2(rows, offsets, panel, shift, residual, finish);
            default -> throw new IllegalArgumentException("tile " + tile);
        }
    }

    private static void tile1x1(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long w = Memory.address(panel) + 1L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
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

    private static void tile2x1(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long w = Memory.address(panel) + 1L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
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

    private static void tile3x1(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long w = Memory.address(panel) + 1L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
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

    private static void tile4x1(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48));
        long w = Memory.address(panel) + 1L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset));
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

    private static void tile5x1(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64));
        long w = Memory.address(panel) + 1L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset));
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset));
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

    private static void tile6x1(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 80));
        long w = Memory.address(panel) + 1L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c2v0 = c0v0;
        FloatVector c3v0 = c0v0;
        FloatVector c4v0 = c0v0;
        FloatVector c5v0 = c0v0;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset));
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset));
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset));
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

    private static void tile7x1(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 80));
        long x6 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 96));
        long w = Memory.address(panel) + 1L * Lanes.BYTES;
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
            long b = w + k * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset));
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset));
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset));
            c5v0 = Lanes.FMA ? x.fma(w0, c5v0) : x.mul(w0).add(c5v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x6 + offset));
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

    private static void tile8x1(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 80));
        long x6 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 96));
        long x7 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 112));
        long w = Memory.address(panel) + 1L * Lanes.BYTES;
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
            long b = w + k * (1L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset));
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset));
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset));
            c5v0 = Lanes.FMA ? x.fma(w0, c5v0) : x.mul(w0).add(c5v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x6 + offset));
            c6v0 = Lanes.FMA ? x.fma(w0, c6v0) : x.mul(w0).add(c6v0);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x7 + offset));
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

    private static void tile1x2(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long w = Memory.address(panel) + 2L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, panel + Lanes.BYTES, Lanes.ORDER);
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? x.fma(w1, c0v1) : x.mul(w1).add(c0v1);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long stride = finish.vectorStride();
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c0v1 =
                    c0v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y0 + residual + stride,
                                    Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c0v1 = c0v1.blend(low, c0v1.compare(VectorOperators.LT, low));
            c0v1 = c0v1.blend(high, c0v1.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + stride, Lanes.ORDER);
    }

    private static void tile2x2(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long w = Memory.address(panel) + 2L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, panel + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? x.fma(w1, c0v1) : x.mul(w1).add(c0v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? x.fma(w1, c1v1) : x.mul(w1).add(c1v1);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long stride = finish.vectorStride();
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c0v1 =
                    c0v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y0 + residual + stride,
                                    Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c1v1 =
                    c1v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y1 + residual + stride,
                                    Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c0v1 = c0v1.blend(low, c0v1.compare(VectorOperators.LT, low));
            c0v1 = c0v1.blend(high, c0v1.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c1v1 = c1v1.blend(low, c1v1.compare(VectorOperators.LT, low));
            c1v1 = c1v1.blend(high, c1v1.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + stride, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + stride, Lanes.ORDER);
    }

    private static void tile3x2(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long w = Memory.address(panel) + 2L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, panel + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v1;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? x.fma(w1, c0v1) : x.mul(w1).add(c0v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? x.fma(w1, c1v1) : x.mul(w1).add(c1v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? x.fma(w1, c2v1) : x.mul(w1).add(c2v1);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long stride = finish.vectorStride();
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c0v1 =
                    c0v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y0 + residual + stride,
                                    Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c1v1 =
                    c1v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y1 + residual + stride,
                                    Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c2v1 =
                    c2v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y2 + residual + stride,
                                    Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c0v1 = c0v1.blend(low, c0v1.compare(VectorOperators.LT, low));
            c0v1 = c0v1.blend(high, c0v1.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c1v1 = c1v1.blend(low, c1v1.compare(VectorOperators.LT, low));
            c1v1 = c1v1.blend(high, c1v1.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c2v1 = c2v1.blend(low, c2v1.compare(VectorOperators.LT, low));
            c2v1 = c2v1.blend(high, c2v1.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + stride, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + stride, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + stride, Lanes.ORDER);
    }

    private static void tile4x2(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48));
        long w = Memory.address(panel) + 2L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, panel + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v1;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v1;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? x.fma(w1, c0v1) : x.mul(w1).add(c0v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? x.fma(w1, c1v1) : x.mul(w1).add(c1v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? x.fma(w1, c2v1) : x.mul(w1).add(c2v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset));
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? x.fma(w1, c3v1) : x.mul(w1).add(c3v1);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long y3 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 56) + shift;
        long stride = finish.vectorStride();
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c0v1 =
                    c0v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y0 + residual + stride,
                                    Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c1v1 =
                    c1v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y1 + residual + stride,
                                    Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c2v1 =
                    c2v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y2 + residual + stride,
                                    Lanes.ORDER));
            c3v0 =
                    c3v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y3 + residual, Lanes.ORDER));
            c3v1 =
                    c3v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y3 + residual + stride,
                                    Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c0v1 = c0v1.blend(low, c0v1.compare(VectorOperators.LT, low));
            c0v1 = c0v1.blend(high, c0v1.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c1v1 = c1v1.blend(low, c1v1.compare(VectorOperators.LT, low));
            c1v1 = c1v1.blend(high, c1v1.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c2v1 = c2v1.blend(low, c2v1.compare(VectorOperators.LT, low));
            c2v1 = c2v1.blend(high, c2v1.compare(VectorOperators.GT, high));
            c3v0 = c3v0.blend(low, c3v0.compare(VectorOperators.LT, low));
            c3v0 = c3v0.blend(high, c3v0.compare(VectorOperators.GT, high));
            c3v1 = c3v1.blend(low, c3v1.compare(VectorOperators.LT, low));
            c3v1 = c3v1.blend(high, c3v1.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + stride, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + stride, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + stride, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c3v1.intoMemorySegment(Memory.ALL, y3 + stride, Lanes.ORDER);
    }

    private static void tile5x2(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64));
        long w = Memory.address(panel) + 2L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, panel + Lanes.BYTES, Lanes.ORDER);
        FloatVector c1v0 = c0v0;
        FloatVector c1v1 = c0v1;
        FloatVector c2v0 = c0v0;
        FloatVector c2v1 = c0v1;
        FloatVector c3v0 = c0v0;
        FloatVector c3v1 = c0v1;
        FloatVector c4v0 = c0v0;
        FloatVector c4v1 = c0v1;
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? x.fma(w1, c0v1) : x.mul(w1).add(c0v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? x.fma(w1, c1v1) : x.mul(w1).add(c1v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? x.fma(w1, c2v1) : x.mul(w1).add(c2v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset));
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? x.fma(w1, c3v1) : x.mul(w1).add(c3v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset));
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? x.fma(w1, c4v1) : x.mul(w1).add(c4v1);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long y3 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 56) + shift;
        long y4 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 72) + shift;
        long stride = finish.vectorStride();
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c0v1 =
                    c0v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y0 + residual + stride,
                                    Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c1v1 =
                    c1v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y1 + residual + stride,
                                    Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c2v1 =
                    c2v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y2 + residual + stride,
                                    Lanes.ORDER));
            c3v0 =
                    c3v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y3 + residual, Lanes.ORDER));
            c3v1 =
                    c3v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y3 + residual + stride,
                                    Lanes.ORDER));
            c4v0 =
                    c4v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y4 + residual, Lanes.ORDER));
            c4v1 =
                    c4v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y4 + residual + stride,
                                    Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c0v1 = c0v1.blend(low, c0v1.compare(VectorOperators.LT, low));
            c0v1 = c0v1.blend(high, c0v1.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c1v1 = c1v1.blend(low, c1v1.compare(VectorOperators.LT, low));
            c1v1 = c1v1.blend(high, c1v1.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c2v1 = c2v1.blend(low, c2v1.compare(VectorOperators.LT, low));
            c2v1 = c2v1.blend(high, c2v1.compare(VectorOperators.GT, high));
            c3v0 = c3v0.blend(low, c3v0.compare(VectorOperators.LT, low));
            c3v0 = c3v0.blend(high, c3v0.compare(VectorOperators.GT, high));
            c3v1 = c3v1.blend(low, c3v1.compare(VectorOperators.LT, low));
            c3v1 = c3v1.blend(high, c3v1.compare(VectorOperators.GT, high));
            c4v0 = c4v0.blend(low, c4v0.compare(VectorOperators.LT, low));
            c4v0 = c4v0.blend(high, c4v0.compare(VectorOperators.GT, high));
            c4v1 = c4v1.blend(low, c4v1.compare(VectorOperators.LT, low));
            c4v1 = c4v1.blend(high, c4v1.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + stride, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + stride, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + stride, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c3v1.intoMemorySegment(Memory.ALL, y3 + stride, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c4v1.intoMemorySegment(Memory.ALL, y4 + stride, Lanes.ORDER);
    }

    private static void tile6x2(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 80));
        long w = Memory.address(panel) + 2L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, panel + Lanes.BYTES, Lanes.ORDER);
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
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? x.fma(w1, c0v1) : x.mul(w1).add(c0v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? x.fma(w1, c1v1) : x.mul(w1).add(c1v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? x.fma(w1, c2v1) : x.mul(w1).add(c2v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset));
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? x.fma(w1, c3v1) : x.mul(w1).add(c3v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset));
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? x.fma(w1, c4v1) : x.mul(w1).add(c4v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset));
            c5v0 = Lanes.FMA ? x.fma(w0, c5v0) : x.mul(w0).add(c5v0);
            c5v1 = Lanes.FMA ? x.fma(w1, c5v1) : x.mul(w1).add(c5v1);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long y3 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 56) + shift;
        long y4 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 72) + shift;
        long y5 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 88) + shift;
        long stride = finish.vectorStride();
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c0v1 =
                    c0v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y0 + residual + stride,
                                    Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c1v1 =
                    c1v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y1 + residual + stride,
                                    Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c2v1 =
                    c2v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y2 + residual + stride,
                                    Lanes.ORDER));
            c3v0 =
                    c3v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y3 + residual, Lanes.ORDER));
            c3v1 =
                    c3v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y3 + residual + stride,
                                    Lanes.ORDER));
            c4v0 =
                    c4v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y4 + residual, Lanes.ORDER));
            c4v1 =
                    c4v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y4 + residual + stride,
                                    Lanes.ORDER));
            c5v0 =
                    c5v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y5 + residual, Lanes.ORDER));
            c5v1 =
                    c5v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y5 + residual + stride,
                                    Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c0v1 = c0v1.blend(low, c0v1.compare(VectorOperators.LT, low));
            c0v1 = c0v1.blend(high, c0v1.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c1v1 = c1v1.blend(low, c1v1.compare(VectorOperators.LT, low));
            c1v1 = c1v1.blend(high, c1v1.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c2v1 = c2v1.blend(low, c2v1.compare(VectorOperators.LT, low));
            c2v1 = c2v1.blend(high, c2v1.compare(VectorOperators.GT, high));
            c3v0 = c3v0.blend(low, c3v0.compare(VectorOperators.LT, low));
            c3v0 = c3v0.blend(high, c3v0.compare(VectorOperators.GT, high));
            c3v1 = c3v1.blend(low, c3v1.compare(VectorOperators.LT, low));
            c3v1 = c3v1.blend(high, c3v1.compare(VectorOperators.GT, high));
            c4v0 = c4v0.blend(low, c4v0.compare(VectorOperators.LT, low));
            c4v0 = c4v0.blend(high, c4v0.compare(VectorOperators.GT, high));
            c4v1 = c4v1.blend(low, c4v1.compare(VectorOperators.LT, low));
            c4v1 = c4v1.blend(high, c4v1.compare(VectorOperators.GT, high));
            c5v0 = c5v0.blend(low, c5v0.compare(VectorOperators.LT, low));
            c5v0 = c5v0.blend(high, c5v0.compare(VectorOperators.GT, high));
            c5v1 = c5v1.blend(low, c5v1.compare(VectorOperators.LT, low));
            c5v1 = c5v1.blend(high, c5v1.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + stride, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + stride, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + stride, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c3v1.intoMemorySegment(Memory.ALL, y3 + stride, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c4v1.intoMemorySegment(Memory.ALL, y4 + stride, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
        c5v1.intoMemorySegment(Memory.ALL, y5 + stride, Lanes.ORDER);
    }

    private static void tile7x2(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 80));
        long x6 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 96));
        long w = Memory.address(panel) + 2L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, panel + Lanes.BYTES, Lanes.ORDER);
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
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? x.fma(w1, c0v1) : x.mul(w1).add(c0v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? x.fma(w1, c1v1) : x.mul(w1).add(c1v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? x.fma(w1, c2v1) : x.mul(w1).add(c2v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset));
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? x.fma(w1, c3v1) : x.mul(w1).add(c3v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset));
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? x.fma(w1, c4v1) : x.mul(w1).add(c4v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset));
            c5v0 = Lanes.FMA ? x.fma(w0, c5v0) : x.mul(w0).add(c5v0);
            c5v1 = Lanes.FMA ? x.fma(w1, c5v1) : x.mul(w1).add(c5v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x6 + offset));
            c6v0 = Lanes.FMA ? x.fma(w0, c6v0) : x.mul(w0).add(c6v0);
            c6v1 = Lanes.FMA ? x.fma(w1, c6v1) : x.mul(w1).add(c6v1);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long y3 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 56) + shift;
        long y4 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 72) + shift;
        long y5 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 88) + shift;
        long y6 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 104) + shift;
        long stride = finish.vectorStride();
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c0v1 =
                    c0v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y0 + residual + stride,
                                    Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c1v1 =
                    c1v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y1 + residual + stride,
                                    Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c2v1 =
                    c2v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y2 + residual + stride,
                                    Lanes.ORDER));
            c3v0 =
                    c3v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y3 + residual, Lanes.ORDER));
            c3v1 =
                    c3v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y3 + residual + stride,
                                    Lanes.ORDER));
            c4v0 =
                    c4v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y4 + residual, Lanes.ORDER));
            c4v1 =
                    c4v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y4 + residual + stride,
                                    Lanes.ORDER));
            c5v0 =
                    c5v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y5 + residual, Lanes.ORDER));
            c5v1 =
                    c5v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y5 + residual + stride,
                                    Lanes.ORDER));
            c6v0 =
                    c6v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y6 + residual, Lanes.ORDER));
            c6v1 =
                    c6v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y6 + residual + stride,
                                    Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c0v1 = c0v1.blend(low, c0v1.compare(VectorOperators.LT, low));
            c0v1 = c0v1.blend(high, c0v1.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c1v1 = c1v1.blend(low, c1v1.compare(VectorOperators.LT, low));
            c1v1 = c1v1.blend(high, c1v1.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c2v1 = c2v1.blend(low, c2v1.compare(VectorOperators.LT, low));
            c2v1 = c2v1.blend(high, c2v1.compare(VectorOperators.GT, high));
            c3v0 = c3v0.blend(low, c3v0.compare(VectorOperators.LT, low));
            c3v0 = c3v0.blend(high, c3v0.compare(VectorOperators.GT, high));
            c3v1 = c3v1.blend(low, c3v1.compare(VectorOperators.LT, low));
            c3v1 = c3v1.blend(high, c3v1.compare(VectorOperators.GT, high));
            c4v0 = c4v0.blend(low, c4v0.compare(VectorOperators.LT, low));
            c4v0 = c4v0.blend(high, c4v0.compare(VectorOperators.GT, high));
            c4v1 = c4v1.blend(low, c4v1.compare(VectorOperators.LT, low));
            c4v1 = c4v1.blend(high, c4v1.compare(VectorOperators.GT, high));
            c5v0 = c5v0.blend(low, c5v0.compare(VectorOperators.LT, low));
            c5v0 = c5v0.blend(high, c5v0.compare(VectorOperators.GT, high));
            c5v1 = c5v1.blend(low, c5v1.compare(VectorOperators.LT, low));
            c5v1 = c5v1.blend(high, c5v1.compare(VectorOperators.GT, high));
            c6v0 = c6v0.blend(low, c6v0.compare(VectorOperators.LT, low));
            c6v0 = c6v0.blend(high, c6v0.compare(VectorOperators.GT, high));
            c6v1 = c6v1.blend(low, c6v1.compare(VectorOperators.LT, low));
            c6v1 = c6v1.blend(high, c6v1.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + stride, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + stride, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + stride, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c3v1.intoMemorySegment(Memory.ALL, y3 + stride, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c4v1.intoMemorySegment(Memory.ALL, y4 + stride, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
        c5v1.intoMemorySegment(Memory.ALL, y5 + stride, Lanes.ORDER);
        c6v0.intoMemorySegment(Memory.ALL, y6, Lanes.ORDER);
        c6v1.intoMemorySegment(Memory.ALL, y6 + stride, Lanes.ORDER);
    }

    private static void tile8x2(
            long rows, int[] offsets, long panel, long shift, long residual, PackedFinish finish) {
        long x0 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows));
        long x1 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 16));
        long x2 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 32));
        long x3 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 48));
        long x4 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 64));
        long x5 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 80));
        long x6 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 96));
        long x7 = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 112));
        long w = Memory.address(panel) + 2L * Lanes.BYTES;
        FloatVector c0v0 =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, panel, Lanes.ORDER);
        FloatVector c0v1 =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, panel + Lanes.BYTES, Lanes.ORDER);
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
        for (int k = 0; k < offsets.length; k++) {
            long offset = Integer.toUnsignedLong(offsets[k]);
            long b = w + k * (2L * Lanes.BYTES);
            FloatVector w0 =
                    FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
            FloatVector w1 =
                    FloatVector.fromMemorySegment(
                            Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
            FloatVector x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + offset));
            c0v0 = Lanes.FMA ? x.fma(w0, c0v0) : x.mul(w0).add(c0v0);
            c0v1 = Lanes.FMA ? x.fma(w1, c0v1) : x.mul(w1).add(c0v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + offset));
            c1v0 = Lanes.FMA ? x.fma(w0, c1v0) : x.mul(w0).add(c1v0);
            c1v1 = Lanes.FMA ? x.fma(w1, c1v1) : x.mul(w1).add(c1v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + offset));
            c2v0 = Lanes.FMA ? x.fma(w0, c2v0) : x.mul(w0).add(c2v0);
            c2v1 = Lanes.FMA ? x.fma(w1, c2v1) : x.mul(w1).add(c2v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + offset));
            c3v0 = Lanes.FMA ? x.fma(w0, c3v0) : x.mul(w0).add(c3v0);
            c3v1 = Lanes.FMA ? x.fma(w1, c3v1) : x.mul(w1).add(c3v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + offset));
            c4v0 = Lanes.FMA ? x.fma(w0, c4v0) : x.mul(w0).add(c4v0);
            c4v1 = Lanes.FMA ? x.fma(w1, c4v1) : x.mul(w1).add(c4v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + offset));
            c5v0 = Lanes.FMA ? x.fma(w0, c5v0) : x.mul(w0).add(c5v0);
            c5v1 = Lanes.FMA ? x.fma(w1, c5v1) : x.mul(w1).add(c5v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x6 + offset));
            c6v0 = Lanes.FMA ? x.fma(w0, c6v0) : x.mul(w0).add(c6v0);
            c6v1 = Lanes.FMA ? x.fma(w1, c6v1) : x.mul(w1).add(c6v1);
            x =
                    FloatVector.broadcast(
                            Lanes.SPECIES,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x7 + offset));
            c7v0 = Lanes.FMA ? x.fma(w0, c7v0) : x.mul(w0).add(c7v0);
            c7v1 = Lanes.FMA ? x.fma(w1, c7v1) : x.mul(w1).add(c7v1);
        }
        long y0 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 8) + shift;
        long y1 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 24) + shift;
        long y2 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 40) + shift;
        long y3 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 56) + shift;
        long y4 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 72) + shift;
        long y5 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 88) + shift;
        long y6 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 104) + shift;
        long y7 = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, rows + 120) + shift;
        long stride = finish.vectorStride();
        if (residual != NO_RESIDUAL) {
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y0 + residual, Lanes.ORDER));
            c0v1 =
                    c0v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y0 + residual + stride,
                                    Lanes.ORDER));
            c1v0 =
                    c1v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y1 + residual, Lanes.ORDER));
            c1v1 =
                    c1v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y1 + residual + stride,
                                    Lanes.ORDER));
            c2v0 =
                    c2v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y2 + residual, Lanes.ORDER));
            c2v1 =
                    c2v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y2 + residual + stride,
                                    Lanes.ORDER));
            c3v0 =
                    c3v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y3 + residual, Lanes.ORDER));
            c3v1 =
                    c3v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y3 + residual + stride,
                                    Lanes.ORDER));
            c4v0 =
                    c4v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y4 + residual, Lanes.ORDER));
            c4v1 =
                    c4v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y4 + residual + stride,
                                    Lanes.ORDER));
            c5v0 =
                    c5v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y5 + residual, Lanes.ORDER));
            c5v1 =
                    c5v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y5 + residual + stride,
                                    Lanes.ORDER));
            c6v0 =
                    c6v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y6 + residual, Lanes.ORDER));
            c6v1 =
                    c6v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y6 + residual + stride,
                                    Lanes.ORDER));
            c7v0 =
                    c7v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, y7 + residual, Lanes.ORDER));
            c7v1 =
                    c7v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    y7 + residual + stride,
                                    Lanes.ORDER));
        }
        if (finish.clamps()) {
            FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());
            FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());
            c0v0 = c0v0.blend(low, c0v0.compare(VectorOperators.LT, low));
            c0v0 = c0v0.blend(high, c0v0.compare(VectorOperators.GT, high));
            c0v1 = c0v1.blend(low, c0v1.compare(VectorOperators.LT, low));
            c0v1 = c0v1.blend(high, c0v1.compare(VectorOperators.GT, high));
            c1v0 = c1v0.blend(low, c1v0.compare(VectorOperators.LT, low));
            c1v0 = c1v0.blend(high, c1v0.compare(VectorOperators.GT, high));
            c1v1 = c1v1.blend(low, c1v1.compare(VectorOperators.LT, low));
            c1v1 = c1v1.blend(high, c1v1.compare(VectorOperators.GT, high));
            c2v0 = c2v0.blend(low, c2v0.compare(VectorOperators.LT, low));
            c2v0 = c2v0.blend(high, c2v0.compare(VectorOperators.GT, high));
            c2v1 = c2v1.blend(low, c2v1.compare(VectorOperators.LT, low));
            c2v1 = c2v1.blend(high, c2v1.compare(VectorOperators.GT, high));
            c3v0 = c3v0.blend(low, c3v0.compare(VectorOperators.LT, low));
            c3v0 = c3v0.blend(high, c3v0.compare(VectorOperators.GT, high));
            c3v1 = c3v1.blend(low, c3v1.compare(VectorOperators.LT, low));
            c3v1 = c3v1.blend(high, c3v1.compare(VectorOperators.GT, high));
            c4v0 = c4v0.blend(low, c4v0.compare(VectorOperators.LT, low));
            c4v0 = c4v0.blend(high, c4v0.compare(VectorOperators.GT, high));
            c4v1 = c4v1.blend(low, c4v1.compare(VectorOperators.LT, low));
            c4v1 = c4v1.blend(high, c4v1.compare(VectorOperators.GT, high));
            c5v0 = c5v0.blend(low, c5v0.compare(VectorOperators.LT, low));
            c5v0 = c5v0.blend(high, c5v0.compare(VectorOperators.GT, high));
            c5v1 = c5v1.blend(low, c5v1.compare(VectorOperators.LT, low));
            c5v1 = c5v1.blend(high, c5v1.compare(VectorOperators.GT, high));
            c6v0 = c6v0.blend(low, c6v0.compare(VectorOperators.LT, low));
            c6v0 = c6v0.blend(high, c6v0.compare(VectorOperators.GT, high));
            c6v1 = c6v1.blend(low, c6v1.compare(VectorOperators.LT, low));
            c6v1 = c6v1.blend(high, c6v1.compare(VectorOperators.GT, high));
            c7v0 = c7v0.blend(low, c7v0.compare(VectorOperators.LT, low));
            c7v0 = c7v0.blend(high, c7v0.compare(VectorOperators.GT, high));
            c7v1 = c7v1.blend(low, c7v1.compare(VectorOperators.LT, low));
            c7v1 = c7v1.blend(high, c7v1.compare(VectorOperators.GT, high));
        }
        c0v0.intoMemorySegment(Memory.ALL, y0, Lanes.ORDER);
        c0v1.intoMemorySegment(Memory.ALL, y0 + stride, Lanes.ORDER);
        c1v0.intoMemorySegment(Memory.ALL, y1, Lanes.ORDER);
        c1v1.intoMemorySegment(Memory.ALL, y1 + stride, Lanes.ORDER);
        c2v0.intoMemorySegment(Memory.ALL, y2, Lanes.ORDER);
        c2v1.intoMemorySegment(Memory.ALL, y2 + stride, Lanes.ORDER);
        c3v0.intoMemorySegment(Memory.ALL, y3, Lanes.ORDER);
        c3v1.intoMemorySegment(Memory.ALL, y3 + stride, Lanes.ORDER);
        c4v0.intoMemorySegment(Memory.ALL, y4, Lanes.ORDER);
        c4v1.intoMemorySegment(Memory.ALL, y4 + stride, Lanes.ORDER);
        c5v0.intoMemorySegment(Memory.ALL, y5, Lanes.ORDER);
        c5v1.intoMemorySegment(Memory.ALL, y5 + stride, Lanes.ORDER);
        c6v0.intoMemorySegment(Memory.ALL, y6, Lanes.ORDER);
        c6v1.intoMemorySegment(Memory.ALL, y6 + stride, Lanes.ORDER);
        c7v0.intoMemorySegment(Memory.ALL, y7, Lanes.ORDER);
        c7v1.intoMemorySegment(Memory.ALL, y7 + stride, Lanes.ORDER);
    }
}
