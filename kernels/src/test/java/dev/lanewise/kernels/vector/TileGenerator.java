package dev.lanewise.kernels.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the register tiles, which differ only in how many accumulators they name.
 *
 * <p>Run its main method with the module's folder as the argument, then the formatter: {@code mvn
 * -N verify -Dformat=apply}. Everything is spelled out in calls of the JDK, because past some 60
 * vector operations C2 inlines nothing else.
 */
final class TileGenerator {

    static final String FOLDER = "src/main/java/dev/lanewise/kernels/vector/";

    private static final String HEADER =
            """
            package dev.lanewise.kernels.vector;

            import dev.lanewise.kernels.memory.Memory;

            import jdk.incubator.vector.FloatVector;
            import jdk.incubator.vector.VectorOperators;

            import java.lang.foreign.ValueLayout;

            """;

    private TileGenerator() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0], FOLDER);
        Files.writeString(folder.resolve("PackedTiles.java"), packedTiles());
        Files.writeString(folder.resolve("DepthwiseTiles.java"), depthwiseTiles());
    }

    /** Broadcast x times vectors of weights. */
    static String packedTiles() {
        StringBuilder out = new StringBuilder(HEADER);
        out.append(
                """
                /**
                 * The register tiles of the packed product, written by TileGenerator: y[r][v] = activation(bias[v] +
                 * sum over k of x[r + offsets[k]] * w[k][v] + residual[r][v]).
                 *
                 * <p>Memory: {@code rows} holds for each row the address of x and that of y, as {@link PackedRows}
                 * lays them out; {@code panel} holds bias [v][lanes] and then w [k][v][lanes]; vector v of y lies v *
                 * {@link PackedFinish#vectorStride} bytes after the first.
                 *
                 * <p>Registers of the tile R x V: R V accumulators, V weights, one broadcast. Each row keeps its own
                 * base address, so rows may be pixels anywhere.
                 */
                final class PackedTiles {

                    /** The {@code residual} of a tile without one. */
                    static final long NO_RESIDUAL = Long.MIN_VALUE;

                    private PackedTiles() {}

                    /**
                     * Computes one tile.
                     *
                     * @param tile rows + 16 * vectors
                     * @param rows address of the rows' addresses
                     * @param offsets [k] bytes from a row's x address to its k-th input
                     * @param panel address of bias and weights
                     * @param shift bytes from a row's y address to the panel's first vector
                     * @param residual bytes from y to the residual, or {@link #NO_RESIDUAL}
                     */
                    static void run(
                            int tile,
                            long rows,
                            int[] offsets,
                            long panel,
                            long shift,
                            long residual,
                            PackedFinish finish) {
                        switch (tile) {
                """);
        for (int vectors = 1; vectors <= MAX_VECTORS; vectors++) {
            for (int rows = 1; rows <= MAX_ROWS; rows++) {
                out.append(
                        "case %d -> tile%dx%d(rows, offsets, panel, shift, residual, finish);\n"
                                .formatted(rows + 16 * vectors, rows, vectors));
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

    private static final int MAX_ROWS = 8;
    private static final int MAX_VECTORS = 2;

    private static void packedTile(StringBuilder out, int rows, int vectors) {
        out.append(
                """

                private static void tile%dx%d(
                        long rows,
                        int[] offsets,
                        long panel,
                        long shift,
                        long residual,
                        PackedFinish finish) {
                """
                        .formatted(rows, vectors));
        rowAddresses(out, rows, "");
        out.append("long w = Memory.address(panel) + %dL * Lanes.BYTES;\n".formatted(vectors));
        for (int v = 0; v < vectors; v++) {
            out.append("FloatVector c0v%d = %s;\n".formatted(v, load("panel", v)));
        }
        for (int r = 1; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                out.append("FloatVector c%dv%d = c0v%d;\n".formatted(r, v, v));
            }
        }
        out.append("for (int k = 0; k < offsets.length; k++) {\n");
        out.append("long offset = Integer.toUnsignedLong(offsets[k]);\n");
        out.append("long b = w + k * (%dL * Lanes.BYTES);\n".formatted(vectors));
        for (int v = 0; v < vectors; v++) {
            out.append("FloatVector w%d = %s;\n".formatted(v, load("b", v)));
        }
        for (int r = 0; r < rows; r++) {
            out.append(
                    "%s = FloatVector.broadcast(Lanes.SPECIES, Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x%d + offset));\n"
                            .formatted(r == 0 ? "FloatVector x" : "x", r));
            for (int v = 0; v < vectors; v++) {
                out.append(fma("c%dv%d".formatted(r, v), "x", "w" + v));
            }
        }
        out.append("}\n");
        finish(out, rows, vectors);
    }

    private static void rowAddresses(StringBuilder out, int rows, String shift) {
        for (int r = 0; r < rows; r++) {
            out.append(
                    "long x%d = Memory.address(Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, %s)%s);\n"
                            .formatted(r, plus("rows", 16 * r), shift));
        }
    }

    /** Residual, clamp and stores; ends the method. */
    private static void finish(StringBuilder out, int rows, int vectors) {
        for (int r = 0; r < rows; r++) {
            out.append(
                    "long y%d = Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, %s) + shift;\n"
                            .formatted(r, plus("rows", 16 * r + 8)));
        }
        if (vectors > 1) {
            out.append("long stride = finish.vectorStride();\n");
        }
        out.append("if (residual != NO_RESIDUAL) {\n");
        forEach(
                out,
                rows,
                vectors,
                (r, v) ->
                        "c%dv%d = c%dv%d.add(%s);\n"
                                .formatted(r, v, r, v, loadAt("y" + r + " + residual" + times(v))));
        out.append("}\nif (finish.clamps()) {\n");
        out.append("FloatVector low = FloatVector.broadcast(Lanes.SPECIES, finish.low());\n");
        out.append("FloatVector high = FloatVector.broadcast(Lanes.SPECIES, finish.high());\n");
        forEach(
                out,
                rows,
                vectors,
                (r, v) -> {
                    String c = "c%dv%d".formatted(r, v);
                    return "%s = %s.blend(low, %s.compare(VectorOperators.LT, low));\n"
                                    .formatted(c, c, c)
                            + "%s = %s.blend(high, %s.compare(VectorOperators.GT, high));\n"
                                    .formatted(c, c, c);
                });
        out.append("}\n");
        forEach(
                out,
                rows,
                vectors,
                (r, v) ->
                        "c%dv%d.intoMemorySegment(Memory.ALL, y%d%s, Lanes.ORDER);\n"
                                .formatted(r, v, r, times(v)));
        out.append("}\n");
    }

    private interface Line {
        String at(int row, int vector);
    }

    private static void forEach(StringBuilder out, int rows, int vectors, Line line) {
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                out.append(line.at(r, v));
            }
        }
    }

    private static String times(int v) {
        return v == 0 ? "" : v == 1 ? " + stride" : " + " + v + " * stride";
    }

    private static String plus(String name, int offset) {
        return offset == 0 ? name : name + " + " + offset;
    }

    private static String load(String base, int v) {
        return loadAt(
                v == 0
                        ? base
                        : v == 1 ? base + " + Lanes.BYTES" : base + " + " + v + " * Lanes.BYTES");
    }

    private static String loadAt(String address) {
        return "FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, %s, Lanes.ORDER)"
                .formatted(address);
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
                 * The register tiles of depthwise convolution, written by TileGenerator: y[r] = activation(bias + sum
                 * over k of x[r + offsets[k]] * w[k] + residual[r]), every term a vector of channels.
                 *
                 * <p>Memory as in {@link PackedTiles}, with panels of one vector. Registers: an accumulator for each
                 * row, one weight, one input.
                 */
                final class DepthwiseTiles {

                    private static final long NO_RESIDUAL = PackedTiles.NO_RESIDUAL;

                    private DepthwiseTiles() {}

                    /**
                     * Computes one tile; parameters as in {@link PackedTiles#run} and:
                     *
                     * @param tile rows
                     * @param xShift bytes from a row's x address to the panel's block of channels
                     * @param shift bytes from a row's y address to the panel's block of channels
                     */
                    static void run(
                            int tile,
                            long rows,
                            int[] offsets,
                            long panel,
                            long xShift,
                            long shift,
                            long residual,
                            PackedFinish finish) {
                        switch (tile) {
                """);
        for (int rows = 1; rows <= MAX_ROWS; rows++) {
            out.append(
                    "case %d -> tile%d(rows, offsets, panel, xShift, shift, residual, finish);\n"
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
                        long rows,
                        int[] offsets,
                        long panel,
                        long xShift,
                        long shift,
                        long residual,
                        PackedFinish finish) {
                """
                        .formatted(rows));
        rowAddresses(out, rows, " + xShift");
        out.append("long w = Memory.address(panel) + Lanes.BYTES;\n");
        for (int r = 0; r < rows; r++) {
            out.append(
                    "FloatVector c%dv0 = %s;\n".formatted(r, r == 0 ? load("panel", 0) : "c0v0"));
        }
        out.append("for (int k = 0; k < offsets.length; k++) {\n");
        out.append("long offset = Integer.toUnsignedLong(offsets[k]);\n");
        out.append("FloatVector w0 = %s;\n".formatted(loadAt("w + (long) k * Lanes.BYTES")));
        for (int r = 0; r < rows; r++) {
            out.append(
                    "%s = %s;\n"
                            .formatted(
                                    r == 0 ? "FloatVector x" : "x", loadAt("x" + r + " + offset")));
            out.append(fma("c%dv0".formatted(r), "x", "w0"));
        }
        out.append("}\n");
        finish(out, rows, 1);
    }
}
