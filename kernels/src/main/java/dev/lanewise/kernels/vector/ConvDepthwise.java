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
    private final ConvUnits units;
    private final PackedEpilogue epilogue;

    ConvDepthwise(ConvSpec spec, Epilogue epilogue) {
        ConvUnits units = ConvUnits.of(spec, spec.y().blocks());
        super(
                "conv depthwise " + TILE_ROWS + "x1",
                units.count(),
                units.maxPixels() * (long) PackedRows.BYTES,
                ConvOperands.of(spec, epilogue, packedBytes(spec)));
        this.spec = spec;
        this.offsets = new PackedOffsets(offsets(spec));
        this.units = units;
        this.epilogue = new PackedEpilogue(epilogue);
    }

    /** Whether this kernel can compute the convolution. */
    static boolean accepts(ConvSpec spec) {
        return spec.isDepthwise()
                && spec.x().block() == Lanes.COUNT
                && spec.window().size() <= PackedTiles.MAX_K;
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
        for (int unit = from; unit < to; unit++) {
            if (unit == from || !units.samePixels(unit, unit - 1)) {
                units.fillRows(scratch, unit, addresses[0], y);
            }
            int count = units.endPixel(unit) - units.firstPixel(unit);
            for (int cb = units.firstPanel(unit); cb < units.endPanel(unit); cb++) {
                block(scratch, count, cb, addresses[1]);
                units.finish(epilogue, y, unit, cb, residual);
            }
        }
        Reference.reachabilityFence(this);
    }

    private void block(long rows, int count, int cb, long packed) {
        long panel = packed + cb * panelBytes(spec);
        long xShift = (long) cb * spec.x().planeBytes();
        long shift = (long) cb * spec.y().planeBytes();
        for (int row = 0; row < count; row += TILE_ROWS) {
            int tile = Math.min(TILE_ROWS, count - row);
            long first = rows + (long) row * PackedRows.BYTES;
            DepthwiseTiles.run(
                    tile, first, offsets.address(), offsets.count(), panel, xShift, shift);
        }
    }
}
