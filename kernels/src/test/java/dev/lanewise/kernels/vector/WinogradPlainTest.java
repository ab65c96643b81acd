package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

/** Winograd's algorithm with weights that are transformed on the way. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class WinogradPlainTest {

    private static final Epilogue EPILOGUE = new Epilogue(true, Unary.RELU);

    @BeforeEach
    void manyRegisters() {
        assumeTrue(Lanes.MANY_REGISTERS, "chosen with 32 registers only");
    }

    private static ConvSpec spec(int batch, int channels, int outChannels, int height, int width) {
        Layout x = Layout.blocked(batch, channels, height, width, Lanes.COUNT).withHalo(1, 1, 1, 1);
        Layout y = Layout.blocked(batch, outChannels, height, width, Lanes.COUNT);
        return new ConvSpec(x, y.withHalo(1, 0, 0, 1), Window.of(3, 1, 1), 1);
    }

    @Test
    void aThreadThatDoesAllInLargerBlocksGetsTheBitsOfMany() {
        ConvSpec once = spec(1, 40, 70, 27, 28);
        ConvSpec twice = spec(2, 33, 64, 28, 52);
        ConvSpec sharingColumns = spec(1, 32, 64, 28, 25);
        assertEquals(1, WinogradTiles.plainForOneThread(once).blocks());
        assertEquals(2, WinogradTiles.plain(once).blocks());
        assertEquals(2, WinogradTiles.plainForOneThread(twice).blocks());
        assertEquals(4, WinogradTiles.plain(twice).blocks());
        for (ConvSpec spec : List.of(once, twice, sharingColumns)) {
            WeightedKernel kernel = new ConvWinogradPlain(spec, EPILOGUE);
            Random random = new Random(1);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment x = arena.allocate(spec.x().bytes(), 64);
                for (int n = 0; n < spec.x().batch(); n++) {
                    for (int c = 0; c < spec.x().channels(); c++) {
                        for (int i = 0; i < spec.x().height(); i++) {
                            for (int j = 0; j < spec.x().width(); j++) {
                                x.set(
                                        ValueLayout.JAVA_FLOAT,
                                        spec.x().offset(n, c, i, j),
                                        (float) random.nextGaussian());
                            }
                        }
                    }
                }
                MemorySegment weight = random(arena, spec.weightBytes(), random);
                MemorySegment bias = random(arena, 4L * spec.y().channels(), random);
                MemorySegment residual = random(arena, spec.y().bytes(), random);
                MemorySegment packed = arena.allocate(kernel.packedBytes(), 64);
                kernel.pack(weight, bias, packed);
                MemorySegment whole = arena.allocate(spec.y().bytes(), 64);
                MemorySegment parts = arena.allocate(spec.y().bytes(), 64);
                MemorySegment scratch = arena.allocate(kernel.scratchBytes(), 64);
                kernel.bind(x, packed, residual, whole).run(scratch);
                Kernel.Call call = kernel.bind(x, packed, residual, parts);
                for (int unit = 0; unit < kernel.units(); unit++) {
                    call.run(scratch, unit, unit + 1);
                }
                assertEquals(-1, whole.mismatch(parts), spec.toString());
            }
        }
    }

    private static MemorySegment random(Arena arena, long bytes, Random random) {
        MemorySegment values = arena.allocate(bytes, 64);
        for (int i = 0; i < bytes / 4; i++) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return values;
    }

    @Test
    void mapsOf28PixelsOfManyChannelsKeepTheirWeightsPlain() {
        assumeTrue(Lanes.COUNT >= 16 && !Lanes.HALVES, "measured with whole 512 bits only");
        for (int channels : new int[] {128, 512}) {
            ConvSpec spec = spec(1, channels, channels, 28, 28);
            WeightedKernel kernel = Kernels.best().conv(spec, EPILOGUE);
            assertEquals(
                    spec.weightBytes() + 4L * channels + Lanes.BYTES,
                    kernel.packedBytes(),
                    kernel.name());
        }
    }
}
