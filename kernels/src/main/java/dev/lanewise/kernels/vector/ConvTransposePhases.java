package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Transposed convolution of any kernel, stride, dilation and grouping: for each {@link
 * TransposePhase} a {@link PackedProduct} whose rows are its output pixels and whose k runs over
 * the part of the window that they see and the channels of the group. No input is multiplied by a
 * zero between strides, and every output is written once.
 *
 * <p>Packed weights: for each phase its panels, each with the bias.
 */
final class ConvTransposePhases extends WeightedKernel {

    private final ConvTransposeSpec spec;
    private final List<TransposePhase> phases;

    /** For each phase and group, the weights of an output channel in the order of k. */
    private final List<long[]> orders;

    private final PackedProduct product;
    private final TransposeUnits units;
    private final long packedBytes;

    ConvTransposePhases(ConvTransposeSpec spec, Unary activation) {
        checkBlock(spec);
        List<TransposePhase> phases = TransposePhase.of(spec);
        List<long[]> orders = new ArrayList<>();
        PackedPanel.Builder panels = new PackedPanel.Builder();
        int groupSize = spec.y().channels() / spec.groups();
        for (TransposePhase phase : phases) {
            for (int group = 0; group < spec.groups(); group++) {
                panels.add(
                        inputs(spec, phase, group, orders),
                        group * groupSize,
                        (group + 1) * groupSize,
                        spec.y().planeBytes(),
                        group == spec.groups() - 1);
            }
        }
        int panelsPerPhase = panels.panels().size() / phases.size();
        TransposeUnits units = TransposeUnits.of(spec, panelsPerPhase);
        super(
                "conv transposed " + PackedProduct.TILE_ROWS + "x2",
                units.count(),
                PackedProduct.scratchBytes() + units.maxPixels() * (long) PackedRows.BYTES,
                new Operand("x", spec.x().bytes()),
                new Operand("weight", panels.bytes()),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
        this.phases = phases;
        this.orders = orders;
        this.product =
                new PackedProduct(panels.panels(), Epilogue.of(activation), spec.y().planeBytes());
        this.units = units;
        this.packedBytes = panels.bytes();
    }

    /**
     * @throws IllegalArgumentException if y's channels aren't blocked by lanes
     */
    static void checkBlock(ConvTransposeSpec spec) {
        if (spec.y().block() != Lanes.COUNT) {
            throw new IllegalArgumentException(
                    "conv transposed: expected y blocked by the provider's lanes, "
                            + Lanes.COUNT
                            + ", actual "
                            + spec.y());
        }
    }

    /** The table of a group's inputs for a phase: channel block, element of the window, channel. */
    private static PackedOffsets inputs(
            ConvTransposeSpec spec, TransposePhase phase, int group, List<long[]> orders) {
        Layout x = spec.x();
        int channels = x.channels() / spec.groups();
        int outChannels = spec.y().channels() / spec.groups();
        int first = group * channels;
        int[] offsets = new int[channels * phase.taps()];
        long[] order = new long[offsets.length];
        int k = 0;
        for (int c = first; c < first + channels; ) {
            int end = Math.min((c / x.block() + 1) * x.block(), first + channels);
            for (int t = 0; t < phase.taps(); t++) {
                for (int channel = c; channel < end; channel++) {
                    offsets[k] =
                            channel / x.block() * x.planeBytes()
                                    + channel % x.block() * Float.BYTES
                                    + phase.offset(spec, t);
                    // Columns are counted from group 0 on.
                    order[k] =
                            ((long) channel - group) * outChannels * spec.window().size()
                                    + phase.tap(spec.window(), t);
                    k++;
                }
            }
            c = end;
        }
        orders.add(order);
        return new PackedOffsets(offsets);
    }

    @Override
    public String packing() {
        return "conv transposed panels of 2x%d, x in blocks of %d, %d groups, %s"
                .formatted(Lanes.COUNT, spec.x().block(), spec.groups(), spec.window());
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
            int phase = i / units.panels();
            long[] order = orders.get(phase * spec.groups() + panel.column() / groupSize);
            long target = packed.address() + panel.weights();
            PackedWeights.pack(panel, weight, spec.window().size(), order, 1, bias, target);
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long rows = scratch + PackedProduct.scratchBytes();
        for (int unit = from; unit < to; unit++) {
            for (int p = 0; p < phases.size(); p++) {
                TransposePhase phase = phases.get(p);
                int count = units.fillRows(phase, rows, unit, addresses[0], addresses[2]);
                for (int i = units.firstPanel(unit); i < units.endPanel(unit); i++) {
                    PackedPanel panel = product.panel(p * units.panels() + i);
                    product.run(
                            panel, rows, count, addresses[1], PackedEpilogue.NO_RESIDUAL, scratch);
                }
            }
            for (int i = units.firstPanel(unit); i < units.endPanel(unit); i++) {
                finish(product.panel(i), addresses[2], unit, scratch);
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
