package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.function.Function;

/** Rounding of Winograd convolution on data like that of networks. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class WinogradTransformTest {

    /** Of the root mean square of the output. */
    private static final double LARGEST_RMS_ERROR = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "F4, 64, false",
        "F4, 256, true",
        "F4, 512, false",
        "STRIDED2, 64, true",
        "STRIDED2, 512, false",
        "STRIDED4, 64, false",
        "STRIDED4, 512, true"
    })
    void rmsErrorOfPlainWeightsIsNoLarger(
            WinogradTransform transform, int channels, boolean again) {
        assumeTrue(Winograd6.USABLE);
        assertSmallError(
                channels,
                again,
                transform.stride(),
                spec -> new ConvWinogradPlain(spec, Epilogue.NONE, transform));
    }

    @ParameterizedTest
    @CsvSource({
        "F2, 64, false",
        "F2, 512, false",
        "F2, 512, true",
        "F4, 64, false",
        "F4, 64, true",
        "F4, 256, false",
        "F4, 512, false",
        "F4, 512, true",
        "F6, 64, false",
        "F6, 128, true",
        "F6, 256, false",
        "F6, 256, true"
    })
    void rmsErrorIsAHundredThousandthOfTheOutput(
            WinogradTransform transform, int channels, boolean again) {
        assumeTrue(transform != WinogradTransform.F6 || Winograd6.USABLE);
        assertSmallError(
                channels, again, 1, spec -> new ConvWinogradPacked(spec, Epilogue.NONE, transform));
    }

    private static void assertSmallError(
            int channels, boolean again, int stride, Function<ConvSpec, WeightedKernel> maker) {
        int size = 8 * stride;
        Layout x = Layout.blocked(1, channels, size, size, Lanes.COUNT).withHalo(1, 1, 1, 1);
        Layout y = Layout.blocked(1, 16, 8, 8, Lanes.COUNT);
        ConvSpec spec = new ConvSpec(x, y, Window.of(3, stride, 1), 1);
        WeightedKernel kernel = maker.apply(spec);
        Random random = new Random(channels);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment input = arena.allocate(x.bytes(), 64);
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < size * size; i++) {
                    float value = (float) Math.max(0, random.nextGaussian());
                    input.set(ValueLayout.JAVA_FLOAT, x.offset(0, c, i / size, i % size), value);
                }
            }
            MemorySegment weight = arena.allocate(4L * 16 * channels * 9);
            for (int i = 0; i < 16 * channels * 9; i++) {
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
            for (int o = 0; o < 16; o++) {
                for (int i = 0; i < 64; i++) {
                    double expected = exact(x, input, weight, o, i / 8 * stride, i % 8 * stride);
                    long offset = y.offset(0, o, i / 8, i % 8);
                    double difference = output.get(ValueLayout.JAVA_FLOAT, offset) - expected;
                    error += difference * difference;
                    total += expected * expected;
                }
            }
            double relative = Math.sqrt(error / total);
            assertTrue(relative <= LARGEST_RMS_ERROR, () -> "rms error " + relative);
        }
    }

    /** The output whose window has row {@code i} and column {@code j} of x in its middle. */
    private static double exact(
            Layout x, MemorySegment input, MemorySegment weight, int o, int i, int j) {
        double sum = 0;
        for (int c = 0; c < x.channels(); c++) {
            for (int k = 0; k < 9; k++) {
                long offset = x.offset(0, c, i + k / 3 - 1, j + k % 3 - 1);
                long index = ((long) o * x.channels() + c) * 9 + k;
                sum +=
                        (double) input.get(ValueLayout.JAVA_FLOAT, offset)
                                * weight.getAtIndex(ValueLayout.JAVA_FLOAT, index);
            }
        }
        return sum;
    }
}
