package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.ScalarMath;

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

    private final List<PackedPanel> panels;
    private final Unary activation;
    private final PackedFinish finish;

    /**
     * @param vectorStride bytes from one vector of a row of y to the next
     */
    PackedProduct(List<PackedPanel> panels, Epilogue epilogue, long vectorStride) {
        this.panels = panels;
        this.activation = epilogue.activation();
        this.finish = PackedFinish.of(activation, vectorStride);
    }

    List<PackedPanel> panels() {
        return panels;
    }

    /** Bytes of scratch memory that {@link #run} needs beside the rows. */
    static long scratchBytes() {
        return TILE_ROWS * (long) (PackedRows.BYTES + Lanes.BYTES);
    }

    /**
     * Computes {@code count} rows of panels {@code from} to {@code to}.
     *
     * @param packed address of the packed weights
     * @param residual bytes from y to the residual, or {@link PackedTiles#NO_RESIDUAL}
     * @param scratch address of {@link #scratchBytes()} bytes
     */
    void run(long rows, int count, int from, int to, long packed, long residual, long scratch) {
        int tiles = Math.ceilDiv(count, TILE_ROWS);
        for (int i = from; i < to; i++) {
            PackedPanel panel = panels.get(i);
            // Even tiles: a short last one would cost nearly as much as a full one.
            int row = 0;
            for (int tile = 1; tile <= tiles; tile++) {
                int end = (int) ((long) count * tile / tiles);
                long first = rows + (long) row * PackedRows.BYTES;
                if (panel.partial()) {
                    partial(panel, first, end - row, packed, residual, scratch);
                } else {
                    whole(panel, first, end - row, packed, residual);
                }
                row = end;
            }
        }
    }

    private void whole(PackedPanel panel, long rows, int count, long packed, long residual) {
        PackedTiles.run(
                count + 16 * panel.vectors(),
                rows,
                panel.offsets(),
                packed + panel.weights(),
                panel.shift(),
                residual,
                finish);
        PackedActivation.apply(finish, rows, count, panel.shift(), panel.vectors());
    }

    /** Computes whole vectors aside and stores only the panel's own columns. */
    private void partial(
            PackedPanel panel, long rows, int count, long packed, long residual, long scratch) {
        long asideRows = scratch + (long) TILE_ROWS * Lanes.BYTES;
        for (int r = 0; r < count; r++) {
            PackedRows.set(asideRows, r, PackedRows.x(rows, r), scratch + (long) r * Lanes.BYTES);
        }
        PackedTiles.run(
                count + 16,
                asideRows,
                panel.offsets(),
                packed + panel.weights(),
                0,
                PackedTiles.NO_RESIDUAL,
                ASIDE);
        for (int r = 0; r < count; r++) {
            long y = PackedRows.y(rows, r) + panel.shift();
            for (int column = 0; column < panel.columns(); column++) {
                float value = Memory.getFloat(scratch + (long) r * Lanes.BYTES + column * 4L);
                if (residual != PackedTiles.NO_RESIDUAL) {
                    value += Memory.getFloat(y + residual + column * 4L);
                }
                Memory.setFloat(y + column * 4L, ScalarMath.apply(activation, value));
            }
        }
    }

    private static final PackedFinish ASIDE = PackedFinish.none(0);
}
