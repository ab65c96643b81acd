package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Winograd's algorithm for convolutions of stride 2. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class WinogradStridedTest {

    private static final Epilogue EPILOGUE = new Epilogue(true, Unary.RELU);

    @BeforeEach
    void manyRegisters() {
        assumeTrue(Winograd6.USABLE, "with 32 registers only");
    }

    /** Of outputs of so many rows and columns. */
    private static ConvSpec spec(int batch, int channels, int outChannels, int height, int width) {
        Layout x = Layout.blocked(batch, channels, 2 * height, 2 * width - 1, Lanes.COUNT);
        Layout y = Layout.blocked(batch, outChannels, height, width, Lanes.COUNT);
        return new ConvSpec(x.withHalo(1, 1, 1, 1), y.withHalo(1, 0, 0, 1), Window.of(3, 2, 1), 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"STRIDED2", "STRIDED4"})
    void anyDivisionGivesTheSameBits(WinogradTransform transform) {
        for (ConvSpec spec :
                List.of(
                        spec(1, 40, 70, 27, 28),
                        spec(2, 33, 64, 14, 14),
                        spec(1, 130, 144, 14, 14),
                        spec(1, 32, 64, 28, 25),
                        spec(1, 32, 64, 36, 18),
                        spec(1, 100, 130, 7, 7))) {
            DividedConv.assertSameBits(new ConvWinogradPlain(spec, EPILOGUE, transform), spec);
        }
    }

    @Test
    void largeMapsAndManyChannelsAreChosen() {
        assumeTrue(Lanes.COUNT >= 16 && !Lanes.HALVES, "measured with whole 512 bits only");
        assertEquals("conv winograd strided 4x4", name(spec(1, 64, 128, 28, 28)));
        assertEquals("conv winograd strided 4x4", name(spec(1, 128, 128, 28, 28)));
        assertEquals("conv winograd strided 2x2", name(spec(1, 128, 256, 14, 14)));
        assertEquals("conv winograd strided 2x2", name(spec(1, 256, 256, 14, 14)));
        assertFalse(name(spec(1, 256, 512, 7, 7)).contains("winograd"));
    }

    private static String name(ConvSpec spec) {
        return Kernels.best().conv(spec, EPILOGUE).name();
    }

    @Test
    void planesHaveATileAtLeast() {
        assertTrue(ConvWinogradPlain.accepts(spec(1, 16, 16, 4, 4), WinogradTransform.STRIDED4));
        assertFalse(ConvWinogradPlain.accepts(spec(1, 16, 16, 3, 4), WinogradTransform.STRIDED4));
        assertTrue(ConvWinogradPlain.accepts(spec(1, 16, 16, 3, 2), WinogradTransform.STRIDED2));
        assertFalse(ConvWinogradPlain.accepts(spec(1, 16, 16, 3, 1), WinogradTransform.STRIDED2));
    }

    /** Of infinities and zeros of either sign, too. */
    @ParameterizedTest
    @CsvSource({
        "STRIDED2, 1",
        "STRIDED2, 2",
        "STRIDED2, 3",
        "STRIDED4, 1",
        "STRIDED4, 2",
        "STRIDED4, 3"
    })
    void scalarFormsGiveTheSameBits(WinogradTransform transform, long seed) {
        Random random = new Random(seed);
        int lanes = Lanes.COUNT;
        int bytes = Lanes.BYTES;
        int inputs = transform.inputs();
        int sums = transform.sums();
        int outputs = transform.outputs();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = values(random, inputs * inputs, true, arena);
            MemorySegment bias = values(random, 1, false, arena);
            float[] added = bias.toArray(ValueLayout.JAVA_FLOAT);
            long half = arena.allocate(x.byteSize(), 64).address();
            MemorySegment expected = arena.allocate(x.byteSize(), 64);
            MemorySegment actual = arena.allocate(x.byteSize(), 64);
            long from = x.address();

            int column = inputs * bytes;
            transform.inputScalars(from, column, bytes, half, bytes, column, inputs);
            transform.inputScalars(half, column, bytes, expected.address(), bytes, column, inputs);
            transform.inputColumnVectors(from, column, half, inputs);
            transform.inputRowVectors(half, 0, actual.address(), 0, bytes, 1);
            assertSame(expected, actual);

            float[] none = new float[lanes];
            Arrays.fill(none, -0f);
            float any = PackedEpilogue.NO_FLOOR;
            long row = (long) sums * bytes;
            long rowBytes = (long) outputs * bytes;
            transform.outputScalars(from, row, bytes, none, any, half, row, bytes, sums);
            transform.outputScalars(
                    half, bytes, row, added, 0, expected.address(), bytes, rowBytes, outputs);
            transform.columnVectors(from, bytes, 0, half, 1);
            transform.rowVectors(half, bias.address(), 0, actual.address(), rowBytes, 0, 1);
            assertSame(
                    expected.asSlice(0, outputs * rowBytes), actual.asSlice(0, outputs * rowBytes));

            MemorySegment kernels = values(random, 2 * 9, true, arena);
            long transformed = 2L * transform.kernelSide() * transform.kernelSide() * bytes;
            expected = arena.allocate(transformed, 64);
            actual = arena.allocate(transformed, 64);
            transform.kernelScalars(kernels.address(), expected.address(), 2L * bytes, 2);
            transform.kernelVectors(kernels.address(), actual.address(), 2L * bytes, 2);
            assertSame(expected, actual);
        }
    }

    /** So many vectors. */
    private static MemorySegment values(
            Random random, int vectors, boolean infinities, Arena arena) {
        MemorySegment values = arena.allocate((long) vectors * Lanes.BYTES, 64);
        for (int i = 0; i < vectors * Lanes.COUNT; i++) {
            float value = (float) random.nextGaussian();
            if (infinities && random.nextInt(100) == 0) {
                value = random.nextBoolean() ? -0f : Float.POSITIVE_INFINITY;
            }
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
        return values;
    }

    /** NaNs are all alike. */
    private static void assertSame(MemorySegment expected, MemorySegment actual) {
        assertArrayEquals(
                expected.toArray(ValueLayout.JAVA_FLOAT), actual.toArray(ValueLayout.JAVA_FLOAT));
    }
}
