package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * A convolution of a picture with the pooling behind it by {@link WindowTilesPooled}. A unit is a
 * band of rows of one channel block of y.
 *
 * <p>Packed weights: as for {@link ConvRuns}, in panels of one vector. Scratch: two rows of the
 * convolution, for what the tile can't do: where there is a NaN, and until C2 has compiled it.
 */
final class ConvWindowsPooled extends WeightedKernel {

    /** Rows of y in a band: what they see stays in the second-level cache. */
    private static final int BAND_ROWS = 16;

    /** The tile without a pooling. */
    private static final int APART = WindowTile.number(1, 1);

    private static final int ROWS = WindowTilesPooled.ROWS;

    private static final Readiness FORM = new Readiness();

    private final ConvSpec spec;
    private final Layout y;
    private final ConvInputs inputs;
    private final RunPanels panels;
    private final RowBands.Choice bands;
    private final Bounds bounds;

    private ConvWindowsPooled(ConvSpec spec, Epilogue epilogue, Layout y) {
        ConvInputs inputs = ConvInputs.of(spec, 0);
        RunPanels panels =
                new RunPanels(
                        y.channels(), inputs.order().length, Lanes.COUNT, RunProduct.TILE_LANES);
        RowBands.Choice bands = RowBands.Choice.of(y, BAND_ROWS);
        super(
                "conv windows %dx1%s".formatted(ROWS, MaxPool2x2.SUFFIX),
                bands.units(),
                4L * y.width() * Lanes.BYTES,
                ConvOperands.pooled(spec, y, epilogue, panels.bytes()));
        this.spec = spec;
        this.y = y;
        this.inputs = inputs;
        this.panels = panels;
        this.bands = bands;
        this.bounds = PackedEpilogue.withBounds(epilogue).bounds();
    }

    /** The kernel, or null if this isn't for it. */
    static @Nullable WeightedKernel of(ConvSpec spec, Epilogue epilogue, PoolSpec pool) {
        PackedEpilogue bounded = PackedEpilogue.withBounds(epilogue);
        boolean takes =
                pool.isMax2x2(spec.y())
                        && !Lanes.HALVES
                        && WindowTile.suits(spec, 1)
                        && spec.window().strideW() == 1
                        && pool.y().height() > 0
                        && 2 * pool.y().width() >= ROWS
                        && !bounded.hasResidual()
                        && !bounded.hasActivation()
                        && !bounded.bounds().hasHigh();
        return takes ? new ConvWindowsPooled(spec, epilogue, pool.y()) : null;
    }

    @Override
    public String packing() {
        return "conv windows of " + panels.width();
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
        RowBands by = bands.bands(from, to);
        int end = bands.end(from, to);
        for (int unit = from; unit < end; unit++) {
            int n = by.image(unit);
            int cb = by.block(unit);
            band(addresses, scratch, n, cb, by.first(unit), by.end(unit));
            HaloLoops.clearRows(y, addresses[2], n, cb, by.first(unit), by.end(unit));
        }
        Reference.reachabilityFence(this);
    }

    /** Computes a band; where a line isn't whole tiles the last one ends with the line. */
    private void band(long[] addresses, long scratch, int n, int cb, int first, int end) {
        Window w = spec.window();
        int row = 2 * first * w.strideH() - w.padTop();
        long x = addresses[0] + spec.x().blockOffset(n, 0, row, -w.padLeft());
        long to = addresses[2] + y.blockOffset(n, cb, first, 0);
        int width = 2 * y.width();
        int tiles = width / ROWS;
        tiles(x, addresses[1], cb, to, end - first, tiles, scratch);
        if (width > tiles * ROWS) {
            long last = width - ROWS;
            long lastOfY = to + last / 2 * Lanes.BYTES;
            tiles(x + last * Float.BYTES, addresses[1], cb, lastOfY, end - first, 1, scratch);
        }
    }

    private void tiles(
            long x, long packed, int panel, long to, int lines, int tiles, long scratch) {
        if (FORM.isReady()) {
            if (!pooled(x, packed, panel, to, lines, tiles, scratch)) {
                apart(x, packed, panel, to, lines, tiles, scratch);
            }
            return;
        }
        while (FORM.isDue()) {
            // What it writes is written again.
            long start = System.nanoTime();
            boolean wide = FORM.isWideDue();
            int some = wide ? Math.min(lines, 2) : 1;
            int few = wide ? tiles : 1;
            pooled(x, packed, panel, to, some, few, scratch);
            FORM.took(true, start, (long) some * few);
        }
        long start = System.nanoTime();
        apart(x, packed, panel, to, lines, tiles, scratch);
        FORM.took(false, start, (long) lines * tiles);
    }

    /** Whether there was no NaN; else what it wrote is void. */
    private boolean pooled(
            long x, long packed, int panel, long to, int lines, int tiles, long all) {
        FloatVector.broadcast(Lanes.TILE, 0).intoMemorySegment(Memory.ALL, all, Lanes.ORDER);
        long lineBytes = (long) spec.window().strideH() * spec.x().rowBytes();
        long yBytes = y.rowBytes();
        long offsets = inputs.offsets().address();
        int k = inputs.offsets().count();
        long start = packed + panels.start(panel);
        long w = packed + panels.startBytes() + panels.weights(panel);
        float low = bounds.low();
        WindowTilesPooled.first14x1s1(
                x, 2 * lineBytes, to, yBytes, lines, tiles, offsets, k, start, w, low, all);
        WindowTilesPooled.second14x1s1(
                x + lineBytes,
                2 * lineBytes,
                to,
                yBytes,
                lines,
                tiles,
                offsets,
                k,
                start,
                w,
                low,
                all);
        FloatVector seen = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, all, Lanes.ORDER);
        return !seen.compare(VectorOperators.NE, seen).anyTrue();
    }

    /** The convolution's lines, two at a time, and then their maxima. */
    private void apart(
            long x, long packed, int panel, long to, int lines, int tiles, long scratch) {
        long xBytes = (long) spec.window().strideH() * spec.x().rowBytes();
        long stripBytes = (long) tiles * ROWS * Lanes.BYTES;
        for (int line = 0; line < lines; line++) {
            Tiles.runs(
                    APART,
                    x + 2L * line * xBytes,
                    Float.BYTES,
                    xBytes,
                    scratch,
                    Lanes.BYTES,
                    stripBytes,
                    2,
                    tiles,
                    inputs.offsets().address(),
                    inputs.offsets().count(),
                    packed + panels.start(panel),
                    packed + panels.startBytes() + panels.weights(panel),
                    Lanes.BYTES,
                    bounds);
            long target = to + (long) line * y.rowBytes();
            MaxPool2x2.rows(scratch, stripBytes, target, y.rowBytes(), 1, stripBytes);
        }
    }
}
