package dev.lanewise.cli;

import java.util.Arrays;

/** The times of many runs, in nanoseconds. */
final class Timings {

    private long[] nanos = new long[1 << 12];
    private int count;

    void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    void addAll(Timings other) {
        for (int i = 0; i < other.count; i++) {
            add(other.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /** Whether the later half of at least ten runs was hardly faster than the earlier half. */
    boolean isSettled() {
        int half = count / 2;
        return count >= 10 && best(half, count) > 0.97 * best(0, half);
    }

    private long best(int from, int to) {
        long best = Long.MAX_VALUE;
        for (int i = from; i < to; i++) {
            best = Math.min(best, nanos[i]);
        }
        return best;
    }

    /** The smallest time that is not exceeded by {@code percent} per cent of the runs. */
    long percentile(double percent) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count);
        return sorted[Math.clamp(rank, 1, count) - 1];
    }
}
