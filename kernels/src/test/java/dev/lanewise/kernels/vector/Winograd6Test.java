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
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Winograd's algorithm with tiles of 6x6 outputs. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class Winograd6Test {

    private static final Epilogue EPILOGUE = new Epilogue(true, Unary.RELU);

    @BeforeEach
    void manyRegisters() {
        assumeTrue(Winograd6.USABLE, "with 32 registers only");
    }

    private static ConvSpec spec(int batch, int channels, int outChannels, int height, int width) {
        Layout x = Layout.blocked(batch, channels, height, width, Lanes.COUNT).withHalo(1, 1, 1, 1);
        Layout y = Layout.blocked(batch, outChannels, height, width, Lanes.COUNT);
        return new ConvSpec(x, y.withHalo(1, 0, 0, 1), Window.of(3, 1, 1), 1);
    }

    @Test
    void anyDivisionGivesTheSameBits() {
        for (ConvSpec spec :
                List.of(
                        spec(1, 40, 70, 56, 56),
                        spec(2, 33, 64, 36, 61),
                        spec(1, 64, 130, 31, 33),
                        spec(1, 16, 16, 6, 90),
                        spec(1, 256, 64, 25, 24))) {
            DividedConv.assertSameBits(
                    new ConvWinogradPacked(spec, EPILOGUE, WinogradTransform.F6), spec);
        }
    }

    @Test
    void largeMapsOfFewChannelsAreChosen() {
        assumeTrue(Lanes.COUNT >= 16 && !Lanes.HALVES, "measured with whole 512 bits only");
        for (int channels : new int[] {24, 64, 128}) {
            assertEquals("conv winograd 6x6", name(spec(1, channels, channels, 112, 112)));
        }
        // Style networks have ten layers like the first.
        assertFalse(name(spec(1, 64, 64, 64, 64)).endsWith("6x6"));
        assertFalse(name(spec(1, 256, 256, 56, 56)).endsWith("6x6"));
    }

    private static String name(ConvSpec spec) {
        return Kernels.best().conv(spec, EPILOGUE).name();
    }

    @Test
    void itsErrorsBoundTheChannels() {
        assertTrue(ConvWinogradPacked.accepts(spec(1, 256, 16, 6, 6), WinogradTransform.F6));
        assertFalse(ConvWinogradPacked.accepts(spec(1, 257, 16, 6, 6), WinogradTransform.F6));
        assertFalse(ConvWinogradPacked.accepts(spec(1, 16, 16, 5, 6), WinogradTransform.F6));
    }

    /** Of infinities and zeros of either sign, too. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void scalarFormsGiveTheSameBits(long seed) {
        Random random = new Random(seed);
        int lanes = Lanes.COUNT;
        int bytes = Lanes.BYTES;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocate(64L * bytes, 64);
            for (int i = 0; i < 64 * lanes; i++) {
                float value = (float) random.nextGaussian();
                if (random.nextInt(100) == 0) {
                    value = random.nextBoolean() ? -0f : Float.POSITIVE_INFINITY;
                }
                x.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
            }
            MemorySegment bias = arena.allocate(bytes, 64);
            float[] added = new float[lanes];
            for (int i = 0; i < lanes; i++) {
                added[i] = (float) random.nextGaussian();
                bias.setAtIndex(ValueLayout.JAVA_FLOAT, i, added[i]);
            }
            MemorySegment between = arena.allocate(64L * bytes, 64);
            MemorySegment expected = arena.allocate(64L * bytes, 64);
            MemorySegment actual = arena.allocate(64L * bytes, 64);
            long from = x.address();
            long half = between.address();

            ScalarWinograd.input6(from, 8L * bytes, bytes, half, bytes, 8L * bytes, 8);
            ScalarWinograd.input6(
                    half, 8L * bytes, bytes, expected.address(), bytes, 8L * bytes, 8);
            Winograd6.inputColumns(from, 8 * bytes, half, 8);
            Winograd6.inputRows(half, 0, actual.address(), 0, bytes, 1);
            assertSame(expected, actual);

            float[] none = new float[lanes];
            Arrays.fill(none, -0f);
            float any = PackedEpilogue.NO_FLOOR;
            long row = 8L * bytes;
            ScalarWinograd.output6(from, row, bytes, none, any, half, row, bytes, 8);
            ScalarWinograd.output6(
                    half, bytes, row, added, 0, expected.address(), bytes, 6L * bytes, 6);
            Winograd6.columns(from, bytes, 0, half, 1);
            Winograd6.rows(half, bias.address(), 0, actual.address(), 6L * bytes, 0, 1);
            assertSame(expected.asSlice(0, 36L * bytes), actual.asSlice(0, 36L * bytes));
        }
    }

    /** NaNs are all alike. */
    private static void assertSame(MemorySegment expected, MemorySegment actual) {
        assertArrayEquals(
                expected.toArray(ValueLayout.JAVA_FLOAT), actual.toArray(ValueLayout.JAVA_FLOAT));
    }
}
