package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * Weights as {@link ConvWinogradPlain} reads them, once and from the start to the end: zeros
 * [lanes]; bias [panels][vectors][lanes]; then for each panel w [channels][vectors][3][3][lanes].
 *
 * @param transform the transform
 * @param channels input channels
 * @param outChannels output channels
 */
record WinogradPlainWeights(WinogradTransform transform, int channels, int outChannels) {

    /** Transformed weights of a chunk stay in the second-level cache beside all else. */
    private static final long CHUNK_BYTES = Integer.getInteger("chunk", 300 << 10);

    /** Channels whose kernels are transformed together, in the first-level cache. */
    private static final int BATCH = Integer.getInteger("batch", 4);

    private static final int VECTORS = WinogradSums.VECTORS;
    private static final long ROW = (long) VECTORS * Lanes.BYTES;
    private static final long LINE = 64;

    static WinogradPlainWeights of(ConvSpec spec, WinogradTransform transform) {
        return new WinogradPlainWeights(transform, spec.x().channels(), spec.y().channels());
    }

    private int blocks() {
        return Math.ceilDiv(outChannels, Lanes.COUNT);
    }

    private int panels() {
        return Math.ceilDiv(blocks(), VECTORS);
    }

    /** Blocks of output channels in a panel. */
    int vectors(int panel) {
        return Math.min(VECTORS, blocks() - VECTORS * panel);
    }

    /** Channels of a chunk but the last, a multiple of lanes. */
    int chunk() {
        int n = transform.inputs();
        long fitting = CHUNK_BYTES / (n * n * ROW);
        int lanes = Lanes.COUNT;
        int most = Math.ceilDiv(Math.max(channels, 1), lanes) * lanes;
        return Math.clamp(fitting / lanes * lanes, lanes, most);
    }

    /** Channels of chunk {@code index}. */
    int channels(int index) {
        return Math.min(chunk(), channels - index * chunk());
    }

    long bytes() {
        return Lanes.BYTES + panels() * ROW * (1 + 9L * channels);
    }

    long bias(long packed, int panel, int v) {
        return packed + (1L + (long) VECTORS * panel + v) * Lanes.BYTES;
    }

    private long weights(long packed, int panel, int c) {
        long first = packed + Lanes.BYTES + panels() * ROW;
        return first + ((long) panel * channels + c) * 9 * ROW;
    }

    /** Bytes from one element's transformed weights to the next's. */
    long plane() {
        return chunk() * ROW + LINE;
    }

    /** Bytes of a chunk's transformed weights. */
    long scratchBytes() {
        int n = transform.inputs();
        return n * n * plane();
    }

    /** Transforms a chunk to w [element][channel][vectors][lanes]. */
    void transform(long packed, int panel, int chunk, long target) {
        int first = chunk * chunk();
        int end = first + channels(chunk);
        for (int c = first; c < end; c += BATCH) {
            int positions = Math.min(BATCH, end - c) * VECTORS;
            transform.kernels(
                    weights(packed, panel, c), target + (c - first) * ROW, plane(), positions);
        }
    }

    /**
     * Packs the weights, without allocating.
     *
     * @param turned whether the weights are those of a transposed convolution, [channels]
     *     [outChannels][3][3], to be turned by half a circle, and not [outChannels][channels][3][3]
     */
    void pack(MemorySegment weight, @Nullable MemorySegment bias, long packed, boolean turned) {
        long outStride = turned ? 9 : 9L * channels;
        long inStride = turned ? 9L * outChannels : 9;
        Memory.zero(packed, bytes());
        if (bias != null) {
            Memory.copy(bias.address(), bias(packed, 0, 0), 4L * outChannels);
        }
        for (int o = 0; o < outChannels; o++) {
            int panel = o / (VECTORS * Lanes.COUNT);
            long lane = 4L * (o % (VECTORS * Lanes.COUNT));
            for (int c = 0; c < channels; c++) {
                long from = weight.address() + 4 * (o * outStride + c * inStride);
                long to = weights(packed, panel, c) + lane / Lanes.BYTES * 9 * Lanes.BYTES + lane % Lanes.BYTES;
                for (int k = 0; k < 9; k++) {
                    float value = PackedWeights.normal(Memory.getFloat(from + 4L * k));
                    int at = turned ? 8 - k : k;
                    Memory.setFloat(to + (long) at * Lanes.BYTES, value);
                }
            }
        }
    }
}
