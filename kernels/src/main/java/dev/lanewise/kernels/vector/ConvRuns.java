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

    private static final int TILE_LANES = Lanes.TILE.length();

    /** Tile vectors of the widest panel. */
    static final int PANEL_VECTORS = 4;

    private static final int PANEL = PANEL_VECTORS * TILE_LANES;

    /** Channel blocks of the widest panel. */
    private static final int PANEL_BLOCKS = PANEL / Lanes.COUNT;

    private final ConvSpec spec;
    private final ConvInputs inputs;
    private final ConvUnits units;
    private final boolean oneLine;
    private final PackedEpilogue epilogue;

    ConvRuns(ConvSpec spec, Epilogue epilogue) {
        boolean oneLine = hasOneLine(spec, epilogue);
        int panels = Math.ceilDiv(spec.y().channels(), PANEL);
        ConvUnits units = ConvUnits.of(spec, panels, !oneLine);
        super(
                "conv runs %dx%d".formatted(rows(PANEL_VECTORS), PANEL_VECTORS),
                units.count(),
                sumsBytes(units, epilogue) + UnaryLoops.SCRATCH_BYTES,
                ConvOperands.of(spec, epilogue, packedBytes(spec)));
        this.spec = spec;
        this.inputs = ConvInputs.of(spec, 0);
        this.units = units;
        this.oneLine = oneLine;
        this.epilogue = new PackedEpilogue(epilogue);
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

    private static long sumsBytes(ConvUnits units, Epilogue epilogue) {
        return epilogue.residual() ? (long) units.maxPixels() * PANEL * Float.BYTES : 0;
    }

    /** Rows of the largest tile of so many vectors. */
    static int rows(int vectors) {
        return Math.min(8, 10 - vectors);
    }

    /** Lanes of the panel that begins with {@code column}. */
    private static int lanes(ConvSpec spec, int column) {
        int columns = Math.min(spec.y().channels() - column, PANEL);
        return Math.ceilDiv(columns, TILE_LANES) * TILE_LANES;
    }

    private static long packedBytes(ConvSpec spec) {
        long lanes = 0;
        for (int column = 0; column < spec.y().channels(); column += PANEL) {
            lanes += lanes(spec, column);
        }
        return lanes * (1 + k(spec)) * Float.BYTES;
    }

    private static long k(ConvSpec spec) {
        return (long) spec.x().channels() * spec.window().size();
    }

    /** Bytes from the start of the packed weights to panel {@code panel}. */
    private long panelStart(int panel) {
        return (long) panel * PANEL * (1 + k(spec)) * Float.BYTES;
    }

    @Override
    public String packing() {
        return "conv runs of %d, tiles of %d, x in blocks of %d"
                .formatted(PANEL, TILE_LANES, spec.x().block());
    }

    @Override
    public long packedBytes() {
        return packedBytes(spec);
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        long[] order = inputs.order();
        int channels = spec.y().channels();
        for (int column = 0; column < channels; column += PANEL) {
            int lanes = lanes(spec, column);
            int columns = Math.min(lanes, channels - column);
            long target = packed.address() + panelStart(column / PANEL);
            PackedWeights.pack(
                    column, columns, lanes, weight, order.length, order, 1, bias, target);
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        long activation = scratch;
        long sums = scratch + UnaryLoops.SCRATCH_BYTES;
        for (int unit = from; unit < to; unit++) {
            for (int panel = units.firstPanel(unit); panel < units.endPanel(unit); panel++) {
                multiply(addresses[0], addresses[1], y, unit, panel, sums);
                int first = PANEL_BLOCKS * panel;
                int end = Math.min(first + PANEL_BLOCKS, spec.y().blocks());
                for (int cb = first; cb < end; cb++) {
                    if (epilogue.hasResidual()) {
                        long plane = sums + (long) (cb - first) * units.maxPixels() * Lanes.BYTES;
                        units.addResidual(plane, y, unit, cb, residual);
                    }
                    units.finish(epilogue, y, unit, cb, activation);
                }
            }
        }
        Reference.reachabilityFence(this);
    }

    private void multiply(long x, long packed, long y, int unit, int panel, long sums) {
        Layout in = spec.x();
        Layout out = spec.y();
        Window w = spec.window();
        int n = units.image(unit);
        int first = units.firstPixel(unit);
        int count = units.endPixel(unit) - first;
        int i = first / out.width();
        int j = first % out.width();
        boolean aside = epilogue.hasResidual();
        int lanes = lanes(spec, panel * PANEL);
        long start = packed + panelStart(panel);
        rectangle(
                lanes / TILE_LANES,
                rows(lanes / TILE_LANES),
                x
                        + in.blockOffset(
                                n, 0, i * w.strideH() - w.padTop(), j * w.strideW() - w.padLeft()),
                w.strideW() * in.pixelBytes(),
                (long) w.strideH() * in.rowBytes(),
                aside ? sums : y + out.blockOffset(n, PANEL_BLOCKS * panel, i, j),
                aside ? (long) out.width() * Lanes.BYTES : out.rowBytes(),
                oneLine ? 1 : count / out.width(),
                oneLine ? count : out.width(),
                inputs.offsets().address(),
                inputs.offsets().count(),
                start,
                start + (long) lanes * Float.BYTES,
                aside ? units.maxPixels() * Lanes.BYTES : out.planeBytes());
    }

    /** Covers lines of {@code width} pixels with tiles of nearly equal size. */
    private static void rectangle(
            int vectors,
            int most,
            long x,
            int xStep,
            long xBytes,
            long y,
            long yBytes,
            int lines,
            int width,
            long offsets,
            int k,
            long start,
            long weights,
            int stride) {
        int tiles = Math.ceilDiv(width, most);
        int small = width / tiles;
        int large = width - small * tiles;
        int tile = small + 16 * vectors;
        long done = (long) large * (small + 1);
        if (large > 0) {
            Tiles.runs(
                    tile + 1, x, xStep, xBytes, y, Lanes.BYTES, yBytes, lines, large, offsets, k, start, weights,
                    stride);
        }
        Tiles.runs(
                tile,
                x + done * xStep,
                xStep,
                xBytes,
                y + done * Lanes.BYTES,
                Lanes.BYTES,
                yBytes,
                lines,
                tiles - large,
                offsets,
                k,
                start,
                weights,
                stride);
    }
}
