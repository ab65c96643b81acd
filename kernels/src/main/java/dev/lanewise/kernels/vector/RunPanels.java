package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * How the columns (output channels) of a {@link RunProduct} are packed: first the values that all
 * sums start with [panel][lanes], then the weights of panel after panel [k][lanes].
 */
final class RunPanels {

    private final int k;
    private final int width;
    private final int count;
    private final int lastColumns;
    private final int lastLanes;
    private final boolean pairs;

    /**
     * @param columns how many columns there are
     * @param k weights of a column
     * @param width lanes of every panel but the last
     * @param unit the last panel's lanes are a multiple of this
     */
    RunPanels(int columns, int k, int width, int unit) {
        this(columns, k, width, unit, false);
    }

    /**
     * @param pairs whether a panel of one vector is packed for {@link RunTiles#PAIRS}
     */
    RunPanels(int columns, int k, int width, int unit, boolean pairs) {
        this.k = k;
        this.width = width;
        this.count = Math.ceilDiv(columns, width);
        this.lastColumns = columns - Math.max(0, count - 1) * width;
        this.lastLanes = Math.ceilDiv(lastColumns, unit) * unit;
        this.pairs = pairs;
    }

    int count() {
        return count;
    }

    /** Lanes of every panel but the last. */
    int width() {
        return width;
    }

    /** Columns of a panel. */
    int columns(int panel) {
        return panel < count - 1 ? width : lastColumns;
    }

    /** Lanes of a panel, those without a column included. */
    int lanes(int panel) {
        return panel < count - 1 ? width : lastLanes;
    }

    /** The number of a panel's tiles, less their rows. */
    int tile(int panel) {
        int lanes = lanes(panel);
        return pairs && lanes == RunProduct.TILE_LANES ? RunTiles.PAIRS : RunProduct.tile(lanes);
    }

    /** Whether any panel is packed for {@link RunTiles#PAIRS}. */
    boolean hasPairs() {
        return count > 0 && tile(count - 1) == RunTiles.PAIRS;
    }

    /** Bytes from the first start to that of a panel. */
    long start(int panel) {
        return 4L * panel * width;
    }

    /** Bytes from the first weight to those of a panel. */
    long weights(int panel) {
        return 4L * panel * width * k;
    }

    /** Bytes of all starts. */
    long startBytes() {
        return start(Math.max(0, count - 1)) + 4L * lastLanes;
    }

    /** Bytes of starts and weights. */
    long bytes() {
        return startBytes() * (1 + k);
    }

    /** Packs all columns; parameters as in {@link PackedWeights}. */
    void pack(
            MemorySegment source,
            long columnStride,
            long[] order,
            float factor,
            @Nullable MemorySegment bias,
            long target) {
        long weights = target + startBytes();
        pack(source, columnStride, order, factor, bias, target, weights);
        pairUp(target);
    }

    /** As the other method, to starts and weights that lie anywhere; none of pairs. */
    void pack(
            MemorySegment source,
            long columnStride,
            long[] order,
            float factor,
            @Nullable MemorySegment bias,
            long starts,
            long weights) {
        for (int panel = 0; panel < count; panel++) {
            PackedWeights.pack(
                    panel * width,
                    columns(panel),
                    lanes(panel),
                    source,
                    columnStride,
                    order,
                    factor,
                    bias,
                    starts + start(panel),
                    weights + weights(panel));
        }
    }

    /** As {@link #pack} with a factor of 1, by {@link PackedWeights#repack}. */
    void repack(
            MemorySegment source,
            long columnStride,
            long[] order,
            @Nullable MemorySegment bias,
            long target) {
        for (int panel = 0; panel < count; panel++) {
            PackedWeights.repack(
                    panel * width,
                    columns(panel),
                    lanes(panel),
                    source,
                    columnStride,
                    order,
                    bias,
                    target + start(panel),
                    target + startBytes() + weights(panel));
        }
        pairUp(target);
    }

    /**
     * Turns steps 2 i and 2 i + 1 of the last panel, if it is of pairs, into weights by the first
     * sums, w[2 i + o % 2][o], and by the second, which are their neighbours' other steps.
     */
    private void pairUp(long target) {
        if (!hasPairs()) {
            return;
        }
        long even = target + startBytes() + weights(count - 1);
        for (int i = 0; i < k; i += 2) {
            long odd = even + 4L * lastLanes;
            for (int o = 0; o < lastLanes; o += 2) {
                float second = Memory.getFloat(even + 4L * o + 4);
                Memory.setFloat(even + 4L * o + 4, Memory.getFloat(odd + 4L * o + 4));
                Memory.setFloat(odd + 4L * o + 4, Memory.getFloat(odd + 4L * o));
                Memory.setFloat(odd + 4L * o, second);
            }
            even += 8L * lastLanes;
        }
    }
}
