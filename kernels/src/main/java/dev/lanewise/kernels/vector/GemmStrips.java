package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Matrix product of a few rows with a constant B, packed beforehand, which takes about as long as
 * reading B does. A tile's columns are two strips of B far apart, so that B is read as two
 * sequences. A unit is a range of tiles.
 *
 * <p>Packed weights: bias [columns], then strips of columns, [strip][k][columns of a strip]. Tile t
 * has strips t and t + tiles.
 */
final class GemmStrips extends WeightedKernel {

    /** Only for vectors of a cache line; not measured with others. */
    static final boolean USABLE = Lanes.TILE_BYTES == 64;

    /** Columns that there aren't, at most, as a share of those there are. */
    private static final int FEW = 16;

    private final GemmSpec spec;
    private final PackedEpilogue epilogue;
    private final PackedOffsets offsets;

    /** Columns of a strip. */
    private final int strip;

    private final int tiles;

    /** Whether sums go to scratch memory first. */
    private final boolean aside;

    GemmStrips(GemmSpec spec) {
        int strip = strip(spec);
        int tiles = tiles(spec);
        int width = 2 * tiles * strip;
        boolean aside = width > spec.n() || spec.epilogue().residual();
        super(
                "gemm strips %dx%d".formatted(spec.m(), 2 * strip / Lanes.COUNT),
                Math.min(tiles, GemmPacked.units(spec)),
                UnaryLoops.SCRATCH_BYTES + (aside ? 4L * spec.m() * width : 0),
                GemmOperands.of(spec, new Operand("weight", 4L * width * (1 + spec.k()))));
        this.spec = spec;
        this.epilogue = PackedEpilogue.withFloor(spec.epilogue());
        this.strip = strip;
        this.tiles = tiles;
        this.aside = aside;
        int[] table = new int[spec.k()];
        for (int k = 0; k < table.length; k++) {
            table[k] = Float.BYTES * (spec.transA() ? spec.m() : 1) * k;
        }
        this.offsets = new PackedOffsets(table);
    }

    /** Whether there is a tile for these rows, and few columns to fill up. */
    static boolean accepts(GemmSpec spec) {
        return USABLE
                && spec.batch() == 1
                && spec.m() >= 1
                && spec.m() <= 8
                && spec.n() > 0
                && 2L * tiles(spec) * strip(spec) - spec.n() <= spec.n() / FEW;
    }

    /** As many columns as leave a register for each sum and each weight of a step. */
    private static int strip(GemmSpec spec) {
        return Lanes.COUNT * (spec.m() <= 2 ? 4 : spec.m() <= 6 ? 2 : 1);
    }

    private static int tiles(GemmSpec spec) {
        return Math.ceilDiv(spec.n(), 2 * strip(spec));
    }

    /** Columns, those that fill the last strips included. */
    private int width() {
        return 2 * tiles * strip;
    }

    private long stripBytes() {
        return 4L * spec.k() * strip;
    }

    @Override
    public String packing() {
        return "gemm strips of %d, transB=%b, alpha=%s"
                .formatted(strip, spec.transB(), spec.alpha());
    }

    @Override
    public long packedBytes() {
        return 4L * width() * (1 + spec.k());
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        RunPanels panels = new RunPanels(spec.n(), spec.k(), strip, strip);
        long start = packed.address();
        long weights = start + 4L * width();
        long rest = 4L * (width() - panels.count() * strip);
        Memory.zero(start + 4L * width() - rest, rest);
        Memory.zero(weights + panels.weights(panels.count()), rest * spec.k());
        panels.pack(
                weight,
                GemmPacked.columnStride(spec),
                GemmPacked.order(spec),
                spec.alpha(),
                bias,
                start,
                weights);
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
        int tile = spec.m() + 16 * (2 * strip / Lanes.COUNT);
        int stride = 4 * tiles * strip;
        float low = epilogue.hasResidual() ? PackedEpilogue.NO_FLOOR : epilogue.bounds().low();
        for (int t = first; t < end; t++) {
            long shift = 4L * t * strip;
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
                    stride,
                    low);
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
        for (int half = 0; half < 2; half++) {
            int column = (half * tiles + first) * strip;
            int columns = Math.min((half * tiles + end) * strip, spec.n()) - column;
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
                PackedEpilogue.addFloats(sum, row, columns, residual, epilogue.bounds().low());
            } else if (aside) {
                Memory.copy(sum, row, 4L * columns);
            }
            if (epilogue.hasActivation()) {
                epilogue.activateFloats(row, columns, scratch);
            }
        }
    }
}
