package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rearranges weights into {@link PackedPanel}s. */
final class PackedWeights {

    private PackedWeights() {}

    /**
     * Packs one panel. Denormal weights become zero: they would slow every product down and change
     * no result that matters.
     *
     * @param source [columns] x [k] weights, anyhow strided
     * @param columnStride floats from one column to the next
     * @param order [k] the float of a column that is its k-th weight
     * @param factor multiplies every weight
     * @param bias [columns], or null
     * @param target address of {@link PackedPanel#bytes} bytes
     */
    static void pack(
            PackedPanel panel,
            MemorySegment source,
            long columnStride,
            long[] order,
            float factor,
            @Nullable MemorySegment bias,
            long target) {
        int lanes = panel.vectors() * Lanes.COUNT;
        for (int lane = 0; lane < lanes; lane++) {
            float value =
                    bias == null || lane >= panel.columns()
                            ? 0
                            : bias.getAtIndex(
                                    ValueLayout.JAVA_FLOAT_UNALIGNED, panel.column() + lane);
            Memory.setFloat(target + lane * 4L, value);
        }
        long weight = target + lanes * 4L;
        for (long k : order) {
            for (int lane = 0; lane < lanes; lane++) {
                float value = 0;
                if (lane < panel.columns()) {
                    long index = (panel.column() + lane) * columnStride + k;
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
