package dev.lanewise.kernels.vector;

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

    /** What callers apply to whole panels; partial ones are finished by {@link #run}. */
    PackedEpilogue epilogue() {
        return epilogue;
    }

    /** Bytes of scratch memory that {@link #run} needs beside the rows. */
    static long scratchBytes() {
        return TILE_ROWS * (PackedRows.BYTES + 2L * Lanes.BYTES) + 2L * Lanes.BYTES;
    }

    /**
     * Computes {@code count} rows of a panel: if it is whole, the sums with bias; if it is partial,
     * the epilogue as well.
     *
     * @param packed address of the packed weights
     * @param residual bytes from y to the residual
     * @param scratch address of {@link #scratchBytes()} bytes
     */
    void run(PackedPanel panel, long rows, int count, long packed, long residual, long scratch) {
        long start = packed + panel.weights();
        long weights = start + (long) panel.vectors() * Lanes.BYTES;
        int k = panel.offsets().count();
        if (panel.partial() || k > PackedTiles.MAX_K) {
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
            PackedTiles.run(tile, first, offsets, k, start, weights, shift, stride);
            row += size;
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
     * Computes a few rows at a time in scratch memory, where K is too long for one tile or where
     * only some columns of the last vector may be stored.
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
            long sums) {
        int vectors = panel.vectors();
        long zeros = sums + 2L * TILE_ROWS * Lanes.BYTES;
        long asideRows = zeros + 2L * Lanes.BYTES;
        Memory.zero(zeros, 2L * Lanes.BYTES);
        for (int r = 0; r < count; r++) {
            PackedRows.set(asideRows, r, PackedRows.x(rows, r), sums + 2L * r * Lanes.BYTES);
        }
        int k = panel.offsets().count();
        for (int done = 0; done == 0 || done < k; done += PackedTiles.MAX_K) {
            PackedTiles.run(
                    count + 16 * vectors,
                    asideRows,
                    panel.offsets().address() + 4L * done,
                    Math.min(k - done, PackedTiles.MAX_K),
                    done == 0 ? start : zeros,
                    weights + (long) done * vectors * Lanes.BYTES,
                    0,
                    Lanes.BYTES);
            for (int r = 0; r < count; r++) {
                long sum = sums + 2L * r * Lanes.BYTES;
                long y = PackedRows.y(rows, r) + panel.shift();
                if (panel.partial()) {
                    store(panel, sum, y, done > 0, done + PackedTiles.MAX_K >= k, residual);
                } else {
                    store(vectors, sum, y, done > 0);
                }
            }
        }
    }

    /** Stores or adds whole vectors. */
    private void store(int vectors, long sum, long y, boolean add) {
        for (int v = 0; v < vectors; v++) {
            FloatVector value = Lanes.load(sum + (long) v * Lanes.BYTES);
            long address = y + (long) v * stride;
            Lanes.store(add ? value.add(Lanes.load(address)) : value, address);
        }
    }

    /** Stores or adds the panel's own columns, and finishes them. */
    private void store(
            PackedPanel panel, long sums, long y, boolean add, boolean last, long residual) {
        for (int column = 0; column < panel.columns(); column++) {
            long address = y + column * 4L;
            float value = Memory.getFloat(sums + column * 4L);
            float sum = add ? value + Memory.getFloat(address) : value;
            Memory.setFloat(address, last ? epilogue.apply(sum, address + residual) : sum);
        }
    }
}
