package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Unary;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

/** Loops and their scalar forms give the same bits, whichever of them happens to run. */
@AddLifecycleHook(VectorsOnly.class)
class ScalarFormsTest {

    private static final float[] SPECIAL = {
        0f,
        -0f,
        3f,
        -3f,
        64f,
        -104f,
        Float.MIN_VALUE,
        -Float.MIN_NORMAL,
        Float.MAX_VALUE,
        Float.NaN,
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY
    };

    private static final List<Unary> UNARY =
            List.of(
                    Unary.of(Unary.Function.RELU),
                    Unary.clip(-1.5f, 6),
                    new Unary(Unary.Function.HARD_SIGMOID, 0.2f, 0.5f),
                    Unary.of(Unary.Function.HARD_SWISH),
                    new Unary(Unary.Function.SCALED_HARD_SWISH, 1.25f, -0.5f),
                    Unary.of(Unary.Function.SIGMOID),
                    Unary.of(Unary.Function.SILU));

    @Provide
    static Arbitrary<Unary> functions() {
        return Arbitraries.of(UNARY);
    }

    @Example
    void allThatHaveAScalarFormAreTried() {
        assertArrayEquals(
                List.of(Unary.Function.values()).stream().filter(ScalarUnary::has).toArray(),
                UNARY.stream().map(Unary::function).sorted().toArray());
    }

    @Property(tries = 300)
    void functions(
            @ForAll("functions") Unary u,
            @ForAll @IntRange(min = 1, max = 150) int vectors,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            int count = vectors * Lanes.COUNT;
            MemorySegment x = values(arena, count, new Random(seed), true);
            MemorySegment expected = arena.allocate(x.byteSize(), 64);
            MemorySegment scratch = arena.allocate(UnaryLoops.SCRATCH_BYTES, 64);
            UnaryLoops.inVectors(u, x.address(), expected.address(), vectors, scratch.address());
            ScalarUnary.run(u, x.address(), x.address(), count);
            assertSameBits(expected, x);
        }
    }

    @Property(tries = 100)
    void scaleAndShift(
            @ForAll @IntRange(min = 1, max = 150) int vectors,
            @ForAll boolean positive,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            Random random = new Random(seed);
            MemorySegment x = values(arena, vectors * Lanes.COUNT, random, true);
            MemorySegment scale = values(arena, Lanes.COUNT, random, false);
            MemorySegment shift = values(arena, Lanes.COUNT, random, false);
            MemorySegment expected = arena.allocate(x.byteSize(), 64);
            if (positive) {
                ScaleShiftLoops.relu(
                        x.address(), scale.address(), shift.address(), expected.address(), vectors);
            } else {
                ScaleShiftLoops.identity(
                        x.address(), scale.address(), shift.address(), expected.address(), vectors);
            }
            ScalarLoops.scaleShift(
                    x.address(), scale.address(), shift.address(), x.address(), vectors, positive);
            assertSameBits(expected, x);
        }
    }

    @Property(tries = 200)
    void depthwiseRows(
            @ForAll boolean five,
            @ForAll @IntRange(min = 1, max = 2) int stride,
            @ForAll @IntRange(min = 1, max = 5) int kernelH,
            @ForAll @IntRange(min = 7, max = 20) int width,
            @ForAll @IntRange(min = 1, max = 3) int height,
            @ForAll @IntRange(min = 1, max = 3) int blocks,
            @ForAll boolean clipped,
            @ForAll long seed) {
        int kernelW = five ? 5 : 3;
        int inWidth = (width - 1) * stride + kernelW;
        int inHeight = (height - 1) * stride + kernelH;
        int rowBytes = inWidth * Lanes.BYTES;
        DepthwiseWindow window =
                new DepthwiseWindow(
                        kernelH,
                        kernelW,
                        stride,
                        rowBytes,
                        (long) stride * rowBytes,
                        (long) inHeight * rowBytes);
        DepthwiseOutput output =
                new DepthwiseOutput(
                        width,
                        (long) width * Lanes.BYTES,
                        (long) width * height * Lanes.BYTES,
                        clipped ? 0 : Float.NEGATIVE_INFINITY,
                        clipped ? 6 : Float.POSITIVE_INFINITY);
        try (Arena arena = Arena.ofConfined()) {
            Random random = new Random(seed);
            MemorySegment x =
                    values(arena, blocks * inHeight * inWidth * Lanes.COUNT, random, false);
            MemorySegment panel =
                    values(arena, blocks * (1 + kernelH * kernelW) * Lanes.COUNT, random, false);
            MemorySegment expected = arena.allocate(blocks * output.blockBytes(), 64);
            MemorySegment actual = arena.allocate(expected.byteSize(), 64);
            DepthwiseRows.run(
                    x.address(),
                    window,
                    panel.address(),
                    expected.address(),
                    output,
                    blocks,
                    height);
            ScalarDepthwise.rows(
                    x.address(), window, panel.address(), actual.address(), output, blocks, height);
            assertSameBits(expected, actual);
        }
    }

    @Property(tries = 100)
    void sumsAndProducts(
            @ForAll boolean product,
            @ForAll boolean constant,
            @ForAll @IntRange(min = 1, max = 150) int vectors,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            Random random = new Random(seed);
            MemorySegment x = values(arena, vectors * Lanes.COUNT, random, true);
            MemorySegment other = values(arena, vectors * Lanes.COUNT, random, true);
            MemorySegment expected = arena.allocate(x.byteSize(), 64);
            long a = x.address();
            long b = other.address();
            long y = expected.address();
            if (product && constant) {
                BinaryLoops.mulConstant(a, b, y, vectors);
            } else if (product) {
                BinaryLoops.mul(a, b, y, vectors);
            } else if (constant) {
                BinaryLoops.addConstant(a, b, y, vectors);
            } else {
                BinaryLoops.add(a, b, y, vectors);
            }
            ScalarLoops.binary(product, a, b, constant, a, vectors);
            assertSameBits(expected, x);
        }
    }

    @Property(tries = 100)
    void movedLanes(
            @ForAll @IntRange(min = 1, max = 150) int vectors,
            @ForAll boolean all,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            Random random = new Random(seed);
            MemorySegment x = values(arena, vectors * Lanes.COUNT, random, true);
            MemorySegment expected = values(arena, vectors * Lanes.COUNT, random, true);
            MemorySegment actual = arena.allocate(x.byteSize(), 64).copyFrom(expected);
            int[] lanes = LaneMoves.none();
            for (int lane = 0; lane < lanes.length; lane++) {
                lanes[lane] = random.nextBoolean() ? random.nextInt(lanes.length) : lanes[lane];
            }
            LaneMoves moves = new LaneMoves(lanes);
            if (all) {
                ChannelsLoops.oneInVectors(x.address(), moves.shuffle, expected.address(), vectors);
            } else {
                ChannelsLoops.moreInVectors(
                        x.address(), moves.shuffle, moves.mask, expected.address(), vectors);
            }
            ScalarLoops.channels(x.address(), moves, all, actual.address(), vectors);
            assertSameBits(expected, actual);
        }
    }

    @Property(tries = 200)
    void folds(
            @ForAll PoolFold fold,
            @ForAll @IntRange(min = 1, max = 7) int count,
            @ForAll @IntRange(min = 1, max = 2) int step,
            @ForAll @IntRange(min = 1, max = 40) int vectors,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            Random random = new Random(seed);
            int distance = random.nextInt(3 * Lanes.COUNT);
            int floats = (vectors * step + 1) * Lanes.COUNT + count * distance;
            MemorySegment x = values(arena, floats, random, fold != PoolFold.MAX);
            MemorySegment expected = arena.allocate(4L * vectors * Lanes.COUNT, 64);
            MemorySegment actual = arena.allocate(expected.byteSize(), 64);
            int bytes = step * Lanes.BYTES;
            fold.inVectors(x.address(), bytes, 4L * distance, count, expected.address(), vectors);
            ScalarPooling.fold(
                    fold, x.address(), bytes, 4L * distance, count, actual.address(), vectors);
            assertSameBits(expected, actual);
        }
    }

    @Property(tries = 200)
    void windows(
            @ForAll boolean three,
            @ForAll @IntRange(min = 1, max = 2) int stride,
            @ForAll @IntRange(min = 1, max = 20) int vectors,
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll boolean special,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            int size = three ? 3 : 2;
            int width = (vectors - 1) * stride + size;
            long xRow = (long) width * Lanes.BYTES;
            long yRow = (long) vectors * Lanes.BYTES;
            int floats = (rows + size - 1) * width * Lanes.COUNT;
            MemorySegment x = values(arena, floats, new Random(seed), special);
            MemorySegment expected = arena.allocate(rows * yRow, 64);
            MemorySegment actual = arena.allocate(rows * yRow, 64);
            int tap = Lanes.BYTES;
            int step = stride * Lanes.BYTES;
            long a = x.address();
            long b = a + xRow;
            long c = b + xRow;
            long y = expected.address();
            boolean nan =
                    three
                            ? PoolWindowLoops.max3x3(
                                    a, b, c, tap, step, xRow, y, yRow, rows, vectors)
                            : PoolWindowLoops.max2x2(a, b, tap, step, xRow, y, yRow, rows, vectors);
            long[] of = three ? new long[] {a, b, c} : new long[] {a, b};
            boolean found =
                    ScalarPooling.max(of, tap, step, xRow, actual.address(), yRow, rows, vectors);
            assertEquals(nan, found);
            if (!nan) {
                assertSameBits(expected, actual);
            }
            PoolWindowLoops.nanMaxColumns(a, b, b, size, y);
            ScalarPooling.nanMaxColumns(new long[] {a, b, b}, size, actual.address());
            assertSameBits(expected.asSlice(0, Lanes.BYTES), actual.asSlice(0, Lanes.BYTES));
        }
    }

    @Property(tries = 100)
    void means(
            @ForAll @IntRange(min = 1, max = 70) int vectors,
            @ForAll @IntRange(min = 1, max = 3) int planes,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            long plane = (long) vectors * Lanes.BYTES;
            MemorySegment x =
                    values(arena, planes * vectors * Lanes.COUNT, new Random(seed), false);
            MemorySegment expected = arena.allocate((long) planes * Lanes.BYTES, 64);
            MemorySegment actual = arena.allocate(expected.byteSize(), 64);
            PoolLoops.meansInVectors(
                    x.address(), plane, vectors, expected.address(), Lanes.BYTES, planes);
            ScalarPooling.means(x.address(), plane, vectors, actual.address(), Lanes.BYTES, planes);
            assertSameBits(expected, actual);
        }
    }

    @Property(tries = 200)
    void nan(
            @ForAll @IntRange(min = 1, max = 70) int vectors,
            @ForAll @IntRange(min = 0, max = 3) int specials,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            Random random = new Random(seed);
            MemorySegment x = values(arena, vectors * Lanes.COUNT, random, false);
            for (int i = 0; i < specials; i++) {
                x.setAtIndex(
                        ValueLayout.JAVA_FLOAT,
                        random.nextInt(vectors * Lanes.COUNT),
                        SPECIAL[SPECIAL.length - 1 - random.nextInt(4)]);
            }
            assertEquals(
                    PoolLoops.mayHaveNanInVectors(x.address(), vectors),
                    ScalarPooling.mayHaveNan(x.address(), vectors));
        }
    }

    @Property(tries = 200)
    void pixelColumns(
            @ForAll @IntRange(min = 1, max = PixelColumns.MOST) int vectors,
            @ForAll @IntRange(min = 1, max = 200) int k,
            @ForAll @IntRange(min = 1, max = 2) int panels,
            @ForAll boolean positive,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            Random random = new Random(seed);
            int channels = vectors * panels * Lanes.COUNT;
            MemorySegment x = values(arena, k, random, false);
            MemorySegment start = values(arena, channels, random, true);
            MemorySegment weights = values(arena, channels * k, random, false);
            MemorySegment expected = arena.allocate(4L * channels, 64);
            MemorySegment actual = arena.allocate(4L * channels, 64);
            float low = positive ? 0 : Float.NEGATIVE_INFINITY;
            long s = start.address();
            long w = weights.address();
            PixelColumns.run(vectors, x.address(), k, s, w, expected.address(), panels, low);
            ScalarPixel.columns(vectors, x.address(), k, s, w, actual.address(), panels, low);
            assertSameBits(expected, actual);
        }
    }

    @Property(tries = 200)
    void pixelRows(
            @ForAll @IntRange(min = 1, max = PixelRows.MOST / PixelRows.STEP) int steps,
            @ForAll @IntRange(min = 1, max = 20) int vectors,
            @ForAll @IntRange(min = 1, max = 2) int panels,
            @ForAll boolean positive,
            @ForAll long seed) {
        if (!PixelRows.USABLE) {
            return; // jqwik calls a property without cases a failure
        }
        try (Arena arena = Arena.ofConfined()) {
            Random random = new Random(seed);
            int rows = steps * PixelRows.STEP;
            int k = vectors * Lanes.COUNT;
            MemorySegment x = values(arena, k, random, false);
            // Whole vectors are read, though only the panel's rows are written.
            MemorySegment start = values(arena, rows * panels + Lanes.COUNT, random, true);
            MemorySegment weights = values(arena, rows * panels * k, random, false);
            MemorySegment expected = arena.allocate(4L * rows * panels, 64);
            MemorySegment actual = arena.allocate(4L * rows * panels, 64);
            float low = positive ? 0 : Float.NEGATIVE_INFINITY;
            long s = start.address();
            long w = weights.address();
            PixelRows.run(rows, x.address(), k, s, w, expected.address(), panels, low);
            ScalarPixel.rows(rows, x.address(), k, s, w, actual.address(), panels, low);
            assertSameBits(expected, actual);
        }
    }

    private static MemorySegment values(Arena arena, int count, Random random, boolean special) {
        MemorySegment values = arena.allocate(4L * count, 64);
        for (int i = 0; i < count; i++) {
            float value =
                    special && random.nextInt(4) == 0
                            ? SPECIAL[random.nextInt(SPECIAL.length)]
                            : (float) (random.nextGaussian() * 10);
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
        return values;
    }

    /** NaNs are all alike. */
    private static void assertSameBits(MemorySegment expected, MemorySegment actual) {
        assertArrayEquals(
                expected.toArray(ValueLayout.JAVA_FLOAT), actual.toArray(ValueLayout.JAVA_FLOAT));
    }
}
