package dev.lanewise.model.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ArenaAssignmentTest {

    private static Buffer buffer(long bytes, int first, int last) {
        Buffer buffer = new Buffer(bytes, first);
        buffer.last = last;
        return buffer;
    }

    @Test
    void buffersWhoseLivesDontMeetShareMemory() {
        List<Buffer> chain =
                List.of(buffer(640, 0, 1), buffer(640, 1, 2), buffer(640, 2, 3), buffer(640, 3, 4));
        assertEquals(1280, ArenaAssignment.assign(chain));
        assertEquals(1280, ArenaAssignment.leastBytes(chain, 5));
    }

    @Test
    void persistentBuffersShareWithNobody() {
        Buffer input = buffer(64, 0, 0);
        input.persistent = true;
        assertEquals(128, ArenaAssignment.assign(List.of(input, buffer(64, 5, 6))));
    }

    @Test
    void buffersTakeWholeCacheLines() {
        List<Buffer> together = List.of(buffer(65, 0, 0), buffer(1, 0, 0), buffer(0, 0, 0));
        assertEquals(256, ArenaAssignment.assign(together));
        assertEquals(256, ArenaAssignment.leastBytes(together, 1));
        assertEquals(
                List.of(0L, 128L, 192L), together.stream().map(buffer -> buffer.offset).toList());
    }

    /** A step reads its operands while it writes its result. */
    @Test
    void livesMeetInTheStepThatEndsOneAndBeginsTheOther() {
        assertTrue(buffer(64, 0, 2).overlaps(buffer(64, 2, 3)));
        assertTrue(buffer(64, 2, 3).overlaps(buffer(64, 0, 2)));
        assertFalse(buffer(64, 0, 2).overlaps(buffer(64, 3, 3)));
        assertFalse(buffer(64, 3, 3).overlaps(buffer(64, 0, 2)));
    }

    @Test
    void aGapThatJustFitsIsFilled() {
        Buffer first = buffer(640, 0, 9);
        Buffer gone = buffer(320, 0, 1);
        Buffer above = buffer(256, 0, 9);
        Buffer fits = buffer(193, 2, 9);
        Buffer rest = buffer(64, 2, 9);
        assertEquals(1216, ArenaAssignment.assign(List.of(rest, fits, above, gone, first)));
        assertEquals(0, first.offset);
        assertEquals(640, gone.offset);
        assertEquals(960, above.offset);
        assertEquals(640, fits.offset);
        assertEquals(896, rest.offset);
    }

    @Test
    void theLeastThatIsNeededIsThatOfTheFullestStep() {
        Buffer input = buffer(64, 3, 3);
        input.persistent = true;
        // One that outlives the last step, as buffers do that nothing reads.
        List<Buffer> buffers =
                List.of(input, buffer(128, 0, 1), buffer(256, 1, 2), buffer(64, 2, 7));
        assertEquals(64 + 128 + 256, ArenaAssignment.leastBytes(buffers, 3));
        assertEquals(64, ArenaAssignment.leastBytes(List.of(input), 0));
        assertEquals(0, ArenaAssignment.leastBytes(List.of(), 0));
    }

    @Property
    void buffersThatLiveTogetherDontOverlap(
            @ForAll @Size(max = 40) List<@IntRange(max = 1_000_000) Integer> numbers) {
        List<Buffer> buffers = new ArrayList<>();
        for (int number : numbers) {
            int first = number % 20;
            buffers.add(buffer(number / 400, first, first + number / 20 % 20));
        }
        long end = ArenaAssignment.assign(buffers);
        assertTrue(ArenaAssignment.leastBytes(buffers, 40) <= end);
        for (Buffer a : buffers) {
            assertTrue(a.offset >= 0 && a.offset % 64 == 0 && a.offset + a.bytes <= end);
            for (Buffer b : buffers) {
                boolean apart = a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset;
                assertTrue(a == b || !a.overlaps(b) || apart || a.bytes == 0 || b.bytes == 0);
            }
        }
    }
}
