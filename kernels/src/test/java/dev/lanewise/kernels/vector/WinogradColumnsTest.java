package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** First layers of seven rows at stride 2. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class WinogradColumnsTest {

    private static final Epilogue RELU = Epilogue.of(Unary.RELU);

    @BeforeEach
    void manyRegisters() {
        assumeTrue(Winograd6.USABLE, "with 32 registers only");
    }

    private static ConvSpec spec(int batch, int channels, int outChannels, int height, int width) {
        return spec(batch, channels, outChannels, height, width, Window.of(7, 2, 3));
    }

    private static ConvSpec spec(
            int batch, int channels, int outChannels, int height, int width, Window w) {
        int outHeight = (height + 2 * w.padTop() - w.kernelH()) / w.strideH() + 1;
        int outWidth = (width + 2 * w.padLeft() - w.kernelW()) / w.strideW() + 1;
        Layout x =
                Layout.nchw(batch, channels, height, width)
                        .withHalo(w.padTop(), w.padLeft(), w.padTop(), w.padLeft());
        Layout y = Layout.blocked(batch, outChannels, outHeight, outWidth, Lanes.COUNT);
        return new ConvSpec(x, y.withHalo(1, 0, 0, 1), w, 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 64, 26, 40", "2, 1, 70, 31, 61", "1, 4, 17, 14, 600"})
    void anyDivisionGivesTheSameBits(int batch, int channels, int out, int height, int width) {
        ConvSpec spec = spec(batch, channels, out, height, width);
        Unary silu = Unary.of(Unary.Function.SILU);
        DividedConv.assertSameBits(new ConvWinogradColumns(spec, RELU), spec);
        DividedConv.assertSameBits(new ConvWinogradColumns(spec, Epilogue.of(silu)), spec);
    }

    @Test
    void firstLayersOfSevenRowsAreChosen() {
        assertEquals("conv winograd 4x1", name(spec(1, 3, 64, 224, 224)));
        assertEquals("conv winograd 4x1", name(spec(1, 1, 32, 64, 64)));
        assertFalse(name(spec(1, 3, 64, 224, 224, Window.of(7, 1, 3))).contains("winograd"));
        assertFalse(name(spec(1, 3, 64, 224, 224, Window.of(5, 2, 2))).contains("winograd"));
    }

    private static String name(ConvSpec spec) {
        return Kernels.best().conv(spec, RELU).name();
    }

    @Test
    void itWantsFourRowsAVectorOfColumnsAndNoResidual() {
        int width = 2 * Lanes.COUNT;
        assertTrue(ConvWinogradColumns.accepts(spec(1, 3, 16, 7, width), RELU));
        assertFalse(ConvWinogradColumns.accepts(spec(1, 3, 16, 6, width), RELU));
        Window narrow = new Window(7, 1, 2, 1, 3, 0, 1, 1);
        assertTrue(ConvWinogradColumns.accepts(spec(1, 3, 16, 7, Lanes.COUNT, narrow), RELU));
        assertFalse(ConvWinogradColumns.accepts(spec(1, 3, 16, 7, Lanes.COUNT - 1, narrow), RELU));
        Epilogue residual = new Epilogue(true, Unary.IDENTITY);
        assertFalse(ConvWinogradColumns.accepts(spec(1, 3, 16, 7, width), residual));
    }

    /** Whichever thread begins where. */
    @ParameterizedTest
    @CsvSource({"3, 1, 64, 64", "3, 0, 61, 40", "2, 0, 31, 70", "2, 1, 29, 33", "3, 1, 7, 34"})
    void withAPoolingBitsAreThoseOfTwoKernels(int size, int pad, int height, int width) {
        ConvSpec spec = pooledSpec(height, width);
        PoolSpec pool = pool(spec, size, pad);
        WeightedKernel conv = new ConvWinogradColumns(spec, RELU);
        WeightedKernel pooled = conv.pooled(pool);
        assertEquals(conv.packing(), pooled.packing());
        Random random = new Random(height);
        try (Arena arena = Arena.ofConfined()) {
            for (float special : new float[] {0, Float.NaN}) {
                MemorySegment x = gaussians(spec.x(), random, arena);
                x.set(ValueLayout.JAVA_FLOAT, spec.x().offset(0, 0, height / 2, 3), special);
                MemorySegment packed = arena.allocate(conv.packedBytes(), 64);
                Layout weight = Layout.flat(Math.toIntExact(spec.weightBytes() / 4));
                Layout bias = Layout.flat(spec.y().channels());
                conv.pack(gaussians(weight, random, arena), gaussians(bias, random, arena), packed);
                MemorySegment between = run(conv, x, packed, spec.y(), 1, arena);
                Kernel pooling = VectorKernels.INSTANCE.pool(pool);
                MemorySegment expected = arena.allocate(pool.y().bytes(), 64);
                pooling.bind(between, expected).run(scratch(pooling, arena));
                for (int parts : new int[] {1, 2, 3, 8, pooled.units()}) {
                    MemorySegment actual = run(pooled, x, packed, pool.y(), parts, arena);
                    assertSame(expected, actual);
                }
            }
        }
    }

    @Test
    void onlyMaximaOfWhatTilesStoreArePooled() {
        ConvSpec spec = pooledSpec(64, 64);
        PoolSpec max = pool(spec, 3, 1);
        Epilogue clip = Epilogue.of(Unary.clip(0, 6));
        assertNull(new ConvWinogradColumns(spec, clip).pooled(max));
        PoolSpec mean = new PoolSpec(PoolSpec.Kind.AVERAGE, max.x(), max.y(), max.window(), 0, 0);
        assertNull(new ConvWinogradColumns(spec, RELU).pooled(mean));
        Layout y = Layout.blocked(2, 70, 8, 8, Lanes.COUNT);
        PoolSpec five = new PoolSpec(PoolSpec.Kind.MAX, max.x(), y, Window.of(5, 4, 2), 0, 0);
        assertNull(new ConvWinogradColumns(spec, RELU).pooled(five));
    }

    private static ConvSpec pooledSpec(int height, int width) {
        ConvSpec spec = spec(2, 3, 70, height, width);
        return new ConvSpec(spec.x(), spec.y().withHalo(0, 0, 0, 0), spec.window(), 1);
    }

    private static PoolSpec pool(ConvSpec spec, int size, int pad) {
        Layout x = spec.y();
        int height = (x.height() + 2 * pad - size) / 2 + 1;
        int width = (x.width() + 2 * pad - size) / 2 + 1;
        Layout y = Layout.blocked(x.batch(), x.channels(), height, width, Lanes.COUNT);
        Window window = Window.of(size, 2, pad);
        return new PoolSpec(PoolSpec.Kind.MAX, x, y.withHalo(1, 0, 1, 1), window, 0, 0);
    }

    private static MemorySegment gaussians(Layout layout, Random random, Arena arena) {
        MemorySegment values = arena.allocate(layout.bytes(), 64);
        for (int n = 0; n < layout.batch(); n++) {
            for (int c = 0; c < layout.channels(); c++) {
                for (int i = 0; i < layout.height() * layout.width(); i++) {
                    int offset = layout.offset(n, c, i / layout.width(), i % layout.width());
                    values.set(ValueLayout.JAVA_FLOAT, offset, (float) random.nextGaussian());
                }
            }
        }
        return values;
    }

    /** Computes units in so many parts, in memory that is filled with NaN. */
    private static MemorySegment run(
            Kernel kernel,
            MemorySegment x,
            MemorySegment packed,
            Layout layout,
            int parts,
            Arena arena) {
        MemorySegment y = arena.allocate(layout.bytes(), 64).fill((byte) -1);
        MemorySegment scratch = scratch(kernel, arena);
        Kernel.Call call = kernel.bind(x, packed, y);
        for (int part = parts - 1; part >= 0; part--) {
            int from = kernel.units() * part / parts;
            call.run(scratch, from, kernel.units() * (part + 1) / parts);
        }
        return y;
    }

    private static MemorySegment scratch(Kernel kernel, Arena arena) {
        return arena.allocate(kernel.scratchBytes(), Kernel.SCRATCH_ALIGNMENT).fill((byte) -1);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "3, false", "3, true", "64, false"})
    void rmsErrorIsTwoMillionthsOfTheOutput(int channels, boolean again) {
        ConvSpec spec = spec(1, channels, 16, 29, 32);
        Layout x = spec.x();
        Layout y = spec.y();
        Random random = new Random(channels);
        WeightedKernel kernel = new ConvWinogradColumns(spec, Epilogue.NONE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment input = arena.allocate(x.bytes(), 64);
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < 29 * 32; i++) {
                    float value = (float) Math.max(0, random.nextGaussian());
                    input.set(ValueLayout.JAVA_FLOAT, x.offset(0, c, i / 32, i % 32), value);
                }
            }
            MemorySegment weight = arena.allocate(spec.weightBytes(), 4);
            for (int i = 0; i < weight.byteSize() / 4; i++) {
                weight.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
            MemorySegment packed = arena.allocate(kernel.packedBytes(), 64);
            if (again) {
                kernel.repack(weight, null, packed);
            } else {
                kernel.pack(weight, null, packed);
            }
            MemorySegment output = arena.allocate(y.bytes(), 64);
            kernel.bind(input, packed, output).run(arena.allocate(kernel.scratchBytes(), 64));
            double error = 0;
            double total = 0;
            for (int o = 0; o < y.channels(); o++) {
                for (int i = 0; i < y.height() * y.width(); i++) {
                    int row = i / y.width();
                    int column = i % y.width();
                    double expected = exact(x, input, weight, o, 2 * row - 3, 2 * column - 3);
                    long offset = y.offset(0, o, row, column);
                    double difference = output.get(ValueLayout.JAVA_FLOAT, offset) - expected;
                    error += difference * difference;
                    total += expected * expected;
                }
            }
            double relative = Math.sqrt(error / total);
            assertTrue(relative <= 2e-6, () -> "rms error " + relative);
        }
    }

    private static double exact(
            Layout x, MemorySegment input, MemorySegment weight, int o, int top, int left) {
        double sum = 0;
        for (int c = 0; c < x.channels(); c++) {
            for (int k = 0; k < 49; k++) {
                long offset = x.offset(0, c, top + k / 7, left + k % 7);
                long index = ((long) o * x.channels() + c) * 49 + k;
                sum +=
                        (double) input.get(ValueLayout.JAVA_FLOAT, offset)
                                * weight.getAtIndex(ValueLayout.JAVA_FLOAT, index);
            }
        }
        return sum;
    }

    /** Of infinities and zeros of either sign, too; rows of a vector and a half. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void scalarFormsGiveTheSameBits(long seed) {
        Random random = new Random(seed);
        int vector = Lanes.BYTES;
        int row = 2 * vector;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocate(13L * row, 64);
            for (int i = 0; i < x.byteSize() / 4; i++) {
                float value = (float) random.nextGaussian();
                if (random.nextInt(100) == 0) {
                    value = random.nextBoolean() ? -0f : Float.POSITIVE_INFINITY;
                }
                x.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
            }
            MemorySegment expected = arena.allocate(16L * row, 64);
            MemorySegment actual = arena.allocate(16L * row, 64);
            int last = vector / 2;
            ScalarWinograd.inputColumns(x.address(), row, expected.address(), row, 0, 2, last);
            WinogradColumns.inputVectors(x.address(), row, actual.address(), row, 0, 2, last);
            assertSame(expected, actual);

            long bias = x.address() + 9L * row;
            ScalarWinograd.outputColumns(
                    x.address(), vector, bias, 0.5f, expected.address(), row, 2);
            WinogradColumns.outputVectors(
                    x.address(), vector, bias, 0.5f, actual.address(), row, 2);
            assertSame(expected, actual);
        }
    }

    /** NaNs are all alike. */
    private static void assertSame(MemorySegment expected, MemorySegment actual) {
        assertArrayEquals(
                expected.toArray(ValueLayout.JAVA_FLOAT), actual.toArray(ValueLayout.JAVA_FLOAT));
    }
}
