package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Prologue;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The formula of {@link ConvSpec}, loop by loop; with a pooling, the largest of 2x2 such values. A
 * unit is one plane of y.
 *
 * <p>Packed weights: [outChannels, inChannels / groups, kernelH, kernelW] as given, then bias
 * [outChannels].
 */
final class ConvReference extends WeightedKernel {

    private final ConvSpec spec;
    private final @Nullable Prologue prologue;
    private final Epilogue epilogue;

    /** What is stored: the convolution's y, or what a pooling makes of it. */
    private final Layout y;

    ConvReference(ConvSpec spec, @Nullable Prologue prologue, Epilogue epilogue) {
        this(spec, prologue, epilogue, spec.y());
    }

    private ConvReference(ConvSpec spec, @Nullable Prologue prologue, Epilogue epilogue, Layout y) {
        super("conv reference", y.batch() * y.blocks(), 0, operands(spec, prologue, epilogue, y));
        this.y = y;
        this.spec = spec;
        this.prologue = prologue;
        this.epilogue = epilogue;
    }

    private static Operand[] operands(
            ConvSpec spec, @Nullable Prologue prologue, Epilogue epilogue, Layout y) {
        List<Operand> operands = new ArrayList<>();
        operands.add(new Operand("x", spec.x().bytes()));
        operands.add(new Operand("weight", PlainWeights.bytes(weights(spec), spec.y().channels())));
        if (prologue != null) {
            operands.addAll(List.of(prologue.operands(spec.x())));
        }
        if (epilogue.residual()) {
            operands.add(new Operand("residual", y.bytes()));
        }
        operands.add(new Operand("y", y.bytes()));
        return operands.toArray(Operand[]::new);
    }

    private static long weights(ConvSpec spec) {
        return (long) spec.y().channels()
                * (spec.x().channels() / spec.groups())
                * spec.window().size();
    }

    @Override
    public @Nullable WeightedKernel pooled(PoolSpec pool) {
        return pool.isMax2x2(spec.y()) && prologue == null && !epilogue.residual()
                ? new ConvReference(spec, null, epilogue, pool.y())
                : null;
    }

    @Override
    public String packing() {
        return PlainWeights.NAME;
    }

    @Override
    public long packedBytes() {
        return PlainWeights.bytes(weights(spec), spec.y().channels());
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        PlainWeights.pack(weight, weights(spec), bias, spec.y().channels(), packed);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        boolean pools = !y.sameShape(spec.y());
        long base = addresses[addresses.length - 1];
        for (int unit = from; unit < to; unit++) {
            int n = unit / y.blocks();
            int cb = unit % y.blocks();
            int channelEnd = Math.min((cb + 1) * y.block(), y.channels());
            for (int i = 0; i < y.height(); i++) {
                for (int j = 0; j < y.width(); j++) {
                    for (int o = cb * y.block(); o < channelEnd; o++) {
                        float value =
                                pools
                                        ? largest(addresses, n, o, 2 * i, 2 * j)
                                        : value(addresses, n, o, i, j);
                        Memory.setFloat(base + y.offset(n, o, i, j), value);
                    }
                }
            }
            Halo.clearPlane(y, base, n, cb);
        }
    }

    /** Of the values at (i, j) and beside and below it. */
    private float largest(long[] addresses, int n, int o, int i, int j) {
        float a = Math.max(value(addresses, n, o, i, j), value(addresses, n, o, i, j + 1));
        float b = Math.max(value(addresses, n, o, i + 1, j), value(addresses, n, o, i + 1, j + 1));
        return Math.max(a, b);
    }

    private float value(long[] addresses, int n, int o, int i, int j) {
        float value = sum(addresses, n, o, i, j);
        value += Memory.getFloat(addresses[1] + 4 * (weights(spec) + o));
        if (epilogue.residual()) {
            long residual = addresses[addresses.length - 2];
            value += Memory.getFloat(residual + spec.y().offset(n, o, i, j));
        }
        return ScalarMath.apply(epilogue.activation(), value);
    }

    private float sum(long[] addresses, int n, int o, int i, int j) {
        Window w = spec.window();
        int channels = spec.x().channels() / spec.groups();
        int first = o / (spec.y().channels() / spec.groups()) * channels;
        long weight = addresses[1] + 4L * o * channels * w.size();
        float sum = 0;
        for (int c = 0; c < channels; c++) {
            for (int u = 0; u < w.kernelH(); u++) {
                int row = i * w.strideH() - w.padTop() + u * w.dilationH();
                for (int v = 0; v < w.kernelW(); v++) {
                    int column = j * w.strideW() - w.padLeft() + v * w.dilationW();
                    sum += Memory.getFloat(weight) * x(addresses, n, first + c, row, column);
                    weight += 4;
                }
            }
        }
        return sum;
    }

    private float x(long[] addresses, int n, int c, int row, int column) {
        Layout x = spec.x();
        float value = Memory.getFloat(addresses[0] + x.offset(n, c, row, column));
        if (prologue == null) {
            return value;
        }
        int image = prologue.perImage() ? n * x.blocks() * x.block() : 0;
        float scale = Memory.getFloat(addresses[2] + 4L * (image + c));
        float shift = prologue.shift() ? Memory.getFloat(addresses[3] + 4L * c) : 0;
        return ScalarMath.apply(prologue.activation(), Math.fma(value, scale, shift));
    }
}
