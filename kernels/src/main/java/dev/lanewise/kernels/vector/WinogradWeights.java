package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The transformed weights. Panel by panel of two blocks of output channels (the last may have one):
 * bias [vectors][lanes], zeros [vectors][lanes], w [element][channel][vectors][lanes].
 *
 * @param transform the transform
 * @param channels input channels
 * @param outChannels output channels
 */
record WinogradWeights(WinogradTransform transform, int channels, int outChannels) {

    static WinogradWeights of(ConvSpec spec, WinogradTransform transform) {
        return new WinogradWeights(transform, spec.x().channels(), spec.y().channels());
    }

    int elements() {
        return transform.inputs() * transform.inputs();
    }

    private int blocks() {
        return Math.ceilDiv(outChannels, Lanes.COUNT);
    }

    private int panels() {
        return Math.ceilDiv(blocks(), 2);
    }

    /** Blocks of output channels in a panel. */
    int vectors(int panel) {
        return Math.min(2, blocks() - 2 * panel);
    }

    /** Bytes for one block of output channels. */
    private long blockBytes() {
        return (2 + (long) elements() * channels) * Lanes.BYTES;
    }

    long bytes() {
        return blocks() * blockBytes();
    }

    long bias(long packed, int panel, int v) {
        return packed + 2L * panel * blockBytes() + (long) v * Lanes.BYTES;
    }

    long zeros(long packed, int panel) {
        return bias(packed, panel, 0) + (long) vectors(panel) * Lanes.BYTES;
    }

    long element(long packed, int panel, int e) {
        return zeros(packed, panel) + (1 + (long) e * channels) * vectors(panel) * Lanes.BYTES;
    }

    /** Transforms in double and packs at {@code packed}. */
    void pack(MemorySegment weight, @Nullable MemorySegment bias, long packed) {
        double[] kernel = new double[9];
        for (int panel = 0; panel < panels(); panel++) {
            int lanes = vectors(panel) * Lanes.COUNT;
            long step = lanes * 4L;
            Memory.zero(bias(packed, panel, 0), (2 + (long) elements() * channels) * step);
            for (int lane = 0; lane < lanes; lane++) {
                int o = 2 * panel * Lanes.COUNT + lane;
                if (o >= outChannels) {
                    break;
                }
                if (bias != null) {
                    float value = bias.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, o);
                    Memory.setFloat(bias(packed, panel, 0) + lane * 4L, value);
                }
                for (int c = 0; c < channels; c++) {
                    for (int k = 0; k < 9; k++) {
                        long index = ((long) o * channels + c) * 9 + k;
                        kernel[k] = weight.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index);
                    }
                    double[] transformed = transform.transformed(kernel);
                    for (int e = 0; e < transformed.length; e++) {
                        Memory.setFloat(
                                element(packed, panel, e) + c * step + lane * 4L,
                                PackedWeights.normal((float) transformed[e]));
                    }
                }
            }
        }
    }
}
