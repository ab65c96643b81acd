package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import java.lang.ref.Reference;

/**
 * The gradient of a convolution's weights as a product over output pixels, in the tiles of {@link
 * PackedTiles}: a row is a weight [c, u, v], which reads x at a constant distance from each pixel;
 * k runs over the pixels; the columns are a block of dy's channels, which lie pixel by pixel as a
 * packed panel of one vector does, so nothing is packed. Pixels of dy's halo between two rows take
 * part: they are zeros.
 *
 * <p>A unit is a block of output channels times a share of the rows; it goes over all images in
 * order, so the sums don't depend on how units are split.
 *
 * <p>Scratch: the sums [rows][lanes], a tile of them, the rows of a tile, a vector of zeros.
 */
final class ConvWeightGradient extends Kernel {

    /** Pixels of a chunk: what a tile reads of dy stays in the first cache for the next tile. */
    private static final int CHUNK = 256;

    private static final int TILE_ROWS = PackedProduct.TILE_ROWS;
    private static final int MOST_ROWS = 32 * TILE_ROWS;
    private static final int ENOUGH_UNITS = 16;

    private final ConvSpec spec;
    private final PackedOffsets offsets;
    private final int[] rowOffsets;
    private final int groups;

    ConvWeightGradient(ConvSpec spec) {
        int rows = spec.x().channels() * spec.window().size();
        int blocks = spec.y().blocks();
        int tiles = Math.ceilDiv(rows, TILE_ROWS);
        int wanted = Math.max(Math.ceilDiv(rows, MOST_ROWS), ENOUGH_UNITS / Math.max(1, blocks));
        int groups = Math.clamp(wanted, 1, Math.max(1, tiles));
        super(
                "conv weight gradient " + TILE_ROWS + "x1",
                Math.multiplyExact(blocks, groups),
                sumsBytes(rows, groups)
                        + (TILE_ROWS + 1L) * Lanes.BYTES
                        + (long) TILE_ROWS * PackedRows.BYTES,
                new Operand("x", spec.x().bytes()),
                new Operand("dy", spec.y().bytes()),
                new Operand("dw", spec.weightBytes()));
        this.spec = spec;
        this.groups = groups;
        this.offsets = pixels(spec);
        this.rowOffsets = weights(spec);
    }

    static boolean accepts(ConvSpec spec) {
        return spec.groups() == 1 && spec.y().block() == Lanes.COUNT;
    }

    /** Rows of a unit are whole tiles, so at most a tile more than an even share. */
    private static long sumsBytes(int rows, int groups) {
        return (Math.ceilDiv(rows, groups) + TILE_ROWS) * (long) Lanes.BYTES;
    }

    /** Where x lies for each pixel of a plane of dy, from the first to the last. */
    private static PackedOffsets pixels(ConvSpec spec) {
        Layout x = spec.x();
        Layout y = spec.y();
        int rowPixels = y.left() + y.width() + y.right();
        boolean empty = y.height() == 0 || y.width() == 0;
        int[] offsets = new int[empty ? 0 : (y.height() - 1) * rowPixels + y.width()];
        for (int k = 0; k < offsets.length; k++) {
            int i = k / rowPixels;
            int j = k % rowPixels;
            // A pixel of the halo is multiplied by zero: it may read any.
            offsets[k] =
                    j < y.width()
                            ? i * spec.window().strideH() * x.rowBytes()
                                    + j * spec.window().strideW() * x.pixelBytes()
                            : 0;
        }
        return new PackedOffsets(offsets);
    }

    /** Where x lies for each weight, from the start of an image. */
    private static int[] weights(ConvSpec spec) {
        Window w = spec.window();
        int[] offsets = new int[spec.x().channels() * w.size()];
        for (int r = 0; r < offsets.length; r++) {
            offsets[r] =
                    spec.x()
                            .offset(
                                    0,
                                    r / w.size(),
                                    r / w.kernelW() % w.kernelH() * w.dilationH() - w.padTop(),
                                    r % w.kernelW() * w.dilationW() - w.padLeft());
        }
        return offsets;
    }

    private int firstRow(int group) {
        int tiles = Math.ceilDiv(rowOffsets.length, TILE_ROWS);
        return Math.min(rowOffsets.length, (int) ((long) tiles * group / groups) * TILE_ROWS);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int cb = unit / groups;
            int first = firstRow(unit % groups);
            int end = firstRow(unit % groups + 1);
            Memory.zero(scratch, (long) (end - first) * Lanes.BYTES);
            for (int n = 0; n < spec.y().batch(); n++) {
                long x = addresses[0] + (long) n * spec.x().imageBytes();
                long dy = addresses[1] + spec.y().blockOffset(n, cb, 0, 0);
                for (int k = 0; k < offsets.count(); k += CHUNK) {
                    chunk(x, dy, k, Math.min(CHUNK, offsets.count() - k), first, end, scratch);
                }
            }
            store(addresses[2], cb, first, end, scratch);
        }
        Reference.reachabilityFence(this);
    }

    /** Adds pixels {@code k} to {@code k + steps} of an image to the sums. */
    private void chunk(long x, long dy, int k, int steps, int first, int end, long sums) {
        long tile = sums + sumsBytes(rowOffsets.length, groups);
        long zeros = tile + (long) TILE_ROWS * Lanes.BYTES;
        long rows = zeros + Lanes.BYTES;
        Memory.zero(zeros, Lanes.BYTES);
        PackedRows.fillOutputs(rows, TILE_ROWS, tile, Lanes.BYTES);
        for (int r = first; r < end; r += TILE_ROWS) {
            int count = Math.min(TILE_ROWS, end - r);
            for (int i = 0; i < count; i++) {
                PackedRows.set(rows, i, x + rowOffsets[r + i], tile + (long) i * Lanes.BYTES);
            }
            Tiles.packed(
                    count + 16,
                    1,
                    rows,
                    offsets.address() + 4L * k,
                    steps,
                    zeros,
                    dy + (long) k * Lanes.BYTES,
                    0,
                    0);
            PackedEpilogue.add(
                    tile, sums + (long) (r - first) * Lanes.BYTES, (long) count * Lanes.BYTES, 0);
        }
    }

    /** From [rows][lanes] to [lanes][rows]. */
    private void store(long dw, int cb, int first, int end, long sums) {
        int lanes = Math.min(Lanes.COUNT, spec.y().channels() - cb * Lanes.COUNT);
        for (int lane = 0; lane < lanes; lane++) {
            long target = dw + 4L * (cb * Lanes.COUNT + lane) * rowOffsets.length;
            for (int r = first; r < end; r++) {
                int bits = Memory.getInt(sums + (long) (r - first) * Lanes.BYTES + 4L * lane);
                Memory.setInt(target + 4L * r, bits);
            }
        }
    }
}
