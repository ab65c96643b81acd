package dev.lanewise.model.plan;

import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.model.Tensor;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Constant weights in the form that a kernel wants, once they are packed. */
final class PackedWeight {

    private @Nullable MemorySegment memory;

    /**
     * Weights that are to be packed.
     *
     * @param target receives them
     */
    record Job(PackedWeight target, WeightedKernel kernel, Tensor weight, @Nullable Tensor bias) {

        long bytes() {
            return kernel.packedBytes();
        }

        /** Packs them into new memory; the second time nothing is done. */
        void run(Arena arena) {
            if (target.memory == null) {
                MemorySegment memory =
                        arena.allocate(Math.max(bytes(), 1), PackedWeights.ALIGNMENT);
                // Where they lie, a mapped file included: kernels pack by safe reads only.
                kernel.pack(weight.segment(), bias == null ? null : bias.segment(), memory);
                target.memory = memory;
            }
        }
    }

    /**
     * The packed weights.
     *
     * @throws IllegalStateException before {@link PackedWeights#pack}
     */
    MemorySegment memory() {
        if (memory == null) {
            throw new IllegalStateException("weights are not packed yet");
        }
        return memory;
    }
}
