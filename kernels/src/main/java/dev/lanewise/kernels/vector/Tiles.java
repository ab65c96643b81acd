package dev.lanewise.kernels.vector;

/**
 * The register tiles, for kernels to call: {@link RunTiles}, {@link WindowTiles}, their clipped
 * forms, {@link StripTiles}, {@link PackedTiles}, {@link DepthwiseRows}, {@link PixelColumns} and
 * {@link PixelRows} where C2 has compiled them, until then {@link ScalarTiles}, {@link
 * ScalarDepthwise} and {@link ScalarPixel}. Which one it is does not show in the results.
 */
final class Tiles {

    /** More than the number of any tile. */
    private static final int NUMBERS = 160;

    /**
     * Steps of a trial: so few that a tile is compiled for its number of calls before the turns of
     * its loop have the JVM compile that for itself, while it runs (on-stack replacement), which
     * takes C2 up to 15 times as long, for code that is of no use.
     */
    static final int TRIAL_STEPS = 16;

    private static final Readiness[] RUNS = readinesses();
    private static final Readiness[] CLIPPED = readinesses();
    private static final Readiness[] STRIPS = readinesses();
    private static final Readiness[] PACKED = readinesses();

    /** By width plus stride, 4 to 7: each is one pair of them. */
    private static final Readiness[] DEPTHWISE = readinesses();

    /** By vectors of a panel. */
    private static final Readiness[] PIXEL_COLUMNS = readinesses();

    /** By outputs of a panel. */
    private static final Readiness[] PIXEL_ROWS = readinesses();

    private Tiles() {}

    private static Readiness[] readinesses() {
        Readiness[] all = new Readiness[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            all[i] = new Readiness();
        }
        return all;
    }

    private static void vectors(
            int tile,
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            Bounds bounds) {
        if (WindowTile.is(tile)) {
            windows(
                    tile, x, xBytes, y, yBytes, lines, tiles, offsets, k, start, weights, stride,
                    bounds);
        } else if (bounds.hasHigh()) {
            RunTilesClipped.run(
                    tile,
                    x,
                    xStep,
                    xBytes,
                    y,
                    yStep,
                    yBytes,
                    lines,
                    tiles,
                    offsets,
                    k,
                    start,
                    weights,
                    stride,
                    bounds.low(),
                    bounds.high());
        } else {
            RunTiles.run(
                    tile,
                    x,
                    xStep,
                    xBytes,
                    y,
                    yStep,
                    yBytes,
                    lines,
                    tiles,
                    offsets,
                    k,
                    start,
                    weights,
                    stride,
                    bounds.low());
        }
    }

    private static void windows(
            int tile,
            long x,
            long xBytes,
            long y,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            Bounds bounds) {
        if (bounds.hasHigh()) {
            WindowTilesClipped.run(
                    tile,
                    x,
                    xBytes,
                    y,
                    yBytes,
                    lines,
                    tiles,
                    offsets,
                    k,
                    start,
                    weights,
                    stride,
                    bounds.low(),
                    bounds.high());
        } else {
            WindowTiles.run(
                    tile,
                    x,
                    xBytes,
                    y,
                    yBytes,
                    lines,
                    tiles,
                    offsets,
                    k,
                    start,
                    weights,
                    stride,
                    bounds.low());
        }
    }

    /**
     * As {@link RunTiles#run}, {@link WindowTiles#run} or the clipped forms, by the tile's number.
     */
    static void runs(
            int tile,
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            Bounds bounds) {
        Readiness form = (bounds.hasHigh() ? CLIPPED : RUNS)[tile];
        if (form.isReady()) {
            vectors(
                    tile, x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start,
                    weights, stride, bounds);
            return;
        }
        while (form.isDue()) {
            // What it writes is written again, in full, by the scalar form.
            long time = System.nanoTime();
            int wide = form.isWideDue() ? 2 : 1;
            int some = Math.min(lines, wide);
            int few = Math.min(tiles, wide);
            int steps = Math.min(k, TRIAL_STEPS);
            // C2 leaves out what it hasn't seen, a bound as well as none.
            Bounds tried = wide == 1 || bounds.hasHigh() ? bounds : bounds.other();
            vectors(
                    tile, x, xStep, xBytes, y, yStep, yBytes, some, few, offsets, steps, start,
                    weights, stride, tried);
            form.took(true, time, (long) some * few * steps);
        }
        long time = System.nanoTime();
        ScalarTiles.runs(
                tile, x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start, weights,
                stride, bounds);
        form.took(false, time, (long) lines * tiles * k);
    }

    /** As {@link StripTiles#run}. */
    static void strips(
            int tile,
            long x,
            int xStep,
            long y,
            int yStep,
            long offsets,
            int k,
            long start,
            long weights,
            long far,
            int stride,
            float low) {
        Readiness form = STRIPS[tile];
        if (form.isReady()) {
            StripTiles.run(tile, x, xStep, y, yStep, offsets, k, start, weights, far, stride, low);
            return;
        }
        while (form.isDue()) {
            long time = System.nanoTime();
            int steps = Math.min(k, TRIAL_STEPS);
            StripTiles.run(
                    tile, x, xStep, y, yStep, offsets, steps, start, weights, far, stride, low);
            form.took(true, time, steps);
        }
        long time = System.nanoTime();
        int half = (tile & 15) + (tile >> 5 << 4);
        for (int i = 0; i < 2; i++) {
            long shift = (long) i * stride;
            ScalarTiles.runs(
                    half,
                    x,
                    xStep,
                    0,
                    y + shift,
                    yStep,
                    0,
                    1,
                    1,
                    offsets,
                    k,
                    start + shift,
                    weights + i * far,
                    Lanes.BYTES,
                    Bounds.from(low));
        }
        form.took(false, time, k);
    }

    /** As {@link DepthwiseRows#run}. */
    static void depthwise(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            DepthwiseOutput output,
            int blocks,
            int height) {
        Readiness form = DEPTHWISE[window.kernelW() + window.strideW()];
        if (form.isReady()) {
            DepthwiseRows.run(x, window, panel, y, output, blocks, height);
            return;
        }
        while (form.isDue()) {
            long time = System.nanoTime();
            boolean wide = form.isWideDue();
            int some = Math.min(blocks, wide ? 2 : 1);
            int rows = Math.min(height, wide ? 2 : 1);
            DepthwiseOutput few = wide ? output : output.withWidth(DepthwiseRows.TILE);
            DepthwiseRows.run(x, window, panel, y, few, some, rows);
            form.took(true, time, (long) some * rows * few.width());
        }
        long time = System.nanoTime();
        ScalarDepthwise.rows(x, window, panel, y, output, blocks, height);
        form.took(false, time, (long) blocks * height * output.width());
    }

    /** As {@link PixelColumns#run}. */
    static void pixelColumns(
            int vectors, long x, int k, long start, long weights, long y, int panels, float low) {
        Readiness form = PIXEL_COLUMNS[vectors];
        if (form.isReady()) {
            PixelColumns.run(vectors, x, k, start, weights, y, panels, low);
            return;
        }
        int turn = PixelColumns.turn(vectors);
        int few = Math.min(k, TRIAL_STEPS * turn + k % turn);
        while (form.isDue()) {
            long time = System.nanoTime();
            int some = Math.min(panels, form.isWideDue() ? 2 : 1);
            PixelColumns.run(vectors, x, few, start, weights, y, some, low);
            form.took(true, time, (long) some * few);
        }
        long time = System.nanoTime();
        ScalarPixel.columns(vectors, x, k, start, weights, y, panels, low);
        form.took(false, time, (long) panels * k);
    }

    /** As {@link PixelRows#run}. */
    static void pixelRows(
            int rows, long x, int k, long start, long weights, long y, int panels, float low) {
        Readiness form = PIXEL_ROWS[rows];
        if (form.isReady()) {
            PixelRows.run(rows, x, k, start, weights, y, panels, low);
            return;
        }
        int turn = PixelRows.turn(rows) * Lanes.COUNT;
        int few = Math.min(k, TRIAL_STEPS * turn + k % turn);
        while (form.isDue()) {
            long time = System.nanoTime();
            int some = Math.min(panels, form.isWideDue() ? 2 : 1);
            PixelRows.run(rows, x, few, start, weights, y, some, low);
            form.took(true, time, (long) some * few);
        }
        long time = System.nanoTime();
        ScalarPixel.rows(rows, x, k, start, weights, y, panels, low);
        form.took(false, time, (long) panels * k);
    }

    /** Whether {@link PackedTiles#run} may be called right away. */
    static boolean isPackedReady(int tile) {
        return PACKED[tile].isReady();
    }

    /** As {@link PackedTiles#run}, for as many tiles whose rows lie one behind the other. */
    static void packed(
            int tile,
            int tiles,
            long rows,
            long offsets,
            int k,
            long start,
            long weights,
            long shift,
            int stride) {
        Readiness form = PACKED[tile];
        int count = tile & 15;
        if (form.isReady()) {
            for (int i = 0; i < tiles; i++) {
                long first = rows + (long) i * count * PackedRows.BYTES;
                PackedTiles.run(tile, first, offsets, k, start, weights, shift, stride);
            }
            return;
        }
        while (form.isDue()) {
            long time = System.nanoTime();
            int steps = Math.min(k, TRIAL_STEPS);
            PackedTiles.run(tile, rows, offsets, steps, start, weights, shift, stride);
            form.took(true, time, steps);
        }
        long time = System.nanoTime();
        ScalarTiles.packed(
                tile >> 4, tiles * count, rows, offsets, k, start, weights, shift, stride);
        form.took(false, time, (long) tiles * k);
    }
}
