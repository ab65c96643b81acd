package dev.lanewise.kernels.reference;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * The simplest packing: the weights as given, followed by the bias, or zeros where there is none.
 */
final class PlainWeights {

    static final String NAME = "plain";

    private PlainWeights() {}

    static long bytes(long weights, long biases) {
        return 4 * (weights + biases);
    }

    static void pack(
            MemorySegment weight,
            long weights,
            @Nullable MemorySegment bias,
            long biases,
            MemorySegment packed) {
        MemorySegment.copy(weight, 0, packed, 0, 4 * weights);
        if (bias == null) {
            packed.asSlice(4 * weights, 4 * biases).fill((byte) 0);
        } else {
            MemorySegment.copy(bias, 0, packed, 4 * weights, 4 * biases);
        }
    }
}
