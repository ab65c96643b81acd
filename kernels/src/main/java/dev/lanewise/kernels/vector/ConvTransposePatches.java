package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Transposed convolution to few channels whose windows lie side by side: an input pixel makes a
 * patch of outputs, of all channels no more than a vector. They are the columns of one {@link
 * RunProduct}, and y is row-major: in blocks of channels most lanes would be empty.
 *
 * <p>A unit is a row of input pixels: its products [pixel][lanes], of which the columns [channel]
 * [row of the window][column of the window] are then copied to rows of y.
 */
final class ConvTransposePatches extends WeightedKernel {

    private final ConvTransposeSpec spec;
    private final RunPanels panels;
    private final PackedOffsets offsets;

    /** The first column's weights, in the order of {@link #offsets}. */
    private final long[] order;

    private final PackedEpilogue epilogue;

    ConvTransposePatches(ConvTransposeSpec spec, Unary activation) {
        Layout x = spec.x();
        int unit = RunProduct.TILE_LANES;
        int columns = columns(spec);
        RunPanels panels =
                new RunPanels(columns, x.channels(), Math.ceilDiv(columns, unit) * unit, unit);
        super(
                "conv transposed patches",
                x.batch() * x.height(),
                UnaryLoops.SCRATCH_BYTES
                        + (long) x.width() * Lanes.BYTES
                        + RunProduct.scratchBytes(x.width()),
                new Operand("x", x.bytes()),
                new Operand("weight", panels.bytes()),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
        this.panels = panels;
        this.offsets =
                new PackedOffsets(
                        IntStream.range(0, x.channels())
                                .map(c ->
                                        c / x.block() * x.planeBytes()
                                                + c % x.block() * Float.BYTES)
                                .toArray());
        this.order = LongStream.range(0, x.channels()).map(c -> c * columns).toArray();
        this.epilogue = new PackedEpilogue(Epilogue.of(activation));
    }

    /** Whether this kernel can compute the transposed convolution. */
    static boolean accepts(ConvTransposeSpec spec) {
        return spec.isPatches()
                && spec.groups() == 1
                && spec.y().block() == 1
                && !spec.y().hasHalo()
                && spec.x().channels() <= RunProduct.MOST_K
                && (long) spec.y().channels() * spec.window().size() <= Lanes.COUNT;
    }

    private static int columns(ConvTransposeSpec spec) {
        return spec.y().channels() * spec.window().size();
    }

    @Override
    public String packing() {
        return "conv transposed patches of " + columns(spec);
    }

    @Override
    public long packedBytes() {
        return panels.bytes();
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        float[] ofColumns = new float[columns(spec)];
        for (int i = 0; bias != null && i < ofColumns.length; i++) {
            int o = i / spec.window().size();
            ofColumns[i] = bias.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, o);
        }
        panels.pack(weight, 1, order, 1, MemorySegment.ofArray(ofColumns), packed.address());
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        Layout x = spec.x();
        long sums = scratch + UnaryLoops.SCRATCH_BYTES;
        for (int unit = from; unit < to; unit++) {
            int n = unit / x.height();
            int i = unit % x.height();
            RunProduct.line(
                    panels.lanes(0),
                    addresses[0] + x.blockOffset(n, 0, i, 0),
                    x.pixelBytes(),
                    sums,
                    Lanes.BYTES,
                    x.width(),
                    offsets.address(),
                    offsets.count(),
                    addresses[1] + panels.start(0),
                    addresses[1] + panels.startBytes() + panels.weights(0),
                    Bounds.NONE,
                    sums + (long) x.width() * Lanes.BYTES);
            spread(sums, addresses[2], n, i, scratch);
        }
        Reference.reachabilityFence(this);
    }

    /** Copies the columns of a row of pixels to the rows of y. */
    private void spread(long sums, long y, int n, int i, long scratch) {
        Layout out = spec.y();
        Window w = spec.window();
        int width = spec.x().width();
        for (int o = 0; o < out.channels(); o++) {
            for (int u = 0; u < w.kernelH(); u++) {
                long from = sums + 4L * (o * w.kernelH() + u) * w.kernelW();
                long to = y + out.blockOffset(n, o, i * w.kernelH() + u, 0);
                CopyLoops.columns(from, Lanes.BYTES, to, w.kernelW(), width);
                if (epilogue.hasActivation()) {
                    epilogue.activateFloats(to, out.width(), scratch);
                }
            }
        }
    }
}
