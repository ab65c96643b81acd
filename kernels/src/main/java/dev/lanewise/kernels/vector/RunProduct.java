package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

/**
 * The inner product for rows that are equally far apart, such as the pixels of a line or the rows
 * of a matrix: y[r][o] = (sum over k of x[r + offsets[k]] * w[k][o]) + start[o], for the columns o
 * of one of {@link RunPanels}.
 */
final class RunProduct {

    static final int TILE_LANES = Lanes.TILE.length();

    /** Vectors of the widest tiles. */
    static final int MOST_VECTORS = Lanes.MANY_REGISTERS ? 4 : 2;

    /** Lanes of the widest panel. */
    static final int MOST_LANES = MOST_VECTORS * TILE_LANES;

    /** Most k of a call. */
    static final int MOST_K = Lanes.MANY_REGISTERS ? Integer.MAX_VALUE : PackedTiles.MAX_K;

    private RunProduct() {}

    /** Rows of the largest tile of so many vectors. */
    static int rows(int vectors) {
        return Lanes.MANY_REGISTERS ? Math.min(8, 10 - vectors) : PackedProduct.TILE_ROWS;
    }

    /**
     * Vectors of the tiles that suit lines of {@code width} rows best. Tiles of few rows wait for
     * weights: seven rows are one tile of three vectors rather than two of four.
     */
    static int vectors(int width) {
        int best = MOST_VECTORS;
        for (int vectors = MOST_VECTORS - 1; vectors > 1; vectors--) {
            if (cycles(width, vectors) < cycles(width, best)) {
                best = vectors;
            }
        }
        return best;
    }

    /**
     * For a line and a column vector, in half cycles of a step: each row takes one, a tile four.
     */
    private static int cycles(int width, int vectors) {
        int tiles = Math.ceilDiv(width, rows(vectors));
        int small = width / tiles;
        int large = width - small * tiles;
        return large * Math.max(small + 1, 4) + (tiles - large) * Math.max(small, 4);
    }

    /** Whether tiles can have rows or channel blocks so many bytes apart. */
    static boolean reaches(long stepBytes) {
        return stepBytes >= 0 && stepBytes < Memory.MOST_STEP;
    }

    /** The number of tiles of so many lanes, less their rows. */
    static int tile(int lanes) {
        return lanes / TILE_LANES << 4;
    }

    /** Bytes of scratch memory for lines of {@code rows} rows. */
    static long scratchBytes(int rows) {
        return Lanes.MANY_REGISTERS ? 0 : (long) rows * PackedRows.BYTES;
    }

    /**
     * Computes one line, row by row where rows lie too far apart for tiles.
     *
     * @param lanes lanes of the panel
     * @param x address of the first row's first input
     * @param xStep bytes from one row of x to the next
     * @param y address of the first row
     * @param yStep bytes from one row of y to the next
     * @param rows rows
     * @param offsets address of [k] ints, the bytes from a row's x address to its k-th input
     * @param k steps, at most {@link #MOST_K}
     * @param start address of what is added to the sums
     * @param weights address of the weights
     * @param bounds what y is held to; {@link Bounds#NONE} if there are few registers
     * @param scratch address of {@link #scratchBytes} bytes
     */
    static void line(
            int lanes,
            long x,
            int xStep,
            long y,
            int yStep,
            int rows,
            long offsets,
            int k,
            long start,
            long weights,
            Bounds bounds,
            long scratch) {
        if (Lanes.MANY_REGISTERS) {
            int together = reaches(xStep) && reaches(yStep) ? rows : 1;
            for (int row = 0; row < rows; row += together) {
                rectangle(
                        tile(lanes),
                        x + row * Integer.toUnsignedLong(xStep),
                        xStep,
                        0,
                        y + row * Integer.toUnsignedLong(yStep),
                        yStep,
                        0,
                        1,
                        together,
                        offsets,
                        k,
                        start,
                        weights,
                        Lanes.BYTES,
                        bounds);
            }
        } else {
            PackedRows.fill(scratch, rows, x, xStep, y, yStep);
            PackedProduct.multiply(
                    lanes / TILE_LANES, scratch, rows, offsets, k, start, weights, 0, Lanes.BYTES);
        }
    }

    /**
     * Computes {@code lines} lines of {@code width} rows, with tiles of nearly equal size; needs
     * many registers.
     *
     * @param panel the number of the panel's tiles, less their rows, {@link RunPanels#tile}; or
     *     that of a {@link WindowTile}, whose rows a line has at least, yStep being {@link
     *     Lanes#BYTES}
     * @param xStep bytes from one row of x to the next; tiles have to {@link #reaches reach} it if
     *     there are more
     * @param xBytes bytes from one line of x to the next
     * @param yStep bytes from one row of y to the next, likewise
     * @param yBytes bytes from one line of y to the next
     * @param stride bytes from one channel block of y to the next, likewise
     * @param bounds what y is held to
     */
    static void rectangle(
            int panel,
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int width,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            Bounds bounds) {
        if (WindowTile.is(panel)) {
            windows(
                    panel, x, xStep, xBytes, y, yBytes, lines, width, offsets, k, start, weights,
                    stride, bounds);
            return;
        }
        int vectors = panel >= RunTiles.PAIRS ? 1 : panel >> 4;
        int most = panel == RunTiles.HALF ? RunTiles.HALF_ROWS : rows(vectors);
        int tiles = width <= most ? 1 : Math.ceilDiv(width, most);
        int small = tiles == 1 ? width : width / tiles;
        int large = width - small * tiles;
        int tile = small + panel;
        long done = (long) large * (small + 1);
        if (large > 0) {
            Tiles.runs(
                    tile + 1, x, xStep, xBytes, y, yStep, yBytes, lines, large, offsets, k, start,
                    weights, stride, bounds);
        }
        Tiles.runs(
                tile,
                x + done * xStep,
                xStep,
                xBytes,
                y + done * yStep,
                yStep,
                yBytes,
                lines,
                tiles - large,
                offsets,
                k,
                start,
                weights,
                stride,
                bounds);
    }

    /** Of lines that aren't whole tiles the last tile ends with the line. */
    private static void windows(
            int tile,
            long x,
            int xStep,
            long xBytes,
            long y,
            long yBytes,
            int lines,
            int width,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            Bounds bounds) {
        int rows = WindowTile.rows(tile);
        int tiles = width / rows;
        Tiles.runs(
                tile,
                x,
                xStep,
                xBytes,
                y,
                Lanes.BYTES,
                yBytes,
                lines,
                tiles,
                offsets,
                k,
                start,
                weights,
                stride,
                bounds);
        if (width > tiles * rows) {
            long last = width - rows;
            Tiles.runs(
                    tile,
                    x + last * xStep,
                    xStep,
                    xBytes,
                    y + last * Lanes.BYTES,
                    Lanes.BYTES,
                    yBytes,
                    lines,
                    1,
                    offsets,
                    k,
                    start,
                    weights,
                    stride,
                    bounds);
        }
    }
}
