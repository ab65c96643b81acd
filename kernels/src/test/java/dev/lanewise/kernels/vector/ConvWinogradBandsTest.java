package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.ConvChain;
import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A convolution and Winograd's behind it, in bands of rows, equal the two one by one. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class ConvWinogradBandsTest {

    private static final List<Epilogue> RELU =
            List.of(Epilogue.of(Unary.RELU), Epilogue.of(Unary.RELU));

    @BeforeEach
    void manyRegisters() {
        assumeTrue(Winograd6.USABLE, "with 32 registers only");
    }

    @ParameterizedTest
    @CsvSource({
        "F6, 1, 3, 16, 16, 70, 90, 1, 1, true, false",
        "F6, 2, 3, 40, 24, 62, 61, 1, 1, false, true",
        "F6, 1, 20, 16, 40, 80, 24, 2, 1, false, false",
        "F6, 1, 1, 16, 16, 90, 150, 1, 0, false, false",
        "F4, 2, 3, 16, 33, 48, 52, 1, 2, true, false",
        "F4, 1, 3, 32, 16, 90, 43, 2, 1, false, true"
    })
    void bitsAreThoseOfConvolutionsOneByOne(
            WinogradTransform transform,
            int batch,
            int in,
            int middle,
            int out,
            int height,
            int width,
            int stride,
            int pad,
            boolean pools,
            boolean residual) {
        Window first = Window.of(3, stride, 1);
        Layout x =
                Layout.blocked(
                                batch,
                                in,
                                height * stride,
                                width * stride,
                                in <= 4 ? 1 : Lanes.COUNT)
                        .withHalo(1, 1, 1, 1);
        Layout between =
                Layout.blocked(batch, middle, height, width, Lanes.COUNT).withHalo(2, 3, 2, 2);
        int less = 2 * pad - 2;
        Layout y =
                Layout.blocked(batch, out, height + less, width + less, Lanes.COUNT)
                        .withHalo(1, 0, 1, 1);
        List<ConvSpec> specs =
                List.of(
                        new ConvSpec(x, between, first, 1),
                        new ConvSpec(between, y, Window.of(3, 1, pad), 1));
        List<Epilogue> epilogues = List.of(RELU.getFirst(), new Epilogue(residual, Unary.RELU));
        Layout half = Layout.blocked(batch, out, y.height() / 2, y.width() / 2, Lanes.COUNT);
        PoolSpec pool =
                pools
                        ? new PoolSpec(
                                PoolSpec.Kind.MAX,
                                y,
                                half.withHalo(1, 1, 1, 1),
                                Window.of(2, 2, 0),
                                0,
                                0)
                        : null;
        ConvRuns runs = new ConvRuns(specs.getFirst(), epilogues.getFirst());
        WeightedKernel winograd = new ConvWinogradPacked(specs.get(1), epilogues.get(1), transform);
        winograd = pool == null ? winograd : winograd.pooled(pool);
        ConvWinogradBands bands =
                ConvWinogradBands.of(specs, epilogues, (ConvWinogradPacked) winograd, pool);
        assertNotNull(bands);
        Random random = new Random(height);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment input = image(x, random, arena);
            MemorySegment p1 = packed(runs, specs.getFirst(), random, arena);
            MemorySegment p2 = packed(winograd, specs.get(1), random, arena);
            MemorySegment added = image(y, random, arena);
            MemorySegment whole = arena.allocate(between.bytes(), 64).fill((byte) -1);
            runs.bind(input, p1, whole).run(scratch(runs, arena));
            Layout result = pool == null ? y : pool.y();
            MemorySegment expected = arena.allocate(result.bytes(), 64);
            bind(winograd, List.of(whole, p2), residual ? added : null, expected)
                    .run(scratch(winograd, arena));
            for (int ranges : new int[] {1, 2, 3, bands.units()}) {
                MemorySegment actual = arena.allocate(result.bytes(), 64);
                Kernel.Call call =
                        bind(bands, List.of(input, p1, p2), residual ? added : null, actual);
                for (int i = 0; i < ranges; i++) {
                    call.run(
                            scratch(bands, arena),
                            bands.units() * i / ranges,
                            bands.units() * (i + 1) / ranges);
                }
                assertEquals(-1, expected.mismatch(actual), ranges + " ranges, " + bands);
            }
        }
    }

    @Test
    void firstLayersOfLargePicturesAreChosen() {
        assumeTrue(Lanes.COUNT >= 16 && !Lanes.HALVES, "measured with whole 512 bits only");
        ConvChain chain = chain(224, Kernels.best(), RELU);
        assertNotNull(chain);
        assertEquals("conv bands of rows: runs 6x4, winograd 6x6", chain.kernel().name());
        assertNull(chain(112, Kernels.best(), RELU), "stays near by itself");
        assertNull(chain(224, Kernels.best().direct(), RELU));
        List<Epilogue> residual = List.of(new Epilogue(true, Unary.RELU), RELU.get(1));
        assertNull(chain(224, Kernels.best(), residual));
    }

    private static @Nullable ConvChain chain(int size, Kernels kernels, List<Epilogue> epilogues) {
        Layout x = Layout.nchw(1, 3, size, size).withHalo(1, 1, 1, 1);
        Layout between = Layout.blocked(1, 64, size, size, Lanes.COUNT).withHalo(1, 1, 1, 1);
        Window window = Window.of(3, 1, 1);
        return kernels.convChain(
                List.of(
                        new ConvSpec(x, between, window, 1),
                        new ConvSpec(between, between, window, 1)),
                epilogues,
                null);
    }

    private static Kernel.Call bind(
            Kernel kernel,
            List<MemorySegment> inputs,
            @Nullable MemorySegment residual,
            MemorySegment y) {
        List<MemorySegment> operands = new ArrayList<>(inputs);
        if (residual != null) {
            operands.add(residual);
        }
        operands.add(y);
        return kernel.bind(operands.toArray(MemorySegment[]::new));
    }

    /** Scratch memory begins as NaN. */
    private static MemorySegment scratch(Kernel kernel, Arena arena) {
        return arena.allocate(kernel.scratchBytes(), 64).fill((byte) -1);
    }

    private static MemorySegment packed(
            WeightedKernel kernel, ConvSpec spec, Random random, Arena arena) {
        MemorySegment weight = arena.allocate(spec.weightBytes(), 64);
        for (int i = 0; i < spec.weightBytes() / 4; i++) {
            weight.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        MemorySegment packed = arena.allocate(kernel.packedBytes(), 64);
        kernel.pack(weight, null, packed);
        return packed;
    }

    /** Random numbers with a halo of zeros. */
    private static MemorySegment image(Layout layout, Random random, Arena arena) {
        MemorySegment memory = arena.allocate(layout.bytes(), 64);
        for (int n = 0; n < layout.batch(); n++) {
            for (int c = 0; c < layout.channels(); c++) {
                for (int i = 0; i < layout.height(); i++) {
                    for (int j = 0; j < layout.width(); j++) {
                        float value = (float) random.nextGaussian();
                        memory.set(ValueLayout.JAVA_FLOAT, layout.offset(n, c, i, j), value);
                    }
                }
            }
        }
        return memory;
    }
}
