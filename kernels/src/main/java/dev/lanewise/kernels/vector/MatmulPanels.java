package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.vector.ReorderTiles.Place;

/**
 * Packs panels of a B that comes at run time: rows of vectors where B is [k, n], transposed tiles
 * where it is [n, k]. Lanes past the last column hold anything.
 */
final class MatmulPanels {

    /** Bytes of scratch memory that packing needs. */
    static final long SCRATCH_BYTES = ReorderTiles.SCRATCH_BYTES;

    private final GemmSpec spec;

    MatmulPanels(GemmSpec spec) {
        this.spec = spec;
    }

    /**
     * Packs a panel as {@link PackedPanel} says, with zeros for bias.
     *
     * @param b address of the matrix
     * @param target address of the panel
     * @param scratch address of {@link #SCRATCH_BYTES} bytes
     */
    void pack(PackedPanel panel, long b, long target, long scratch) {
        long step = (long) panel.vectors() * Lanes.BYTES;
        Memory.zero(target, step);
        for (int v = 0; v < panel.vectors(); v++) {
            int column = panel.column() + v * Lanes.COUNT;
            int columns = Math.min(Lanes.COUNT, panel.columns() - v * Lanes.COUNT);
            long weights = target + step + (long) v * Lanes.BYTES;
            if (spec.transB()) {
                transpose(b, column, columns, weights, step, scratch);
            } else {
                copy(b, column, columns, weights, step);
            }
        }
    }

    /** A vector of columns of [k, n]. */
    private void copy(long b, int column, int columns, long target, long step) {
        long source = b + 4L * column;
        long rowBytes = 4L * spec.n();
        // Whole vectors as long as they end within the matrix.
        long last = (long) spec.k() * spec.n() - column - Lanes.COUNT;
        int whole = last < 0 ? 0 : (int) Math.min(spec.k(), last / spec.n() + 1);
        rows(source, rowBytes, target, step, whole, spec.alpha());
        for (int k = whole; k < spec.k(); k++) {
            for (int c = 0; c < columns; c++) {
                float value = Memory.getFloat(source + k * rowBytes + 4L * c);
                Memory.setFloat(target + k * step + 4L * c, spec.alpha() * value);
            }
        }
    }

    private static void rows(
            long source, long sourceStep, long target, long targetStep, int count, float factor) {
        long from = Memory.address(source);
        long to = Memory.address(target);
        for (int k = 0; k < count; k++) {
            fromMemorySegment(SPECIES, ALL, Memory.address(from + k * sourceStep), ORDER)
                    .mul(factor)
                    .intoMemorySegment(ALL, Memory.address(to + k * targetStep), ORDER);
        }
    }

    /** A vector of columns of [n, k], which lie in rows. */
    private void transpose(long b, int column, int columns, long target, long step, long scratch) {
        int k = spec.k();
        long source = b + 4L * column * k;
        int tiles = ReorderTiles.usable() ? k / Lanes.COUNT : 0;
        Place from = new Place(4L * k, columns, Lanes.BYTES);
        Place to = new Place(step, Lanes.COUNT, Lanes.COUNT * step);
        for (int tile = 0; tile < tiles; tile += ReorderTiles.MOST) {
            int count = Math.min(ReorderTiles.MOST, tiles - tile);
            long x = source + (long) tile * Lanes.BYTES;
            long y = target + (long) tile * Lanes.COUNT * step;
            ReorderTiles.transpose(x, from, y, to, count, scratch);
        }
        for (int i = tiles * Lanes.COUNT; i < k; i++) {
            for (int c = 0; c < columns; c++) {
                float value = Memory.getFloat(source + 4L * ((long) c * k + i));
                Memory.setFloat(target + i * step + 4L * c, value);
            }
        }
        if (spec.alpha() != 1) {
            rows(target, step, target, step, k, spec.alpha());
        }
    }
}
