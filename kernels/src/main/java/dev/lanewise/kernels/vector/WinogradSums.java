package dev.lanewise.kernels.vector;

/**
 * The products of Winograd's algorithm, all elements in one call: m[e][r][v] = sum over k of x
 * [e][r][k] * w[e][k][v]. Rows are tiles of the image; v goes over the 1, 2 or {@link #VECTORS}
 * vectors of a panel.
 *
 * <p>{@link WinogradSumTiles} where C2 has compiled them, until then {@link ScalarWinograd}. Which
 * one it is does not show in the results.
 */
final class WinogradSums {

    /** Vectors of the widest panel. */
    static final int VECTORS = 4;

    /**
     * Rows of the tile of {@link #VECTORS} vectors that is the last one, where that wastes none.
     */
    private static final int LAST_ROWS = 5;

    /** Forms by vectors. */
    private static final Readiness[] FORMS = {
        new Readiness(), new Readiness(), new Readiness(), new Readiness(), new Readiness()
    };

    private static final Readiness LAST_FORM = new Readiness();
    private static final Readiness ADDING_FORM = new Readiness();
    private static final Readiness LAST_ADDING_FORM = new Readiness();

    private WinogradSums() {}

    /** Vectors of the panels of {@code blocks} channel blocks that waste least on so many rows. */
    static int panel(int blocks, int rows) {
        if (blocks == 1) {
            return 1;
        }
        return sums(blocks, VECTORS, rows) <= sums(blocks, 2, rows) ? VECTORS : 2;
    }

    /** Sums that are computed, whether they are needed or not. */
    private static long sums(int blocks, int vectors, int rows) {
        int tile = tileRows(vectors);
        return (long) Math.ceilDiv(blocks, vectors) * vectors * Math.ceilDiv(rows, tile) * tile;
    }

    /** Rows of a register tile, and so the fewest that there may be. */
    static int tileRows(int vectors) {
        return vectors == VECTORS ? 4 : 8;
    }

    /** {@code rows} rounded up to whole tiles of {@link #VECTORS} vectors. */
    static int padded(int rows) {
        int tile = tileRows(VECTORS);
        return last(rows) > 0 ? rows : Math.ceilDiv(rows, tile) * tile;
    }

    /**
     * Rows of the last tile of {@link #VECTORS} vectors, if they are more than those before have.
     */
    private static int last(int rows) {
        return rows >= LAST_ROWS && rows % tileRows(VECTORS) == 1 ? LAST_ROWS : 0;
    }

    /**
     * Computes the products.
     *
     * @param vectors vectors of a panel
     * @param x address of x
     * @param xRow bytes from one row of x to the next
     * @param xPlane bytes from one element of x to the next
     * @param w address of w [k][vectors][lanes] of the first element
     * @param wPlane bytes from one element of w to the next
     * @param m address of m [rows][vectors][lanes] of the first element
     * @param mPlane bytes from one element of m to the next
     * @param elements elements
     * @param rows rows, at least {@link #tileRows}
     * @param k terms of a sum
     * @param zeros address of [lanes] zeros
     */
    static void multiply(
            int vectors,
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k,
            long zeros) {
        int last = vectors == VECTORS ? last(rows) : 0;
        int first = rows - last;
        if (first > 0) {
            multiply(
                    FORMS[vectors],
                    vectors,
                    tileRows(vectors),
                    x,
                    xRow,
                    xPlane,
                    w,
                    wPlane,
                    m,
                    mPlane,
                    elements,
                    first,
                    k,
                    zeros);
        }
        if (last > 0) {
            multiply(
                    LAST_FORM,
                    vectors,
                    last,
                    x + (long) first * xRow,
                    xRow,
                    xPlane,
                    w,
                    wPlane,
                    m + (long) first * vectors * Lanes.BYTES,
                    mPlane,
                    elements,
                    last,
                    k,
                    zeros);
        }
    }

    /**
     * @param tile rows of a register tile
     */
    private static void multiply(
            Readiness form,
            int vectors,
            int tile,
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k,
            long zeros) {
        if (form.isReady()) {
            tiles(vectors, tile, x, xRow, xPlane, w, wPlane, m, mPlane, elements, rows, k, zeros);
            return;
        }
        while (form.isDue()) {
            // What it writes is written again, in full, by the scalar form.
            long start = System.nanoTime();
            int wide = form.isWideDue() ? 2 : 1;
            int some = Math.min(elements, wide);
            int few = Math.min(rows, wide * tile);
            int steps = Math.min(k, Tiles.TRIAL_STEPS);
            tiles(vectors, tile, x, xRow, xPlane, w, wPlane, m, mPlane, some, few, steps, zeros);
            form.took(true, start, (long) some * few * steps);
        }
        long start = System.nanoTime();
        ScalarWinograd.sums(
                vectors, false, x, xRow, xPlane, w, wPlane, m, mPlane, elements, rows, k);
        form.took(false, start, (long) elements * rows * k);
    }

    private static void tiles(
            int vectors,
            int tile,
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k,
            long zeros) {
        if (vectors == 1) {
            WinogradSumTiles.tile8x1(
                    x, xRow, xPlane, w, wPlane, m, mPlane, elements, rows, k, zeros);
        } else if (vectors == 2) {
            WinogradSumTiles.tile8x2(
                    x, xRow, xPlane, w, wPlane, m, mPlane, elements, rows, k, zeros);
        } else if (tile == LAST_ROWS) {
            WinogradSumTiles.tile5x4(
                    x, xRow, xPlane, w, wPlane, m, mPlane, elements, rows, k, zeros);
        } else {
            WinogradSumTiles.tile4x4(
                    x, xRow, xPlane, w, wPlane, m, mPlane, elements, rows, k, zeros);
        }
    }

    /** Adds products of {@link #VECTORS} vectors to m; rows are {@link #padded}. */
    static void add(
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k) {
        int last = last(rows);
        int first = rows - last;
        if (first > 0) {
            int tile = tileRows(VECTORS);
            add(ADDING_FORM, tile, x, xRow, xPlane, w, wPlane, m, mPlane, elements, first, k);
        }
        if (last > 0) {
            x += (long) first * xRow;
            m += (long) first * VECTORS * Lanes.BYTES;
            add(LAST_ADDING_FORM, last, x, xRow, xPlane, w, wPlane, m, mPlane, elements, last, k);
        }
    }

    /**
     * @param tile rows of a register tile
     */
    private static void add(
            Readiness form,
            int tile,
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k) {
        if (form.isReady()) {
            addTiles(tile, x, xRow, xPlane, w, wPlane, m, mPlane, elements, rows, k);
            return;
        }
        long start = System.nanoTime();
        int tried = form.isDue() ? 1 : 0;
        if (tried > 0) {
            addTiles(tile, x, xRow, xPlane, w, wPlane, m, mPlane, tried, rows, k);
            form.took(true, start, (long) rows * k);
            start = System.nanoTime();
        }
        int rest = elements - tried;
        x += tried * xPlane;
        w += tried * wPlane;
        m += tried * mPlane;
        ScalarWinograd.sums(VECTORS, true, x, xRow, xPlane, w, wPlane, m, mPlane, rest, rows, k);
        form.took(false, start, (long) rest * rows * k);
    }

    private static void addTiles(
            int tile,
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k) {
        if (tile == LAST_ROWS) {
            WinogradSumTiles.add5x4(x, xRow, xPlane, w, wPlane, m, mPlane, elements, rows, k);
        } else {
            WinogradSumTiles.add4x4(x, xRow, xPlane, w, wPlane, m, mPlane, elements, rows, k);
        }
    }
}
