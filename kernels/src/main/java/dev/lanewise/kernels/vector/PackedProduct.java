package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.memory.Memory;

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
    static final int TILE_ROWS = Lanes.MANY_REGISTERS ? 7 : 6;

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
        return TILE_ROWS * (long) (PackedRows.BYTES + Lanes.BYTES);
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
        if (panel.partial()) {
            partial(panel, rows, count, packed, residual, scratch);
        } else {
            sums(panel, rows, count, packed, panel.shift());
        }
        Reference.reachabilityFence(this);
    }

    private void sums(PackedPanel panel, long rows, int count, long packed, long shift) {
        long start = packed + panel.weights();
        long weights = start + (long) panel.vectors() * Lanes.BYTES;
        multiply(panel.vectors(), rows, count, panel.offsets(), start, weights, shift, stride);
    }

    /**
     * y[r][v] = start[v] + sum over k of x[r + offsets[k]] * w[k][v], tile by tile.
     *
     * @param vectors vectors of a row, 1 or 2
     * @param start address of [vectors][lanes]
     * @param weights address of [k][vectors][lanes]
     * @param shift bytes from a row's y address to its first vector
     * @param stride bytes from one vector of y to the next
     */
    static void multiply(
            int vectors,
            long rows,
            int count,
            PackedOffsets offsets,
            long start,
            long weights,
            long shift,
            int stride) {
        int tiles = Math.ceilDiv(count, TILE_ROWS);
        // Even tiles: a short last one would cost nearly as much as a full one.
        int row = 0;
        for (int tile = 1; tile <= tiles; tile++) {
            int end = (int) ((long) count * tile / tiles);
            long first = rows + (long) row * PackedRows.BYTES;
            tile(end - row + 16 * vectors, first, offsets, start, weights, shift, stride);
            row = end;
        }
    }

    /** One tile, all of K. */
    private static void tile(
            int tile,
            long rows,
            PackedOffsets offsets,
            long start,
            long weights,
            long shift,
            int stride) {
        int k = offsets.count();
        long table = offsets.address();
        int steps = Math.min(k, PackedTiles.MAX_K);
        PackedTiles.run(tile, rows, table, steps, start, weights, shift, stride);
        long stepBytes = (long) (tile >> 4) * Lanes.BYTES;
        for (int done = steps; done < k; done += steps) {
            steps = Math.min(k - done, PackedTiles.MAX_K);
            PackedTiles.run(
                    tile,
                    rows,
                    table + 4L * done,
                    steps,
                    PackedTiles.FROM_Y,
                    weights + done * stepBytes,
                    shift,
                    stride);
        }
    }

    /**
     * Computes whole vectors of a few rows at a time aside and stores only the panel's own columns.
     */
    private void partial(
            PackedPanel panel, long rows, int count, long packed, long residual, long scratch) {
        long asideRows = scratch + (long) TILE_ROWS * Lanes.BYTES;
        for (int row = 0; row < count; row += TILE_ROWS) {
            int tile = Math.min(TILE_ROWS, count - row);
            for (int r = 0; r < tile; r++) {
                long x = PackedRows.x(rows, row + r);
                PackedRows.set(asideRows, r, x, scratch + (long) r * Lanes.BYTES);
            }
            sums(panel, asideRows, tile, packed, 0);
            for (int r = 0; r < tile; r++) {
                long sums = scratch + (long) r * Lanes.BYTES;
                store(panel, sums, PackedRows.y(rows, row + r) + panel.shift(), residual);
            }
        }
    }

    private void store(PackedPanel panel, long sums, long y, long residual) {
        for (int column = 0; column < panel.columns(); column++) {
            long address = y + column * 4L;
            float sum = Memory.getFloat(sums + column * 4L);
            Memory.setFloat(address, epilogue.apply(sum, address + residual));
        }
    }
}
