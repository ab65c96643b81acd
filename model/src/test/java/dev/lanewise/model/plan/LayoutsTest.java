package dev.lanewise.model.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.Layout;
import dev.lanewise.model.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

class LayoutsTest {

    @Test
    void imagesOfOneAxisAreOneRowHigh() {
        assertEquals(Layout.nchw(2, 3, 4, 5), Layouts.plain(Shape.of(2, 3, 4, 5)));
        assertEquals(Layout.nchw(2, 3, 1, 5), Layouts.plain(Shape.of(2, 3, 5)));
        assertEquals(Layout.flat(6), Layouts.plain(Shape.of(2, 3)));
        assertEquals(Layout.flat(1), Layouts.plain(Shape.of(new int[0])));
        assertEquals(Layout.flat(32), Layouts.plain(Shape.of(2, 2, 2, 2, 2)));
        for (int rank = 0; rank < 7; rank++) {
            int[] dims = new int[rank];
            Arrays.fill(dims, 2);
            assertEquals(rank == 3 || rank == 4, Layouts.isImage(Shape.of(dims)));
        }
    }

    /** Exactly then a reader of rows may read the memory as it is. */
    @ParameterizedTest
    @CsvSource({
        // batch, channels, height, width, block, plain
        "2, 3, 4, 5, 1, true",
        "1, 8, 4, 5, 8, false",
        "1, 8, 1, 5, 8, false",
        "1, 8, 4, 1, 8, false",
        "1, 8, 1, 1, 8, true",
        "1, 3, 1, 1, 8, true",
        "2, 16, 1, 1, 8, true",
        "2, 12, 1, 1, 8, false",
    })
    void blocksOfOnePixelAreRowMajorUnlessTheyArePadded(
            int batch, int channels, int height, int width, int block, boolean plain) {
        Layout layout = Layout.blocked(batch, channels, height, width, block);
        assertEquals(plain, Layouts.isPlain(layout));
        if (plain) {
            for (int n = 0; n < batch; n++) {
                for (int c = 0; c < channels; c++) {
                    int offset = Layouts.plain(layout).offset(n, c, 0, 0);
                    assertEquals(offset, layout.offset(n, c, 0, 0));
                }
            }
        }
        for (int side = 0; side < 4; side++) {
            Layout halo =
                    layout.withHalo(
                            side == 0 ? 1 : 0,
                            side == 1 ? 1 : 0,
                            side == 2 ? 1 : 0,
                            side == 3 ? 1 : 0);
            assertFalse(Layouts.isPlain(halo));
            assertEquals(Layout.nchw(batch, channels, height, width), Layouts.plain(halo));
        }
    }

    private static List<Layout> broadcast(Shape a, Shape b, Shape y) {
        return Layouts.broadcast(a, b, y);
    }

    @Test
    void axesThatBroadcastAlikeAreJoined() {
        Shape y = Shape.of(2, 3, 4, 5);
        assertEquals(
                List.of(Layout.flat(120), Layout.flat(120), Layout.flat(120)), broadcast(y, y, y));
        assertEquals(
                List.of(Layout.flat(120), Layout.flat(1), Layout.flat(120)),
                broadcast(y, Shape.of(new int[0]), y));
        // Per channel.
        assertEquals(
                List.of(
                        Layout.nchw(1, 2, 3, 20),
                        Layout.nchw(1, 1, 3, 1),
                        Layout.nchw(1, 2, 3, 20)),
                broadcast(y, Shape.of(3, 1, 1), y));
        // Rows and columns.
        assertEquals(
                List.of(
                        Layout.nchw(1, 1, 6, 1),
                        Layout.nchw(1, 1, 1, 20),
                        Layout.nchw(1, 1, 6, 20)),
                broadcast(Shape.of(2, 3, 1, 1), Shape.of(4, 5), y));
        // Axes of extent 1 separate nothing.
        Shape ones = Shape.of(2, 1, 3, 1, 4, 1, 5);
        assertEquals(
                List.of(
                        Layout.nchw(1, 1, 6, 20),
                        Layout.nchw(1, 1, 1, 20),
                        Layout.nchw(1, 1, 6, 20)),
                broadcast(ones, Shape.of(4, 1, 5), ones));
    }

    @Test
    void fourKindsOfAxesAreTheMostThatAnImageHas() {
        Shape y = Shape.of(2, 3, 4, 5, 6);
        assertEquals(
                List.of(
                        Layout.nchw(2, 1, 4, 1),
                        Layout.nchw(1, 3, 1, 30),
                        Layout.nchw(2, 3, 4, 30)),
                broadcast(Shape.of(2, 1, 4, 1, 1), Shape.of(3, 1, 5, 6), y));
        assertTrue(broadcast(Shape.of(2, 1, 4, 1, 6), Shape.of(3, 1, 5, 1), y).isEmpty());
    }

    @Test
    void partsOfMemoryAreCountedFromItsOwnBeginning() {
        Buffer buffer = new Buffer(640, 3);
        assertEquals(3, buffer.first);
        assertEquals(3, buffer.last);
        buffer.offset = 128;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(1024, 64);
            Slot whole = new Slot.InArena(buffer, 0, 640);
            assertEquals(memory.asSlice(128, 640), whole.in(memory));
            Slot part = whole.part(64, 512).part(32, 16);
            assertEquals(new Slot.InArena(buffer, 96, 16), part);
            assertEquals(memory.asSlice(224, 16), part.in(memory));
            Slot shared = new Slot.Shared(memory);
            assertEquals(memory, shared.in(MemorySegment.NULL));
            assertEquals(memory.asSlice(96, 16), shared.part(64, 512).part(32, 16).in(memory));
        }
    }
}
