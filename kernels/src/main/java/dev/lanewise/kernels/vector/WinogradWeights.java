package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The transformed weights. Panel by panel of {@code width} blocks of output channels: bias
 * [vectors][lanes], zeros [vectors][lanes], w [element][channel][vectors][lanes]. The last panel
 * may have fewer vectors if there are few registers; else it is filled up by zeros.
 *
 * @param transform the transform
 * @param channels input channels
 * @param outChannels output channels
 * @param width vectors of a panel
 */
record WinogradWeights(WinogradTransform transform, int channels, int outChannels, int width)
        implements WinogradPanels {

    /** Channels whose kernels are transformed together. */
    private static final int CHANNELS = 8;

    static WinogradWeights of(ConvSpec spec, WinogradTransform transform) {
        int tiles = WinogradTiles.perImage(spec.y(), transform);
        int width = Lanes.MANY_REGISTERS ? WinogradSums.panel(spec.y().blocks(), tiles) : 2;
        return new WinogradWeights(transform, spec.x().channels(), spec.y().channels(), width);
    }

    int elements() {
        return transform.inputs() * transform.inputs();
    }

    /** Blocks of output channels. */
    private int blocks() {
        return Math.ceilDiv(outChannels, Lanes.COUNT);
    }

    /** Panels of output channels. */
    int panels() {
        return Math.ceilDiv(blocks(), width);
    }

    @Override
    public int vectors(int panel) {
        return Math.min(width, blocks() - width * panel);
    }

    /** Vectors of a panel's rows. */
    private int stored(int panel) {
        return Lanes.MANY_REGISTERS ? width : vectors(panel);
    }

    /** Bytes for one block of output channels. */
    private long blockBytes() {
        return (2 + (long) elements() * channels) * Lanes.BYTES;
    }

    @Override
    public long bytes() {
        return aside() + (9L + 3L * transform.inputs()) * Lanes.BYTES;
    }

    private long aside() {
        int last = panels() - 1;
        return last < 0 ? 0 : ((long) last * width + stored(last)) * blockBytes();
    }

    @Override
    public long bias(long packed, int panel, int v) {
        return packed + (long) width * panel * blockBytes() + (long) v * Lanes.BYTES;
    }

    long zeros(long packed, int panel) {
        return bias(packed, panel, 0) + (long) stored(panel) * Lanes.BYTES;
    }

    long element(long packed, int panel, int e) {
        return zeros(packed, panel) + (long) stored(panel) * Lanes.BYTES + e * plane(panel);
    }

    /** Bytes from one element to the next. */
    long plane(int panel) {
        return (long) channels * stored(panel) * Lanes.BYTES;
    }

    /** Transforms in double. */
    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, long packed) {
        int most = width * Lanes.COUNT;
        double[] kernels = new double[9 * CHANNELS * most];
        double[] scratch = new double[3 * transform.inputs() * CHANNELS * most];
        double[] result = new double[elements() * CHANNELS * most];
        float[] row = new float[CHANNELS * most];
        // An array of the panel's weights: its accesses are cheaper than a segment's.
        float[] panelWeights = new float[most * channels * 9];
        for (int panel = 0; panel < panels(); panel++) {
            int lanes = stored(panel) * Lanes.COUNT;
            int first = width * panel * Lanes.COUNT;
            int used = Math.min(lanes, outChannels - first);
            Memory.zero(bias(packed, panel, 0), 2L * lanes * Float.BYTES);
            for (int lane = 0; bias != null && lane < used; lane++) {
                float value = bias.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, first + lane);
                Memory.setFloat(bias(packed, panel, 0) + (long) lane * Float.BYTES, value);
            }
            MemorySegment.copy(
                    weight,
                    ValueLayout.JAVA_FLOAT_UNALIGNED,
                    (long) first * channels * 9 * Float.BYTES,
                    panelWeights,
                    0,
                    used * channels * 9);
            // Lanes past the last channel: zeros.
            Arrays.fill(kernels, 0);
            for (int c = 0; c < channels; c += CHANNELS) {
                int some = Math.min(CHANNELS, channels - c);
                int count = some * lanes;
                gather(panelWeights, c, some, used, lanes, kernels);
                transform(kernels, scratch, result, count);
                for (int e = 0; e < elements(); e++) {
                    round(result, e * count, row, count);
                    long target = element(packed, panel, e) + (long) c * lanes * Float.BYTES;
                    ScalarLoops.write(row, 0, target, count);
                }
            }
        }
    }

    /**
     * G w G^T for as many 3x3 kernels as there are lanes. In double; each loop is over lanes, which
     * the compiler makes vectors of.
     *
     * @param kernels [9][lanes]
     * @param scratch at least [3 * inputs][lanes]
     * @param result [inputs * inputs][lanes]
     */
    private void transform(double[] kernels, double[] scratch, double[] result, int lanes) {
        double[][] g = transform.weights();
        int n = transform.inputs();
        for (int i = 0; i < n; i++) {
            for (int v = 0; v < 3; v++) {
                combine(g[i], kernels, v * lanes, 3 * lanes, scratch, (3 * i + v) * lanes, lanes);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                combine(g[j], scratch, 3 * i * lanes, lanes, result, (i * n + j) * lanes, lanes);
            }
        }
    }

    /** The sum of three rows, each times a factor. */
    private static void combine(
            double[] factors, double[] x, int from, int step, double[] y, int to, int lanes) {
        double a = factors[0];
        double b = factors[1];
        double c = factors[2];
        for (int lane = 0; lane < lanes; lane++) {
            y[to + lane] =
                    a * x[from + lane] + b * x[from + step + lane] + c * x[from + 2 * step + lane];
        }
    }

    /** From [lane][channel][9] to [9][some channels][lanes]. */
    private void gather(
            float[] weights, int from, int some, int used, int lanes, double[] kernels) {
        for (int lane = 0; lane < used; lane++) {
            int at = (lane * channels + from) * 9;
            for (int c = 0; c < some; c++) {
                for (int k = 0; k < 9; k++) {
                    kernels[(k * some + c) * lanes + lane] = weights[at++];
                }
            }
        }
    }

    private static void round(double[] from, int at, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = PackedWeights.normal((float) from[at + i]);
        }
    }

    @Override
    public void repack(
            MemorySegment weight, @Nullable MemorySegment bias, long packed, boolean turned) {
        long outStride = turned ? 9 : 9L * channels;
        long inStride = turned ? 9L * outChannels : 9;
        long kernel = packed + aside();
        long half = kernel + 9L * Lanes.BYTES;
        int n = transform.inputs();
        for (int panel = 0; panel < panels(); panel++) {
            long plane = plane(panel);
            packBias(panel, bias, packed);
            for (int v = 0; v < stored(panel); v++) {
                int first = (width * panel + v) * Lanes.COUNT;
                int used = Math.min(Lanes.COUNT, outChannels - first);
                // Lanes past the last channel: zeros.
                Memory.zero(kernel, 9L * Lanes.BYTES);
                for (int c = 0; c < channels; c++) {
                    long source = weight.address() + 4 * (first * outStride + c * inStride);
                    gatherVectors(source, 4 * outStride, used, turned, kernel);
                    transform.weights(
                            kernel,
                            3L * Lanes.BYTES,
                            Lanes.BYTES,
                            half,
                            3L * Lanes.BYTES,
                            Lanes.BYTES,
                            3);
                    transform.weights(
                            half,
                            Lanes.BYTES,
                            3L * Lanes.BYTES,
                            element(packed, panel, 0)
                                    + ((long) c * stored(panel) + v) * Lanes.BYTES,
                            plane,
                            n * plane,
                            n);
                }
            }
        }
    }

    private void packBias(int panel, @Nullable MemorySegment bias, long packed) {
        int lanes = stored(panel) * Lanes.COUNT;
        int first = width * panel * Lanes.COUNT;
        Memory.zero(bias(packed, panel, 0), 2L * lanes * Float.BYTES);
        for (int lane = 0; bias != null && lane < Math.min(lanes, outChannels - first); lane++) {
            float value = Memory.getFloat(bias.address() + 4L * (first + lane));
            Memory.setFloat(bias(packed, panel, 0) + (long) lane * Float.BYTES, value);
        }
    }

    /** Kernels of neighbouring output channels, [lanes][9], as [9][lanes]. */
    private static void gatherVectors(
            long source, long stride, int lanes, boolean turned, long target) {
        for (int lane = 0; lane < lanes; lane++) {
            long from = source + lane * stride;
            long to = target + 4L * lane;
            for (int k = 0; k < 9; k++) {
                float value = PackedWeights.normal(Memory.getFloat(from + 4L * k));
                Memory.setFloat(to + (long) (turned ? 8 - k : k) * Lanes.BYTES, value);
            }
        }
    }
}
