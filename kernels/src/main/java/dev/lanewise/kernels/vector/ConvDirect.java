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
 */
final class ConvDirect extends WeightedKernel {

    private final ConvSpec spec;
    private final List<ConvInputs> inputs;
    private final PackedProduct product;
    private final ConvUnits units;
    private final long packedBytes;

    ConvDirect(ConvSpec spec, Epilogue epilogue) {
        List<ConvInputs> inputs = new ArrayList<>();
        PackedPanel.Builder panels = new PackedPanel.Builder();
        int groupSize = spec.y().channels() / spec.groups();
        for (int group = 0; group < spec.groups(); group++) {
            inputs.add(ConvInputs.of(spec, group));
            panels.add(
                    inputs.get(group).offsets(),
                    group * groupSize,
                    (group + 1) * groupSize,
                    spec.y().planeBytes(),
                    group == spec.groups() - 1);
        }
        ConvUnits units = ConvUnits.of(spec, panels.panels().size(), false);
        super(
                "conv direct " + PackedProduct.TILE_ROWS + "x2",
                units.count(),
                units.maxPixels() * (long) PackedRows.BYTES + PackedProduct.scratchBytes(),
                ConvOperands.of(spec, epilogue, panels.bytes()));
        this.spec = spec;
        this.inputs = inputs;
        this.product = new PackedProduct(panels.panels(), epilogue, spec.y().planeBytes());
        this.units = units;
        this.packedBytes = panels.bytes();
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
    protected void run(long[] addresses, long scratch, int from, int to) {
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        long rows = scratch + PackedProduct.scratchBytes();
        for (int unit = from; unit < to; unit++) {
            if (unit == from || !units.samePixels(unit, unit - 1)) {
                units.fillRows(rows, unit, addresses[0], y);
            }
            int count = units.endPixel(unit) - units.firstPixel(unit);
            for (int i = units.firstPanel(unit); i < units.endPanel(unit); i++) {
                PackedPanel panel = product.panel(i);
                product.run(panel, rows, count, addresses[1], residual, scratch);
                finish(panel, y, unit, scratch);
            }
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
