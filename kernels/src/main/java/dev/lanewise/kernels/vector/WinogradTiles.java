package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Layout;

/**
 * The tiles that cover an output plane, row by row, and their division into units: a block of tiles
 * of one image times a share of the panels of output channels.
 *
 * <p>The last tile of a row or column is moved back to end at the border, so that no tile reads
 * past the halo; the pixels that it shares with its neighbour are the neighbour's.
 *
 * @param y the output
 * @param size rows and columns of a tile, at most the plane's
 * @param blocks blocks of tiles per image
 * @param panels panels of output channels
 * @param shares shares of the panels
 */
record WinogradTiles(Layout y, int size, int blocks, int panels, int shares) {

    /** Transformed inputs and products of a block stay in the second-level cache. */
    private static final long BLOCK_BYTES = 384 << 10;

    /** Fewer tiles would read the weights too often. */
    private static final int MIN_TILES = 16;

    /** Weights of so many bytes are read from far away; */
    private static final long FAR_WEIGHTS = 12 << 20;

    /** then more tiles at a time pay, though they leave the cache. */
    private static final int MIN_TILES_FAR = 56;

    /** Most tiles of a block whose weights are transformed on the way. */
    private static final int MOST_PLAIN_TILES = 28;

    /** The same where one thread does all: weights are transformed half as often. */
    private static final int MOST_PLAIN_TILES_ALONE = 52;

    private static final int ENOUGH_UNITS = 16;

    /** Multiplications worth a unit, counted as direct convolution. */
    private static final long UNIT_MACS = 1 << 20;

    static WinogradTiles of(ConvSpec spec, WinogradTransform transform) {
        Layout y = spec.y();
        int size = transform.outputs();
        int panels = Math.ceilDiv(y.blocks(), 2);
        if (y.batch() == 0 || panels == 0) {
            return new WinogradTiles(y, size, 1, panels, 0);
        }
        int tiles = Math.ceilDiv(y.height(), size) * Math.ceilDiv(y.width(), size);
        long tileBytes =
                (long) transform.inputs()
                        * transform.inputs()
                        * (4L * spec.x().channels() + 2L * Lanes.BYTES);
        long weights = WinogradWeights.of(spec, transform).bytes();
        int fewest = weights < FAR_WEIGHTS ? MIN_TILES : MIN_TILES_FAR;
        long fitting = Math.max(fewest, BLOCK_BYTES / tileBytes);
        int blocks = blocks(tiles, Math.toIntExact(Math.ceilDiv(tiles, fitting)));
        int wanted = Math.clamp(spec.macs() / UNIT_MACS, 1, ENOUGH_UNITS);
        int shares = Math.min(panels, Math.ceilDiv(wanted, y.batch() * blocks));
        return new WinogradTiles(y, size, blocks, panels, shares);
    }

    /** For {@link ConvWinogradPlain}: all tiles of an image in few blocks. */
    static WinogradTiles plain(ConvSpec spec) {
        return plain(spec, MOST_PLAIN_TILES, ENOUGH_UNITS);
    }

    /** The same for one thread that does all units. */
    static WinogradTiles plainForOneThread(ConvSpec spec) {
        return plain(spec, MOST_PLAIN_TILES_ALONE, 1);
    }

    private static WinogradTiles plain(ConvSpec spec, int mostTiles, int enoughUnits) {
        Layout y = spec.y();
        int size = WinogradTransform.F4.outputs();
        int panels = Math.ceilDiv(y.blocks(), WinogradSums.VECTORS);
        if (y.batch() == 0 || panels == 0) {
            return new WinogradTiles(y, size, 1, panels, 0);
        }
        int tiles = Math.ceilDiv(y.height(), size) * Math.ceilDiv(y.width(), size);
        int blocks = Math.ceilDiv(tiles, mostTiles);
        int wanted = Math.clamp(spec.macs() / UNIT_MACS, 1, enoughUnits);
        int shares = Math.min(panels, Math.ceilDiv(wanted, y.batch() * blocks));
        return new WinogradTiles(y, size, blocks, panels, shares);
    }

    /** The number of blocks, least or somewhat more, that fills register tiles best. */
    private static int blocks(int tiles, int least) {
        int best = least;
        for (int blocks = least; blocks <= Math.min(tiles, least + least / 2); blocks++) {
            if (rowTiles(tiles, blocks) < rowTiles(tiles, best)) {
                best = blocks;
            }
        }
        return best;
    }

    private static long rowTiles(int tiles, int blocks) {
        long larger = tiles % blocks;
        int size = tiles / blocks;
        return larger * Math.ceilDiv(size + 1, PackedProduct.TILE_ROWS)
                + (blocks - larger) * Math.ceilDiv(size, PackedProduct.TILE_ROWS);
    }

    int units() {
        return Math.multiplyExact(y.batch(), Math.multiplyExact(blocks, shares));
    }

    /** Tile rows. */
    int rows() {
        return Math.ceilDiv(y.height(), size);
    }

    /** Tile columns. */
    int columns() {
        return Math.ceilDiv(y.width(), size);
    }

    /** Most tiles of a block. */
    int maxTiles() {
        return Math.ceilDiv(rows() * columns(), blocks);
    }

    int image(int unit) {
        return unit / shares / blocks;
    }

    int firstTile(int unit) {
        return tile(unit / shares % blocks);
    }

    int endTile(int unit) {
        return tile(unit / shares % blocks + 1);
    }

    private int tile(int block) {
        return (int) ((long) rows() * columns() * block / blocks);
    }

    int firstPanel(int unit) {
        return (int) ((long) panels * (unit % shares) / shares);
    }

    int endPanel(int unit) {
        return (int) ((long) panels * (unit % shares + 1) / shares);
    }

    /** Whether both units have the same tiles. */
    boolean sameTiles(int unit, int other) {
        return unit / shares == other / shares;
    }

    /** First output row of tile row {@code i}. */
    int top(int i) {
        return Math.min(i * size, y.height() - size);
    }

    /** First output column of tile column {@code j}. */
    int left(int j) {
        return Math.min(j * size, y.width() - size);
    }

    /** Rows at the top of tile row {@code i} that belong to the row above. */
    int sharedRows(int i) {
        return i * size - top(i);
    }

    /** Columns at the left of tile column {@code j} that belong to the column before. */
    int sharedColumns(int j) {
        return j * size - left(j);
    }
}
