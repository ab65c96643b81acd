package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Convolutions with a pooling behind them equal the two one after the other. */
@AddLifecycleHook(VectorsOnly.class)
class ConvPoolTest {

    /** The first three are what kernels hold their results to themselves. */
    private static final List<Unary> ACTIVATIONS =
            List.of(
                    Unary.IDENTITY,
                    Unary.RELU,
                    Unary.clip(-0.5f, Float.POSITIVE_INFINITY),
                    Unary.clip(0, 6),
                    Unary.of(Unary.Function.SILU));

    private static final Window TWO = Window.of(2, 2, 0);

    /** Bytes before and behind what a kernel may write. */
    private static final int MARGIN = 1 << 10;

    /** A convolution and the pooling behind it. */
    private record Pair(ConvSpec spec, Epilogue epilogue, PoolSpec pool) {

        static Pair of(Layout x, int channels, int halo, Unary activation) {
            return of(x, 1, channels, halo, activation);
        }

        static Pair of(Layout x, int stride, int channels, int halo, Unary activation) {
            int height = Math.ceilDiv(x.height(), stride);
            int width = Math.ceilDiv(x.width(), stride);
            Layout y = Layout.blocked(x.batch(), channels, height, width, Lanes.COUNT);
            ConvSpec spec = new ConvSpec(x.withHalo(1, 1, 1, 1), y, Window.of(3, stride, 1), 1);
            Layout pooled =
                    Layout.blocked(x.batch(), channels, height / 2, width / 2, Lanes.COUNT)
                            .withHalo(halo, halo, halo, halo);
            PoolSpec pool = new PoolSpec(PoolSpec.Kind.MAX, y, pooled, TWO, 0, 0);
            return new Pair(spec, Epilogue.of(activation), pool);
        }

        static Pair random(Random random) {
            boolean picture = random.nextInt(4) == 0;
            int channels = picture ? 1 + random.nextInt(3) : 1 + random.nextInt(40);
            int height = 2 + random.nextInt(32);
            int width = random.nextInt(3) == 0 ? 26 + random.nextInt(3) : 2 + random.nextInt(32);
            Layout x =
                    Layout.blocked(
                            1 + random.nextInt(2),
                            channels,
                            height,
                            width,
                            picture ? 1 : Lanes.COUNT);
            return of(
                    x,
                    Math.min(x.height(), x.width()) < 4 ? 1 : 1 + random.nextInt(2),
                    1 + random.nextInt(5 * Lanes.COUNT),
                    random.nextInt(2),
                    ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())));
        }

        List<WeightedKernel> kernels() {
            return VectorKernels.INSTANCE.convCandidates(spec, epilogue).stream()
                    .map(Supplier::get)
                    .toList();
        }
    }

    @Property(tries = 60)
    void bitsAreThoseOfTwoKernels(@ForAll long seed) {
        Random random = new Random(seed);
        Pair pair = Pair.random(random);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = image(pair.spec().x(), random, arena);
            for (WeightedKernel conv : pair.kernels()) {
                WeightedKernel pooled = conv.pooled(pair.pool());
                if (pooled == null) {
                    continue;
                }
                long weights = random.nextLong();
                MemorySegment packed = packed(pooled, pair.spec(), new Random(weights), arena);
                MemorySegment own = packed(conv, pair.spec(), new Random(weights), arena);
                MemorySegment expected = oneByOne(pair, conv, x, own, arena);
                for (int ranges : new int[] {1, 2, 3, 8}) {
                    MemorySegment actual = arena.allocate(expected.byteSize(), 64).fill((byte) -1);
                    run(pooled, List.of(x, packed, actual), ranges, arena);
                    same(pair.pool().y(), expected, actual, pair + " " + pooled);
                }
            }
        }
    }

    @Property(tries = 20)
    void nanStays(@ForAll long seed) {
        Random random = new Random(seed);
        Layout x = Layout.blocked(1, 3, 12 + 2 * random.nextInt(9), 28, Lanes.COUNT);
        if (random.nextBoolean()) {
            x = x.withBlock(1);
        }
        Pair pair = Pair.of(x, 2 * Lanes.COUNT, 0, ACTIVATIONS.get(random.nextInt(2)));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment input = image(pair.spec().x(), random, arena);
            int at = pair.spec().x().offset(0, 1, random.nextInt(x.height()), random.nextInt(28));
            input.set(ValueLayout.JAVA_FLOAT, at, Float.NaN);
            int pooledKernels = 0;
            for (WeightedKernel conv : pair.kernels()) {
                WeightedKernel pooled = conv.pooled(pair.pool());
                if (pooled == null) {
                    continue;
                }
                pooledKernels++;
                long weights = random.nextLong();
                MemorySegment packed = packed(pooled, pair.spec(), new Random(weights), arena);
                MemorySegment own = packed(conv, pair.spec(), new Random(weights), arena);
                MemorySegment expected = oneByOne(pair, conv, input, own, arena);
                MemorySegment actual = arena.allocate(expected.byteSize(), 64).fill((byte) -1);
                run(pooled, List.of(input, packed, actual), 1, arena);
                int nans = 0;
                for (int i = 0; i < expected.byteSize() / 4; i++) {
                    float value = expected.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    nans += Float.isNaN(value) ? 1 : 0;
                    // Zeros of either sign are equal here.
                    assertEquals(value, 0 + actual.getAtIndex(ValueLayout.JAVA_FLOAT, i), 0f);
                }
                assertTrue(nans > 0);
            }
            assertTrue(pooledKernels > 0 || x.block() == 1);
        }
    }

    @Example
    void onlyWhatKernelsCanDoIsPooled() {
        Layout x = Layout.blocked(1, 32, 16, 16, Lanes.COUNT);
        assertNotNull(pooled(Pair.of(x, 32, 1, Unary.RELU)));
        assertNull(pooled(Pair.of(x, 32, 1, Unary.of(Unary.Function.SILU))), "SiLU isn't monotone");
        Layout odd = Layout.blocked(1, 32, 17, 16, Lanes.COUNT);
        assertNull(pooled(Pair.of(odd, 32, 1, Unary.RELU)), "tiles begin at odd rows");
        Pair picture = Pair.of(Layout.nchw(1, 1, 29, 28), 20, 1, Unary.RELU);
        if (Lanes.MANY_REGISTERS) {
            WeightedKernel first = new ConvRuns(picture.spec(), picture.epilogue());
            assertEquals(!Lanes.HALVES, first.pooled(picture.pool()) != null);
        }
        Pair pair = Pair.of(x, 32, 0, Unary.RELU);
        Layout y = pair.pool().y();
        PoolSpec mean = new PoolSpec(PoolSpec.Kind.AVERAGE, pair.spec().y(), y, TWO, 0, 0);
        assertNull(winograd(pair).pooled(mean));
        PoolSpec padded =
                new PoolSpec(
                        PoolSpec.Kind.MAX,
                        pair.spec().y(),
                        y,
                        new Window(2, 2, 2, 2, 1, 1, 1, 1),
                        0,
                        0);
        assertNull(winograd(pair).pooled(padded));
        PoolSpec ofAnother = new PoolSpec(PoolSpec.Kind.MAX, x.withHeight(18), y, TWO, 0, 0);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> winograd(pair).pooled(ofAnother));
        assertTrue(e.getMessage().startsWith("pool: expected x to be the convolution's y"));
    }

    private static WeightedKernel winograd(Pair pair) {
        return new ConvWinogradPacked(pair.spec(), pair.epilogue(), WinogradTransform.F4);
    }

    private static WeightedKernel pooled(Pair pair) {
        return winograd(pair).pooled(pair.pool());
    }

    /** What the two kernels make. */
    private static MemorySegment oneByOne(
            Pair pair, WeightedKernel conv, MemorySegment x, MemorySegment packed, Arena arena) {
        MemorySegment between = arena.allocate(pair.pool().x().bytes(), 64).fill((byte) -1);
        run(conv, List.of(x, packed, between), 1, arena);
        MemorySegment y = arena.allocate(pair.pool().y().bytes(), 64).fill((byte) -1);
        run(VectorKernels.INSTANCE.pool(pair.pool()), List.of(between, y), 1, arena);
        return y;
    }

    private static MemorySegment image(Layout layout, Random random, Arena arena) {
        MemorySegment memory = arena.allocate(layout.bytes(), 64);
        for (int n = 0; n < layout.batch(); n++) {
            for (int c = 0; c < layout.channels(); c++) {
                for (int i = 0; i < layout.height(); i++) {
                    for (int j = 0; j < layout.width(); j++) {
                        int at = layout.offset(n, c, i, j);
                        memory.set(ValueLayout.JAVA_FLOAT, at, (float) random.nextGaussian());
                    }
                }
            }
        }
        return memory;
    }

    private static MemorySegment packed(
            WeightedKernel kernel, ConvSpec spec, Random random, Arena arena) {
        MemorySegment weight = arena.allocate(spec.weightBytes(), 4);
        MemorySegment bias = arena.allocate(4L * spec.y().channels(), 4);
        for (MemorySegment values : List.of(weight, bias)) {
            for (int i = 0; i < values.byteSize() / 4; i++) {
                values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
        }
        MemorySegment packed = arena.allocate(kernel.packedBytes(), 64);
        kernel.pack(weight, bias, packed);
        return packed;
    }

    /**
     * Runs a kernel in so many ranges of units, each in scratch memory of other content; its
     * margins and the result's stay as they are.
     */
    private static void run(Kernel kernel, List<MemorySegment> operands, int ranges, Arena arena) {
        MemorySegment y = operands.getLast();
        MemorySegment wide = arena.allocate(y.byteSize() + 2 * MARGIN, 64).fill((byte) -1);
        MemorySegment[] bound = operands.toArray(MemorySegment[]::new);
        bound[bound.length - 1] = wide.asSlice(MARGIN, y.byteSize());
        Kernel.Call call = kernel.bind(bound);
        for (int range = 0; range < ranges; range++) {
            MemorySegment scratch = arena.allocate(kernel.scratchBytes() + 2 * MARGIN, 64);
            scratch.fill((byte) -1);
            int from = kernel.units() * range / ranges;
            int to = kernel.units() * (range + 1) / ranges;
            call.run(scratch.asSlice(MARGIN, kernel.scratchBytes()), from, to);
            assertMargins(scratch);
        }
        assertMargins(wide);
        y.copyFrom(bound[bound.length - 1]);
    }

    private static void assertMargins(MemorySegment memory) {
        for (long i = 0; i < MARGIN; i += 4) {
            assertEquals(-1, memory.get(ValueLayout.JAVA_INT_UNALIGNED, i));
            long behind = memory.byteSize() - MARGIN + i;
            assertEquals(-1, memory.get(ValueLayout.JAVA_INT_UNALIGNED, behind));
        }
    }

    private static void same(Layout y, MemorySegment expected, MemorySegment actual, String what) {
        for (int n = 0; n < y.batch(); n++) {
            for (int c = 0; c < y.channels(); c++) {
                for (int i = -y.top(); i < y.height() + y.bottom(); i++) {
                    for (int j = -y.left(); j < y.width() + y.right(); j++) {
                        int at = y.offset(n, c, i, j);
                        assertEquals(
                                expected.get(ValueLayout.JAVA_INT, at),
                                actual.get(ValueLayout.JAVA_INT, at),
                                what + " at " + n + "," + c + "," + i + "," + j);
                    }
                }
            }
        }
    }
}
