package dev.lanewise.kernels.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the register tiles, which differ only in how many accumulators they name.
 *
 * <p>Run its main method with the module's folder as the argument, then the formatter: {@code mvn
 * -N verify -Dformat=apply}. Everything is spelled out in calls of the JDK, because past some 40
 * vector operations C2 inlines nothing else. Tiles stay below that count, for past some 60 the
 * first compiler gives up, and then the second may never get its turn.
 */
final class TileGenerator {

    static final String FOLDER = "src/main/java/dev/lanewise/kernels/vector/";

    private static final int MAX_ROWS = 8;
    private static final int MAX_VECTORS = 2;
    private static final int MAX_RUN_VECTORS = 4;

    /** Of tiles of a vector and a half; with eight C2 spills. */
    private static final int HALF_ROWS = 6;

    /** Steps of a turn of the loop for so many vectors, so that turns are long. */
    private static final int[] PIXEL_STEPS = {8, 8, 4, 4, 2, 2, 2, 2};

    /** Sums that each vector has, so that none waits for the one before. */
    private static final int[] PIXEL_CHAINS = {8, 4, 4, 2, 2, 2, 2, 1};

    private static final int MOST_PIXEL_ROWS = 24;

    /** Lanes that lie in upper halves. */
    private static final Map<Integer, String> UPPER =
            Map.of(8, "0xff00", 4, "0xf0f0", 2, "0xcccc", 1, "0xaaaa");

    private static final String HEADER =
            """
            package dev.lanewise.kernels.vector;

            import dev.lanewise.kernels.memory.Memory;

            import jdk.incubator.vector.FloatVector;

            import java.lang.foreign.ValueLayout;

            """;

    private TileGenerator() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0], FOLDER);
        Files.writeString(folder.resolve("PackedTiles.java"), packedTiles());
        Files.writeString(folder.resolve("RunTiles.java"), runTiles(false));
        Files.writeString(folder.resolve("RunTilesClipped.java"), runTiles(true));
        Files.writeString(folder.resolve("WindowTiles.java"), windowTiles(false));
        Files.writeString(folder.resolve("WindowTilesClipped.java"), windowTiles(true));
        Files.writeString(folder.resolve("WindowTilesPooled.java"), windowTilesPooled());
        Files.writeString(folder.resolve("StripTiles.java"), stripTiles());
        Files.writeString(folder.resolve("PixelColumns.java"), pixelColumns());
        Files.writeString(folder.resolve("PixelRows.java"), pixelRows());
        Files.writeString(folder.resolve("WinogradSumTiles.java"), winogradSumTiles());
        Files.writeString(folder.resolve("WinogradRowTiles.java"), winogradRowTiles());
        Files.writeString(folder.resolve("DepthwiseTiles.java"), depthwiseTiles());
        Files.writeString(folder.resolve("DepthwiseRows.java"), depthwiseRows());
    }

    /** Broadcast x times vectors of weights. */
    static String packedTiles() {
        StringBuilder out = new StringBuilder(HEADER);
        out.append(
                """
                /**
                 * The register tiles of the packed product, written by TileGenerator: y[r][v] = start[v] + sum over k
                 * of x[r + offsets[k]] * w[k][v].
                 *
                 * <p>Memory: {@code rows} holds for each row the address of x and that of y, as {@link PackedRows}
                 * lays them out; {@code start} is [v][lanes], the weights are [k][v][lanes]; vector v of y lies v *
                 * {@code stride} bytes after the first.
                 *
                 * <p>Registers of the tile R x V: R V accumulators, V weights, one broadcast. Each row keeps its own
                 * base address, so rows may be pixels anywhere.
                 */
                final class PackedTiles {

                    /**
                     * Most steps of a call. C2 cuts loops that may be longer into strips of a thousand, and keeps the
                     * bookkeeping in registers that addresses need.
                     */
                    static final int MAX_K = 1000;

                    private PackedTiles() {}

                    /**
                     * Computes one tile.
                     *
                     * @param tile rows + 16 * vectors
                     * @param rows address of the rows' addresses
                     * @param offsets address of [k] ints, the bytes from a row's x address to its k-th input
                     * @param k steps, at most {@link #MAX_K}
                     * @param start address of the sums' first values
                     * @param weights address of the weights
                     * @param shift bytes from a row's y address to the panel's first vector
                     * @param stride bytes from one vector of y to the next
                     */
                    static void run(
                            int tile,
                            long rows,
                            long offsets,
                            int k,
                            long start,
                            long weights,
                            long shift,
                            int stride) {
                        switch (tile) {
                """);
        for (int vectors = 1; vectors <= MAX_VECTORS; vectors++) {
            for (int rows = 1; rows <= MAX_ROWS; rows++) {
                out.append(
                        "case %d -> tile%dx%d(rows, offsets, k, start, weights, shift%s);\n"
                                .formatted(
                                        rows + 16 * vectors,
                                        rows,
                                        vectors,
                                        vectors > 1 ? ", stride" : ""));
            }
        }
        out.append(
                """
                            default -> throw new IllegalArgumentException("tile " + tile);
                        }
                    }
                """);
        for (int vectors = 1; vectors <= MAX_VECTORS; vectors++) {
            for (int rows = 1; rows <= MAX_ROWS; rows++) {
                packedTile(out, rows, vectors);
            }
        }
        return out.append("}\n").toString();
    }

    private static void packedTile(StringBuilder out, int rows, int vectors) {
        out.append(
                """

                private static void tile%dx%d(
                        long rows, long offsets, int k, long start, long weights, long shift%s) {
                """
                        .formatted(rows, vectors, vectors > 1 ? ", int stride" : ""));
        out.append("long row = Memory.address(rows);\n");
        rowAddresses(out, rows, "");
        if (vectors > 1) {
            out.append("long y = Integer.toUnsignedLong(stride);\n");
        }
        out.append("long s = Memory.address(start);\n");
        for (int v = 0; v < vectors; v++) {
            out.append(
                    "FloatVector c0v%d = %s;\n"
                            .formatted(v, loadAt("s" + times(v, "Lanes.BYTES"))));
        }
        for (int r = 1; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                out.append("FloatVector c%dv%d = c0v%d;\n".formatted(r, v, v));
            }
        }
        out.append(
                """
                long table = Memory.address(offsets);
                long w = Memory.address(weights);
                int steps = Math.min(k, MAX_K);
                """);
        out.append(
                "for (int i = 0; i < steps; %s) {\n"
                        .formatted(next(rows * vectors <= 8 && vectors > 1)));
        out.append(
                "long offset ="
                    + " Integer.toUnsignedLong(Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table"
                    + " + 4L * i));\n");
        for (int r = 0; r < rows; r++) {
            out.append(input(r, "x" + r + " + offset"));
        }
        out.append("long b = w + i * (%dL * Lanes.BYTES);\n".formatted(vectors));
        for (int v = 0; v < vectors; v++) {
            out.append(
                    "FloatVector w%d = %s;\n".formatted(v, loadAt("b" + times(v, "Lanes.BYTES"))));
        }
        for (int r = 0; r < rows; r++) {
            out.append(broadcast("Lanes.SPECIES", r));
            for (int v = 0; v < vectors; v++) {
                out.append(fma("c%dv%d".formatted(r, v), "p", "w" + v));
            }
        }
        out.append("}\n");
        store(out, rows, vectors);
    }

    /**
     * Broadcast x times vectors of weights, for rows at a constant distance.
     *
     * @param clips whether there is an upper bound; a class of its own, for few networks have one
     */
    static String runTiles(boolean clips) {
        StringBuilder out =
                new StringBuilder(
                        HEADER.replace(
                                "FloatVector;\n",
                                "FloatVector;\n%simport jdk.incubator.vector.VectorOperators;\n"
                                        .formatted(
                                                clips
                                                        ? ""
                                                        : "import jdk.incubator.vector.IntVector;\n"
                                                              + "import"
                                                              + " jdk.incubator.vector.LongVector;\n")));
        out.append(
                """
                /**
                 * The register tiles of {@link RunProduct}, written by TileGenerator: y[r][v] = (sum over k of
                 * x[r + offsets[k]] * w[k][v]) + start[v], but at least {@code low}$MOST, for rows r that are neighbouring
                 * pixels of y and equally far apart in x. NaN stays.
                 *
                 * <p>Memory: {@code start} is [v][lanes] and the weights are [k][v][lanes] in the lanes of {@link
                 * Lanes#TILE}. One base address serves all rows, which leaves registers for the loops over tiles; so
                 * a call computes many tiles, and K may have any length. Steps and strides are less than {@link
                 * Memory#MOST_STEP}.
                 */
                final class $NAME {

                    $PAIREDprivate $NAME() {}

                    /**
                     * Computes a rectangle of tiles.
                     *
                     * @param tile rows of a tile + 16 * vectors
                     * @param x address of the first pixel's first input
                     * @param xStep bytes from one pixel to the next
                     * @param xBytes bytes from one line of pixels to the next
                     * @param y address of the first pixel
                     * @param yStep bytes from one pixel to the next
                     * @param yBytes bytes from one line of pixels to the next
                     * @param lines lines of pixels
                     * @param tiles tiles of a line
                     * @param offsets address of [k] ints, the bytes from a pixel's x address to its k-th input
                     * @param k steps
                     * @param start address of what is added to the sums
                     * @param weights address of the weights
                     * @param stride bytes from one channel block of y to the next
                     * @param low the least value of y
                     $HIGH*/
                    static void run(
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
                            float low$PARAMETER) {
                        switch (tile) {
                """
                        .replace("$NAME", clips ? "RunTilesClipped" : "RunTiles")
                        .replace("$MOST", clips ? " and at most {@code high}" : "")
                        .replace("$PAIRED", clips ? "" : PAIRED)
                        .replace("$HIGH", clips ? "* @param high the greatest value of y\n" : "")
                        .replace("$PARAMETER", clips ? ", float high" : ""));
        for (int vectors = 1; vectors <= MAX_RUN_VECTORS; vectors++) {
            for (int rows = 1; rows <= runRows(vectors); rows++) {
                out.append(
                        "case %d -> tile%dx%d(x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start, weights%s, low%s);\n"
                                .formatted(
                                        rows + 16 * vectors,
                                        rows,
                                        vectors,
                                        vectors > 1 ? ", stride" : "",
                                        clips ? ", high" : ""));
            }
        }
        for (int rows = 1; !clips && rows <= MAX_ROWS; rows++) {
            out.append(
                    "case PAIRS + %1$d -> pairs%1$dx1(x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start, weights, low);\n"
                            .formatted(rows));
        }
        for (int rows = 1; !clips && rows <= HALF_ROWS; rows++) {
            out.append(
                    "case HALF + %1$d -> pairs%1$dx2(x, xStep, xBytes, y, yStep, yBytes, lines, tiles, offsets, k, start, weights, stride, low);\n"
                            .formatted(rows));
        }
        out.append(
                """
                            default -> throw new IllegalArgumentException("tile " + tile);
                        }
                    }
                """);
        for (int vectors = 1; vectors <= MAX_RUN_VECTORS; vectors++) {
            for (int rows = 1; rows <= runRows(vectors); rows++) {
                runTile(out, rows, vectors, false, clips);
            }
        }
        for (int rows = 1; !clips && rows <= MAX_ROWS; rows++) {
            runTile(out, rows, 1, true, false);
        }
        for (int rows = 1; !clips && rows <= HALF_ROWS; rows++) {
            runTile(out, rows, 2, true, false);
        }
        return out.append("}\n").toString();
    }

    private static final String PAIRED =
            """
            /**
             * Added to the rows of a tile of one vector that takes two steps at once: the inputs of steps 2 i and 2
             * i + 1 are neighbours, K is even, and the weights are [k / 2][2][lanes] as {@link RunPanels} pairs them.
             * Lanes of the first sum take steps of their own parity and begin with {@code start}, those of the second
             * are their neighbours' other steps: y = first + second with neighbours exchanged. One load of two inputs
             * serves two multiply-adds, of which the loads would otherwise be the limit.
             */
            static final int PAIRS = 96;

            /**
             * The same for a vector and a half, whose weights [k / 2][lanes / 2][2] lie behind the others, and whose
             * start is followed by as many zeros. A third sum has both parities of half as many outputs; the other
             * half of its vector of y is 0.
             */
            static final int HALF = 112;

            /** Most rows of such a tile. */
            static final int HALF_ROWS = %d;

            """
                    .formatted(HALF_ROWS);

    /** Row r of a run in what x86 and AArch64 can address: a base and a scaled register. */
    private static final String[] RUN_ROWS = {
        "a",
        "a + x1",
        "a + (x1 << 1)",
        "a + x3",
        "a + (x1 << 2)",
        "a3 + (x1 << 1)",
        "a + (x3 << 1)",
        "a3 + (x1 << 2)"
    };

    private static int runRows(int vectors) {
        return Math.min(MAX_ROWS, 10 - vectors);
    }

    private static void runTile(
            StringBuilder out, int rows, int vectors, boolean pairs, boolean clips) {
        boolean half = pairs && vectors == 2;
        out.append(
                """

                private static void %s%dx%d(
                        long x, int xStep, long xBytes, long y, int yStep, long yBytes, int lines, int tiles,
                        long offsets, int k, long start, long weights%s, float low%s) {
                    long table = Memory.address(offsets);
                    long w = Memory.address(weights);
                    long s = Memory.address(start);
                    long x1 = Memory.step(xStep);
                    long y1 = Memory.step(yStep);
                """
                        .formatted(
                                pairs ? "pairs" : "tile",
                                rows,
                                vectors,
                                vectors > 1 ? ", int stride" : "",
                                clips ? ", float high" : ""));
        if (half) {
            out.append("long h = w + k * (long) Lanes.TILE_BYTES;\n");
        }
        if (rows > 3) {
            out.append("long x3 = 3 * x1;\n");
            out.append("long y3 = 3 * y1;\n");
        }
        vectorDistances(out, vectors);
        out.append("for (int line = 0; line < lines; line++) {\n");
        out.append("for (int t = 0; t < tiles; t++) {\n");
        out.append(
                "long x0 = Memory.address(x + line * xBytes + t * (%dL * x1));\n".formatted(rows));
        if (pairs) {
            out.append("FloatVector c0v0 = %s;\n".formatted(loadHalf("s")));
            for (int r = 1; r < rows; r++) {
                out.append("FloatVector c%dv0 = c0v0;\n".formatted(r));
            }
        } else {
            zeros(out, rows, vectors);
        }
        for (int r = 0; pairs && r < rows; r++) {
            out.append(
                    "FloatVector d%d = %s;\n"
                            .formatted(r, r == 0 ? "FloatVector.zero(Lanes.TILE)" : "d0"));
        }
        for (int r = 0; half && r < rows; r++) {
            out.append("FloatVector c%dv1 = d0;\n".formatted(r));
        }
        boolean uncounted = vectors > 2 || rows * vectors <= 8;
        out.append(
                "for (int i = 0; i < k; %s) {\n"
                        .formatted(pairs ? "i = (i + 2) & Integer.MAX_VALUE" : next(uncounted)));
        out.append(
                "long a = x0 +"
                    + " Integer.toUnsignedLong(Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table"
                    + " + 4L * i));\n");
        if (rows > 5) {
            out.append("long a3 = a + x3;\n");
        }
        for (int r = 0; r < rows; r++) {
            out.append(pairs ? inputs(r, RUN_ROWS[r]) : input(r, RUN_ROWS[r]));
        }
        out.append("long b = w + i * (%dL * Lanes.TILE_BYTES);\n".formatted(pairs ? 1 : vectors));
        for (int v = 0; v < (pairs ? 2 : vectors); v++) {
            out.append(
                    "FloatVector w%d = %s;\n"
                            .formatted(v, loadHalf("b" + times(v, "Lanes.TILE_BYTES"))));
        }
        if (half) {
            out.append(
                    "FloatVector w2 = %s;\n"
                            .formatted(loadHalf("h + i * (Lanes.TILE_BYTES / 2L)")));
        }
        for (int r = 0; pairs && r < rows; r++) {
            out.append(
                    "%s = LongVector.broadcast(Lanes.TILE_PAIRS, f%d).reinterpretAsFloats();\n"
                            .formatted(r == 0 ? "FloatVector p" : "p", r));
            out.append(fma("c%dv0".formatted(r), "p", "w0"));
            out.append(fma("d" + r, "p", "w1"));
            if (half) {
                out.append(fma("c%dv1".formatted(r), "p", "w2"));
            }
        }
        for (int r = 0; !pairs && r < rows; r++) {
            out.append(broadcast("Lanes.TILE", r));
            for (int v = 0; v < vectors; v++) {
                out.append(fma("c%dv%d".formatted(r, v), "p", "w" + v));
            }
        }
        out.append("}\n");
        outputAddress(out, rows);
        if (half) {
            out.append("FloatVector bias = %s;\n".formatted(loadHalf("s + Lanes.TILE_BYTES")));
        }
        if (!pairs) {
            starts(out, vectors);
        }
        // Fewer sums are as fast with the bound among the stores.
        if (!clips && !pairs && rows * vectors > 16) {
            storeBoundedIfAny(out, rows, vectors);
            out.append("}\n}\n}\n");
            return;
        }
        bounds(out, clips);
        forEach(
                rows,
                vectors,
                (r, v) -> {
                    String sum = "c%dv%d".formatted(r, v);
                    if (!pairs) {
                        out.append("%1$s = %1$s.add(s%2$d);\n".formatted(sum, v));
                    }
                    if (pairs) {
                        String other = exchanged(v == 0 ? "d" + r : sum);
                        out.append("%1$s = %1$s.add(%2$s);\n".formatted(sum, other));
                    }
                    if (v == 1 && half) {
                        out.append("%1$s = %2$s.add(bias);\n".formatted(sum, evens(sum)));
                    }
                    storeBounded(out, sum, outputAt(r, v), clips);
                });
        out.append("}\n}\n}\n");
    }

    /** Rows, vectors and strides of the tiles for windows three inputs wide. */
    private static final int[][] WINDOWS = {{14, 1, 1}, {8, 1, 2}, {7, 2, 1}, {7, 2, 2}};

    /** Columns of the windows of {@link #windowTiles}. */
    private static final int WINDOW = 3;

    /**
     * Broadcast x times vectors of weights, each x for all windows that it is in.
     *
     * @param clips as for {@link #runTiles}
     */
    static String windowTiles(boolean clips) {
        StringBuilder out =
                new StringBuilder(
                        HEADER.replace(
                                "FloatVector;\n",
                                "FloatVector;\nimport jdk.incubator.vector.VectorOperators;\n"));
        out.append(
                """
                /**
                 * Register tiles of {@link RunProduct} for windows three inputs wide, written by TileGenerator: y[r][v]
                 * = start[v] + sum over k of x[r + offsets[k]] * w[k][v], but at least {@code low}$MOST,
                 * where the inputs of steps 3 i, 3 i + 1 and 3 i + 2 are neighbouring floats and rows are one or two
                 * floats apart. NaN stays.
                 *
                 * <p>Each input is loaded once for all rows that see it, so that neither loads are the limit where
                 * there is but one vector, nor the loop where K is small: layers that read pictures. Memory as for
                 * {@link RunTiles}; K is a multiple of three, rows of y are {@link Lanes#BYTES} apart.
                 */
                final class $NAME {

                    private $NAME() {}

                    /**
                     * Computes a rectangle of tiles; parameters as for {@link RunTiles#run}.
                     *
                     * @param tile the number of a {@link WindowTile}
                     */
                    static void run(
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
                            float low$PARAMETER) {
                        switch (tile) {
                """
                        .replace("$NAME", clips ? "WindowTilesClipped" : "WindowTiles")
                        .replace("$MOST", clips ? " and at most {@code high}" : "")
                        .replace("$PARAMETER", clips ? ",float high" : ""));
        for (int[] tile : WINDOWS) {
            out.append(
                    "case %d -> tile%dx%ds%d(x, xBytes, y, yBytes, lines, tiles, offsets, k, start, weights%s, low%s);\n"
                            .formatted(
                                    WindowTile.number(tile[1], tile[2]),
                                    tile[0],
                                    tile[1],
                                    tile[2],
                                    tile[1] > 1 ? ", stride" : "",
                                    clips ? ", high" : ""));
        }
        out.append(
                """
                            default -> throw new IllegalArgumentException("tile " + tile);
                        }
                    }
                """);
        for (int[] tile : WINDOWS) {
            windowTile(out, tile[0], tile[1], tile[2], clips);
        }
        return out.append("}\n").toString();
    }

    private static void windowTile(
            StringBuilder out, int rows, int vectors, int stride, boolean clips) {
        out.append(
                """

                private static void tile%dx%ds%d(
                        long x, long xBytes, long y, long yBytes, int lines, int tiles,
                        long offsets, int k, long start, long weights%s, float low%s) {
                    long table = Memory.address(offsets);
                    long w = Memory.address(weights);
                    long s = Memory.address(start);
                """
                        .formatted(
                                rows,
                                vectors,
                                stride,
                                vectors > 1 ? ", int stride" : "",
                                clips ? ", float high" : ""));
        vectorDistances(out, vectors);
        out.append("for (int line = 0; line < lines; line++) {\n");
        out.append("for (int t = 0; t < tiles; t++) {\n");
        out.append(
                "long x0 = Memory.address(x + line * xBytes + t * %dL);\n"
                        .formatted(rows * stride * Float.BYTES));
        windowSums(out, rows, vectors, stride);
        out.append(
                "long o = Memory.address(y + line * yBytes + t * (%dL * Lanes.BYTES));\n"
                        .formatted(rows));
        bounds(out, clips);
        forEach(
                rows,
                vectors,
                (r, v) ->
                        storeBounded(
                                out,
                                "c%dv%d".formatted(r, v),
                                "o" + times(r, "Lanes.BYTES") + (v == 0 ? "" : " + v" + v),
                                clips));
        out.append("}\n}\n}\n");
    }

    /** The sums of a tile whose first input lies at {@code x0}. */
    private static void windowSums(StringBuilder out, int rows, int vectors, int stride) {
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                out.append(
                        "FloatVector c%dv%d = %s;\n"
                                .formatted(
                                        r,
                                        v,
                                        r == 0
                                                ? loadHalf("s" + times(v, "Lanes.TILE_BYTES"))
                                                : "c0v" + v));
            }
        }
        out.append(
                "for (int i = 0; i < k; i = (i + %d) & Integer.MAX_VALUE) {\n".formatted(WINDOW));
        out.append(
                "long a = x0 +"
                    + " Integer.toUnsignedLong(Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table"
                    + " + 4L * i));\n");
        int inputs = (rows - 1) * stride + WINDOW;
        for (int column = 0; column < inputs; column++) {
            out.append(input(column, column == 0 ? "a" : "a + " + column * Float.BYTES));
        }
        out.append("long b = w + i * (%dL * Lanes.TILE_BYTES);\n".formatted(vectors));
        for (int u = 0; u < WINDOW; u++) {
            for (int v = 0; v < vectors; v++) {
                String address = "b" + times(u * vectors + v, "Lanes.TILE_BYTES");
                out.append("FloatVector w%dv%d = %s;\n".formatted(u, v, loadHalf(address)));
            }
        }
        for (int column = 0; column < inputs; column++) {
            out.append(broadcast("Lanes.TILE", column));
            for (int r = 0; r < rows; r++) {
                int u = column - r * stride;
                for (int v = 0; u >= 0 && u < WINDOW && v < vectors; v++) {
                    out.append(fma("c%dv%d".formatted(r, v), "p", "w%dv%d".formatted(u, v)));
                }
            }
        }
        out.append("}\n");
    }

    /** The tile of {@link #windowTilesPooled}. */
    private static final int POOLED_ROWS = 14;

    /** As {@link #windowTiles}, one tile, with the maxima of two lines instead of their sums. */
    static String windowTilesPooled() {
        StringBuilder out =
                new StringBuilder(
                        HEADER.replace(
                                "FloatVector;\n",
                                "FloatVector;\nimport jdk.incubator.vector.VectorOperators;\n"));
        out.append(
                """
                /**
                 * The register tile of {@link WindowTiles} for one vector and rows a float apart, written by
                 * TileGenerator, with a pooling by 2x2 behind it: of two lines of sums the largest of each 2x2.
                 *
                 * <p>What the first line leaves of its pairs waits in y for the second's. The order of comparisons is
                 * that of {@link PoolWindowLoops}, so that bits are too; only the first of a pair need be held to
                 * {@code low} for that.
                 *
                 * <p>The loops carry no vector but the sums, and no branch sets one: C2 makes objects of such vectors
                 * in one JVM of three. So each line has a method, and a vector in memory adds all sums up, in which
                 * a NaN among them shows; what was written is void then.
                 */
                final class WindowTilesPooled {

                    /** Rows of the tile: sums of a line. */
                    static final int ROWS = %d;

                    private WindowTilesPooled() {}

                """
                        .formatted(POOLED_ROWS));
        pooledTile(out, false);
        pooledTile(out, true);
        out.append("}\n");
        return out.toString();
    }

    private static void pooledTile(StringBuilder out, boolean second) {
        String which = second ? "second" : "first";
        out.append(
                """
                /**
                 * A rectangle of tiles of the lines that are %s of two; other parameters as for {@link RunTiles#run}.
                 *
                 * @param xBytes bytes from one of these lines of sums to the next
                 * @param lines lines of y
                 * @param all a vector to which all sums are added
                 */
                static void %s%dx1s1(
                        long x, long xBytes, long y, long yBytes, int lines, int tiles,
                        long offsets, int k, long start, long weights, float low, long all) {
                    long table = Memory.address(offsets);
                    long w = Memory.address(weights);
                    long s = Memory.address(start);
                    long total = Memory.address(all);
                    for (int line = 0; line < lines; line++) {
                    for (int t = 0; t < tiles; t++) {
                    long x0 = Memory.address(x + line * xBytes + t * %dL);
                """
                        .formatted(which, which, POOLED_ROWS, POOLED_ROWS * Float.BYTES));
        windowSums(out, POOLED_ROWS, 1, 1);
        out.append(
                "long o = Memory.address(y + line * yBytes + t * (%dL * Lanes.BYTES));\n"
                        .formatted(POOLED_ROWS / 2));
        bounds(out, false);
        out.append("FloatVector seen = c0v0.add(c1v0);\n");
        out.append(second ? "FloatVector first;\n" : "");
        for (int r = 0; r < POOLED_ROWS; r += 2) {
            String sum = "c%dv0".formatted(r);
            String next = "c%dv0".formatted(r + 1);
            String to = "o" + times(r / 2, "Lanes.BYTES");
            if (r > 0) {
                out.append("seen = seen.add(%s.add(%s));\n".formatted(sum, next));
            }
            out.append("%s = %s;\n".formatted(sum, bounded(sum, "LT", "floor")));
            out.append("%s = %s;\n".formatted(sum, bounded(sum, "LT", next)));
            if (second) {
                out.append("first = %s;\n".formatted(loadHalf(to)));
                out.append("%s = %s;\n".formatted(sum, bounded("first", "LT", sum)));
            }
            out.append("%s.intoMemorySegment(Memory.ALL, %s, Lanes.ORDER);\n".formatted(sum, to));
        }
        out.append("seen = seen.add(%s);\n".formatted(loadHalf("total")));
        out.append("seen.intoMemorySegment(Memory.ALL, total, Lanes.ORDER);\n}\n}\n}\n");
    }

    private static void vectorDistances(StringBuilder out, int vectors) {
        if (vectors > 1) {
            out.append("long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);\n");
        }
        if (vectors > 2) {
            out.append("long v2 = Lanes.HALVES ? Memory.step(stride) : 2 * v1;\n");
        }
        if (vectors > 3) {
            out.append("long v3 = v2 + v1;\n");
        }
    }

    /** The sums, which begin with zero: with anything else their first step would be late. */
    private static void zeros(StringBuilder out, int rows, int vectors) {
        forEach(
                rows,
                vectors,
                (r, v) -> {
                    String first = r + v == 0 ? "FloatVector.zero(Lanes.TILE)" : "c0v0";
                    out.append("FloatVector c%dv%d = %s;\n".formatted(r, v, first));
                });
    }

    /** What is added to the sums. */
    private static void starts(StringBuilder out, int vectors) {
        for (int v = 0; v < vectors; v++) {
            String start = loadHalf("s" + times(v, "Lanes.TILE_BYTES"));
            out.append("FloatVector s%d = %s;\n".formatted(v, start));
        }
    }

    /**
     * Stores sums with their start, held to a lower bound if there is one: many have none, and what
     * it takes delays the next tile. Broadcast as an int, for C2 would broadcast a float anew at
     * each use.
     */
    private static void storeBoundedIfAny(StringBuilder out, int rows, int vectors) {
        forEach(
                rows,
                vectors,
                (r, v) -> out.append("c%1$dv%2$d = c%1$dv%2$d.add(s%2$d);\n".formatted(r, v)));
        out.append(
                """
                if (low > Float.NEGATIVE_INFINITY) {
                FloatVector floor = IntVector.broadcast(Lanes.TILE_INTS, Float.floatToRawIntBits(low)).reinterpretAsFloats();
                """);
        forEach(
                rows,
                vectors,
                (r, v) -> {
                    String sum = "c%dv%d".formatted(r, v);
                    out.append("%s = %s;\n".formatted(sum, bounded(sum, "LT", "floor")));
                });
        out.append("}\n");
        forEach(
                rows,
                vectors,
                (r, v) ->
                        out.append(
                                "c%dv%d.intoMemorySegment(Memory.ALL, %s, Lanes.ORDER);\n"
                                        .formatted(r, v, outputAt(r, v))));
    }

    private static void bounds(StringBuilder out, boolean clips) {
        out.append("FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);\n");
        if (clips) {
            out.append("FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);\n");
        }
    }

    private static void storeBounded(StringBuilder out, String sum, String address, boolean clips) {
        if (clips) {
            out.append("%s = %s;\n".formatted(sum, bounded(sum, "LT", "floor")));
        }
        out.append(
                "%s.intoMemorySegment(Memory.ALL, %s, Lanes.ORDER);\n"
                        .formatted(
                                clips ? bounded(sum, "GT", "roof") : bounded(sum, "LT", "floor"),
                                address));
    }

    private static String bounded(String sum, String beyond, String bound) {
        return "%1$s.blend(%3$s, %1$s.compare(VectorOperators.%2$s, %3$s))"
                .formatted(sum, beyond, bound);
    }

    /** Neighbouring lanes exchanged. */
    private static String exchanged(String sum) {
        return "%s.reinterpretAsLongs().lanewise(VectorOperators.ROL, 32).reinterpretAsFloats()"
                .formatted(sum);
    }

    /** The even lanes, one behind the other, then zeros. */
    private static String evens(String sum) {
        return "%s.reinterpretAsLongs().lanewise(VectorOperators.AND, 0xffffffffL).reinterpretAsFloats().rearrange(Lanes.TILE_EVENS)"
                .formatted(sum);
    }

    /** Where a tile's pixels begin. */
    private static void outputAddress(StringBuilder out, int rows) {
        out.append(
                "long o = Memory.address(y + line * yBytes + t * (%dL * y1));\n".formatted(rows));
        if (rows > 5) {
            out.append("long o3 = o + y3;\n");
        }
    }

    private static String outputAt(int row, int vector) {
        String pixel = RUN_ROWS[row].replace('a', 'o').replace('x', 'y');
        return vector == 0 ? pixel : pixel + " + v" + vector;
    }

    /** Rows and vectors of the tiles whose weights come from two places at once. */
    private static final int[][] STRIPS = {
        {1, 8}, {2, 8}, {3, 4}, {4, 4}, {5, 4}, {6, 4}, {7, 2}, {8, 2}
    };

    /** Broadcast x times vectors of weights, half of which lie far from the others. */
    static String stripTiles() {
        StringBuilder out =
                new StringBuilder(
                        HEADER.replace(
                                "FloatVector;\n",
                                "FloatVector;\nimport jdk.incubator.vector.VectorOperators;\n"));
        out.append(
                """
                /**
                 * The register tiles of {@link GemmStrips}, written by TileGenerator: y[r][v] = (sum over k of
                 * x[r + offsets[k]] * w[k][v]) + start[v], but at least {@code low}.
                 *
                 * <p>Memory: the first half of a tile's vectors has its weights in one strip, [k][v][lanes], the second
                 * half in another, so that a tile reads two sequences at once. Of a single one the processor doesn't
                 * fetch enough ahead for tiles that have much to do with each weight.
                 */
                final class StripTiles {

                    private StripTiles() {}

                    /**
                     * Computes one tile.
                     *
                     * @param tile rows + 16 * vectors
                     * @param x address of the first row's first input
                     * @param xStep bytes from one row of x to the next
                     * @param y address of the first row
                     * @param yStep bytes from one row of y to the next
                     * @param offsets address of [k] ints, the bytes from a row's x address to its k-th input
                     * @param k steps
                     * @param start address of what is added to the sums
                     * @param weights address of the first strip
                     * @param far bytes from there to the second
                     * @param stride bytes from one half of y, and of the start, to the other
                     * @param low the least value of y
                     */
                    static void run(
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
                        switch (tile) {
                """);
        for (int[] tile : STRIPS) {
            out.append(
                    "case %d -> tile%dx%d(%s, offsets, k, start, weights, far, stride, low);\n"
                            .formatted(
                                    tile[0] + 16 * tile[1],
                                    tile[0],
                                    tile[1],
                                    tile[0] > 1 ? "x, xStep, y, yStep" : "x, y"));
        }
        out.append(
                """
                            default -> throw new IllegalArgumentException("tile " + tile);
                        }
                    }
                """);
        for (int[] tile : STRIPS) {
            stripTile(out, tile[0], tile[1]);
        }
        return out.append("}\n").toString();
    }

    private static void stripTile(StringBuilder out, int rows, int vectors) {
        out.append(
                """

                private static void tile%dx%d(
                        %s, long offsets, int k, long start, long weights, long far, int stride, float low) {
                    long table = Memory.address(offsets);
                    long w = Memory.address(weights);
                    long s = Memory.address(start);
                    long x0 = Memory.address(x);
                    long f1 = Memory.address(far);
                    long v1 = Integer.toUnsignedLong(stride);
                """
                        .formatted(
                                rows,
                                vectors,
                                rows > 1
                                        ? "long x, int xStep, long y, int yStep"
                                        : "long x, long y"));
        if (rows > 1) {
            out.append("long x1 = Integer.toUnsignedLong(xStep);\n");
            out.append("long y1 = Integer.toUnsignedLong(yStep);\n");
        }
        if (rows > 3) {
            out.append("long x3 = 3 * x1;\n");
            out.append("long y3 = 3 * y1;\n");
        }
        zeros(out, rows, vectors);
        out.append("for (int i = 0; i < k; %s) {\n".formatted(next(true)));
        out.append(
                "long a = x0 +"
                    + " Integer.toUnsignedLong(Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table"
                    + " + 4L * i));\n");
        if (rows > 5) {
            out.append("long a3 = a + x3;\n");
        }
        out.append("long b = w + i * (%dL * Lanes.TILE_BYTES);\n".formatted(vectors / 2));
        for (int v = 0; v < vectors; v++) {
            out.append(
                    "FloatVector w%d = %s;\n".formatted(v, loadHalf("b" + half(v, vectors, "f1"))));
        }
        for (int r = 0; r < rows; r++) {
            out.append(
                    "%s = FloatVector.broadcast(Lanes.TILE, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, %s));\n"
                            .formatted(r == 0 ? "FloatVector p" : "p", RUN_ROWS[r]));
            for (int v = 0; v < vectors; v++) {
                out.append(fma("c%dv%d".formatted(r, v), "p", "w" + v));
            }
        }
        out.append("}\n");
        out.append("long o = Memory.address(y);\n");
        out.append("FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);\n");
        for (int v = 0; v < vectors; v++) {
            out.append(
                    "FloatVector s%d = %s;\n".formatted(v, loadHalf("s" + half(v, vectors, "v1"))));
        }
        if (rows > 5) {
            out.append("long o3 = o + y3;\n");
        }
        forEach(
                rows,
                vectors,
                (r, v) -> {
                    String sum = "c%dv%d".formatted(r, v);
                    out.append("%1$s = %1$s.add(s%2$d);\n".formatted(sum, v));
                    String pixel = RUN_ROWS[r].replace('a', 'o').replace('x', 'y');
                    out.append(
                            "%s.intoMemorySegment(Memory.ALL, %s%s, Lanes.ORDER);\n"
                                    .formatted(
                                            bounded(sum, "LT", "floor"),
                                            pixel,
                                            half(v, vectors, "v1")));
                });
        out.append("}\n");
    }

    /** What is added for a vector of a tile whose second half lies {@code far}. */
    private static String half(int v, int vectors, String far) {
        String shift = times(v % (vectors / 2), "Lanes.TILE_BYTES");
        return v < vectors / 2 ? shift : " + " + far + shift;
    }

    /** Broadcast x times vectors of weights, for a single row. */
    static String pixelColumns() {
        StringBuilder out =
                new StringBuilder(
                        HEADER.replace(
                                "FloatVector;\n",
                                "FloatVector;\nimport jdk.incubator.vector.VectorOperators;\n"));
        out.append(
                """
                /**
                 * The loops of {@link ConvPixel} for many outputs, written by TileGenerator: y[v] = (sum over k of
                 * x[k] * w[k][v]) + start[v], but at least {@code low}.
                 *
                 * <p>Memory: panel after panel of one to eight vectors, weights [k][v][lanes].
                 *
                 * <p>Weights' addresses aren't marked, so that C2 checks each and keeps the loads in their order. It
                 * mixes up those it needn't check, and then the processor fetches too little ahead: from the
                 * second-level cache that takes 1.5 times as long.
                 */
                final class PixelColumns {

                    /** Vectors of a panel, at most. */
                    static final int MOST = 8;

                    private PixelColumns() {}

                """);
        pixelTable(out, "Inputs of a turn of the loop.", "turn", PIXEL_STEPS);
        pixelTable(out, "Sums of each vector, which take inputs in turn.", "chains", PIXEL_CHAINS);
        pixelRun(out, "vectors", "vectors of a panel, at most eight");
        for (int vectors = 1; vectors <= PIXEL_STEPS.length; vectors++) {
            out.append(
                    "case %1$d -> columns%1$d(x, k, start, weights, y, panels, low);\n"
                            .formatted(vectors));
        }
        out.append(
                "default -> throw new IllegalArgumentException(\"panel of \" + vectors + \""
                        + " vectors\");\n"
                        + "}\n"
                        + "}\n");
        for (int vectors = 1; vectors <= PIXEL_STEPS.length; vectors++) {
            pixelColumn(out, vectors, PIXEL_STEPS[vectors - 1], PIXEL_CHAINS[vectors - 1]);
        }
        return out.append("}\n").toString();
    }

    /** A method that tells scalar forms and trials how a panel's loop is written. */
    private static void pixelTable(StringBuilder out, String words, String name, int[] values) {
        out.append(
                "/** %s */\nstatic int %s(int vectors) {\nreturn switch (vectors) {\n"
                        .formatted(words, name));
        for (int vectors = 1; vectors < values.length; vectors++) {
            out.append("case %d -> %d;\n".formatted(vectors, values[vectors - 1]));
        }
        out.append("default -> %d;\n};\n}\n\n".formatted(values[values.length - 1]));
    }

    /** The head of what calls the loop for a panel. */
    private static void pixelRun(StringBuilder out, String size, String meaning) {
        out.append(
                """
                    /**
                     * Computes some panels.
                     *
                     * @param %1$s %2$s
                     * @param x address of the inputs
                     * @param k inputs
                     * @param start address of what is added to the sums
                     * @param weights address of the first panel's weights
                     * @param y address of the first output
                     * @param panels how many
                     * @param low the least value of y
                     */
                    static void run(
                            int %1$s, long x, int k, long start, long weights, long y, int panels, float low) {
                        switch (%1$s) {
                """
                        .formatted(size, meaning));
    }

    private static void pixelHead(StringBuilder out, String name) {
        out.append(
                """

                private static void %s(
                        long x, int k, long start, long weights, long y, int panels, float low) {
                    long xs = Memory.address(x);
                    long w = weights;
                    long s = start;
                    long o = y;
                    FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
                    for (int panel = 0; panel < panels; panel = (panel + 1) & Integer.MAX_VALUE) {
                    s = Memory.address(s);
                    o = Memory.address(o);
                """
                        .formatted(name));
    }

    private static void pixelColumn(StringBuilder out, int vectors, int steps, int chains) {
        pixelHead(out, "columns" + vectors);
        for (int c = 0; c < chains; c++) {
            for (int v = 0; v < vectors; v++) {
                out.append(
                        "FloatVector c%dv%d = %s;\n"
                                .formatted(
                                        c,
                                        v,
                                        c + v == 0 ? "FloatVector.zero(Lanes.SPECIES)" : "c0v0"));
            }
        }
        out.append("int i = 0;\n");
        out.append(
                "for (; i < k - %d; i = (i + %d) & Integer.MAX_VALUE) {\n"
                        .formatted(steps - 1, steps));
        pixelColumnSteps(out, vectors, steps, chains);
        out.append("}\n");
        out.append("for (; i < k; %s) {\n".formatted(next(true)));
        pixelColumnSteps(out, vectors, 1, 1);
        out.append("}\n");
        for (int v = 0; v < vectors; v++) {
            String sum = "c0v" + v;
            String added =
                    sumOf(chains, "c%dv" + v)
                            + ".add("
                            + loadAt("s" + times(v, "Lanes.BYTES"))
                            + ")";
            out.append("%s = %s;\n".formatted(sum, added));
            out.append(
                    "%s.intoMemorySegment(Memory.ALL, o%s, Lanes.ORDER);\n"
                            .formatted(bounded(sum, "LT", "floor"), times(v, "Lanes.BYTES")));
        }
        out.append(
                "s += %1$dL * Lanes.BYTES;\no += %1$dL * Lanes.BYTES;\n}\n}\n".formatted(vectors));
    }

    private static void pixelColumnSteps(StringBuilder out, int vectors, int steps, int chains) {
        for (int step = 0; step < steps; step++) {
            out.append(input(step, "xs + 4L * i" + (step == 0 ? "" : " + " + 4 * step)));
        }
        for (int step = 0; step < steps; step++) {
            out.append(broadcast("Lanes.SPECIES", step));
            for (int v = 0; v < vectors; v++) {
                out.append(
                        (step + v == 0 ? "FloatVector m = %s;\n" : "m = %s;\n")
                                .formatted(loadAt("w" + times(step * vectors + v, "Lanes.BYTES"))));
                out.append(fma("c%dv%d".formatted(step % chains, v), "p", "m"));
            }
        }
        out.append("w += %dL * Lanes.BYTES;\n".formatted(steps * vectors));
    }

    /** The sum of some chains, neighbours first. */
    private static String sumOf(int chains, String name) {
        List<String> terms = new ArrayList<>();
        for (int c = 0; c < chains; c++) {
            terms.add(name.formatted(c));
        }
        while (terms.size() > 1) {
            List<String> sums = new ArrayList<>();
            for (int t = 0; t < terms.size(); t += 2) {
                sums.add(terms.get(t) + ".add(" + terms.get(t + 1) + ")");
            }
            terms = sums;
        }
        return terms.getFirst();
    }

    /** Vectors of x times vectors of weights, for a single row. */
    static String pixelRows() {
        StringBuilder out =
                new StringBuilder(
                        HEADER.replace(
                                        "FloatVector;\n",
                                        "FloatVector;\n"
                                                + "import jdk.incubator.vector.VectorMask;\n"
                                                + "import jdk.incubator.vector.VectorOperators;\n"
                                                + "import jdk.incubator.vector.VectorShuffle;\n")
                                .replace("import java.lang.foreign.ValueLayout;\n\n", ""));
        out.append(
                """
                /**
                 * The loops of {@link ConvPixel} for few outputs of many inputs, written by TileGenerator: y[r] = (sum
                 * over k of x[k] * w[r][k]) + start[r], but at least {@code low}, for whole vectors of k.
                 *
                 * <p>Memory: panel after panel of 4 to 24 outputs, weights [k / lanes][r][lanes], in addresses that
                 * aren't marked, as in {@link PixelColumns}.
                 *
                 * <p>Lanes are added up for 16, 8 or 4 outputs at once: the upper halves of one vector and the lower
                 * ones of another change places, and the sum of both has half of each one's lanes; and so on with
                 * these. Only for vectors of 16 lanes.
                 */
                final class PixelRows {

                    /** Whether vectors are as wide as these loops want them. */
                    static final boolean USABLE = Lanes.COUNT == 16;

                    /** Outputs by which panels differ. */
                    static final int STEP = 4;

                    /** Outputs of a panel, at most. */
                    static final int MOST = 24;

                """);
        for (int half = 8; half >= 1; half /= 2) {
            out.append(
                    "private static final VectorShuffle<Float> SWAP%1$d = VectorShuffle.fromOp(Lanes.SPECIES, i -> i ^ %1$d);\n"
                            .formatted(half));
        }
        for (int half = 8; half >= 1; half /= 2) {
            out.append(
                    "private static final VectorMask<Float> UPPER%1$d = VectorMask.fromLong(Lanes.SPECIES, %2$s);\n"
                            .formatted(half, UPPER.get(half)));
        }
        for (int apart = 2; apart <= 4; apart *= 2) {
            out.append(
                    "private static final VectorShuffle<Float> EACH%1$d = VectorShuffle.fromOp(Lanes.SPECIES, i -> %1$d * i & 15);\n"
                            .formatted(apart));
        }
        out.append("\nprivate PixelRows() {}\n\n");
        out.append(
                """
                /** Vectors of inputs of a turn of the loop, and sums of each output, which take them in turn. */
                static int turn(int rows) {
                    return switch (rows) {
                        case 4 -> %d;
                        case 8 -> %d;
                        default -> 1;
                    };
                }

                """
                        .formatted(rowSteps(4), rowSteps(8)));
        pixelRun(out, "rows", "outputs of a panel, a multiple of four, at most 24");
        for (int rows = 4; rows <= MOST_PIXEL_ROWS; rows += 4) {
            out.append(
                    "case %1$d -> rows%1$d(x, k, start, weights, y, panels, low);\n"
                            .formatted(rows));
        }
        out.append(
                "default -> throw new IllegalArgumentException(\"panel of \" + rows + \" rows\");\n"
                        + "}\n"
                        + "}\n");
        for (int rows = 4; rows <= MOST_PIXEL_ROWS; rows += 4) {
            pixelRow(out, rows);
        }
        return out.append("}\n").toString();
    }

    private static int rowSteps(int rows) {
        return rows == 4 ? 4 : rows == 8 ? 2 : 1;
    }

    private static void pixelRow(StringBuilder out, int rows) {
        int steps = rowSteps(rows);
        pixelHead(out, "rows" + rows);
        for (int c = 0; c < steps; c++) {
            for (int r = 0; r < rows; r++) {
                out.append(
                        "FloatVector c%dv%d = %s;\n"
                                .formatted(
                                        c,
                                        r,
                                        c + r == 0 ? "FloatVector.zero(Lanes.SPECIES)" : "c0v0"));
            }
        }
        out.append("int i = 0;\n");
        if (steps > 1) {
            out.append(
                    "for (; i < k - %d; i = (i + %d) & Integer.MAX_VALUE) {\n"
                            .formatted(16 * steps - 1, 16 * steps));
            pixelRowSteps(out, rows, steps);
            out.append("}\n");
        }
        out.append("for (; i < k; i = (i + 16) & Integer.MAX_VALUE) {\n");
        pixelRowSteps(out, rows, 1);
        out.append("}\n");
        for (int r = 0; r < rows && steps > 1; r++) {
            out.append("c0v%d = %s;\n".formatted(r, sumOf(steps, "c%dv" + r)));
        }
        int done = 0;
        for (int group = 16; group >= 4; group /= 2) {
            for (; rows - done >= group; done += group) {
                laneSums(out, done, group);
                storeRows(out, done, group);
            }
        }
        out.append("s += %1$d;\no += %1$d;\n}\n}\n".formatted(4 * rows));
    }

    private static void pixelRowSteps(StringBuilder out, int rows, int steps) {
        for (int step = 0; step < steps; step++) {
            out.append(
                    (step == 0 ? "FloatVector p = %s;\n" : "p = %s;\n")
                            .formatted(loadAt("xs + 4L * i" + times(step, "Lanes.BYTES"))));
            for (int r = 0; r < rows; r++) {
                out.append(
                        (step + r == 0 ? "FloatVector m = %s;\n" : "m = %s;\n")
                                .formatted(loadAt("w" + times(step * rows + r, "Lanes.BYTES"))));
                out.append(fma("c%dv%d".formatted(step, r), "p", "m"));
            }
        }
        out.append("w += %dL * Lanes.BYTES;\n".formatted(steps * rows));
    }

    /** Adds up the lanes of some rows; the first row's vector then has all sums. */
    private static void laneSums(StringBuilder out, int first, int count) {
        int half = 8;
        for (int left = count / 2; left >= 1; left /= 2) {
            for (int r = first; r < first + left; r++) {
                out.append(
                        "c0v%1$d = c0v%1$d.blend(c0v%2$d, UPPER%3$d).add(c0v%2$d.blend(c0v%1$d, UPPER%3$d).rearrange(SWAP%3$d));\n"
                                .formatted(r, r + left, half));
            }
            half /= 2;
        }
        for (; half >= 1; half /= 2) {
            out.append(
                    "c0v%1$d = c0v%1$d.add(c0v%1$d.rearrange(SWAP%2$d));\n".formatted(first, half));
        }
    }

    private static void storeRows(StringBuilder out, int first, int count) {
        String sum = "c0v" + first;
        String at = first == 0 ? "" : " + " + 4 * first;
        String sums = count == 16 ? sum : "%s.rearrange(EACH%d)".formatted(sum, 16 / count);
        out.append("%s = %s.add(%s);\n".formatted(sum, sums, loadAt("s" + at)));
        String bounded = bounded(sum, "LT", "floor");
        out.append(
                "%s.intoMemorySegment(Memory.ALL, o%s, Lanes.ORDER);\n"
                        .formatted(
                                count == 16
                                        ? bounded
                                        : bounded
                                                + ".reinterpretShape(FloatVector.SPECIES_%d, 0)"
                                                        .formatted(32 * count),
                                at));
    }

    /**
     * How a loop counts. C2 unrolls short counted loops, loads ahead and then spills; a loop that
     * it does not recognise as counted stays as it is written.
     */
    private static String next(boolean uncounted) {
        return uncounted ? "i = (i + 1) & Integer.MAX_VALUE" : "i++";
    }

    private static void rowAddresses(StringBuilder out, int rows, String shift) {
        for (int r = 0; r < rows; r++) {
            out.append("long x%d = Memory.address(%s%s);\n".formatted(r, longAt(16 * r), shift));
        }
    }

    private static void outputAddresses(StringBuilder out, int rows) {
        for (int r = 0; r < rows; r++) {
            out.append("long y%d = Memory.address(%s + shift);\n".formatted(r, longAt(16 * r + 8)));
        }
    }

    private static String longAt(int offset) {
        return "Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, row%s)"
                .formatted(offset == 0 ? "" : " + " + offset);
    }

    /** Stores the accumulators; ends the method. */
    private static void store(StringBuilder out, int rows, int vectors) {
        outputAddresses(out, rows);
        forEach(
                rows,
                vectors,
                (r, v) ->
                        out.append(
                                "c%dv%d.intoMemorySegment(Memory.ALL, y%d%s, Lanes.ORDER);\n"
                                        .formatted(r, v, r, times(v, "y"))));
        out.append("}\n");
    }

    private interface Accumulator {
        void at(int row, int vector);
    }

    private static void forEach(int rows, int vectors, Accumulator line) {
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                line.at(r, v);
            }
        }
    }

    private static String times(int v, String stride) {
        return v == 0 ? "" : v == 1 ? " + " + stride : " + " + v + "L * " + stride;
    }

    private static String loadAt(String address) {
        return "FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, %s, Lanes.ORDER)"
                .formatted(address);
    }

    private static String loadHalf(String address) {
        return loadAt(address).replace("SPECIES", "TILE");
    }

    /**
     * Row r's input. All rows' come before any vector of a step: where a method has passed C2's
     * bound of 18,000 nodes, and a multiply-add makes 470 of them, C2 no longer inlines what reads
     * a scalar, and a call within the loop takes three times the step's time.
     */
    private static String input(int row, String address) {
        return "float f%d = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, %s);\n"
                .formatted(row, address);
    }

    /** Row r's input and the one behind it. */
    private static String inputs(int row, String address) {
        return "long f%d = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, %s);\n"
                .formatted(row, address);
    }

    private static String broadcast(String species, int row) {
        return "%s = FloatVector.broadcast(%s, f%d);\n"
                .formatted(row == 0 ? "FloatVector p" : "p", species, row);
    }

    private static String fma(String c, String a, String b) {
        return "%s = Lanes.FMA ? %s.fma(%s, %s) : %s.mul(%s).add(%s);\n"
                .formatted(c, a, b, c, a, b, c);
    }

    /** Vectors of x times vectors of weights. */
    static String depthwiseTiles() {
        StringBuilder out = new StringBuilder(HEADER);
        out.append(
                """
                /**
                 * The register tiles of depthwise convolution, written by TileGenerator: y[r] = bias + sum over k of
                 * x[r + offsets[k]] * w[k], every term a vector of channels.
                 *
                 * <p>Memory as in {@link PackedTiles}, with panels of one vector that begin with the bias. Registers:
                 * an accumulator for each row, one weight, one input.
                 */
                final class DepthwiseTiles {

                    private DepthwiseTiles() {}

                    /**
                     * Computes one tile; parameters as in {@link PackedTiles#run} and:
                     *
                     * @param tile rows
                     * @param panel address of bias and weights
                     * @param xShift bytes from a row's x address to the panel's block of channels
                     * @param shift bytes from a row's y address to the panel's block of channels
                     */
                    static void run(
                            int tile,
                            long rows,
                            long offsets,
                            int k,
                            long panel,
                            long xShift,
                            long shift) {
                        switch (tile) {
                """);
        for (int rows = 1; rows <= MAX_ROWS; rows++) {
            out.append(
                    "case %d -> tile%d(rows, offsets, k, panel, xShift, shift);\n"
                            .formatted(rows, rows));
        }
        out.append(
                """
                            default -> throw new IllegalArgumentException("tile " + tile);
                        }
                    }
                """);
        for (int rows = 1; rows <= MAX_ROWS; rows++) {
            depthwiseTile(out, rows);
        }
        return out.append("}\n").toString();
    }

    private static void depthwiseTile(StringBuilder out, int rows) {
        out.append(
                """

                private static void tile%d(
                        long rows, long offsets, int k, long panel, long xShift, long shift) {
                """
                        .formatted(rows));
        out.append("long row = Memory.address(rows);\n");
        rowAddresses(out, rows, " + xShift");
        out.append(
                """
                long table = Memory.address(offsets);
                long w = Memory.address(panel) + Lanes.BYTES;
                int steps = Math.min(k, PackedTiles.MAX_K);
                """);
        for (int r = 0; r < rows; r++) {
            out.append(
                    "FloatVector c%dv0 = %s;\n"
                            .formatted(r, r == 0 ? loadAt("w - Lanes.BYTES") : "c0v0"));
        }
        out.append("for (int i = 0; i < steps; %s) {\n".formatted(next(true)));
        out.append(
                "long offset ="
                    + " Integer.toUnsignedLong(Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, table"
                    + " + 4L * i));\n");
        out.append("FloatVector w0 = %s;\n".formatted(loadAt("w + (long) i * Lanes.BYTES")));
        for (int r = 0; r < rows; r++) {
            out.append(
                    "%s = %s;\n"
                            .formatted(
                                    r == 0 ? "FloatVector x" : "x", loadAt("x" + r + " + offset")));
            out.append(fma("c%dv0".formatted(r), "x", "w0"));
        }
        out.append("}\n");
        store(out, rows, 1);
    }

    /** Products of matrices that are so small that one call does many. */
    static String winogradSumTiles() {
        StringBuilder out = new StringBuilder(HEADER);
        out.append(
                """
                /**
                 * The register tiles of {@link WinogradSums}, written by TileGenerator: m[e][r][v] = sum over k of
                 * x[e][r][k] * w[e][k][v], for as many elements e and rows r as are asked for; or that added to m.
                 *
                 * <p>Memory: x [r][k], rows at a constant distance; w [k][v][lanes]; m [r][v][lanes]. The last tile
                 * of an element ends with the last row, and computes again what it shares with the one before; tiles
                 * that add may not share. There are no fewer rows than a tile has.
                 */
                final class WinogradSumTiles {

                    private WinogradSumTiles() {}
                """);
        winogradSumTile(out, 4, 4, false);
        winogradSumTile(out, 4, 4, true);
        winogradSumTile(out, 5, 4, false);
        winogradSumTile(out, 5, 4, true);
        winogradSumTile(out, 8, 2, false);
        winogradSumTile(out, 8, 1, false);
        return out.append("}\n").toString();
    }

    private static void winogradSumTile(StringBuilder out, int rows, int vectors, boolean adds) {
        out.append(
                """

                static void %s%dx%d(
                        long x, int xRow, long xPlane, long w, long wPlane, long m, long mPlane, int elements,
                        int rows, int k%s) {
                    long x1 = Memory.step(xRow);
                    long x3 = 3 * x1;
                    %sfor (int e = 0; e < elements; e++) {
                        long b0 = Memory.address(w + e * wPlane);
                        for (int row = 0; row < rows; row += %d) {
                            long r = Math.min(row, rows - %d);
                            long x0 = Memory.address(x + e * xPlane + r * x1);
                            long o = Memory.address(m + e * mPlane + r * (%dL * Lanes.BYTES));
                """
                        .formatted(
                                adds ? "add" : "tile",
                                rows,
                                vectors,
                                adds ? "" : ", long zeros",
                                adds ? "" : "long zero = Memory.address(zeros);\n",
                                rows,
                                rows,
                                vectors));
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                String start = adds ? loadAt("o" + times(r * vectors + v, "Lanes.BYTES")) : "c0v0";
                out.append(
                        "FloatVector c%dv%d = %s;\n"
                                .formatted(r, v, !adds && r + v == 0 ? loadAt("zero") : start));
            }
        }
        out.append("for (int i = 0; i < k; %s) {\n".formatted(next(true)));
        out.append("long a = x0 + 4L * i;\n");
        if (rows > 5) {
            out.append("long a3 = a + x3;\n");
        }
        out.append("long b = b0 + i * (%dL * Lanes.BYTES);\n".formatted(vectors));
        for (int v = 0; v < vectors; v++) {
            out.append(
                    "FloatVector w%d = %s;\n".formatted(v, loadAt("b" + times(v, "Lanes.BYTES"))));
        }
        for (int r = 0; r < rows; r++) {
            out.append(
                    "%s = FloatVector.broadcast(Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, %s));\n"
                            .formatted(r == 0 ? "FloatVector p" : "p", RUN_ROWS[r]));
            for (int v = 0; v < vectors; v++) {
                out.append(fma("c%dv%d".formatted(r, v), "p", "w" + v));
            }
        }
        out.append("}\n");
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                out.append(
                        "c%dv%d.intoMemorySegment(Memory.ALL, o%s, Lanes.ORDER);\n"
                                .formatted(r, v, times(r * vectors + v, "Lanes.BYTES")));
            }
        }
        out.append("}\n}\n}\n");
    }

    /** Two elements of a row of Winograd's products, transformed from weights on the way. */
    static String winogradRowTiles() {
        StringBuilder out = new StringBuilder(HEADER);
        out.append(
                """
                /**
                 * The register tiles of {@link WinogradRows}, written by TileGenerator: two elements of a row, four tiles or two of them, two
                 * vectors of outputs. The first value of the second vector's row is a kernel behind that of the
                 * first.
                 */
                final class WinogradRowTiles {

                    /** Bytes from one row of a kernel to the next, [3][lanes]. */
                    static final long LINE = 3L * Lanes.BYTES;

                    /** Bytes from one kernel to the next. */
                    static final long KERNEL = 3 * LINE;

                    /** Bytes from one channel's kernels to the next's. */
                    static final int CHANNEL = WinogradSums.VECTORS * 9 * Lanes.BYTES;

                    /** Bytes from one tile's inputs to the next's. */
                    static final long TILE = (long) WinogradRows.CHUNK * Float.BYTES;

                    private WinogradRowTiles() {}

                    /**
                     * Two elements of a row: (whole + half part) + w1, and the same with - w1, where w1 lies
                     * between the two.
                     *
                     * @param whole address of the value [lanes] that counts whole, the first or the last
                     * @param part address of the value that counts half, the other one
                     * @param half a half; a constant would be loaded anew each time
                     * @param x0 address of the first element's inputs
                     * @param x1 address of the second's
                     * @param k channels
                     * @param y0 address of the first element's sums [tiles][vectors][lanes]
                     * @param y1 address of the second's
                     */
                """);
        List<Integer> all = List.of(0, 1, 2, 3);
        List<Integer> two = List.of(0, 1);
        winogradRowTile(out, "pair", true, all, all);
        out.append("\n/** As {@link #pair}, for two tiles. */\n");
        winogradRowTile(out, "pair2", true, two, two);
        out.append(
                """

                /**
                 * As {@link #pair}, for two elements that are values of w themselves, the first and the last.
                 */
                """);
        winogradRowTile(out, "ends", false, all, all);
        out.append("\n/** As {@link #ends}, for two tiles. */\n");
        winogradRowTile(out, "ends2", false, two, two);
        out.append(
                """

                /** As {@link #ends}, but of the second element only the second and the fourth tile. */
                """);
        winogradRowTile(out, "endsOfOdd", false, all, List.of(1, 3));
        out.append("\n/** As {@link #ends}, but of the second element not the third tile. */\n");
        winogradRowTile(out, "endsButThird", false, all, List.of(0, 1, 3));
        return out.append("}\n").toString();
    }

    /**
     * @param pair whether the elements are a sum and a difference, or values of w themselves
     * @param first tiles that want the first element
     * @param second tiles that want the second one
     */
    private static void winogradRowTile(
            StringBuilder out,
            String name,
            boolean pair,
            List<Integer> first,
            List<Integer> second) {
        out.append(
                "static void %s(%s, long x0, long x1, int k, long y0, long y1) {\n"
                        .formatted(name, pair ? "long whole, long part, float half" : "long w"));
        out.append(pair ? "FloatVector f = FloatVector.broadcast(Lanes.SPECIES, half);\n" : "");
        out.append("long a0 = Memory.address(x0);\nlong b0 = Memory.address(x1);\n");
        out.append(
                pair
                        ? """
                        long w0 = Memory.address(whole);
                        long w1 = Memory.address(Math.min(whole, part) + Lanes.BYTES);
                        long w2 = Memory.address(part);
                        """
                        : "long w0 = Memory.address(w);\n");
        out.append("long m0 = Memory.address(y0);\nlong m1 = Memory.address(y1);\n");
        List<List<Integer>> elements = List.of(first, second);
        for (int e = 0; e < 2; e++) {
            for (int tile : elements.get(e)) {
                for (int v = 0; v < 2; v++) {
                    String sum = loadAt("m" + e + times(4 * tile + v, "Lanes.BYTES"));
                    out.append("FloatVector c%d%d%d = %s;\n".formatted(e, tile, v, sum));
                }
            }
        }
        out.append("for (int i = 0; i < k; %s) {\n".formatted(next(true)));
        out.append("long a = a0 + 4L * i;\nlong b = b0 + 4L * i;\n");
        String start = pair ? "" : "w0 + ";
        out.append("long from = %sInteger.toUnsignedLong(i * CHANNEL);\n".formatted(start));
        for (int v = 0; v < 2; v++) {
            String kernel = v == 0 ? "from" : "from + KERNEL";
            if (pair) {
                for (int w = 0; w < 3; w++) {
                    String value = List.of("even", "odd", "half").get(w);
                    String load = loadAt("w%d + %s".formatted(w, kernel));
                    out.append("FloatVector %s%d = %s;\n".formatted(value, v, load));
                }
                out.append(fma("even" + v, "half" + v, "f"));
                out.append("FloatVector u%d = even%d.add(odd%d);\n".formatted(v, v, v));
            } else {
                out.append("FloatVector u%d = %s;\n".formatted(v, loadAt(kernel)));
            }
        }
        for (int e = 0; e < 2; e++) {
            for (int v = 0; e == 1 && v < 2; v++) {
                String kernel = v == 0 ? "from" : "from + KERNEL";
                out.append(
                        pair
                                ? "u%d = even%d.sub(odd%d);\n".formatted(v, v, v)
                                : "u%d = %s;\n"
                                        .formatted(v, loadAt(kernel + times(2, "Lanes.BYTES"))));
            }
            for (int tile : elements.get(e)) {
                String times = tile > 1 ? tile + " * " : "";
                out.append(
                        "%sp = FloatVector.broadcast(Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, %s%s));\n"
                                .formatted(
                                        e + tile == 0 ? "FloatVector " : "",
                                        e == 0 ? "a" : "b",
                                        tile == 0 ? "" : " + " + times + "TILE"));
                out.append(fma("c%d%d0".formatted(e, tile), "p", "u0"));
                out.append(fma("c%d%d1".formatted(e, tile), "p", "u1"));
            }
        }
        out.append("}\n");
        for (int e = 0; e < 2; e++) {
            for (int tile : elements.get(e)) {
                for (int v = 0; v < 2; v++) {
                    out.append(
                            "c%d%d%d.intoMemorySegment(Memory.ALL, m%d%s, Lanes.ORDER);\n"
                                    .formatted(e, tile, v, e, times(4 * tile + v, "Lanes.BYTES")));
                }
            }
        }
        out.append("}\n");
    }

    /** Whole rows of pixels with the window's columns spelled out. */
    static String depthwiseRows() {
        StringBuilder out =
                new StringBuilder(
                        HEADER.replace("import java.lang.foreign.ValueLayout;\n\n", "")
                                .replace(
                                        "FloatVector;\n",
                                        "FloatVector;\n"
                                                + "import"
                                                + " jdk.incubator.vector.VectorOperators;\n"));
        out.append(
                """
                /**
                 * Rows of depthwise convolution for windows 3 and 5 columns wide, stride 1 and 2, written by
                 * TileGenerator: y[j] = clamp(bias + sum over u, v of x[u][j stride + v] * w[u][v]), every term a
                 * vector of channels.
                 *
                 * <p>A tile is a few neighbouring pixels; each input vector is loaded once for all windows that it is
                 * in. The last tile ends with the row, and computes again what it shares with the one before. A call
                 * computes many rows and blocks of channels: a plane of 7x7 takes less time than a call's way here.
                 */
                final class DepthwiseRows {

                    /** Pixels of a tile, the fewest that a row may have. */
                    static final int TILE = 7;

                    private DepthwiseRows() {}

                    /** Whether there are such rows. */
                    static boolean handles(int kernelW, int strideW) {
                        return (kernelW == 3 || kernelW == 5) && strideW <= 2;
                    }

                    /**
                     * Computes a rectangle of pixels in each of {@code blocks} blocks of channels.
                     *
                     * @param x address of the first pixel's first input
                     * @param window how inputs lie
                     * @param panel address of bias [lanes] and weights [kernelH][kernelW][lanes] of the first block,
                     *     behind which are those of the others
                     * @param y address of the first pixel
                     * @param output how pixels lie, and their bounds
                     * @param blocks blocks of channels
                     * @param height rows of pixels
                     */
                    static void run(
                            long x,
                            DepthwiseWindow window,
                            long panel,
                            long y,
                            DepthwiseOutput output,
                            int blocks,
                            int height) {
                        switch (10 * window.kernelW() + window.strideW()) {
                            case 31 -> rows3x1(x, window, panel, y, output, blocks, height);
                            case 32 -> rows3x2(x, window, panel, y, output, blocks, height);
                            case 51 -> rows5x1(x, window, panel, y, output, blocks, height);
                            case 52 -> rows5x2(x, window, panel, y, output, blocks, height);
                            default -> throw new IllegalArgumentException(window.toString());
                        }
                    }
                """);
        for (int kernelW = 3; kernelW <= 5; kernelW += 2) {
            for (int stride = 1; stride <= 2; stride++) {
                depthwiseRow(out, kernelW, stride);
            }
        }
        return out.append("}\n").toString();
    }

    private static void depthwiseRow(StringBuilder out, int kernelW, int stride) {
        out.append(
                """

                private static void rows%dx%d(
                        long x, DepthwiseWindow window, long panel, long y, DepthwiseOutput output, int blocks,
                        int height) {
                    long rowStride = Integer.toUnsignedLong(window.rowBytes());
                    int kernelH = window.kernelH();
                    int width = output.width();
                    FloatVector low = FloatVector.broadcast(Lanes.SPECIES, output.low());
                    FloatVector high = FloatVector.broadcast(Lanes.SPECIES, output.high());
                    for (int cb = 0; cb < blocks; cb++) {
                    long bias = Memory.address(panel + cb * (1L + kernelH * %dL) * Lanes.BYTES);
                    long w = bias + Lanes.BYTES;
                    long xBlock = x + cb * window.blockBytes();
                    long yBlock = y + cb * output.blockBytes();
                    for (int pixelRow = 0; pixelRow < height; pixelRow++) {
                    for (int g = 0; g < width; g += TILE) {
                        long j = Math.min(g, width - TILE);
                        long in = xBlock + pixelRow * window.strideBytes() + j * (%dL * Lanes.BYTES);
                """
                        .formatted(kernelW, stride, kernelW, stride));
        for (int p = 0; p < DepthwiseRows.TILE; p++) {
            out.append("FloatVector c%d = %s;\n".formatted(p, p == 0 ? loadAt("bias") : "c0"));
        }
        out.append("for (int i = 0; i < kernelH; %s) {\n".formatted(next(true)));
        out.append("long row = Memory.address(in + i * rowStride);\n");
        out.append("long b = w + i * (%dL * Lanes.BYTES);\n".formatted(kernelW));
        for (int v = 0; v < kernelW; v++) {
            out.append(
                    "FloatVector w%d = %s;\n".formatted(v, loadAt("b" + times(v, "Lanes.BYTES"))));
        }
        for (int column = 0; column < (DepthwiseRows.TILE - 1) * stride + kernelW; column++) {
            out.append(
                    "%s = %s;\n"
                            .formatted(
                                    column == 0 ? "FloatVector x0" : "x0",
                                    loadAt("row" + times(column, "Lanes.BYTES"))));
            for (int p = 0; p < DepthwiseRows.TILE; p++) {
                int v = column - p * stride;
                if (v >= 0 && v < kernelW) {
                    out.append(fma("c" + p, "x0", "w" + v));
                }
            }
        }
        out.append("}\n");
        out.append(
                "long out = Memory.address(yBlock + pixelRow * output.rowBytes() + j *"
                        + " Lanes.BYTES);\n");
        for (int p = 0; p < DepthwiseRows.TILE; p++) {
            out.append(
                    """
                    c%1$d = c%1$d.blend(low, c%1$d.compare(VectorOperators.LT, low));
                    c%1$d = c%1$d.blend(high, c%1$d.compare(VectorOperators.GT, high));
                    c%1$d.intoMemorySegment(Memory.ALL, out%2$s, Lanes.ORDER);
                    """
                            .formatted(p, times(p, "Lanes.BYTES")));
        }
        out.append("}\n}\n}\n}\n");
    }
}
