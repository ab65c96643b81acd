package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.WeightedKernel;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution of any kernel, stride, dilation and grouping as a {@link PackedProduct}: rows are
 * output pixels, k runs over the window and the channels of the group.
 *
 * <p>With a residual, which may be y's memory, the sums of a unit's pixels are put aside and added
 * in one pass. Where panels are partial or K is long, {@link PackedProduct} sees to it tile by
 * tile.
 */
final class ConvDirect extends WeightedKernel {

    private final ConvSpec spec;
    private final List<ConvInputs> inputs;
    private final PackedProduct product;
    private final ConvUnits units;
    private final long packedBytes;
    private final boolean sumsAside;

    ConvDirect(ConvSpec spec, Epilogue epilogue) {
        List<ConvInputs> inputs = new ArrayList<>();
        PackedPanel.Builder panels = new PackedPanel.Builder();
        int groupSize = spec.y().channels() / spec.groups();
        boolean sumsAside = epilogue.residual() && isPlain(spec);
        for (int group = 0; group < spec.groups(); group++) {
            inputs.add(ConvInputs.of(spec, group));
            panels.add(
                    inputs.get(group).offsets(),
                    group * groupSize,
                    (group + 1) * groupSize,
                    sumsAside ? 0 : spec.y().planeBytes(),
                    group == spec.groups() - 1);
        }
        ConvUnits units = ConvUnits.of(spec, panels.panels().size(), false);
        long sumsBytes = sumsAside ? 2L * units.maxPixels() * Lanes.BYTES : 0;
        super(
                "conv direct " + PackedProduct.TILE_ROWS + "x2",
                units.count(),
                PackedProduct.scratchBytes() + rowsBytes(units) + sumsBytes,
                ConvOperands.of(spec, epilogue, panels.bytes()));
        this.spec = spec;
        this.inputs = inputs;
        this.product =
                sumsAside
                        ? new PackedProduct(
                                panels.panels(),
                                Epilogue.of(epilogue.activation()),
                                units.maxPixels() * Lanes.BYTES)
                        : new PackedProduct(panels.panels(), epilogue, spec.y().planeBytes());
        this.sumsAside = sumsAside;
        this.units = units;
        this.packedBytes = panels.bytes();
    }

    /** Whether every panel is whole and K fits into one call. */
    private static boolean isPlain(ConvSpec spec) {
        int groupSize = spec.y().channels() / spec.groups();
        long k = (long) spec.x().channels() / spec.groups() * spec.window().size();
        return (spec.groups() == 1 || groupSize % Lanes.COUNT == 0) && k <= PackedTiles.MAX_K;
    }

    /** Bytes of the rows, rounded up so that the sums behind them are aligned. */
    private static long rowsBytes(ConvUnits units) {
        long bytes = units.maxPixels() * (long) PackedRows.BYTES;
        return Math.ceilDiv(bytes, SCRATCH_ALIGNMENT) * SCRATCH_ALIGNMENT;
    }

    @Override
    public String packing() {
        return "conv panels of 2x%d, x in blocks of %d, %d groups"
                .formatted(Lanes.COUNT, spec.x().block(), spec.groups());
    }

    @Override
    public long packedBytes() {
        return packedBytes;
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        int groupSize = spec.y().channels() / spec.groups();
        for (int i = 0; i < product.panels(); i++) {
            PackedPanel panel = product.panel(i);
            long[] order = inputs.get(panel.column() / groupSize).order();
            long target = packed.address() + panel.weights();
            PackedWeights.pack(panel, weight, order.length, order, 1, bias, target);
        }
    }

    @Override
    public void repack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        int groupSize = spec.y().channels() / spec.groups();
        for (int i = 0; i < product.panels(); i++) {
            PackedPanel panel = product.panel(i);
            long[] order = inputs.get(panel.column() / groupSize).order();
            long start = packed.address() + panel.weights();
            int lanes = panel.vectors() * Lanes.COUNT;
            PackedWeights.repack(
                    panel.column(),
                    panel.columns(),
                    lanes,
                    weight,
                    order.length,
                    order,
                    bias,
                    start,
                    start + 4L * lanes);
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        long rows = scratch + PackedProduct.scratchBytes();
        long sums = rows + rowsBytes(units);
        for (int unit = from; unit < to; unit++) {
            if (unit == from || !units.samePixels(unit, unit - 1)) {
                units.fillRows(rows, unit, addresses[0], y);
                if (sumsAside) {
                    PackedRows.fillOutputs(rows, units.maxPixels(), sums, Lanes.BYTES);
                }
            }
            int count = units.endPixel(unit) - units.firstPixel(unit);
            for (int i = units.firstPanel(unit); i < units.endPanel(unit); i++) {
                PackedPanel panel = product.panel(i);
                product.run(panel, rows, count, addresses[1], residual, scratch);
                if (sumsAside) {
                    addResidual(panel, sums, y, unit, residual);
                }
                finish(panel, y, unit, scratch);
            }
        }
    }

    private void addResidual(PackedPanel panel, long sums, long y, int unit, long residual) {
        for (int v = 0; v < panel.vectors(); v++) {
            long plane = sums + (long) v * units.maxPixels() * Lanes.BYTES;
            int cb = panel.column() / Lanes.COUNT + v;
            units.addResidual(plane, y, unit, cb, residual, PackedEpilogue.NO_FLOOR);
        }
    }

    private void finish(PackedPanel panel, long y, int unit, long scratch) {
        int cb = panel.column() / Lanes.COUNT;
        if (!panel.partial()) {
            for (int v = 0; v < panel.vectors(); v++) {
                units.finish(product.epilogue(), y, unit, cb + v, scratch);
            }
        } else if (panel.column() % Lanes.COUNT == 0) {
            // Of the panels that share a block, the one with its first lane is in charge.
            units.clearHalo(y, unit, cb);
        }
    }
}
