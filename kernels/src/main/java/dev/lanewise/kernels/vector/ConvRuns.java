package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Prologue;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;

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

    /**
     * Weights of so many times the bytes of x and y are divided among threads rather than those.
     */
    private static final long HEAVY = 2;

    private final ConvSpec spec;
    private final ConvInputs inputs;
    private final ConvUnits units;

    /** Those of a thread that does all. */
    private final ConvUnits alone;

    private final RunPanels panels;

    /** The number of each panel's tiles, less their rows. */
    private final int[] tiles;

    /** Pixels that there is scratch memory for. */
    private final int mostPixels;

    /** Whether units consist of whole rows of pixels; else they are parts of one line. */
    private final boolean wholeRows;

    private final boolean readsAhead;

    /** The same where several threads share the work. */
    private final boolean threadsReadAhead;

    /**
     * Whether units are counted by shares first, so that each of several threads reads its own part
     * of the weights and all of the image, not all weights and its part of the image.
     */
    private final boolean sharesFirst;

    /** Channel blocks of every panel but the last. */
    private final int blocks;

    private final long sumsBytes;

    private final Epilogue given;
    private final PackedEpilogue epilogue;

    /** Null for input that is used as it is. */
    private final @Nullable ConvPrologue prologue;

    ConvRuns(ConvSpec spec, Epilogue epilogue) {
        this(spec, null, epilogue);
    }

    /**
     * @param prologue null for none; else {@link #accepts(ConvSpec, Prologue)} has to be true
     */
    ConvRuns(ConvSpec spec, @Nullable Prologue prologue, Epilogue epilogue) {
        boolean oneLine = hasOneLine(spec, epilogue);
        int vectors = oneLine ? RunProduct.MOST_VECTORS : vectors(spec.y().width());
        boolean pairs = suitsPairs(spec, prologue, epilogue);
        int lanes = (pairs ? pairedVectors(spec, vectors) : vectors) * RunProduct.TILE_LANES;
        RunPanels panels =
                new RunPanels(
                        spec.y().channels(),
                        spec.x().channels() * spec.window().size(),
                        lanes,
                        RunProduct.TILE_LANES,
                        pairs);
        boolean wholeRows = !oneLine && spec.y().height() > 1;
        int[] tiles = tiles(spec, panels, wholeRows);
        ConvUnits units = ConvUnits.of(spec, panels.count(), wholeRows);
        ConvUnits alone =
                ConvUnits.forOneThread(spec, panels.count(), wholeRows, epilogue.residual());
        int pixels = Math.max(units.maxPixels(), alone.maxPixels());
        ConvPrologue before =
                prologue == null ? null : new ConvPrologue(spec, prologue, panels, pixels);
        super(
                name(vectors, tiles, before),
                units.count(),
                UnaryLoops.SCRATCH_BYTES
                        + sumsBytes(pixels, panels, epilogue)
                        + (before == null ? 0 : before.bytes()),
                ConvOperands.of(spec, prologue, epilogue, panels.bytes()));
        this.spec = spec;
        this.prologue = before;
        this.inputs = before == null ? ConvInputs.of(spec, 0) : before.inputs();
        this.sumsBytes = sumsBytes(pixels, panels, epilogue);
        this.units = units;
        this.alone = alone;
        this.panels = panels;
        this.tiles = tiles;
        this.mostPixels = pixels;
        this.blocks = lanes / Lanes.COUNT;
        this.wholeRows = wholeRows;
        this.given = epilogue;
        this.epilogue = PackedEpilogue.withBounds(epilogue);
        boolean readsInput = before == null || before.scalesWeights();
        this.readsAhead = readsInput && ConvReadAhead.helps(spec, panels.count());
        this.threadsReadAhead = readsInput && ConvReadAhead.helpsThreads(spec, panels.count());
        this.sharesFirst =
                before == null
                        && units.shares() > 1
                        && panels.bytes() > HEAVY * (spec.x().bytes() + spec.y().bytes());
    }

    /** Whether this kernel can compute the convolution. */
    static boolean accepts(ConvSpec spec) {
        return Lanes.MANY_REGISTERS
                && spec.groups() == 1
                && RunProduct.reaches((long) spec.window().strideW() * spec.x().pixelBytes())
                && RunProduct.reaches(spec.y().planeBytes())
                && (spec.y().width() >= LEAST_WIDTH || hasOneLine(spec, Epilogue.NONE));
    }

    /** Whether this kernel should compute the convolution with a prologue. */
    static boolean accepts(ConvSpec spec, Prologue prologue) {
        Layout x = spec.x();
        Window w = spec.window();
        return accepts(spec)
                && w.size() == 1
                && Math.max(w.strideH(), w.strideW()) == 1
                && w.padTop() + w.padLeft() == 0
                && x.height() == spec.y().height()
                && x.width() == spec.y().width()
                && x.left() + x.right() == 0
                && x.block() == Lanes.COUNT
                && ConvPrologue.pays(spec, prologue);
    }

    /**
     * Whether neighbouring steps have neighbouring inputs, and tiles may take two at once. Measured
     * with whole vectors of 512 bits only.
     */
    private static boolean suitsPairs(
            ConvSpec spec, @Nullable Prologue prologue, Epilogue epilogue) {
        return Lanes.TILE_BYTES == 64
                && spec.x().block() % 2 == 0
                && spec.x().channels() % 2 == 0
                && (prologue == null || prologue.shift())
                && !PackedEpilogue.withBounds(epilogue).bounds().hasHigh();
    }

    /** Vectors of panels: one where that leaves a vector and a half of two and a half in all. */
    private static int pairedVectors(ConvSpec spec, int vectors) {
        int channels = spec.y().channels();
        return RunPanels.endsInHalf(channels) && channels < 3 * RunProduct.TILE_LANES ? 1 : vectors;
    }

    /** The number of each panel's tiles, less their rows. */
    private static int[] tiles(ConvSpec spec, RunPanels panels, boolean wholeRows) {
        int[] tiles = new int[panels.count()];
        for (int panel = 0; panel < tiles.length; panel++) {
            int vectors = panels.lanes(panel) / RunProduct.TILE_LANES;
            tiles[panel] =
                    wholeRows && WindowTile.suits(spec, vectors)
                            ? WindowTile.number(vectors, spec.window().strideW())
                            : panels.tile(panel);
        }
        return tiles;
    }

    private static String name(int vectors, int[] tiles, @Nullable ConvPrologue before) {
        int last = tiles.length == 0 ? 0 : tiles[tiles.length - 1];
        if (WindowTile.is(last)) {
            return "conv windows %dx%d".formatted(WindowTile.rows(last), WindowTile.vectors(last));
        }
        String prologue =
                before == null ? "" : before.scalesWeights() ? "scaled weights " : "scaled ";
        return "conv %sruns %dx%d".formatted(prologue, RunProduct.rows(vectors), vectors);
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

    private static long sumsBytes(int pixels, RunPanels panels, Epilogue epilogue) {
        return epilogue.residual() ? pixels * panels.mostStartBytes() : 0;
    }

    @Override
    public @Nullable WeightedKernel pooled(PoolSpec pool) {
        // Other tiles add the bias at another time, which gives other bits.
        boolean windows = prologue == null && Arrays.stream(tiles).allMatch(WindowTile::is);
        return windows ? ConvWindowsPooled.of(spec, given, pool) : null;
    }

    @Override
    public String packing() {
        return "conv runs of %d, tiles of %d, x in blocks of %d%s"
                .formatted(
                        panels.width(),
                        RunProduct.TILE_LANES,
                        spec.x().block(),
                        panels.hasPairs() ? ", pairs" : "");
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
        } else if (sharesFirst) {
            runShares(addresses, scratch, from, to);
        } else {
            run(units, addresses, scratch, from, to);
        }
        Reference.reachabilityFence(this);
    }

    /**
     * A thread that has a later part goes through the panels from the last one on: two that read
     * all weights at the same time meet in the middle, and find the other half near.
     */
    private void run(ConvUnits units, long[] addresses, long scratch, int from, int to) {
        long residual = ConvOperands.residual(addresses, epilogue.hasResidual());
        boolean ahead = units == alone ? readsAhead : threadsReadAhead;
        for (int unit = from, next; unit < to; unit = next) {
            next = Math.min(to, units.endOfPixels(unit));
            if (ahead) {
                ConvReadAhead.read(spec, units, unit, addresses[0], scratch);
            }
            if (prologue != null) {
                long copy = copy(scratch);
                prologue.fill(units, unit, unit == from, addresses, copy, scratch);
            }
            panels(
                    units,
                    addresses[0],
                    addresses[1],
                    addresses[addresses.length - 1],
                    residual,
                    scratch,
                    unit,
                    units.firstPanel(unit),
                    units.endPanel(next - 1),
                    from > 0);
        }
    }

    /** Units counted by images, shares and then chunks; whole shares as if there were no more. */
    private void runShares(long[] addresses, long scratch, int from, int to) {
        long residual = ConvOperands.residual(addresses, epilogue.hasResidual());
        int chunks = units.chunks();
        int shares = units.shares();
        for (int unit = from; unit < to; ) {
            int image = unit / chunks / shares;
            int share = unit / chunks % shares;
            int whole = ConvUnits.wholeShares(unit, to, chunks, shares);
            ConvUnits by = whole == 0 ? units : alone;
            int end = units.endPanel(whole == 0 ? share : share + whole - 1);
            int chunk = whole == 0 ? unit % chunks : 0;
            int endChunk = whole == 0 ? chunk + 1 : alone.chunks();
            for (; chunk < endChunk; chunk++) {
                int first = (image * by.chunks() + chunk) * by.shares();
                if (threadsReadAhead) {
                    ConvReadAhead.read(spec, by, first, addresses[0], scratch);
                }
                panels(
                        by,
                        addresses[0],
                        addresses[1],
                        addresses[addresses.length - 1],
                        residual,
                        scratch,
                        first,
                        units.firstPanel(share),
                        end,
                        false);
            }
            unit += Math.max(1, whole * chunks);
        }
    }

    /** Where in scratch memory the prologue's results are. */
    private long copy(long scratch) {
        return scratch + UnaryLoops.SCRATCH_BYTES + sumsBytes;
    }

    /** How the work is divided where the first {@code rows} rows are all. */
    ConvUnits firstRows(int rows) {
        return ConvUnits.ofRows(spec, panels.count(), rows, wholeRows, mostPixels);
    }

    /**
     * Computes the first rows of the only image, without a prologue.
     *
     * @param units of {@link #firstRows(int)}
     * @param input address of x
     * @param packed address of the packed weights
     * @param y address of y
     * @param residual bytes from y to the residual, if there is one
     */
    void firstRows(ConvUnits units, long input, long packed, long y, long residual, long scratch) {
        for (int unit = 0; unit < units.count(); unit++) {
            panels(units, input, packed, y, residual, scratch, unit, 0, panels.count(), false);
        }
        Reference.reachabilityFence(this);
    }

    /**
     * Computes panels {@code from} to {@code to} of a unit's pixels.
     *
     * @param backwards whether from the last panel on
     */
    private void panels(
            ConvUnits units,
            long input,
            long packed,
            long y,
            long residual,
            long scratch,
            int unit,
            int from,
            int to,
            boolean backwards) {
        long sums = scratch + UnaryLoops.SCRATCH_BYTES;
        boolean copiesInput = prologue != null && !prologue.scalesWeights();
        long weights =
                prologue != null && prologue.scalesWeights()
                        ? copy(scratch)
                        : packed + panels.startBytes();
        long x = copiesInput ? copy(scratch) : input(units, unit, input);
        for (int i = from; i < to; i++) {
            int panel = backwards ? from + to - 1 - i : i;
            multiply(units, x, packed, weights, y, unit, panel, sums);
            int first = blocks * panel;
            int end = panel == panels.count() - 1 ? spec.y().blocks() : first + blocks;
            for (int cb = first; epilogue.hasResidual() && cb < end; cb++) {
                long plane = sums + (long) (cb - first) * units.maxPixels() * Lanes.BYTES;
                units.addResidual(plane, y, unit, cb, residual, epilogue.bounds().low());
            }
            units.finish(epilogue, y, unit, first, end, scratch);
        }
    }

    /** Address of channel 0 of what a unit's first pixel sees first. */
    private long input(ConvUnits units, int unit, long x) {
        Window w = spec.window();
        int width = spec.y().width();
        int first = units.firstPixel(unit);
        int i = first == 0 ? 0 : first / width;
        int j = first - i * width;
        int row = i * w.strideH() - w.padTop();
        return x + spec.x().blockOffset(units.image(unit), 0, row, j * w.strideW() - w.padLeft());
    }

    private void multiply(
            ConvUnits units,
            long x,
            long starts,
            long weights,
            long y,
            int unit,
            int panel,
            long sums) {
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
                tiles[panel],
                x,
                w.strideW() * in.pixelBytes(),
                (long) w.strideH() * in.rowBytes(),
                aside ? sums : y + out.blockOffset(n, blocks * panel, i, j),
                Lanes.BYTES,
                aside ? (long) out.width() * Lanes.BYTES : out.rowBytes(),
                wholeRows ? count / out.width() : 1,
                wholeRows ? out.width() : count,
                inputs.offsets().address(),
                inputs.offsets().count(),
                starts + panels.start(panel),
                weights + panels.weights(panel),
                aside ? units.maxPixels() * Lanes.BYTES : out.planeBytes(),
                aside ? Bounds.NONE : epilogue.bounds());
    }
}
