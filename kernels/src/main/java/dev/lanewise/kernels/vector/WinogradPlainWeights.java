package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Weights as {@link ConvWinogradPlain} reads them, once and from the start to the end: zeros
 * [lanes]; bias [panels][vectors][lanes]; then for each panel w [channels][vectors][3][3][lanes],
 * times {@link WinogradTransform#factor}.
 *
 * @param transform the transform
 * @param channels input channels
 * @param outChannels output channels
 * @param chunk channels of every chunk but the last, a multiple of lanes
 */
record WinogradPlainWeights(WinogradTransform transform, int channels, int outChannels, int chunk)
        implements WinogradPanels {

    /** Transformed weights of a chunk stay in the second-level cache, beside all else. */
    private static final long CHUNK_BYTES = 300 << 10;

    /** Channels whose kernels go through all loops of the transform from the first-level cache. */
    private static final int BATCH = 4;

    private static final int VECTORS = WinogradSums.VECTORS;
    private static final int LANES = VECTORS * Lanes.COUNT;
    private static final long ROW = (long) VECTORS * Lanes.BYTES;
    private static final long LINE = 64;

    /**
     * @param transform the transform
     * @param few whether there are so few tiles that {@link WinogradRows} does it all
     */
    static WinogradPlainWeights of(ConvSpec spec, WinogradTransform transform, boolean few) {
        int channels = spec.x().channels();
        int chunk = few ? WinogradRows.CHUNK : chunk(transform, channels);
        return new WinogradPlainWeights(transform, channels, spec.y().channels(), chunk);
    }

    private static int chunk(WinogradTransform transform, int channels) {
        int lanes = Lanes.COUNT;
        int most = Math.ceilDiv(Math.max(channels, 1), lanes) * lanes;
        return Math.clamp(CHUNK_BYTES / (elements(transform) * ROW) / lanes * lanes, lanes, most);
    }

    private static int elements(WinogradTransform transform) {
        return transform.kernelSide() * transform.kernelSide();
    }

    private int blocks() {
        return Math.ceilDiv(outChannels, Lanes.COUNT);
    }

    private int panels() {
        return Math.ceilDiv(blocks(), VECTORS);
    }

    @Override
    public int vectors(int panel) {
        return Math.min(VECTORS, blocks() - VECTORS * panel);
    }

    /** Channels of chunk {@code index}. */
    int channels(int index) {
        return Math.min(chunk, channels - index * chunk);
    }

    @Override
    public long bytes() {
        return Lanes.BYTES + panels() * ROW * (1 + 9L * channels);
    }

    @Override
    public long bias(long packed, int panel, int v) {
        return packed + (1L + (long) VECTORS * panel + v) * Lanes.BYTES;
    }

    private long weights(long packed, int panel, int c) {
        long first = packed + Lanes.BYTES + panels() * ROW;
        return first + ((long) panel * channels + c) * 9L * ROW;
    }

    /** Bytes from one element's transformed weights to the next's. */
    long plane() {
        return chunk * ROW + LINE;
    }

    /** Bytes of a chunk's transformed weights. */
    long transformedBytes() {
        return elements(transform) * plane();
    }

    /** Address of a chunk's weights, [channel][vectors][3][3][lanes]. */
    long chunk(long packed, int panel, int index) {
        return weights(packed, panel, index * chunk);
    }

    /** Transforms a chunk to w [element][channel][vectors][lanes]. */
    void transform(long packed, int panel, int index, long target) {
        int count = channels(index);
        long source = chunk(packed, panel, index);
        if (transform.kernelForm.isReady()) {
            transformVectors(source, target, count);
            return;
        }
        long start = System.nanoTime();
        boolean trial = transform.kernelForm.isDue();
        if (trial) {
            transformVectors(source, target, count);
        } else {
            transform.kernelScalars(source, target, plane(), count * VECTORS);
        }
        transform.kernelForm.took(trial, start, count);
    }

    /**
     * Reads a chunk and the next ones, so many in all, or those that the panel has.
     *
     * @param scratch address of a vector to overwrite
     */
    void readAhead(long packed, int panel, int index, int chunks, long scratch) {
        int count = Math.min(chunks * chunk, channels - index * chunk);
        ReadAhead.stretch(chunk(packed, panel, index), count * 9L * ROW, scratch);
    }

    private void transformVectors(long source, long target, int count) {
        ReadAhead.stretch(source, count * 9L * ROW, target);
        for (int c = 0; c < count; c += BATCH) {
            int positions = Math.min(BATCH, count - c) * VECTORS;
            transform.kernelVectors(source + c * 9L * ROW, target + c * ROW, plane(), positions);
        }
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, long packed) {
        Memory.zero(packed, Lanes.BYTES + panels() * ROW);
        for (int o = 0; bias != null && o < outChannels; o++) {
            float value = bias.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, o);
            Memory.setFloat(bias(packed, 0, 0) + 4L * o, value);
        }
        float[] panelWeights = new float[LANES * channels * 9];
        float[] row = new float[9 * LANES];
        for (int panel = 0; panel < panels(); panel++) {
            int first = panel * LANES;
            int used = Math.min(LANES, outChannels - first);
            MemorySegment.copy(
                    weight,
                    ValueLayout.JAVA_FLOAT_UNALIGNED,
                    (long) first * channels * 9 * Float.BYTES,
                    panelWeights,
                    0,
                    used * channels * 9);
            Arrays.fill(row, 0);
            for (int c = 0; c < channels; c++) {
                for (int lane = 0; lane < used; lane++) {
                    int from = (lane * channels + c) * 9;
                    int to = lane / Lanes.COUNT * 9 * Lanes.COUNT + lane % Lanes.COUNT;
                    for (int k = 0; k < 9; k++) {
                        row[to + k * Lanes.COUNT] = scaled(panelWeights[from + k], k);
                    }
                }
                ScalarLoops.write(row, 0, weights(packed, panel, c), row.length);
            }
        }
    }

    private float scaled(float weight, int k) {
        return PackedWeights.normal(weight * transform.factor(k));
    }

    /** The same bits as {@link #pack}. */
    @Override
    public void repack(
            MemorySegment weight, @Nullable MemorySegment bias, long packed, boolean turned) {
        long outStride = turned ? 9 : 9L * channels;
        long inStride = turned ? 9L * outChannels : 9;
        Memory.zero(packed, Lanes.BYTES + panels() * ROW);
        if (bias != null) {
            Memory.copy(bias.address(), bias(packed, 0, 0), 4L * outChannels);
        }
        if (outChannels < panels() * LANES) {
            Memory.zero(weights(packed, panels() - 1, 0), channels * 9L * ROW);
        }
        for (int o = 0; o < outChannels; o++) {
            long vector = (long) (o % LANES / Lanes.COUNT) * 9 * Lanes.BYTES;
            for (int c = 0; c < channels; c++) {
                long from = weight.address() + 4 * (o * outStride + c * inStride);
                long to = weights(packed, o / LANES, c) + vector + 4L * (o % Lanes.COUNT);
                for (int k = 0; k < 9; k++) {
                    int place = turned ? 8 - k : k;
                    float value = scaled(Memory.getFloat(from + 4L * k), place);
                    Memory.setFloat(to + (long) place * Lanes.BYTES, value);
                }
            }
        }
    }
}
