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
        int tiles = Math.ceilDiv(count, TILE_ROWS);
        // Even tiles: a short last one would cost nearly as much as a full one.
        int row = 0;
        for (int tile = 1; tile <= tiles; tile++) {
            int end = (int) ((long) count * tile / tiles);
            long first = rows + (long) row * PackedRows.BYTES;
            if (panel.partial()) {
                partial(panel, first, end - row, packed, residual, scratch);
            } else {
                sums(panel, first, end - row, packed, panel.shift());
            }
            row = end;
        }
        Reference.reachabilityFence(this);
    }

    /** One tile, all of K. */
    private void sums(PackedPanel panel, long rows, int count, long packed, long shift) {
        int tile = count + 16 * panel.vectors();
        int k = panel.offsets().count();
        long table = panel.offsets().address();
        long start = packed + panel.weights();
        long stepBytes = (long) panel.vectors() * Lanes.BYTES;
        long weights = start + stepBytes;
        int steps = Math.min(k, PackedTiles.MAX_K);
        PackedTiles.run(tile, rows, table, steps, start, weights, shift, stride);
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

    /** Computes a whole vector of each row aside and stores only the panel's own columns. */
    private void partial(
            PackedPanel panel, long rows, int count, long packed, long residual, long scratch) {
        long asideRows = scratch + (long) TILE_ROWS * Lanes.BYTES;
        for (int r = 0; r < count; r++) {
            PackedRows.set(asideRows, r, PackedRows.x(rows, r), scratch + (long) r * Lanes.BYTES);
        }
        sums(panel, asideRows, count, packed, 0);
        for (int r = 0; r < count; r++) {
            long y = PackedRows.y(rows, r) + panel.shift();
            for (int column = 0; column < panel.columns(); column++) {
                float sum = Memory.getFloat(scratch + (long) r * Lanes.BYTES + column * 4L);
                long address = y + column * 4L;
                Memory.setFloat(address, epilogue.apply(sum, address + residual));
            }
        }
    }
}
