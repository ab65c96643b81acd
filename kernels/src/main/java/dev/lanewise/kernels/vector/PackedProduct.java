package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import java.lang.ref.Reference;
import java.util.List;

/**
 * The one inner product behind convolution and matrix product: y[r][o] = activation(bias[o] + sum
 * over k of x[r + offsets[k]] * w[k][o] + residual[r][o]).
 *
 * <p>Rows (output pixels, or rows of A) are addresses that the caller has put into {@link
 * PackedRows}; columns (output channels) come in {@link PackedPanel}s.
 */
final class PackedProduct {

    /** Rows of the largest tile: with two vectors each they fill the registers. */
    static final int TILE_ROWS = Lanes.MANY_REGISTERS ? 8 : 6;

    private static final long TILE_BYTES = 2L * TILE_ROWS * Lanes.BYTES;

    private final PackedPanel[] panels;
    private final int stride;
    private final PackedEpilogue epilogue;

    /**
     * @param stride bytes from one vector of a row of y to the next
     */
    PackedProduct(List<PackedPanel> panels, Epilogue epilogue, int stride) {
        this.panels = panels.toArray(PackedPanel[]::new);
        this.stride = stride;
        this.epilogue = new PackedEpilogue(epilogue);
    }

    int panels() {
        return panels.length;
    }

    PackedPanel panel(int index) {
        return panels[index];
    }

    /** Its activation is the callers' to apply to whole panels. */
    PackedEpilogue epilogue() {
        return epilogue;
    }

    /**
     * Bytes of scratch memory that {@link #run} needs beside the rows, and the activation after it.
     */
    static long scratchBytes() {
        return Math.max(
                2 * TILE_BYTES + 2L * Lanes.BYTES + (long) TILE_ROWS * PackedRows.BYTES,
                UnaryLoops.SCRATCH_BYTES);
    }

    /**
     * Computes {@code count} rows of a panel, bias and residual included; if the panel is partial,
     * the activation as well.
     *
     * @param packed address of the packed weights
     * @param residual bytes from y to the residual
     * @param scratch address of {@link #scratchBytes()} bytes
     */
    void run(PackedPanel panel, long rows, int count, long packed, long residual, long scratch) {
        long start = packed + panel.weights();
        long weights = start + (long) panel.vectors() * Lanes.BYTES;
        int k = panel.offsets().count();
        if (panel.partial() || k > PackedTiles.MAX_K || epilogue.hasResidual()) {
            aside(panel, rows, count, start, weights, residual, scratch);
        } else {
            long table = panel.offsets().address();
            multiply(panel.vectors(), rows, count, table, k, start, weights, panel.shift(), stride);
        }
        Reference.reachabilityFence(this);
    }

    /**
     * y[r][v] = start[v] + sum over k of x[r + offsets[k]] * w[k][v], tile by tile.
     *
     * @param vectors vectors of a row, 1 or 2
     * @param offsets address of [k] ints
     * @param k at most {@link PackedTiles#MAX_K}
     * @param start address of [vectors][lanes]
     * @param weights address of [k][vectors][lanes]
     * @param shift bytes from a row's y address to its first vector
     * @param stride bytes from one vector of y to the next
     */
    static void multiply(
            int vectors,
            long rows,
            int count,
            long offsets,
            int k,
            long start,
            long weights,
            long shift,
            int stride) {
        for (int row = 0; row < count; ) {
            int size = tileRows(count - row);
            long first = rows + (long) row * PackedRows.BYTES;
            int tile = size + 16 * vectors;
            int tiles = 1;
            if (Tiles.isPackedReady(tile)) {
                PackedTiles.run(tile, first, offsets, k, start, weights, shift, stride);
            } else {
                while (row + tiles * size < count && tileRows(count - row - tiles * size) == size) {
                    tiles++;
                }
                Tiles.packed(tile, tiles, first, offsets, k, start, weights, shift, stride);
            }
            row += tiles * size;
        }
    }

    /**
     * Rows of the next tile where {@code left} are left. With many registers small tiles cost what
     * their rows cost, so that tiles of nearly equal size are best; with few, any tile costs nearly
     * what a full one costs.
     */
    private static int tileRows(int left) {
        return Lanes.MANY_REGISTERS
                ? Math.ceilDiv(left, Math.ceilDiv(left, TILE_ROWS))
                : Math.min(left, TILE_ROWS);
    }

    /**
     * Computes a few rows at a time in scratch memory: where K is too long for one tile, where only
     * some columns of the last vector may be stored, or where y may hold the residual.
     */
    private void aside(
            PackedPanel panel,
            long rows,
            int count,
            long start,
            long weights,
            long residual,
            long scratch) {
        for (int row = 0; row < count; ) {
            int size = tileRows(count - row);
            long first = rows + (long) row * PackedRows.BYTES;
            asideTile(panel, first, size, start, weights, residual, scratch);
            row += size;
        }
    }

    private void asideTile(
            PackedPanel panel,
            long rows,
            int count,
            long start,
            long weights,
            long residual,
            long scratch) {
        int vectors = panel.vectors();
        long rowBytes = (long) vectors * Lanes.BYTES;
        long part = scratch + TILE_BYTES;
        long zeros = part + TILE_BYTES;
        long asideRows = zeros + 2L * Lanes.BYTES;
        for (int r = 0; r < count; r++) {
            PackedRows.set(asideRows, r, PackedRows.x(rows, r), scratch + r * rowBytes);
        }
        int k = panel.offsets().count();
        int parts = Math.max(1, Math.ceilDiv(k, PackedTiles.MAX_K));
        int steps = Math.ceilDiv(k, parts);
        long table = panel.offsets().address();
        int tile = count + 16 * vectors;
        Tiles.packed(tile, 1, asideRows, table, steps, start, weights, 0, Lanes.BYTES);
        if (steps < k) {
            Memory.zero(zeros, rowBytes);
        }
        for (int done = steps; done < k; done += steps) {
            steps = Math.min(k - done, steps);
            Tiles.packed(
                    tile,
                    1,
                    asideRows,
                    table + 4L * done,
                    steps,
                    zeros,
                    weights + done * rowBytes,
                    TILE_BYTES,
                    Lanes.BYTES);
            PackedEpilogue.add(part, scratch, count * rowBytes, 0);
        }
        for (int r = 0; r < count; r++) {
            long sums = scratch + r * rowBytes;
            long y = PackedRows.y(rows, r) + panel.shift();
            if (panel.partial()) {
                storeColumns(panel.columns(), sums, y, residual);
            } else {
                store(vectors, sums, y, residual);
            }
        }
    }

    /** Stores whole vectors, residual added. */
    private void store(int vectors, long sums, long y, long residual) {
        for (int v = 0; v < vectors; v++) {
            long address = y + (long) v * stride;
            FloatVector value =
                    fromMemorySegment(SPECIES, ALL, sums + (long) v * Lanes.BYTES, ORDER);
            if (epilogue.hasResidual()) {
                value.add(fromMemorySegment(SPECIES, ALL, address + residual, ORDER))
                        .intoMemorySegment(ALL, address, ORDER);
            } else {
                value.intoMemorySegment(ALL, address, ORDER);
            }
        }
    }

    /** Stores and finishes the panel's own columns. */
    private void storeColumns(int columns, long sums, long y, long residual) {
        for (int column = 0; column < columns; column++) {
            long address = y + column * 4L;
            float sum = Memory.getFloat(sums + column * 4L);
            Memory.setFloat(address, epilogue.apply(sum, address + residual));
        }
    }
}
