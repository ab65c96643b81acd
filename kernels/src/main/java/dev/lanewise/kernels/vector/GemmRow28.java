package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.WeightedKernel;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * A row times a large constant B, packed beforehand as {@link Floats28}: an eighth less to read.
 * Products and sums are those of {@link GemmStrips}, to the bit where no weight is below 2^-14 of
 * its column's largest, whose power of two bounds what smaller ones are off by: 2^-38 of it.
 * Infinite weights and NaNs stay what they are, at a scalar loop's speed. A unit is a range of
 * tiles.
 *
 * <p>Packed weights: bias [columns], scales [columns], then the first strips of all tiles and the
 * second ones.
 */
final class GemmRow28 extends WeightedKernel {

    /** Denormal operands must cost nothing; not measured but with vectors of a cache line. */
    private static final boolean USABLE = GemmStrips.USABLE && Processor.isAmd();

    /** Larger matrices gain, from the last-level cache as well as from memory. */
    private static final long LEAST_BYTES = 8 << 20;

    /** Columns that there aren't, at most, as a share of those there are. */
    private static final int FEW = 16;

    private final GemmSpec spec;
    private final PackedEpilogue epilogue;
    private final int tiles;

    GemmRow28(GemmSpec spec) {
        int tiles = tiles(spec);
        super(
                "gemm 28 bits 1x" + Floats28.VECTORS,
                Math.min(tiles, GemmPacked.units(spec)),
                UnaryLoops.SCRATCH_BYTES + 4L * tiles * Floats28.COLUMNS,
                GemmOperands.of(spec, new Operand("weight", packedBytes(spec))));
        this.spec = spec;
        this.epilogue = PackedEpilogue.withFloor(spec.epilogue());
        this.tiles = tiles;
    }

    /** Whether it is faster: one row, a large B, and few columns to fill up. */
    static boolean accepts(GemmSpec spec) {
        return USABLE
                && spec.batch() == 1
                && spec.m() == 1
                && spec.bBytes() > LEAST_BYTES
                && (long) tiles(spec) * Floats28.COLUMNS - spec.n() <= spec.n() / FEW;
    }

    private static int tiles(GemmSpec spec) {
        return Math.ceilDiv(spec.n(), Floats28.COLUMNS);
    }

    private static long packedBytes(GemmSpec spec) {
        long strips = Floats28.firstBytes(spec.k()) + Floats28.secondBytes(spec.k());
        return tiles(spec) * (8L * Floats28.COLUMNS + strips);
    }

    @Override
    public String packing() {
        return "gemm 28 bits, transB=%b, alpha=%s".formatted(spec.transB(), spec.alpha());
    }

    @Override
    public long packedBytes() {
        return packedBytes(spec);
    }

    /** Address of the scales, packed weights being at {@code start}. */
    private long scales(long start) {
        return start + 4L * tiles * Floats28.COLUMNS;
    }

    private long first(long start, int tile) {
        long strips = start + 8L * tiles * Floats28.COLUMNS;
        return strips + tile * Floats28.firstBytes(spec.k());
    }

    private long second(long start, int tile) {
        return first(start, tiles) + tile * Floats28.secondBytes(spec.k());
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        long start = packed.address();
        long[] order = GemmPacked.order(spec);
        for (int t = 0; t < tiles; t++) {
            int column = t * Floats28.COLUMNS;
            Floats28.pack(
                    new Floats28.Columns(
                            column,
                            Math.min(Floats28.COLUMNS, spec.n() - column),
                            weight,
                            GemmPacked.columnStride(spec),
                            order,
                            spec.alpha()),
                    bias,
                    start + 4L * column,
                    scales(start) + 4L * column,
                    first(start, t),
                    second(start, t));
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long start = addresses[1];
        long sums = scratch + UnaryLoops.SCRATCH_BYTES;
        int first = tile(from);
        int end = tile(to);
        for (int t = first; t < end; t++) {
            long shift = 4L * t * Floats28.COLUMNS;
            Row28Tile.run(
                    addresses[0],
                    spec.k(),
                    scales(start) + shift,
                    first(start, t),
                    second(start, t),
                    sums + shift);
        }
        int column = first * Floats28.COLUMNS;
        int columns = Math.min(end * Floats28.COLUMNS, spec.n()) - column;
        if (columns > 0) {
            long y = addresses[addresses.length - 1] + 4L * column;
            long residual = ConvOperands.residual(addresses);
            finish(sums + 4L * column, start + 4L * column, y, columns, residual, scratch);
        }
    }

    /** The first tile of a unit. */
    private int tile(int unit) {
        return unit == 0 ? 0 : unit == units() ? tiles : (int) ((long) tiles * unit / units());
    }

    /** Bias, residual and activation. */
    private void finish(long sums, long start, long y, int columns, long residual, long scratch) {
        float low = epilogue.bounds().low();
        if (epilogue.hasResidual()) {
            PackedEpilogue.addFloats(sums, sums, columns, start - sums, PackedEpilogue.NO_FLOOR);
            PackedEpilogue.addFloats(sums, y, columns, residual, low);
        } else {
            PackedEpilogue.addFloats(sums, y, columns, start - y, low);
        }
        if (epilogue.hasActivation()) {
            epilogue.activateFloats(y, columns, scratch);
        }
    }
}
