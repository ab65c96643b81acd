package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.memory.Memory;

import java.lang.ref.Reference;

/**
 * Rows of A times packed panels of B, behind both matrix products. A transposed A that isn't large
 * is copied first, a few rows together, for its rows may lie a page apart. Sums are put aside where
 * they aren't a panel's final values or where only some of its lanes may be stored.
 */
final class GemmProduct {

    /**
     * Most rows handled at once, a multiple of all tiles. A panel of B comes from afar for the
     * first tile and from the second-level cache for the others; A comes from afar for every panel,
     * which costs little.
     */
    private static final int MOST_ROWS = 1056;

    /** As many where sums are put aside, so that they stay near. */
    private static final int ASIDE_ROWS = 192;

    /** Fewer rows aren't worth a unit of their own. */
    private static final int UNIT_ROWS = 96;

    /** Rows of A that are copied together: vectors of columns, a multiple of a tile of six. */
    private static final int BLOCK = Lanes.MANY_REGISTERS ? Lanes.COUNT : 3 * Lanes.COUNT;

    /** Most floats of an A that is copied. */
    private static final long COPY_FLOATS = 1 << 20;

    /** Beside so many panels a last one of full width costs little. */
    private static final int MANY_PANELS = 12;

    /** Bytes of y after which the activation follows, while they are in the second-level cache. */
    private static final long ACTIVATED_BYTES = 1 << 18;

    private final GemmSpec spec;
    private final RunPanels panels;
    private final PackedEpilogue epilogue;
    private final boolean copies;

    /** Whether a call is a single line of tiles, which small products feel. */
    private final boolean line;

    private final int rows;
    private final int xStep;
    private final int parts;
    private final PackedOffsets offsets;
    private final MatrixPanels columns;

    /**
     * @param units how many calls of {@link #run} there should be, if each has enough to do
     * @param unit lanes of the last panel are a multiple of this
     */
    GemmProduct(GemmSpec spec, int units, int unit) {
        this.spec = spec;
        int width = width(spec);
        this.panels =
                new RunPanels(spec.n(), spec.k(), width, wholeLast(spec, width) ? width : unit);
        this.epilogue =
                Lanes.MANY_REGISTERS
                        ? PackedEpilogue.withBounds(spec.epilogue())
                        : new PackedEpilogue(spec.epilogue());
        this.parts = Math.max(1, Math.ceilDiv(spec.k(), RunProduct.MOST_K));
        this.rows = rows(spec, units, panels, parts);
        this.copies = spec.transA() && (long) spec.m() * spec.k() <= COPY_FLOATS;
        this.line =
                Lanes.MANY_REGISTERS
                        && parts == 1
                        && !copies
                        && panels.count() == 1
                        && panels.columns(0) == panels.lanes(0)
                        && !epilogue.hasResidual()
                        && !epilogue.hasActivation();
        this.xStep = spec.transA() ? Float.BYTES : Float.BYTES * spec.k();
        this.columns = new MatrixPanels(spec.k(), spec.m(), false, 1);
        int step = copies ? BLOCK : spec.transA() ? spec.m() : 1;
        int[] table = new int[spec.k()];
        for (int k = 0; k < table.length; k++) {
            table[k] = Float.BYTES * step * k;
        }
        this.offsets = new PackedOffsets(table);
    }

    private static int rows(GemmSpec spec, int units, RunPanels panels, int parts) {
        int most = parts > 1 || spec.epilogue().residual() ? ASIDE_ROWS : MOST_ROWS;
        int fewest = Math.max(1, spec.batch() * panels.count());
        int chunks = Math.max(Math.ceilDiv(spec.m(), most), Math.ceilDiv(units, fewest));
        int even = Math.ceilDiv(spec.m(), Math.max(1, chunks));
        int whole = Math.ceilDiv(Math.max(even, UNIT_ROWS), BLOCK) * BLOCK;
        return Math.min(Math.min(whole, most), spec.m());
    }

    /** Seven or eight rows fill a tile two vectors wide; wider ones would read B twice. */
    private static int width(GemmSpec spec) {
        boolean narrow = spec.m() == 7 || spec.m() == 8;
        return narrow ? 2 * RunProduct.TILE_LANES : RunProduct.MOST_LANES;
    }

    /**
     * Whether the last panel is as wide as the others. Where all rows are one tile, a narrower tile
     * for the last of many panels would be called once a product, and stay uncompiled for minutes.
     */
    private static boolean wholeLast(GemmSpec spec, int width) {
        return spec.m() <= RunProduct.rows(width / RunProduct.TILE_LANES)
                && spec.n() >= MANY_PANELS * width;
    }

    RunPanels panels() {
        return panels;
    }

    /** Most rows of a call. */
    int rows() {
        return rows;
    }

    /** Rows of the tiles, for names. */
    int tileRows() {
        return RunProduct.rows(tileVectors());
    }

    /** Vectors of the tiles, for names. */
    int tileVectors() {
        return panels.width() / RunProduct.TILE_LANES;
    }

    private long copyBytes() {
        return copies ? 4L * Math.ceilDiv(spec.m(), BLOCK) * BLOCK * spec.k() : 0;
    }

    private long sumsBytes() {
        int last = panels.count() - 1;
        boolean aside =
                parts > 1
                        || spec.epilogue().residual()
                        || last >= 0 && panels.columns(last) < panels.lanes(last);
        return aside ? 4L * rows * panels.width() : 0;
    }

    /** Bytes of scratch memory that {@link #run} needs. */
    long scratchBytes() {
        return copyBytes()
                + 2 * sumsBytes()
                + 4L * panels.width()
                + UnaryLoops.SCRATCH_BYTES
                + RunProduct.scratchBytes(rows);
    }

    /** Copies A of product {@code matrix} to scratch memory, if need be. */
    void prepare(long[] addresses, int matrix, long scratch) {
        if (!copies) {
            return;
        }
        long a = addresses[0] + 4L * matrix * spec.m() * spec.k();
        columns.packAll(BLOCK, a, scratch);
    }

    /**
     * Computes rows {@code from} to {@code to} of product {@code matrix}, panels {@code first} to
     * {@code end}. {@link #prepare} comes before.
     *
     * @param addresses a, any, [residual,] y
     * @param starts address of the starts of all panels
     * @param weights address of the weights of all panels
     */
    void run(
            long[] addresses,
            int matrix,
            int from,
            int to,
            int first,
            int end,
            long starts,
            long weights,
            long scratch) {
        long a = addresses[0] + 4L * matrix * spec.m() * spec.k();
        if (line) {
            int yStep = 4 * spec.n();
            RunProduct.line(
                    panels.lanes(0),
                    a + (long) from * xStep,
                    xStep,
                    addresses[addresses.length - 1] + ((long) matrix * spec.m() + from) * yStep,
                    yStep,
                    to - from,
                    offsets.address(),
                    spec.k(),
                    starts,
                    weights,
                    epilogue.bounds(),
                    scratch);
            Reference.reachabilityFence(this);
            return;
        }
        long x = copies ? scratch + 4L * from * spec.k() : a + (long) from * xStep;
        long sums = scratch + copyBytes();
        long y =
                addresses[addresses.length - 1] + 4L * ((long) matrix * spec.m() + from) * spec.n();
        long residual = ConvOperands.residual(addresses);
        int group = group(to - from);
        for (int p = first; p < end; ) {
            int stop = Math.min(end, p + group);
            int column = p * panels.width();
            for (; p < stop; p++) {
                long start = starts + panels.start(p);
                long packed = weights + panels.weights(p);
                panel(p, x, y, to - from, start, packed, residual, sums);
            }
            int last = Math.min(stop * panels.width(), spec.n());
            activate(y + 4L * column, last - column, to - from, sums);
        }
        Reference.reachabilityFence(this);
    }

    private int group(int count) {
        return !epilogue.hasActivation()
                ? panels.count()
                : (int) Math.max(1, ACTIVATED_BYTES / (4L * count * panels.width()));
    }

    private void panel(
            int panel,
            long x,
            long y,
            int count,
            long start,
            long weights,
            long residual,
            long sums) {
        int lanes = panels.lanes(panel);
        int valid = panels.columns(panel);
        long target = y + panels.start(panel);
        int yStep = 4 * spec.n();
        if (parts == 1 && valid == lanes && residual == PackedEpilogue.NO_RESIDUAL) {
            long rowsScratch = sums + 2 * sumsBytes() + 4L * panels.width();
            multiply(
                    lanes,
                    x,
                    target,
                    yStep,
                    count,
                    offsets.address(),
                    spec.k(),
                    start,
                    weights,
                    epilogue.bounds(),
                    rowsScratch);
            return;
        }
        aside(lanes, x, count, start, weights, sums);
        store(sums, lanes, target, yStep, valid, count, residual);
    }

    /** sums[r][lanes], in parts of k. */
    private void aside(int lanes, long x, int count, long start, long weights, long sums) {
        int rowBytes = 4 * lanes;
        long more = sums + sumsBytes();
        long zeros = more + sumsBytes();
        long rowsScratch = zeros + 4L * panels.width();
        int steps = Math.ceilDiv(spec.k(), parts);
        long table = offsets.address();
        Bounds bounds = epilogue.hasResidual() ? Bounds.NONE : epilogue.bounds();
        multiply(
                lanes, x, sums, rowBytes, count, table, steps, start, weights, bounds, rowsScratch);
        if (parts > 1) {
            Memory.zero(zeros, rowBytes);
        }
        for (int done = steps; done < spec.k(); done += steps) {
            int k = Math.min(steps, spec.k() - done);
            long part = weights + (long) done * rowBytes;
            multiply(
                    lanes,
                    x,
                    more,
                    rowBytes,
                    count,
                    table + 4L * done,
                    k,
                    zeros,
                    part,
                    Bounds.NONE,
                    rowsScratch);
            PackedEpilogue.add(more, sums, (long) count * rowBytes, 0);
        }
    }

    /** All rows, which a copy of A has in blocks. */
    private void multiply(
            int lanes,
            long x,
            long y,
            int yStep,
            int count,
            long table,
            int k,
            long start,
            long weights,
            Bounds bounds,
            long scratch) {
        int block = copies ? BLOCK : count;
        for (int row = 0; row < count; row += block) {
            RunProduct.line(
                    lanes,
                    x + 4L * row * spec.k(),
                    xStep,
                    y + (long) row * yStep,
                    yStep,
                    Math.min(block, count - row),
                    table,
                    k,
                    start,
                    weights,
                    bounds,
                    scratch);
        }
    }

    /**
     * y = sums, or sums + residual but at least the bound, for the first {@code valid} lanes of
     * each row.
     */
    private void store(
            long sums, int lanes, long y, int yStep, int valid, int count, long residual) {
        for (int r = 0; r < count; r++) {
            long row = sums + 4L * r * lanes;
            long target = y + (long) r * yStep;
            if (residual == PackedEpilogue.NO_RESIDUAL) {
                Memory.copy(row, target, 4L * valid);
            } else {
                PackedEpilogue.addFloats(row, target, valid, residual, epilogue.bounds().low());
            }
        }
    }

    /** Applies the activation to {@code width} columns of {@code count} rows. */
    private void activate(long y, int width, int count, long scratch) {
        if (!epilogue.hasActivation()) {
            return;
        }
        boolean contiguous = width == spec.n();
        int length = contiguous ? width * count : width;
        int runs = contiguous ? 1 : count;
        for (int r = 0; r < runs; r++) {
            long row = y + 4L * r * spec.n();
            epilogue.activateFloats(row, length, scratch + 2 * sumsBytes());
        }
    }
}
