package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.stream.LongStream;

/**
 * Convolution to few channels, a row-major y: as many neighbouring pixels as fill a vector are the
 * columns of one {@link RunProduct}, [channel][pixel]. They see a window that is a few columns
 * wider, where most weights are zeros, but an input serves all lanes and not three of sixteen: for
 * 3 channels and 9x9 windows five pixels take 13 steps of a row and not 45.
 *
 * <p>A unit is a row of pixels: its products [group][lanes], of which the columns are then copied
 * to rows of y. Where the width isn't a multiple of a group, the last one ends with the row.
 */
final class ConvPixelGroups extends WeightedKernel {

    private final ConvSpec spec;

    /** Pixels of a group. */
    private final int group;

    private final RunPanels panels;
    private final PackedOffsets offsets;
    private final PackedEpilogue epilogue;

    ConvPixelGroups(ConvSpec spec, Epilogue epilogue) {
        Layout y = spec.y();
        int group = group(spec);
        int columns = y.channels() * group;
        PackedOffsets offsets = inputs(spec, group).offsets();
        // Two steps at once are channels of one pixel.
        boolean pairs =
                Lanes.TILE_BYTES == 64 && spec.x().block() % 2 == 0 && spec.x().channels() % 2 == 0;
        int unit = RunProduct.TILE_LANES;
        RunPanels panels =
                new RunPanels(
                        columns, offsets.count(), Math.ceilDiv(columns, unit) * unit, unit, pairs);
        super(
                "conv groups of %d pixels".formatted(group),
                y.batch() * y.height(),
                UnaryLoops.SCRATCH_BYTES + (long) Math.ceilDiv(y.width(), group) * Lanes.BYTES,
                new Operand("x", spec.x().bytes()),
                new Operand("weight", panels.bytes()),
                new Operand("y", y.bytes()));
        this.spec = spec;
        this.group = group;
        this.panels = panels;
        this.offsets = offsets;
        this.epilogue = new PackedEpilogue(epilogue);
    }

    /** Whether this kernel can compute the convolution. */
    static boolean accepts(ConvSpec spec, Epilogue epilogue) {
        Layout y = spec.y();
        return Lanes.MANY_REGISTERS
                && spec.groups() == 1
                && y.block() == 1
                && !y.hasHalo()
                && !epilogue.residual()
                && y.width() > 0
                && 2 * y.channels() <= Lanes.COUNT
                && RunProduct.reaches(xStep(spec, group(spec)));
    }

    /** Steps of a pixel. */
    static double steps(ConvSpec spec) {
        int group = group(spec);
        double rows = (double) spec.x().channels() * spec.window().kernelH();
        return rows * columns(spec, group) / group;
    }

    private static int group(ConvSpec spec) {
        return Math.min(Lanes.COUNT / Math.max(1, spec.y().channels()), spec.y().width());
    }

    /** Columns of x that a group sees. */
    private static int columns(ConvSpec spec, int group) {
        Window w = spec.window();
        return (group - 1) * w.strideW() + (w.kernelW() - 1) * w.dilationW() + 1;
    }

    private static long xStep(ConvSpec spec, int group) {
        return (long) group * spec.window().strideW() * spec.x().pixelBytes();
    }

    /** What a group sees: all columns of the windows of its pixels. */
    private static ConvInputs inputs(ConvSpec spec, int group) {
        Window w = spec.window();
        Window wide = new Window(w.kernelH(), columns(spec, group), 1, 1, 0, 0, w.dilationH(), 1);
        return ConvInputs.of(spec.x(), 0, spec.x().channels(), wide);
    }

    @Override
    public String packing() {
        return "conv groups of %d pixels of %s, x in blocks of %d"
                .formatted(group, spec.window(), spec.x().block());
    }

    @Override
    public long packedBytes() {
        return panels.bytes();
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        int k = offsets.count();
        int columns = spec.y().channels() * group;
        float[] weights = new float[columns * k];
        float[] starts = new float[columns];
        for (int i = 0; i < columns; i++) {
            int o = i / group;
            starts[i] = bias == null ? 0 : bias.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, o);
            spread(weight, o, i % group, weights, i * k);
        }
        panels.pack(
                MemorySegment.ofArray(weights),
                k,
                LongStream.range(0, k).toArray(),
                1,
                MemorySegment.ofArray(starts),
                packed.address());
    }

    /** The weights of a pixel of a group, in the order of {@link #inputs}; the others are zeros. */
    private void spread(MemorySegment weight, int o, int pixel, float[] to, int at) {
        Layout x = spec.x();
        Window w = spec.window();
        int columns = columns(spec, group);
        int k = at;
        for (int first = 0; first < x.channels(); first += x.block()) {
            int end = Math.min(first + x.block(), x.channels());
            for (int u = 0; u < w.kernelH(); u++) {
                for (int column = 0; column < columns; column++) {
                    int place = column - pixel * w.strideW();
                    int v = place / w.dilationW();
                    boolean inside = place >= 0 && place % w.dilationW() == 0 && v < w.kernelW();
                    for (int c = first; c < end; c++) {
                        long row = ((long) o * x.channels() + c) * w.kernelH() + u;
                        long index = row * w.kernelW() + v;
                        to[k++] =
                                inside
                                        ? weight.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index)
                                        : 0;
                    }
                }
            }
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        Layout y = spec.y();
        Window w = spec.window();
        long sums = scratch + UnaryLoops.SCRATCH_BYTES;
        int whole = y.width() / group;
        int last = y.width() - group;
        for (int unit = from; unit < to; unit++) {
            int n = unit / y.height();
            int i = unit % y.height();
            long x =
                    addresses[0]
                            + spec.x()
                                    .blockOffset(n, 0, i * w.strideH() - w.padTop(), -w.padLeft());
            multiply(x, addresses[1], sums, whole);
            if (last > (whole - 1) * group) {
                long end = x + (long) last * w.strideW() * spec.x().pixelBytes();
                multiply(end, addresses[1], sums + (long) whole * Lanes.BYTES, 1);
            }
            for (int o = 0; o < y.channels(); o++) {
                long columns = sums + 4L * o * group;
                long row = addresses[2] + y.blockOffset(n, o, i, 0);
                CopyLoops.columns(columns, Lanes.BYTES, row, group, whole);
                if (last > (whole - 1) * group) {
                    long end = columns + (long) whole * Lanes.BYTES;
                    CopyLoops.columns(end, Lanes.BYTES, row + 4L * last, group, 1);
                }
                if (epilogue.hasActivation()) {
                    epilogue.activateFloats(row, y.width(), scratch);
                }
            }
        }
        Reference.reachabilityFence(this);
    }

    private void multiply(long x, long packed, long sums, int groups) {
        RunProduct.rectangle(
                panels.tile(0),
                x,
                (int) xStep(spec, group),
                0,
                sums,
                Lanes.BYTES,
                0,
                1,
                groups,
                offsets.address(),
                offsets.count(),
                packed + panels.start(0),
                packed + panels.startBytes() + panels.weights(0),
                Lanes.BYTES,
                Bounds.NONE);
    }
}
