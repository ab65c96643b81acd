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
                try (Arena unmapped = Arena.ofConfined()) {
                    kernel.pack(
                            unmapped(weight, unmapped),
                            bias == null ? null : unmapped(bias, unmapped),
                            memory);
                }
                target.memory = memory;
            }
        }

        /**
         * What kernels may read. A page that a mapped file has lost kills the JVM if compiled
         * vector code reads it, while for a copy it is an {@link InternalError}.
         */
        private static MemorySegment unmapped(Tensor tensor, Arena arena) {
            MemorySegment own = tensor.segment();
            return own.isMapped()
                    ? arena.allocate(own.byteSize(), PackedWeights.ALIGNMENT).copyFrom(own)
                    : own;
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
