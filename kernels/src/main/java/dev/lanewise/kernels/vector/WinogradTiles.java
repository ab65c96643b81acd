package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Layout;

/**
 * The tiles that cover an output plane, row by row, and their division into units: a block of tiles
 * of one image times a share of the panels of output channels.
 *
 * <p>The last tile of a row or column is moved back to end at the border, so that no tile reads
 * past the halo. The pixels that it shares with its neighbour come from whichever the division into
 * units says, which is the same for any number of threads. Where everything begins is computed
 * beforehand: a small layer takes as long as some hundred divisions.
 */
final class WinogradTiles {

    /** Transformed inputs and products of a block stay in the second-level cache. */
    private static final long BLOCK_BYTES = 384 << 10;

    /** Fewer tiles would read the weights too often. */
    private static final int MIN_TILES = 12;

    /** The same for F(6x6), whose weights are nearly twice as large. */
    private static final int MIN_TILES_OF_SIX = 24;

    /** Weights of so many bytes are read from far away; */
    private static final long FAR_WEIGHTS = 12 << 20;

    /** then more tiles at a time pay, though they leave the cache. */
    private static final int MIN_TILES_FAR = 56;

    /** Most tiles of a block whose weights are transformed on the way. */
    private static final int MOST_PLAIN_TILES = 28;

    /** The same where a thread does all of a panel: weights are transformed half as often. */
    private static final int MOST_PLAIN_TILES_OF_PANEL = 52;

    private static final int ENOUGH_UNITS = 16;

    /** Of more blocks one less makes them hardly larger. */
    private static final int MANY_BLOCKS = 8;

    /** Multiplications worth a unit, counted as direct convolution. */
    private static final long UNIT_MACS = 1 << 20;

    /** The same where units cost nothing to a thread that does all. */
    private static final long PLAIN_UNIT_MACS = 1 << 18;

    private final Layout y;
    private final int size;
    private final int blocks;
    private final int group;
    private final int panels;
    private final int shares;
    private final int rows;
    private final int columns;

    /** The first tile of each block, and the end. */
    private final int[] starts;

    /**
     * @param y the output
     * @param size rows and columns of a tile, at most the plane's
     * @param blocks blocks of tiles per image
     * @param group tiles of a register tile; blocks are made of whole ones
     * @param panels panels of output channels
     * @param shares shares of the panels
     */
    WinogradTiles(Layout y, int size, int blocks, int group, int panels, int shares) {
        this.y = y;
        this.size = size;
        this.blocks = blocks;
        this.group = group;
        this.panels = panels;
        this.shares = shares;
        this.rows = Math.ceilDiv(y.height(), size);
        this.columns = Math.ceilDiv(y.width(), size);
        this.starts = new int[blocks + 1];
        for (int block = 0; block <= blocks; block++) {
            starts[block] =
                    Math.min(rows * columns, (int) ((long) groups() * block / blocks) * group);
        }
    }

    static WinogradTiles of(ConvSpec spec, WinogradTransform transform) {
        Layout y = spec.y();
        int size = transform.outputs();
        WinogradWeights weights = WinogradWeights.of(spec, transform);
        int panels = weights.panels();
        int rows =
                Lanes.MANY_REGISTERS
                        ? WinogradSums.tileRows(weights.width())
                        : PackedProduct.TILE_ROWS;
        if (y.batch() == 0 || panels == 0) {
            return new WinogradTiles(y, size, 1, rows, panels, 0);
        }
        int tiles = perImage(y, transform);
        long tileBytes =
                (long) transform.inputs()
                        * transform.inputs()
                        * (4L * spec.x().channels() + (long) weights.width() * Lanes.BYTES);
        boolean six = transform == WinogradTransform.F6;
        int near = six ? MIN_TILES_OF_SIX : MIN_TILES;
        int fewest = weights.bytes() < FAR_WEIGHTS ? near : MIN_TILES_FAR;
        long fitting = Math.max(fewest, BLOCK_BYTES / tileBytes);
        int wanted = Math.clamp(spec.macs() / UNIT_MACS, 1, ENOUGH_UNITS);
        int blocks =
                Math.max(
                        Math.toIntExact(Math.ceilDiv(tiles, fitting)),
                        Math.min(tiles / fewest, Math.ceilDiv(wanted, y.batch() * panels)));
        if (blocks > MANY_BLOCKS) {
            // Halves for two threads.
            blocks -= blocks & 1;
        }
        int shares = Math.min(panels, Math.ceilDiv(wanted, y.batch() * Math.max(1, blocks)));
        return new WinogradTiles(y, size, Math.max(1, blocks), rows, panels, shares);
    }

    /** Tiles of an image. */
    static int perImage(Layout y, WinogradTransform transform) {
        int size = transform.outputs();
        return Math.ceilDiv(y.height(), size) * Math.ceilDiv(y.width(), size);
    }

    /**
     * For {@link ConvWinogradPlain}: all tiles of an image in few blocks, two at least where two
     * threads would have to divide an odd number of panels.
     */
    static WinogradTiles plain(ConvSpec spec, WinogradTransform transform) {
        WinogradTiles few = plain(spec, transform, MOST_PLAIN_TILES);
        int wanted = Math.clamp(spec.macs() / PLAIN_UNIT_MACS, 1, ENOUGH_UNITS);
        WinogradTiles tiles = few.shared(wanted);
        if (wanted > 1 && tiles.blocks * tiles.shares % 2 > 0 && tiles.groups() > tiles.blocks) {
            WinogradTiles more =
                    new WinogradTiles(few.y, few.size, few.blocks + 1, few.group, few.panels, 1)
                            .shared(wanted);
            return more.hasFreeBlocks() ? more : tiles;
        }
        return tiles;
    }

    /**
     * The same for a thread that does all of some shares; as in parts where tiles share columns,
     * which must come from the same tiles.
     */
    static WinogradTiles plainForShares(ConvSpec spec, WinogradTransform transform) {
        WinogradTiles parts = plain(spec, transform);
        WinogradTiles larger = plain(spec, transform, MOST_PLAIN_TILES_OF_PANEL);
        return parts.hasFreeBlocks() && larger.hasFreeBlocks() ? larger : parts;
    }

    /** All panels in one share. */
    private static WinogradTiles plain(ConvSpec spec, WinogradTransform transform, int mostTiles) {
        int panels = Math.ceilDiv(spec.y().blocks(), WinogradSums.VECTORS);
        boolean none = spec.y().batch() == 0 || panels == 0;
        return new WinogradTiles(
                spec.y(),
                transform.outputs(),
                none ? 1 : Math.ceilDiv(perImage(spec.y(), transform), mostTiles),
                WinogradSums.tileRows(WinogradSums.VECTORS),
                panels,
                none ? 0 : 1);
    }

    /** The same tiles with as many shares of the panels as make {@code wanted} units. */
    private WinogradTiles shared(int wanted) {
        return shares == 0
                ? this
                : new WinogradTiles(
                        y,
                        size,
                        blocks,
                        group,
                        panels,
                        Math.min(panels, Math.ceilDiv(wanted, y.batch() * blocks)));
    }

    /**
     * Whether pixels that tiles share come from the same tiles in blocks of any size: no block
     * begins at a last column that lies over the one before.
     */
    private boolean hasFreeBlocks() {
        boolean free = true;
        for (int block = 1; block < blocks; block++) {
            free &= starts[block] % columns < columns - 1;
        }
        return free || sharedColumns(columns - 1) == 0;
    }

    /** Rows and columns of a tile. */
    int size() {
        return size;
    }

    /** Blocks of tiles per image. */
    int blocks() {
        return blocks;
    }

    /** Panels of output channels. */
    int panels() {
        return panels;
    }

    /** Shares of the panels. */
    int shares() {
        return shares;
    }

    int units() {
        return Math.multiplyExact(y.batch(), Math.multiplyExact(blocks, shares));
    }

    /** Tile rows. */
    int rows() {
        return rows;
    }

    /** Tile columns. */
    int columns() {
        return columns;
    }

    /** Most tiles of a block. */
    int maxTiles() {
        return Math.min(rows * columns, Math.ceilDiv(groups(), blocks) * group);
    }

    private int groups() {
        return Math.ceilDiv(rows * columns, group);
    }

    /** The first unit of a block of tiles. */
    int unit(int image, int block) {
        return (image * blocks + block) * shares;
    }

    int image(int unit) {
        return unit < shares ? 0 : unit / shares / blocks;
    }

    int firstTile(int unit) {
        return starts[block(unit)];
    }

    int endTile(int unit) {
        return starts[block(unit) + 1];
    }

    private int block(int unit) {
        return blocks == 1 ? 0 : unit / shares % blocks;
    }

    int firstPanel(int unit) {
        return (int) ((long) panels * (unit % shares) / shares);
    }

    int endPanel(int unit) {
        return (int) ((long) panels * (unit % shares + 1) / shares);
    }

    /**
     * How many of a unit's tiles, the first ones, have a first row of outputs that is wanted: of a
     * last row of tiles that was moved back it is that of the tiles above.
     */
    int tops(int unit) {
        int first = firstTile(unit);
        int end = endTile(unit);
        int last = (rows - 1) * columns;
        return rows > 0 && sharedRows(rows - 1) > 0
                ? Math.clamp(last - first, 0, end - first)
                : end - first;
    }

    /**
     * Tiles of a row, 2 or 4, if the last one was moved back over the one before, which then has no
     * last column of outputs that is wanted, and the unit has whole rows; else 0.
     */
    int overlap(int unit) {
        int count = columns == 2 || columns == 4 ? columns : 0;
        boolean moved = count > 0 && sharedColumns(columns - 1) > 0;
        return moved && (firstTile(unit) | endTile(unit)) % count == 0 ? count : 0;
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
