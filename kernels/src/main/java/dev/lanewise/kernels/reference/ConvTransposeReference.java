package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * The formula of {@link ConvTransposeSpec}, loop by loop. A unit is one plane of y.
 *
 * <p>Packed weights: [inChannels, outChannels / groups, kernelH, kernelW] as given, then bias
 * [outChannels].
 */
final class ConvTransposeReference extends WeightedKernel {

    private final ConvTransposeSpec spec;
    private final Unary activation;

    ConvTransposeReference(ConvTransposeSpec spec, Unary activation) {
        super(
                "conv transposed reference",
                spec.y().batch() * spec.y().blocks(),
                0,
                new Operand("x", spec.x().bytes()),
                new Operand("weight", PlainWeights.bytes(spec.weights(), spec.y().channels())),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
        this.activation = activation;
    }

    @Override
    public String packing() {
        return PlainWeights.NAME;
    }

    @Override
    public long packedBytes() {
        return PlainWeights.bytes(spec.weights(), spec.y().channels());
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        PlainWeights.pack(weight, spec.weights(), bias, spec.y().channels(), packed);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        Layout y = spec.y();
        for (int unit = from; unit < to; unit++) {
            int n = unit / y.blocks();
            int cb = unit % y.blocks();
            int channelEnd = Math.min((cb + 1) * y.block(), y.channels());
            for (int i = 0; i < y.height(); i++) {
                for (int j = 0; j < y.width(); j++) {
                    for (int o = cb * y.block(); o < channelEnd; o++) {
                        float bias = Memory.getFloat(addresses[1] + 4 * (spec.weights() + o));
                        float value = sum(addresses, n, o, i, j) + bias;
                        Memory.setFloat(
                                addresses[2] + y.offset(n, o, i, j),
                                ScalarMath.apply(activation, value));
                    }
                }
            }
            Halo.clearPlane(y, addresses[2], n, cb);
        }
    }

    private float sum(long[] addresses, int n, int o, int i, int j) {
        Layout x = spec.x();
        Window w = spec.window();
        int channels = x.channels() / spec.groups();
        int outChannels = spec.y().channels() / spec.groups();
        int first = o / outChannels * channels;
        float sum = 0;
        for (int c = first; c < first + channels; c++) {
            for (int u = 0; u < w.kernelH(); u++) {
                int p = i + w.padTop() - u * w.dilationH();
                for (int v = 0; v < w.kernelW(); v++) {
                    int q = j + w.padLeft() - v * w.dilationW();
                    boolean inside =
                            isInside(p, w.strideH(), x.height())
                                    && isInside(q, w.strideW(), x.width());
                    if (inside) {
                        int row = c * outChannels + o % outChannels;
                        int weight = (row * w.kernelH() + u) * w.kernelW() + v;
                        long from = x.offset(n, c, p / w.strideH(), q / w.strideW());
                        sum +=
                                Memory.getFloat(addresses[1] + 4L * weight)
                                        * Memory.getFloat(addresses[0] + from);
                    }
                }
            }
        }
        return sum;
    }

    /** Whether position {@code p} is one of an input that lies {@code stride} apart. */
    private static boolean isInside(int p, int stride, int size) {
        return p >= 0 && p % stride == 0 && p / stride < size;
    }
}
