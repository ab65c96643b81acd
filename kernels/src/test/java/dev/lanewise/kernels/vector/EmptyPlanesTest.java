package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Halo;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Planes without rows, all of which are halo. */
class EmptyPlanesTest {

    private static final int LANES = Kernels.best().lanes();
    private static final Layout EMPTY =
            Layout.blocked(2, 2 * LANES, 0, 7, LANES).withHalo(2, 2, 0, 2);

    /** With {@code margin} bytes of ones on both sides. */
    private static MemorySegment ones(Arena arena, long bytes, int margin) {
        MemorySegment all = arena.allocate(bytes + 2L * margin, 64);
        for (long i = 0; i < all.byteSize(); i += 4) {
            all.set(ValueLayout.JAVA_FLOAT, i, 1);
        }
        return all;
    }

    private static void assertZeros(MemorySegment all, long from, long to) {
        for (long i = 0; i < all.byteSize(); i += 4) {
            float expected = i >= from && i < to ? 0 : 1;
            assertEquals(expected, all.get(ValueLayout.JAVA_FLOAT, i), "byte " + i);
        }
    }

    @Test
    void aPlaneWithoutRowsIsClearedAndNothingElse() {
        int margin = 1024;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = ones(arena, EMPTY.bytes(), margin);
            Halo.clearRows(EMPTY, all.address() + margin, 1, 1, 0, 0);
            long end = margin + EMPTY.bytes();
            assertZeros(all, end - EMPTY.planeBytes(), end);
        }
    }

    @Test
    void depthwiseConvolutionsWithoutRowsWriteNothingElse() {
        int margin = 1024;
        Layout x = Layout.blocked(2, 2 * LANES, 2, 7, LANES).withHalo(0, 1, 0, 1);
        Window window = new Window(3, 3, 1, 1, 0, 1, 1, 1);
        ConvSpec spec = new ConvSpec(x, EMPTY, window, 2 * LANES);
        WeightedKernel kernel = Kernels.best().conv(spec, Epilogue.NONE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = ones(arena, EMPTY.bytes(), margin);
            MemorySegment packed = arena.allocate(kernel.packedBytes(), 64);
            kernel.pack(arena.allocate(4L * 2 * LANES * 9, 64), null, packed);
            Kernel.Call call =
                    kernel.bind(
                            arena.allocate(x.bytes(), 64),
                            packed,
                            all.asSlice(margin, EMPTY.bytes()));
            call.run(arena.allocate(kernel.scratchBytes(), Kernel.SCRATCH_ALIGNMENT));
            for (int i = 0; i < margin; i += 4) {
                assertEquals(1, all.get(ValueLayout.JAVA_FLOAT, i), "before, byte " + i);
                long after = margin + EMPTY.bytes() + i;
                assertEquals(1, all.get(ValueLayout.JAVA_FLOAT, after), "behind, byte " + i);
            }
        }
    }
}
