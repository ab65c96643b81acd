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

    int count() {
        return count;
    }

    /** The smallest time that is not exceeded by {@code percent} per cent of the runs. */
    long percentile(double percent) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count);
        return sorted[Math.clamp(rank, 1, count) - 1];
    }
}
