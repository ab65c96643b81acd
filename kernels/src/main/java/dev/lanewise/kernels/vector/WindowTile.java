package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;

/** Which of {@link WindowTiles} computes what. */
final class WindowTile {

    /** Numbers of tiles are more than this, those of other tiles are less. */
    private static final int FIRST = 128;

    /** With four, tiles wait for their stores to four planes, and are no faster than others. */
    static final int MOST_VECTORS = 2;

    /** Columns of the window. */
    private static final int COLUMNS = 3;

    /**
     * Of a line's pixels, what may be computed twice where it isn't a multiple of a tile's rows:
     * with two vectors {@link RunTiles} take 4 to 8 % longer, with one 30 to 70 %.
     */
    private static final int FEW = 16;

    private static final int FEW_OF_ONE = 4;

    private WindowTile() {}

    /** The number of the tile of so many vectors, for pixels so many floats of x apart. */
    static int number(int vectors, int strideW) {
        return FIRST + vectors + 8 * strideW;
    }

    /** Whether a tile's number is one of these. */
    static boolean is(int tile) {
        return tile > FIRST;
    }

    /** Vectors of a tile. */
    static int vectors(int tile) {
        return tile & 7;
    }

    /** Rows of a tile. */
    static int rows(int tile) {
        return vectors(tile) == 2 ? 7 : tile == number(1, 1) ? 14 : 8;
    }

    /** Whether whole lines of a panel of so many vectors should be computed by these. */
    static boolean suits(ConvSpec spec, int vectors) {
        int width = spec.y().width();
        int strideW = spec.window().strideW();
        if (spec.x().block() > 1
                || spec.window().kernelW() != COLUMNS
                || spec.window().dilationW() > 1
                || strideW > 2
                || vectors > MOST_VECTORS) {
            return false;
        }
        int rows = rows(number(vectors, strideW));
        int twice = Math.ceilDiv(width, rows) * rows - width;
        return width >= rows && twice <= width / (vectors == 1 ? FEW_OF_ONE : FEW);
    }
}
