package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.stream.IntStream;

/**
 * Depthwise convolution of any kernel, stride and dilation: every channel sees its own input, so
 * lanes are multiplied by lanes.
 *
 * <p>Packed weights: for each block of channels bias [lanes], then w [kernelH * kernelW][lanes]. A
 * unit is a range of pixels of one image times a range of channel blocks.
 */
final class ConvDepthwise extends WeightedKernel {

    private static final int TILE_ROWS = 8;

    private final ConvSpec spec;
    private final PackedOffsets offsets;
    private final DepthwiseWindow window;
    private final ConvUnits units;
    private final boolean byRows;
    private final PackedEpilogue epilogue;

    ConvDepthwise(ConvSpec spec, Epilogue epilogue) {
        boolean byRows = hasRows(spec);
        ConvUnits units = ConvUnits.of(spec, spec.y().blocks(), byRows);
        super(
                byRows ? "conv depthwise rows" : "conv depthwise " + TILE_ROWS + "x1",
                units.count(),
                scratchBytes(units, byRows, epilogue),
                ConvOperands.of(spec, epilogue, packedBytes(spec)));
        this.spec = spec;
        this.offsets = new PackedOffsets(offsets(spec));
        this.window = DepthwiseWindow.of(spec);
        this.units = units;
        this.byRows = byRows;
        this.epilogue = new PackedEpilogue(epilogue);
    }

    /** Whether this kernel can compute the convolution. */
    static boolean accepts(ConvSpec spec) {
        return spec.isDepthwise()
                && spec.x().block() == Lanes.COUNT
                && spec.window().size() <= PackedTiles.MAX_K;
    }

    private static boolean hasRows(ConvSpec spec) {
        Window w = spec.window();
        int tile = DepthwiseRows.tile(w.kernelW(), w.strideW());
        return tile > 0 && spec.y().width() >= tile && w.dilationW() == 1;
    }

    /** Rows of addresses, the sums where y may hold the residual, and what the activation needs. */
    private static long scratchBytes(ConvUnits units, boolean byRows, Epilogue epilogue) {
        return (long) units.maxPixels()
                        * ((byRows ? 0 : PackedRows.BYTES)
                                + (epilogue.residual() ? Lanes.BYTES : 0))
                + UnaryLoops.SCRATCH_BYTES;
    }

    private static int[] offsets(ConvSpec spec) {
        Layout x = spec.x();
        Window w = spec.window();
        return IntStream.range(0, w.size())
                .map(k ->
                        k / w.kernelW() * w.dilationH() * x.rowBytes()
                                + k % w.kernelW() * w.dilationW() * x.pixelBytes())
                .toArray();
    }

    private static long packedBytes(ConvSpec spec) {
        return spec.y().blocks() * panelBytes(spec);
    }

    private static long panelBytes(ConvSpec spec) {
        return PackedPanel.bytesOf(1, spec.window().size());
    }

    @Override
    public String packing() {
        return "conv depthwise in blocks of " + Lanes.COUNT;
    }

    @Override
    public long packedBytes() {
        return packedBytes(spec);
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        int taps = spec.window().size();
        long[] order = IntStream.range(0, taps).asLongStream().toArray();
        PackedPanel.Builder panels = new PackedPanel.Builder();
        for (int cb = 0; cb < spec.y().blocks(); cb++) {
            int end = Math.min((cb + 1) * Lanes.COUNT, spec.y().channels());
            panels.add(offsets, cb * Lanes.COUNT, end, 0, true);
        }
        for (PackedPanel panel : panels.panels()) {
            long target = packed.address() + panel.weights();
            PackedWeights.pack(panel, weight, taps, order, 1, bias, target);
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        long sums = scratch + (byRows ? 0 : (long) units.maxPixels() * PackedRows.BYTES);
        for (int unit = from; unit < to; unit++) {
            if (!byRows && (unit == from || !units.samePixels(unit, unit - 1))) {
                units.fillRows(scratch, unit, addresses[0], y);
                if (epilogue.hasResidual()) {
                    PackedRows.fillOutputs(scratch, units.maxPixels(), sums, Lanes.BYTES);
                }
            }
            for (int cb = units.firstPanel(unit); cb < units.endPanel(unit); cb++) {
                long panel = addresses[1] + cb * panelBytes(spec);
                if (byRows) {
                    rows(addresses[0], panel, y, unit, cb, sums);
                } else {
                    tiles(scratch, units.endPixel(unit) - units.firstPixel(unit), panel, cb);
                }
                if (epilogue.hasResidual()) {
                    units.addResidual(sums, y, unit, cb, residual);
                }
                units.finish(
                        epilogue, y, unit, cb, scratch + scratchBytes() - UnaryLoops.SCRATCH_BYTES);
            }
        }
        Reference.reachabilityFence(this);
    }

    private void rows(long x, long panel, long y, int unit, int cb, long sums) {
        Layout in = spec.x();
        Layout out = spec.y();
        Window w = spec.window();
        int n = units.image(unit);
        int first = units.firstPixel(unit) / out.width();
        int end = units.endPixel(unit) / out.width();
        int row = first * w.strideH() - w.padTop();
        boolean aside = epilogue.hasResidual();
        DepthwiseRows.run(
                x + in.blockOffset(n, cb, row, -w.padLeft()),
                window,
                panel,
                aside ? sums : y + out.blockOffset(n, cb, first, 0),
                aside ? (long) out.width() * Lanes.BYTES : out.rowBytes(),
                end - first,
                out.width());
    }

    private void tiles(long rows, int count, long panel, int cb) {
        long xShift = (long) cb * spec.x().planeBytes();
        long shift = epilogue.hasResidual() ? 0 : (long) cb * spec.y().planeBytes();
        for (int row = 0; row < count; row += TILE_ROWS) {
            DepthwiseTiles.run(
                    Math.min(TILE_ROWS, count - row),
                    rows + (long) row * PackedRows.BYTES,
                    offsets.address(),
                    offsets.count(),
                    panel,
                    xShift,
                    shift);
        }
    }
}
