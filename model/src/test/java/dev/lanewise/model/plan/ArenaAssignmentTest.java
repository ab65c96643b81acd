package dev.lanewise.model.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
