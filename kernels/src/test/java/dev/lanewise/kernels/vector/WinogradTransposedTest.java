package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** A transposed 3x3 convolution as Winograd's, with weights that are turned while packing. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class WinogradTransposedTest {

    @ParameterizedTest
    @CsvSource({"32, 32, 1", "48, 20, 0", "40, 90, 2"})
    void equalsItsTwinUpToRounding(int channels, int outChannels, int padding) {
        int lanes = Lanes.COUNT;
        int size = 14;
        int outSize = size + 2 - 2 * padding;
        Window window = Window.of(3, 1, padding);
        Layout x =
                Layout.blocked(2, channels, size, size, lanes)
                        .withHalo(
                                window.transposedHaloTop(),
                                window.transposedHaloLeft(),
                                window.transposedHaloBottom(size, outSize),
                                window.transposedHaloRight(size, outSize));
        Layout y = Layout.blocked(2, outChannels, outSize, outSize, lanes);
        ConvTransposeSpec spec = new ConvTransposeSpec(x, y, window, 1);
        WeightedKernel kernel = VectorKernels.INSTANCE.convTranspose(spec, Unary.IDENTITY);
        assertTrue(kernel.name().contains("winograd"), kernel.name());
        float[] actual = run(kernel, x, y, channels * outChannels * 9);
        WeightedKernel twin = Kernels.reference().convTranspose(spec, Unary.IDENTITY);
        float[] expected = run(twin, x, y, channels * outChannels * 9);
        // Products are at most 16, and the transforms amplify rounding about tenfold.
        float largest = 10 * Math.ulp(16f * 9 * channels);
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < outChannels; c++) {
                for (int p = 0; p < outSize * outSize; p++) {
                    int at = y.offset(n, c, p / outSize, p % outSize) / 4;
                    assertEquals(expected[at], actual[at], largest);
                }
            }
        }
    }

    private static float[] run(WeightedKernel kernel, Layout x, Layout y, int weights) {
        Random random = new Random(1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment input = arena.allocate(x.bytes(), 64);
            for (int n = 0; n < x.batch(); n++) {
                for (int c = 0; c < x.channels(); c++) {
                    for (int p = 0; p < x.height() * x.width(); p++) {
                        long at = x.offset(n, c, p / x.width(), p % x.width());
                        input.set(ValueLayout.JAVA_FLOAT, at, random.nextInt(-4, 5));
                    }
                }
            }
            MemorySegment weight = arena.allocate(4L * weights);
            for (int i = 0; i < weights; i++) {
                weight.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextInt(-4, 5));
            }
            MemorySegment packed = arena.allocate(kernel.packedBytes(), 64);
            kernel.repack(weight, null, packed);
            MemorySegment output = arena.allocate(y.bytes(), 64);
            kernel.bind(input, packed, output).run(arena.allocate(kernel.scratchBytes() + 1, 64));
            return output.toArray(ValueLayout.JAVA_FLOAT);
        }
    }
}
