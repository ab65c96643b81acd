package dev.lanewise.kernels.vector;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/** The weights of a {@link ConvWinograd}, packed in panels of output channels with their biases. */
sealed interface WinogradPanels permits WinogradWeights, WinogradPlainWeights {

    /** Bytes of what is packed, and of what {@link #repack} puts aside. */
    long bytes();

    /** Blocks of output channels in a panel. */
    int vectors(int panel);

    /** Address of the bias of vector {@code v} of a panel, [lanes]. */
    long bias(long packed, int panel, int v);

    /**
     * Packs the weights, [outChannels][channels][3][3], by arrays, which are fast from the start.
     */
    void pack(MemorySegment weight, @Nullable MemorySegment bias, long packed);

    /**
     * Packs weights that change from run to run: in vectors, which are slow until compiled, and
     * without allocating.
     *
     * @param turned whether the weights are those of a transposed convolution, [channels]
     *     [outChannels][3][3], to be turned by half a circle, and not [outChannels][channels][3][3]
     */
    void repack(MemorySegment weight, @Nullable MemorySegment bias, long packed, boolean turned);
}
