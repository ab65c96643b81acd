package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.WeightedKernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Divides a convolution among threads. */
final class DividedConv {

    private DividedConv() {}

    /**
     * Holds what 2, 3, 8 and as many threads as there are units compute against what one does.
     *
     * @param kernel may have a residual
     */
    static void assertSameBits(WeightedKernel kernel, ConvSpec spec) {
        assertSameBits(kernel, kernel, spec);
    }

    /**
     * The same of a kernel that is divided in another way.
     *
     * @param alone computes all on one thread
     * @param kernel is divided; takes the packed weights of the other
     */
    static void assertSameBits(WeightedKernel alone, WeightedKernel kernel, ConvSpec spec) {
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
            MemorySegment packed = arena.allocate(alone.packedBytes(), 64);
            alone.pack(weight, bias, packed);
            MemorySegment whole = arena.allocate(spec.y().bytes(), 64);
            MemorySegment parts = arena.allocate(spec.y().bytes(), 64);
            MemorySegment scratch = arena.allocate(kernel.scratchBytes(), 64);
            boolean adds = kernel.operands().size() == 4;
            (adds ? alone.bind(x, packed, residual, whole) : alone.bind(x, packed, whole))
                    .run(scratch);
            Kernel.Call call =
                    adds ? kernel.bind(x, packed, residual, parts) : kernel.bind(x, packed, parts);
            for (int threads : new int[] {2, 3, 8, kernel.units()}) {
                parts.fill((byte) -1);
                for (int part = 0; part < threads; part++) {
                    int from = kernel.units() * part / threads;
                    call.run(scratch, from, kernel.units() * (part + 1) / threads);
                }
                // Lanes past the last channel and the halo's rows are written, too.
                assertEquals(-1, whole.mismatch(parts), kernel + ", " + spec + " by " + threads);
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
}
