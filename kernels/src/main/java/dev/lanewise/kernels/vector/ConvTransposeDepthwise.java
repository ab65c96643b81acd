package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Depthwise transposed convolution: for each {@link TransposePhase} a depthwise convolution of
 * stride 1 with the part of the window that it sees.
 *
 * <p>Packed weights: for each phase and block of channels bias [lanes], then w [taps][lanes].
 */
final class ConvTransposeDepthwise extends WeightedKernel {

    private static final int TILE_ROWS = 8;

    private final ConvTransposeSpec spec;
    private final List<TransposePhase> phases;
    private final List<PackedOffsets> offsets;
    private final TransposeUnits units;
    private final PackedEpilogue epilogue;

    ConvTransposeDepthwise(ConvTransposeSpec spec, Unary activation) {
        ConvTransposePhases.checkBlock(spec);
        TransposeUnits units = TransposeUnits.of(spec, spec.y().blocks());
        List<TransposePhase> phases = TransposePhase.of(spec);
        super(
                "conv transposed depthwise " + TILE_ROWS + "x1",
                units.count(),
                (long) units.maxPixels() * PackedRows.BYTES + UnaryLoops.SCRATCH_BYTES,
                new Operand("x", spec.x().bytes()),
                new Operand("weight", start(phases, phases.size(), 0, spec.y().blocks())),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
        this.phases = phases;
        this.offsets =
                phases.stream()
                        .map(phase ->
                                new PackedOffsets(
                                        IntStream.range(0, phase.taps())
                                                .map(k -> phase.offset(spec, k))
                                                .toArray()))
                        .toList();
        this.units = units;
        this.epilogue = new PackedEpilogue(Epilogue.of(activation));
    }

    /** Whether this kernel can compute the transposed convolution. */
    static boolean accepts(ConvTransposeSpec spec) {
        return spec.isDepthwise()
                && spec.x().block() == Lanes.COUNT
                && spec.window().size() <= PackedTiles.MAX_K;
    }

    /** Bytes before the panel of channel block {@code cb} of phase {@code p}. */
    private static long start(List<TransposePhase> phases, int p, int cb, int blocks) {
        long bytes = 0;
        for (int i = 0; i < p; i++) {
            bytes += blocks * PackedPanel.bytesOf(1, phases.get(i).taps());
        }
        return cb == 0 ? bytes : bytes + cb * PackedPanel.bytesOf(1, phases.get(p).taps());
    }

    @Override
    public String packing() {
        return "conv transposed depthwise in blocks of %d, %s"
                .formatted(Lanes.COUNT, spec.window());
    }

    @Override
    public long packedBytes() {
        return start(phases, phases.size(), 0, spec.y().blocks());
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        PackedPanel.Builder panels = new PackedPanel.Builder();
        for (PackedOffsets table : offsets) {
            for (int cb = 0; cb < spec.y().blocks(); cb++) {
                int end = Math.min((cb + 1) * Lanes.COUNT, spec.y().channels());
                panels.add(table, cb * Lanes.COUNT, end, 0, true);
            }
        }
        for (int i = 0; i < panels.panels().size(); i++) {
            PackedPanel panel = panels.panels().get(i);
            TransposePhase phase = phases.get(i / spec.y().blocks());
            long[] order =
                    IntStream.range(0, phase.taps())
                            .mapToLong(k -> phase.tap(spec.window(), k))
                            .toArray();
            long target = packed.address() + panel.weights();
            PackedWeights.pack(panel, weight, spec.window().size(), order, 1, bias, target);
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long finish = scratch + scratchBytes() - UnaryLoops.SCRATCH_BYTES;
        for (int unit = from; unit < to; unit++) {
            for (int p = 0; p < phases.size(); p++) {
                int count =
                        units.fillRows(phases.get(p), scratch, unit, addresses[0], addresses[2]);
                for (int cb = units.firstPanel(unit); cb < units.endPanel(unit); cb++) {
                    long panel = addresses[1] + start(phases, p, cb, spec.y().blocks());
                    tiles(offsets.get(p), scratch, count, panel, cb);
                }
            }
            for (int cb = units.firstPanel(unit); cb < units.endPanel(unit); cb++) {
                units.finish(epilogue, addresses[2], unit, cb, finish);
            }
        }
        Reference.reachabilityFence(this);
    }

    private void tiles(PackedOffsets table, long rows, int count, long panel, int cb) {
        for (int row = 0; row < count; row += TILE_ROWS) {
            DepthwiseTiles.run(
                    Math.min(TILE_ROWS, count - row),
                    rows + (long) row * PackedRows.BYTES,
                    table.address(),
                    table.count(),
                    panel,
                    (long) cb * spec.x().planeBytes(),
                    (long) cb * spec.y().planeBytes());
        }
    }
}
