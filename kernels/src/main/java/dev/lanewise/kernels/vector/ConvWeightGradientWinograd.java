package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import java.lang.ref.Reference;
import java.util.stream.IntStream;

/**
 * The gradient of a 3x3 convolution's weights, stride 1, by the transpose of Winograd's F(4x4,
 * 3x3): dw = G^T [sum over tiles of (B^T x B) * (A dy A^T)] G, a quarter of the multiplications of
 * {@link ConvWeightGradient}.
 *
 * <p>For a block of tiles, which may be of several images: transform x to v [element][tile][c] and
 * dy to u [element][tile][vectors][lanes]; then for each element add v^T u to the sums
 * [element][c][2][lanes], a {@link PackedProduct} whose rows are input channels and whose k runs
 * over the tiles.
 *
 * <p>A unit is a panel of two blocks of output channels times one or two blocks of input channels;
 * it goes over all images in order, so the sums don't depend on how units are split.
 */
final class ConvWeightGradientWinograd extends Kernel {

    private static final WinogradTransform F4 = WinogradTransform.F4;
    private static final int INPUTS = F4.inputs();
    private static final int ELEMENTS = INPUTS * INPUTS;

    /** Tiles of a block: both transforms and the sums stay in the second-level cache. */
    private static final int MOST_TILES = 64;

    /** Where there are fewer units, they are smaller. */
    private static final int ENOUGH_UNITS = 4;

    private final ConvSpec spec;
    private final WinogradTiles tiles;
    private final WinogradGradientScratch memory;
    private final PackedOffsets offsets;
    private final int groups;
    private final int blocks;

    ConvWeightGradientWinograd(ConvSpec spec) {
        int panels = Math.ceilDiv(spec.y().blocks(), 2);
        int inBlocks = spec.x().blocks();
        int groupBlocks = panels * Math.ceilDiv(inBlocks, 2) < ENOUGH_UNITS ? 1 : 2;
        int groups = Math.ceilDiv(inBlocks, groupBlocks);
        WinogradTiles tiles = new WinogradTiles(spec.y(), F4.outputs(), 1, 1, panels, 1);
        int count = Math.multiplyExact(spec.y().batch(), tiles.rows() * tiles.columns());
        int blocks = Math.ceilDiv(count, MOST_TILES);
        WinogradGradientScratch memory =
                new WinogradGradientScratch(
                        Math.ceilDiv(count, Math.max(1, blocks)), groupBlocks, spec.y().width());
        super(
                "conv weight gradient winograd 4x4",
                Math.multiplyExact(panels, groups),
                memory.bytes(),
                new Operand("x", spec.x().bytes()),
                new Operand("dy", spec.y().bytes()),
                new Operand("dw", spec.weightBytes()));
        this.spec = spec;
        this.tiles = tiles;
        this.memory = memory;
        this.groups = groups;
        this.blocks = blocks;
        int tileBytes = Math.toIntExact(memory.inputTile());
        this.offsets =
                new PackedOffsets(
                        IntStream.range(0, memory.tiles()).map(k -> k * tileBytes).toArray());
    }

    /** Whether this kernel can compute the gradient. */
    static boolean accepts(ConvSpec spec) {
        Window w = spec.window();
        return w.kernelH() == 3
                && w.kernelW() == 3
                && Math.max(w.strideH(), w.strideW()) == 1
                && Math.max(w.dilationH(), w.dilationW()) == 1
                && spec.groups() == 1
                && spec.x().block() == Lanes.COUNT
                && spec.y().block() == Lanes.COUNT
                && Math.min(spec.y().height(), spec.y().width()) >= F4.outputs();
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        memory.fillRows(scratch);
        Memory.zero(memory.zeros(scratch), 2L * Lanes.BYTES);
        int perImage = tiles.rows() * tiles.columns();
        long all = (long) spec.y().batch() * perImage;
        for (int unit = from; unit < to; unit++) {
            int panel = unit / groups;
            int group = unit % groups;
            Memory.zero(memory.sum(scratch, 0), ELEMENTS * memory.sumPlane());
            for (int block = 0; block < blocks; block++) {
                int first = (int) (all * block / blocks);
                int end = (int) (all * (block + 1) / blocks);
                for (int tile = first; tile < end; ) {
                    int n = tile / perImage;
                    int i = tile % perImage / tiles.columns();
                    int j = tile % tiles.columns();
                    int run = Math.min(tiles.columns() - j, end - tile);
                    inputs(addresses[0], n, group, i, j, run, tile - first, scratch);
                    gradients(addresses[1], n, panel, i, j, run, tile - first, scratch);
                    tile += run;
                }
                multiply(panel, group, end - first, scratch);
            }
            store(addresses[2], panel, group, scratch);
        }
        Reference.reachabilityFence(this);
    }

    private int vectors(int panel) {
        return Math.min(2, spec.y().blocks() - 2 * panel);
    }

    private int firstBlock(int group) {
        return group * memory.groupBlocks();
    }

    /** Input channels of a group. */
    private int channels(int group) {
        int first = firstBlock(group) * Lanes.COUNT;
        return Math.min(memory.groupBlocks() * Lanes.COUNT, spec.x().channels() - first);
    }

    /** Transforms the inputs of {@code run} tiles of a row of tiles. */
    private void inputs(long x, int n, int group, int i, int j, int run, int tile, long scratch) {
        Layout in = spec.x();
        int row = tiles.top(i) - spec.window().padTop();
        int column = tiles.left(j) - spec.window().padLeft();
        int first = firstBlock(group);
        int end = Math.min(first + memory.groupBlocks(), in.blocks());
        for (int cb = first; cb < end; cb++) {
            WinogradRuns.input(
                    F4,
                    x + in.blockOffset(n, cb, row, column),
                    in.rowBytes(),
                    tiles.left(j + run - 1) - tiles.left(j),
                    run,
                    memory.columns(scratch),
                    memory.input(scratch, tile) + (long) (cb - first) * Lanes.BYTES,
                    memory.inputTile(),
                    Math.toIntExact(memory.inputPlane()));
        }
    }

    /** Transforms the gradients of {@code run} tiles of a row of tiles. */
    private void gradients(
            long dy, int n, int panel, int i, int j, int run, int tile, long scratch) {
        Layout out = spec.y();
        int size = tiles.size();
        int vectors = vectors(panel);
        int left = tiles.left(j);
        int count = tiles.left(j + run - 1) - left + size;
        long columnBytes = (long) INPUTS * Lanes.BYTES;
        long columns = memory.columns(scratch);
        for (int v = 0; v < vectors; v++) {
            long source = dy + out.blockOffset(n, 2 * panel + v, tiles.top(i), left);
            long rowBytes = out.rowBytes();
            if (tiles.sharedRows(i) > 0) {
                ownRows(source, tiles.sharedRows(i), count, memory.tiles(scratch));
                source = memory.tiles(scratch);
                rowBytes = (long) count * Lanes.BYTES;
            }
            Winograd4.gradient(
                    source, rowBytes, Lanes.BYTES, columns, Lanes.BYTES, columnBytes, count);
            for (int t = 0; t < run; t++) {
                long half = columns + (tiles.left(j + t) - left) * columnBytes;
                // The last tile: no other needs the columns that it shares.
                Memory.zero(half, tiles.sharedColumns(j + t) * columnBytes);
                Winograd4.gradient(
                        half,
                        columnBytes,
                        Lanes.BYTES,
                        memory.gradients(scratch) + ((long) (tile + t) * vectors + v) * Lanes.BYTES,
                        memory.gradientPlane(),
                        INPUTS * memory.gradientPlane(),
                        INPUTS);
            }
        }
    }

    /** Copies rows of tiles, {@code count} pixels wide; zeros for those of the tiles above. */
    private void ownRows(long source, int shared, int count, long target) {
        long bytes = (long) count * Lanes.BYTES;
        Memory.zero(target, shared * bytes);
        for (int row = shared; row < tiles.size(); row++) {
            Memory.copy(source + (long) row * spec.y().rowBytes(), target + row * bytes, bytes);
        }
    }

    private void multiply(int panel, int group, int count, long scratch) {
        int vectors = vectors(panel);
        int channels = channels(group);
        for (int e = 0; e < ELEMENTS; e++) {
            PackedProduct.multiply(
                    vectors,
                    memory.rows(scratch, e),
                    channels,
                    offsets.address(),
                    count,
                    memory.zeros(scratch),
                    memory.gradients(scratch) + e * memory.gradientPlane(),
                    0,
                    Lanes.BYTES);
            PackedEpilogue.add(
                    memory.products(scratch),
                    memory.sum(scratch, e),
                    2L * channels * Lanes.BYTES,
                    0);
        }
    }

    /** Transforms the sums to weights, and from [c][9][lanes] to [lanes][c][9]. */
    private void store(long dw, int panel, int group, long scratch) {
        int channels = channels(group);
        long half = memory.columns(scratch);
        long weights = memory.weights(scratch);
        for (int v = 0; v < vectors(panel); v++) {
            for (int c = 0; c < channels; c++) {
                Winograd4.weightGradient(
                        memory.sum(scratch, 0) + (2L * c + v) * Lanes.BYTES,
                        INPUTS * memory.sumPlane(),
                        memory.sumPlane(),
                        half,
                        Lanes.BYTES,
                        3L * Lanes.BYTES,
                        INPUTS);
                Winograd4.weightGradient(
                        half,
                        3L * Lanes.BYTES,
                        Lanes.BYTES,
                        weights + 9L * c * Lanes.BYTES,
                        Lanes.BYTES,
                        3L * Lanes.BYTES,
                        3);
            }
            int o = (2 * panel + v) * Lanes.COUNT;
            int lanes = Math.min(Lanes.COUNT, spec.y().channels() - o);
            long first = 9L * firstBlock(group) * Lanes.COUNT;
            for (int lane = 0; lane < lanes; lane++) {
                long target = dw + 4L * (9L * (o + lane) * spec.x().channels() + first);
                for (int r = 0; r < 9 * channels; r++) {
                    int bits = Memory.getInt(weights + (long) r * Lanes.BYTES + 4L * lane);
                    Memory.setInt(target + 4L * r, bits);
                }
            }
        }
    }
}
