package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Distances that tiles don't reach. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class RunProductTest {

    private static final int FAR = Memory.MOST_STEP;

    @TempDir Path folder;

    /** In memory that is there only where it is written to. */
    @Test
    void rowsFartherApartThanTilesReachAreComputedOneByOne() throws IOException {
        assumeTrue(Lanes.MANY_REGISTERS);
        try (FileChannel file =
                        FileChannel.open(
                                folder.resolve("sparse"),
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.SPARSE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = file.map(MapMode.READ_WRITE, 0, 2L * FAR + 4096, arena);
            MemorySegment near = arena.allocate(4096, 64);
            int lanes = RunProduct.TILE_LANES;
            for (int r = 0; r < 3; r++) {
                near.setAtIndex(ValueLayout.JAVA_FLOAT, r, r + 2);
                memory.set(ValueLayout.JAVA_FLOAT, (long) r * FAR, r + 2);
            }
            MemorySegment start = near.asSlice(64);
            MemorySegment weights = start.asSlice(4L * lanes);
            MemorySegment y = weights.asSlice(4L * lanes);
            MemorySegment offsets = y.asSlice(12L * lanes);
            start.asSlice(0, 4L * lanes).fill((byte) 0);
            for (int lane = 0; lane < lanes; lane++) {
                weights.setAtIndex(ValueLayout.JAVA_FLOAT, lane, lane + 1);
            }
            for (int way = 0; way < 2; way++) {
                boolean farX = way == 0;
                MemorySegment to = farX ? y : memory.asSlice(64);
                long step = farX ? 4L * lanes : FAR;
                for (int call = 0; call < 20; call++) {
                    RunProduct.line(
                            lanes,
                            (farX ? memory : near).address(),
                            farX ? FAR : 4,
                            to.address(),
                            (int) step,
                            3,
                            offsets.address(),
                            1,
                            start.address(),
                            weights.address(),
                            Bounds.NONE,
                            0);
                }
                for (int r = 0; r < 3; r++) {
                    for (int lane = 0; lane < lanes; lane++) {
                        float actual = to.get(ValueLayout.JAVA_FLOAT, r * step + 4L * lane);
                        assertEquals((r + 2f) * (lane + 1), actual);
                    }
                }
            }
        }
    }

    @Test
    void imagesWhosePlanesAreFartherApartGoAnotherWay() {
        assumeTrue(Lanes.MANY_REGISTERS);
        int block = Lanes.COUNT;
        int height = FAR / (256 * Lanes.BYTES);
        assertTrue(ConvRuns.accepts(conv(block, height - 1)));
        assertFalse(ConvRuns.accepts(conv(block, height)));
    }

    private static ConvSpec conv(int block, int height) {
        Layout image = Layout.blocked(1, 2 * block, height, 256, block);
        return new ConvSpec(image, image, Window.of(1, 1, 0), 1);
    }
}
