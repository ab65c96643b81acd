package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rearranges weights into {@link PackedPanel}s. */
final class PackedWeights {

    private PackedWeights() {}

    /** As the other method, for the columns of a panel in vectors of {@link Lanes#COUNT}. */
    static void pack(
            PackedPanel panel,
            MemorySegment source,
            long columnStride,
            long[] order,
            float factor,
            @Nullable MemorySegment bias,
            long target) {
        int lanes = panel.vectors() * Lanes.COUNT;
        pack(
                panel.column(),
                panel.columns(),
                lanes,
                source,
                columnStride,
                order,
                factor,
                bias,
                target,
                target + 4L * lanes);
    }

    /**
     * Packs one panel: bias [lanes] and weights [k][lanes]. Denormal weights become zero: they
     * would slow every product down and change no result that matters.
     *
     * @param first the panel's first column
     * @param columns columns there are; the lanes after them become zero
     * @param lanes lanes of the panel
     * @param source [columns] x [k] weights, anyhow strided
     * @param columnStride floats from one column to the next
     * @param order [k] the float of a column that is its k-th weight
     * @param factor multiplies every weight
     * @param bias [columns], or null
     * @param start address of the bias
     * @param weights address of the weights
     */
    static void pack(
            int first,
            int columns,
            int lanes,
            MemorySegment source,
            long columnStride,
            long[] order,
            float factor,
            @Nullable MemorySegment bias,
            long start,
            long weights) {
        for (int lane = 0; lane < lanes; lane++) {
            float value =
                    bias == null || lane >= columns
                            ? 0
                            : bias.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, first + lane);
            Memory.setFloat(start + lane * 4L, value);
        }
        long weight = weights;
        for (long k : order) {
            for (int lane = 0; lane < lanes; lane++) {
                float value = 0;
                if (lane < columns) {
                    long index = (first + lane) * columnStride + k;
                    value =
                            normal(
                                    factor
                                            * source.getAtIndex(
                                                    ValueLayout.JAVA_FLOAT_UNALIGNED, index));
                }
                Memory.setFloat(weight + lane * 4L, value);
            }
            weight += lanes * 4L;
        }
    }

    /** The weight, or zero for a denormal one. */
    static float normal(float weight) {
        return Math.abs(weight) < Float.MIN_NORMAL ? 0 : weight;
    }
}
