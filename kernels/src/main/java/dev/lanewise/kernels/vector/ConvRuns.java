package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Convolution without groups by {@link RunTiles}: neighbouring pixels lie at a constant distance in
 * x and in y, so that a call computes a rectangle of tiles. A 1x1 convolution without a halo beside
 * its lines is one long line.
 *
 * <p>Packed weights: for each {@link Panel} bias [lanes], then w [k][lanes]. With a residual, which
 * may be y's memory, the sums of a unit's pixels are put aside and added in one pass.
 */
final class ConvRuns extends WeightedKernel {

    /** Tiles of fewer rows have too few sums to keep the multipliers busy. */
    private static final int LEAST_WIDTH = 4;

    private final ConvSpec spec;
    private final ConvInputs inputs;
    private final ConvUnits units;

    /** Those of a thread that does all. */
    private final ConvUnits alone;

    private final RunPanels panels;
    private final boolean oneLine;

    /** Parts of the inner product, for panels of full width. */
    private final int parts;

    private final boolean readsAhead;

    /** Channel blocks of the widest panel. */
    private final int blocks;

    private final PackedEpilogue epilogue;

    ConvRuns(ConvSpec spec, Epilogue epilogue) {
        boolean oneLine = hasOneLine(spec, epilogue);
        int vectors = oneLine ? RunProduct.MOST_VECTORS : vectors(spec.y().width());
        int lanes = vectors * RunProduct.TILE_LANES;
        RunPanels panels =
                new RunPanels(
                        spec.y().channels(),
                        spec.x().channels() * spec.window().size(),
                        lanes,
                        RunProduct.TILE_LANES);
        ConvUnits units = ConvUnits.of(spec, panels.count(), !oneLine);
        ConvUnits alone =
                ConvUnits.forOneThread(spec, panels.count(), !oneLine, epilogue.residual());
        super(
                "conv runs %dx%d".formatted(RunProduct.rows(vectors), vectors),
                units.count(),
                sumsBytes(units, alone, lanes, epilogue) + UnaryLoops.SCRATCH_BYTES,
                ConvOperands.of(spec, epilogue, panels.bytes()));
        this.spec = spec;
        this.inputs = ConvInputs.of(spec, 0);
        this.units = units;
        this.alone = alone;
        this.panels = panels;
        this.blocks = lanes / Lanes.COUNT;
        this.oneLine = oneLine;
        this.epilogue = PackedEpilogue.withBounds(epilogue);
        boolean manyPlanes = ConvReadAhead.helps(spec, panels.count());
        boolean inParts =
                vectors == RunProduct.MOST_VECTORS
                        && !this.epilogue.bounds().hasHigh()
                        && (oneLine ? manyPlanes : RunProduct.suitsParts(spec.y().width()));
        this.parts = inParts ? RunProduct.parts(inputs.offsets().count()) : 1;
        this.readsAhead = manyPlanes && parts == 1;
    }

    /** Whether this kernel can compute the convolution. */
    static boolean accepts(ConvSpec spec) {
        return Lanes.MANY_REGISTERS
                && spec.groups() == 1
                && (spec.y().width() >= LEAST_WIDTH || hasOneLine(spec, Epilogue.NONE));
    }

    private static boolean hasOneLine(ConvSpec spec, Epilogue epilogue) {
        Layout x = spec.x();
        Layout y = spec.y();
        return spec.window().kernelW() == 1
                && Math.max(spec.window().strideH(), spec.window().strideW()) == 1
                && x.left() + x.right() == 0
                && x.width() == y.width()
                && (epilogue.residual() || y.left() + y.right() == 0);
    }

    /** A panel is whole channel blocks, also where tiles are of half vectors. */
    private static int vectors(int width) {
        int vectors = RunProduct.vectors(width);
        return Lanes.HALVES ? vectors & ~1 : vectors;
    }

    private static long sumsBytes(ConvUnits units, ConvUnits alone, int lanes, Epilogue epilogue) {
        long pixels = Math.max(units.maxPixels(), alone.maxPixels());
        return epilogue.residual() ? pixels * lanes * Float.BYTES : 0;
    }

    @Override
    public String packing() {
        return "conv runs of %d, tiles of %d, x in blocks of %d"
                .formatted(panels.width(), RunProduct.TILE_LANES, spec.x().block());
    }

    @Override
    public long packedBytes() {
        return panels.bytes();
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        long[] order = inputs.order();
        panels.pack(weight, order.length, order, 1, bias, packed.address());
    }

    @Override
    public void repack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        long[] order = inputs.order();
        panels.repack(weight, order.length, order, bias, packed.address());
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        if (from == 0 && to == units.count()) {
            run(alone, addresses, scratch, 0, alone.count());
        } else {
            run(units, addresses, scratch, from, to);
        }
        Reference.reachabilityFence(this);
    }

    private void run(ConvUnits units, long[] addresses, long scratch, int from, int to) {
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        long activation = scratch;
        long sums = scratch + UnaryLoops.SCRATCH_BYTES;
        for (int unit = from; unit < to; unit++) {
            if (readsAhead && (unit == from || !units.samePixels(unit - 1, unit))) {
                ConvReadAhead.read(spec, units, unit, addresses[0], scratch);
            }
            for (int panel = units.firstPanel(unit); panel < units.endPanel(unit); panel++) {
                multiply(units, addresses[0], addresses[1], y, unit, panel, sums);
                int first = blocks * panel;
                int end = Math.min(first + blocks, spec.y().blocks());
                for (int cb = first; epilogue.hasResidual() && cb < end; cb++) {
                    long plane = sums + (long) (cb - first) * units.maxPixels() * Lanes.BYTES;
                    units.addResidual(plane, y, unit, cb, residual, epilogue.bounds().low());
                }
                units.finish(epilogue, y, unit, first, end, activation);
            }
        }
    }

    private void multiply(
            ConvUnits units, long x, long packed, long y, int unit, int panel, long sums) {
        Layout in = spec.x();
        Layout out = spec.y();
        Window w = spec.window();
        int n = units.image(unit);
        int first = units.firstPixel(unit);
        int count = units.endPixel(unit) - first;
        int i = first == 0 ? 0 : first / out.width();
        int j = first - i * out.width();
        boolean aside = epilogue.hasResidual();
        RunProduct.rectangle(
                panels.lanes(panel),
                x
                        + in.blockOffset(
                                n, 0, i * w.strideH() - w.padTop(), j * w.strideW() - w.padLeft()),
                w.strideW() * in.pixelBytes(),
                (long) w.strideH() * in.rowBytes(),
                aside ? sums : y + out.blockOffset(n, blocks * panel, i, j),
                Lanes.BYTES,
                aside ? (long) out.width() * Lanes.BYTES : out.rowBytes(),
                oneLine ? 1 : count / out.width(),
                oneLine ? count : out.width(),
                inputs.offsets().address(),
                inputs.offsets().count(),
                parts,
                packed + panels.start(panel),
                packed + panels.startBytes() + panels.weights(panel),
                aside ? units.maxPixels() * Lanes.BYTES : out.planeBytes(),
                aside ? Bounds.NONE : epilogue.bounds());
    }
}
