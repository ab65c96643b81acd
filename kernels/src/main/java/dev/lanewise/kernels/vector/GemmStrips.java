package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Matrix product of a few rows with a constant B, packed beforehand, which takes as long as reading
 * B does. The vectors of a tile are columns far apart, so that B is read as several sequences. A
 * unit is a range of tiles.
 *
 * <p>Packed weights: bias [columns], then strips of a vector of columns, [strip][k][lanes]. Vector
 * v of tile t is strip v * tiles + t.
 */
final class GemmStrips extends WeightedKernel {

    /** Strips without a column, at most, as a share of those with one. */
    private static final int FEW = 16;

    private final GemmSpec spec;
    private final PackedEpilogue epilogue;
    private final PackedOffsets offsets;
    private final int vectors;
    private final int tiles;

    /** Whether sums go to scratch memory first. */
    private final boolean aside;

    GemmStrips(GemmSpec spec) {
        int vectors = vectors(spec);
        int tiles = Math.ceilDiv(strips(spec), vectors);
        int width = tiles * vectors * Lanes.COUNT;
        boolean aside = width > spec.n() || spec.epilogue().residual();
        super(
                "gemm strips %dx%d".formatted(spec.m(), vectors),
                Math.min(tiles, GemmPacked.units(spec)),
                UnaryLoops.SCRATCH_BYTES + (aside ? 4L * spec.m() * width : 0),
                GemmOperands.of(spec, new Operand("weight", 4L * width * (1 + spec.k()))));
        this.spec = spec;
        this.epilogue = new PackedEpilogue(spec.epilogue());
        this.vectors = vectors;
        this.tiles = tiles;
        this.aside = aside;
        int[] table = new int[spec.k()];
        for (int k = 0; k < table.length; k++) {
            table[k] = Float.BYTES * (spec.transA() ? spec.m() : 1) * k;
        }
        this.offsets = new PackedOffsets(table);
    }

    /** Whether there is a tile for these rows, and little to fill up. */
    static boolean accepts(GemmSpec spec) {
        int m = spec.m();
        int padded = Math.ceilDiv(strips(spec), vectors(spec)) * vectors(spec);
        return Lanes.TILE_BYTES == 64
                && spec.batch() == 1
                && (m >= 1 && m <= 4 || m == 7 || m == 8)
                && spec.n() > 0
                && (padded - strips(spec)) * FEW <= strips(spec);
    }

    private static int vectors(GemmSpec spec) {
        return spec.m() <= 4 ? 4 : 2;
    }

    private static int strips(GemmSpec spec) {
        return Math.ceilDiv(spec.n(), Lanes.COUNT);
    }

    /** Columns, those that fill the last strips included. */
    private int width() {
        return tiles * vectors * Lanes.COUNT;
    }

    private long stripBytes() {
        return (long) spec.k() * Lanes.BYTES;
    }

    @Override
    public String packing() {
        return "gemm strips for %d, transB=%b, alpha=%s"
                .formatted(vectors, spec.transB(), spec.alpha());
    }

    @Override
    public long packedBytes() {
        return 4L * width() * (1 + spec.k());
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        long[] order = GemmPacked.order(spec);
        long start = packed.address();
        long weights = start + 4L * width();
        for (int strip = 0; strip < tiles * vectors; strip++) {
            int column = strip * Lanes.COUNT;
            long target = weights + strip * stripBytes();
            if (column >= spec.n()) {
                Memory.zero(start + 4L * column, Lanes.BYTES);
                Memory.zero(target, stripBytes());
                continue;
            }
            PackedWeights.pack(
                    column,
                    Math.min(Lanes.COUNT, spec.n() - column),
                    Lanes.COUNT,
                    weight,
                    GemmPacked.columnStride(spec),
                    order,
                    spec.alpha(),
                    bias,
                    start + 4L * column,
                    target);
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        int first = tile(from);
        int end = tile(to);
        long start = addresses[1];
        long weights = start + 4L * width();
        long y = addresses[addresses.length - 1];
        long sums = scratch + UnaryLoops.SCRATCH_BYTES;
        long target = aside ? sums : y;
        int step = 4 * (aside ? width() : spec.n());
        int xStep = spec.transA() ? Float.BYTES : Float.BYTES * spec.k();
        int tile = spec.m() + 16 * vectors;
        int stride = tiles * Lanes.BYTES;
        for (int t = first; t < end; t++) {
            long shift = (long) t * Lanes.BYTES;
            Tiles.strips(
                    tile,
                    addresses[0],
                    xStep,
                    target + shift,
                    step,
                    offsets.address(),
                    spec.k(),
                    start + shift,
                    weights + t * stripBytes(),
                    tiles * stripBytes(),
                    stride);
        }
        Reference.reachabilityFence(this);
        if (!aside && !epilogue.hasActivation()) {
            return;
        }
        long residual = ConvOperands.residual(addresses);
        if (end - first == tiles) {
            finish(0, spec.n(), sums, y, residual, scratch);
            return;
        }
        for (int v = 0; v < vectors; v++) {
            int column = (v * tiles + first) * Lanes.COUNT;
            int columns = Math.min((v * tiles + end) * Lanes.COUNT, spec.n()) - column;
            if (columns > 0) {
                finish(column, columns, sums, y, residual, scratch);
            }
        }
    }

    /** The first tile of a unit. */
    private int tile(int unit) {
        return unit == 0 ? 0 : unit == units() ? tiles : (int) ((long) tiles * unit / units());
    }

    /** What is still to be done to some columns of all rows. */
    private void finish(int column, int columns, long sums, long y, long residual, long scratch) {
        for (int r = 0; r < spec.m(); r++) {
            long row = y + 4L * ((long) r * spec.n() + column);
            long sum = sums + 4L * ((long) r * width() + column);
            if (residual != PackedEpilogue.NO_RESIDUAL) {
                PackedEpilogue.addFloats(sum, row, columns, residual, PackedEpilogue.NO_FLOOR);
            } else if (aside) {
                Memory.copy(sum, row, 4L * columns);
            }
            if (epilogue.hasActivation()) {
                epilogue.activateFloats(row, columns, scratch);
            }
        }
    }
}
