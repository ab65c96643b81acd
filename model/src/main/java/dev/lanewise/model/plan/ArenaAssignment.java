package dev.lanewise.model.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Gives every buffer its offset so that buffers that live at the same time don't overlap: the
 * largest first, each at the lowest offset that is free for its lifetime ("greedy by size",
 * Pisarchyk and Lee, arXiv:2001.03288).
 */
final class ArenaAssignment {

    private static final long ALIGNMENT = 64;

    private ArenaAssignment() {}

    /** Sets the offsets and returns the bytes of the arena. */
    static long assign(List<Buffer> buffers) {
        List<Buffer> largestFirst = new ArrayList<>(buffers);
        largestFirst.sort(Comparator.comparingLong((Buffer b) -> b.bytes).reversed());
        List<Buffer> placed = new ArrayList<>();
        long end = 0;
        for (Buffer buffer : largestFirst) {
            buffer.offset = lowestFree(buffer, placed);
            // Ordered by offset, so that gaps are found in one walk.
            int at = 0;
            while (at < placed.size() && placed.get(at).offset <= buffer.offset) {
                at++;
            }
            placed.add(at, buffer);
            end = Math.max(end, buffer.offset + aligned(buffer.bytes));
        }
        return end;
    }

    /** The largest sum of buffers that live during one of the steps. */
    static long leastBytes(List<Buffer> buffers, int steps) {
        long[] live = new long[Math.max(steps, 1)];
        for (Buffer buffer : buffers) {
            int last = buffer.persistent ? live.length - 1 : Math.min(buffer.last, live.length - 1);
            for (int step = buffer.persistent ? 0 : buffer.first; step <= last; step++) {
                live[step] += aligned(buffer.bytes);
            }
        }
        return Arrays.stream(live).max().orElse(0);
    }

    private static long lowestFree(Buffer buffer, List<Buffer> placed) {
        long offset = 0;
        for (Buffer other : placed) {
            if (!other.overlaps(buffer)) {
                continue;
            }
            if (other.offset - offset >= aligned(buffer.bytes)) {
                break;
            }
            offset = Math.max(offset, other.offset + aligned(other.bytes));
        }
        return offset;
    }

    private static long aligned(long bytes) {
        return Math.max(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    }
}
