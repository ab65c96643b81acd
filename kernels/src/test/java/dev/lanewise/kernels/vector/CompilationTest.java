package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.CompilationLog;
import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Both compilers accept every tile. One that the first compiler refuses may never reach the second:
 * it then runs a hundred times slower, in one run out of two.
 */
@EnabledIfSystemProperty(named = "lanewise.test.mode", matches = "default|avx2|halves")
class CompilationTest {

    /**
     * Methods of {@link Winograd4} and the like, {@link WinogradColumns} and {@link Row28Tile} that
     * are loops in vectors and aren't private.
     */
    private static final Set<String> FORMS =
            Set.of(
                    "inputColumns",
                    "inputRows",
                    "columns",
                    "rows",
                    "maxima",
                    "vectors",
                    "kernels",
                    "inputVectors",
                    "outputVectors");

    @Test
    void bothCompilersTakeEveryTile() throws Exception {
        CompilationLog.of(Driver.class, width()).assertCompiledTwice(tiles());
    }

    /** One that is refused while its loop is under way may never be compiled at all, too. */
    @Test
    void theFirstCompilerTakesLoopsThatAreUnderWay() throws Exception {
        String[] options = {"-XX:TieredStopAtLevel=3", "-XX:Tier3BackEdgeThreshold=3000"};
        CompilationLog.of(
                LongCalls.class,
                Stream.concat(Arrays.stream(options), Arrays.stream(width()))
                        .toArray(String[]::new));
    }

    /**
     * What reads a scalar is no call in a loop. Whether it becomes one depends on how many nodes C2
     * has made before it, and so on what ran before.
     */
    @Test
    void tilesReadScalarsBeforeVectors() throws Exception {
        Path folder = Path.of(System.getProperty("lanewise.root"), "kernels", TileGenerator.FOLDER);
        for (String file :
                List.of(
                        "PackedTiles",
                        "RunTiles",
                        "RunTilesClipped",
                        "WindowTiles",
                        "WindowTilesClipped",
                        "WindowTilesPooled",
                        "Row28Tile",
                        "PixelColumns")) {
            String source = Files.readString(folder.resolve(file + ".java"));
            for (String loop : source.split("for \\((int i = 0; i < (k|steps)|; i < k)")) {
                int vectors = loop.indexOf("fma(");
                int scalars =
                        Math.max(
                                loop.lastIndexOf("JAVA_FLOAT_UNALIGNED"),
                                loop.lastIndexOf("JAVA_LONG_UNALIGNED, a"));
                assertTrue(vectors < 0 || scalars < vectors, file + loop);
            }
        }
    }

    private static String[] width() {
        return switch (System.getProperty("lanewise.test.mode")) {
            case "avx2" -> new String[] {"-XX:UseAVX=2"};
            case "halves" -> new String[] {"-Ddev.lanewise.kernels.halves=true"};
            default -> new String[0];
        };
    }

    private static List<String> tiles() {
        return Stream.of(
                        PackedTiles.class,
                        RunTiles.class,
                        RunTilesClipped.class,
                        WindowTiles.class,
                        WindowTilesClipped.class,
                        WindowTilesPooled.class,
                        StripTiles.class,
                        Row28Tile.class,
                        DepthwiseTiles.class,
                        DepthwiseRows.class,
                        MatvecLoops.class,
                        PixelColumns.class,
                        PixelRows.class,
                        WinogradSumTiles.class,
                        WinogradRows.class,
                        WinogradRowTiles.class,
                        Winograd4.class,
                        Winograd6.class,
                        WinogradStrided2.class,
                        WinogradStrided4.class,
                        WinogradColumns.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method ->
                        Modifier.isPrivate(method.getModifiers())
                                || method.getDeclaringClass().equals(MatvecLoops.class)
                                || method.getDeclaringClass().equals(WinogradSumTiles.class)
                                || method.getDeclaringClass().equals(WinogradRowTiles.class)
                                || method.getDeclaringClass().equals(WindowTilesPooled.class)
                                || FORMS.contains(method.getName()))
                .filter(method -> !method.isSynthetic() && isUsed(method))
                .map(method -> method.getDeclaringClass().getSimpleName() + "::" + method.getName())
                .toList();
    }

    /** Tiles with more rows than registers allow are there, but never called. */
    private static boolean isUsed(Method method) {
        String name = method.getName();
        if (method.getDeclaringClass().equals(StripTiles.class)) {
            return GemmStrips.USABLE;
        }
        if (method.getDeclaringClass().equals(Row28Tile.class)) {
            return GemmStrips.USABLE && FORMS.contains(name);
        }
        if (method.getDeclaringClass().equals(WinogradColumns.class)) {
            return Winograd6.USABLE && FORMS.contains(name);
        }
        if (method.getDeclaringClass().equals(PixelRows.class)) {
            return PixelRows.USABLE;
        }
        if (method.getDeclaringClass().equals(WinogradSumTiles.class)
                || method.getDeclaringClass().equals(WinogradRows.class)
                || method.getDeclaringClass().equals(WinogradRowTiles.class)
                || method.getDeclaringClass()
                        .getSimpleName()
                        .matches("Winograd([46]|Strided[24])")) {
            return Lanes.MANY_REGISTERS;
        }
        if (method.getDeclaringClass().getSimpleName().startsWith("RunTiles")) {
            return Lanes.MANY_REGISTERS
                    && name.charAt(name.length() - 1) - '0' <= RunProduct.MOST_VECTORS
                    && (takesPairs() || name.startsWith("tile"));
        }
        if (method.getDeclaringClass().getSimpleName().startsWith("WindowTiles")) {
            return Lanes.MANY_REGISTERS;
        }
        return !method.getDeclaringClass().equals(PackedTiles.class)
                || name.charAt("tile".length()) - '0' <= PackedProduct.TILE_ROWS;
    }

    /** Whether tiles may take two steps at once. */
    private static boolean takesPairs() {
        return Lanes.TILE_BYTES == 64;
    }

    /** Calls every tile of a run with so much work that it is compiled before it returns. */
    static final class LongCalls {

        private static final int K = 500;

        public static void main(String[] args) {
            for (int vectors = 1; vectors <= RunProduct.MOST_VECTORS; vectors++) {
                for (int rows = 1; rows <= RunProduct.rows(vectors); rows++) {
                    Driver.runs(rows + 16 * vectors, 1, K);
                }
            }
            for (int rows = 1; takesPairs() && rows <= RunProduct.rows(1); rows++) {
                Driver.runs(rows + RunTiles.PAIRS, 1, K);
            }
            for (int rows = 1; takesPairs() && rows <= RunTiles.HALF_ROWS; rows++) {
                Driver.runs(rows + RunTiles.HALF, 1, K);
            }
            Driver.windows(1, 3 * K);
            Driver.row28(1, K);
            for (int vectors = 1; vectors <= PixelColumns.MOST; vectors++) {
                Driver.columns(vectors, 1, K);
            }
            for (int rows = PixelRows.STEP; rows <= PixelRows.MOST; rows += PixelRows.STEP) {
                Driver.rows(rows, 1, 16 * K / 4);
            }
        }
    }

    /** Runs every tile often enough to be compiled. */
    static final class Driver {

        private static final int CALLS = 600;
        private static final int K = 16;

        public static void main(String[] args) {
            for (int vectors = 1; vectors <= 2; vectors++) {
                for (int rows = 1; rows <= PackedProduct.TILE_ROWS; rows++) {
                    packed(rows, vectors);
                }
            }
            for (int vectors = 1; vectors <= RunProduct.MOST_VECTORS; vectors++) {
                for (int rows = 1; rows <= RunProduct.rows(vectors); rows++) {
                    runs(rows + 16 * vectors, CALLS, K);
                }
            }
            for (int rows = 1; takesPairs() && rows <= RunProduct.rows(1); rows++) {
                runs(rows + RunTiles.PAIRS, CALLS, K);
            }
            for (int rows = 1; takesPairs() && rows <= RunTiles.HALF_ROWS; rows++) {
                runs(rows + RunTiles.HALF, CALLS, K);
            }
            windows(CALLS, 15);
            for (int rows = 1; rows <= 8; rows++) {
                strips(rows + 16 * (rows <= 2 ? 8 : rows <= 6 ? 4 : 2));
                depthwise(rows);
            }
            for (int kernel : new int[] {3, 5}) {
                depthwiseRows(kernel, 1);
                depthwiseRows(kernel, 2);
            }
            row28(CALLS, K);
            conv();
            matvec();
            winograd();
            for (int vectors = 1; vectors <= PixelColumns.MOST; vectors++) {
                columns(vectors, CALLS, K);
            }
            for (int rows = PixelRows.STEP; rows <= PixelRows.MOST; rows += PixelRows.STEP) {
                rows(rows, CALLS, 4 * K);
            }
        }

        static void columns(int vectors, int calls, int k) {
            try (Arena arena = Arena.ofConfined()) {
                long memory = arena.allocate(1 << 20, 64).address();
                for (int call = 0; call < calls; call++) {
                    PixelColumns.run(vectors, memory, k, memory, memory, memory + (1 << 19), 1, 0);
                }
            }
        }

        static void rows(int rows, int calls, int k) {
            if (!PixelRows.USABLE) {
                return;
            }
            try (Arena arena = Arena.ofConfined()) {
                long memory = arena.allocate(1 << 20, 64).address();
                for (int call = 0; call < calls; call++) {
                    PixelRows.run(rows, memory, k, memory, memory, memory + (1 << 19), 1, 0);
                }
            }
        }

        private static void winograd() {
            if (!Lanes.MANY_REGISTERS) {
                return;
            }
            try (Arena arena = Arena.ofConfined()) {
                long x = arena.allocate(1 << 17, 64).address();
                long y = x + (1 << 16);
                int row = 4 * Lanes.BYTES;
                for (int call = 0; call < 10 * CALLS; call++) {
                    Winograd4.kernels(x, y, 2L * row, 4);
                    WinogradSumTiles.add4x4(x, row, row, x, row, y, 8L * row, 2, 8, K);
                    WinogradSumTiles.tile4x4(x, row, row, x, row, y, 8L * row, 2, 8, K, x);
                    WinogradSumTiles.add5x4(x, row, row, x, row, y, 8L * row, 2, 5, K);
                    WinogradSumTiles.tile5x4(x, row, row, x, row, y, 8L * row, 2, 5, K, x);
                    WinogradSumTiles.tile8x2(x, row, row, x, row, y, 8L * row, 2, 16, K, x);
                    WinogradSumTiles.tile8x1(x, row, row, x, row, y, 8L * row, 2, 16, K, x);
                    long rows = x + (1 << 15);
                    int overlap = call % 3 * 2;
                    WinogradRows.products(x, 4, 2, x, row, y, 4L * row, 4, 2, overlap, rows);
                    Winograd4.inputColumns(x, row, y, 8);
                    Winograd4.inputRows(x, row, y, row, row, 2);
                    Winograd4.columns(x, row, row, y, 2);
                    Winograd4.rows(x, y, 0, y, row, row, 2);
                    Winograd4.maxima(x, y, 0, y, row, row, 2);
                    Winograd6.inputColumns(x, row, y, 8);
                    Winograd6.inputRows(x, row, y, row, row, 2);
                    Winograd6.columns(x, row, row, y, 2);
                    Winograd6.rows(x, y, 0, y, row, row, 2);
                    WinogradColumns.inputVectors(x, row, y, row, 0, 2, row);
                    WinogradColumns.outputVectors(x, row, y, 0, y, row, 2);
                    WinogradStrided2.kernels(x, y, 2L * row, 4);
                    WinogradStrided2.inputColumns(x, row, y, 8);
                    WinogradStrided2.inputRows(x, row, y, row, row, 2);
                    WinogradStrided2.columns(x, row, row, y, 2);
                    WinogradStrided2.rows(x, y, 0, y, row, row, 2);
                    WinogradStrided4.kernels(x, y, 2L * row, 4);
                    WinogradStrided4.inputColumns(x, row, y, 8);
                    WinogradStrided4.inputRows(x, row, y, row, row, 2);
                    WinogradStrided4.columns(x, row, row, y, 2);
                    WinogradStrided4.rows(x, y, 0, y, row, row, 2);
                }
            }
        }

        private static void matvec() {
            try (Arena arena = Arena.ofConfined()) {
                long memory = arena.allocate(1 << 16, 64).address();
                for (int call = 0; call < CALLS; call++) {
                    MatvecLoops.dots(memory, 64, memory, K, memory + (1 << 15));
                    MatvecLoops.sums(memory, 64, memory, K, memory + (1 << 15));
                    MatvecLoops.pairDots(memory, 64, memory, K, memory + (1 << 15));
                    MatvecLoops.laneSums(memory);
                    MatvecLoops.addRows(memory, 64, memory, 2 * K, memory + (1 << 15));
                    MatvecLoops.addRow(memory, memory, 2 * K, memory + (1 << 15));
                }
            }
        }

        private static void packed(int rows, int vectors) {
            try (Arena arena = Arena.ofConfined()) {
                long memory = arena.allocate(1 << 16, 64).address();
                PackedRows.fill(memory, rows, memory, 4, memory + (1 << 15), 64);
                long offsets = memory + 4096;
                for (int call = 0; call < CALLS; call++) {
                    int tile = rows + 16 * vectors;
                    long y = 1024L;
                    PackedTiles.run(tile, memory, offsets, K, offsets, offsets, y, 64);
                }
            }
        }

        static void runs(int tile, int calls, int k) {
            if (!Lanes.MANY_REGISTERS) {
                return;
            }
            try (Arena arena = Arena.ofConfined()) {
                long x = arena.allocate(1 << 18, 64).address();
                long y = x + (1 << 17);
                int step = Lanes.BYTES;
                for (int call = 0; call < calls; call++) {
                    RunTiles.run(tile, x, step, step, y, step, step, 2, 2, x, k, x, x, 4 * step, 0);
                    if (tile < RunTiles.PAIRS) {
                        RunTilesClipped.run(
                                tile, x, step, step, y, step, step, 2, 2, x, k, x, x, 4 * step, 0,
                                6);
                    }
                }
            }
        }

        static void windows(int calls, int k) {
            if (!Lanes.MANY_REGISTERS) {
                return;
            }
            try (Arena arena = Arena.ofConfined()) {
                long x = arena.allocate(1 << 20, 64).address();
                long y = x + (1 << 19);
                int step = Lanes.BYTES;
                for (int call = 0; call < calls; call++) {
                    WindowTilesPooled.first14x1s1(x, step, y, step, 2, 2, x, k, x, x, 0, y);
                    WindowTilesPooled.second14x1s1(x, step, y, step, 2, 2, x, k, x, x, 0, y);
                }
                for (int vectors = 1; vectors <= WindowTile.MOST_VECTORS; vectors++) {
                    for (int stride = 1; stride <= 2; stride++) {
                        int tile = WindowTile.number(vectors, stride);
                        for (int call = 0; call < calls; call++) {
                            WindowTiles.run(tile, x, step, y, step, 2, 2, x, k, x, x, 16 * step, 0);
                            WindowTilesClipped.run(
                                    tile, x, step, y, step, 2, 2, x, k, x, x, 16 * step, 0, 6);
                        }
                    }
                }
            }
        }

        private static void strips(int tile) {
            if (!GemmStrips.USABLE) {
                return;
            }
            try (Arena arena = Arena.ofConfined()) {
                long x = arena.allocate(1 << 16, 64).address();
                long y = x + (1 << 15);
                int step = 8 * Lanes.BYTES;
                for (int call = 0; call < CALLS; call++) {
                    StripTiles.run(tile, x, 4, y, step, x, K, x, x, step, step / 2, 0);
                }
            }
        }

        static void row28(int calls, int k) {
            if (!GemmStrips.USABLE) {
                return;
            }
            try (Arena arena = Arena.ofConfined()) {
                long x = arena.allocate(1 << 20, 64).address();
                long y = x + (1 << 19);
                for (int call = 0; call < calls; call++) {
                    Row28Tile.vectors(x, k, x, x, x, y);
                }
            }
        }

        private static void depthwise(int rows) {
            try (Arena arena = Arena.ofConfined()) {
                long memory = arena.allocate(1 << 16, 64).address();
                PackedRows.fill(memory, rows, memory, 4, memory + (1 << 15), 64);
                long offsets = memory + 4096;
                for (int call = 0; call < CALLS; call++) {
                    DepthwiseTiles.run(rows, memory, offsets, K, offsets, 0, 1024);
                }
            }
        }

        private static void depthwiseRows(int kernel, int stride) {
            int width = 2 * DepthwiseRows.TILE;
            int rowBytes = ((width - 1) * stride + kernel) * Lanes.BYTES;
            DepthwiseWindow window =
                    new DepthwiseWindow(kernel, kernel, stride, rowBytes, rowBytes, 4L * rowBytes);
            DepthwiseOutput output = new DepthwiseOutput(width, rowBytes, 2L * rowBytes, 0, 6);
            try (Arena arena = Arena.ofConfined()) {
                long x = arena.allocate(1 << 17, 64).address();
                long y = x + (1 << 16);
                for (int call = 0; call < 10 * CALLS; call++) {
                    DepthwiseRows.run(x, window, x, y, output, 2, 2);
                }
            }
        }

        /** All algorithms of a convolution of 3x3. */
        private static void conv() {
            int channels = 2 * Lanes.COUNT;
            Layout x = Layout.blocked(1, channels, 16, 16, Lanes.COUNT).withHalo(3, 3, 3, 3);
            Layout y = Layout.blocked(1, channels, 16, 16, Lanes.COUNT);
            ConvSpec spec = new ConvSpec(x, y, Window.of(3, 1, 1), 1);
            Epilogue epilogue = new Epilogue(true, Unary.clip(0, 6));
            for (Supplier<WeightedKernel> maker :
                    VectorKernels.INSTANCE.convCandidates(spec, epilogue)) {
                run(maker.get(), x, y);
            }
        }

        private static void run(WeightedKernel kernel, Layout x, Layout y) {
            if (kernel.name().contains("direct") || kernel.name().contains("runs")) {
                return;
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment output = arena.allocate(y.bytes(), 64);
                MemorySegment packed = arena.allocate(kernel.packedBytes(), 64);
                MemorySegment scratch = arena.allocate(kernel.scratchBytes(), 64);
                var call = kernel.bind(arena.allocate(x.bytes(), 64), packed, output, output);
                for (int i = 0; i < 30; i++) {
                    call.run(scratch);
                }
            }
        }
    }
}
