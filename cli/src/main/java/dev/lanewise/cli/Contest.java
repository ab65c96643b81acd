package dev.lanewise.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Times contenders side by side. Turns are short and interleaved, A B A B ..., so that whatever
 * else the machine does meets all alike. The first run of a turn is not counted: it finds the
 * caches full of the other contender's data.
 */
final class Contest {

    private static final long TURN_NANOS = 50_000_000;
    private static final int LEAST_WARM_UP_RUNS = 5;

    private Contest() {}

    /**
     * Runs every contender for a while uncounted, then counted.
     *
     * @param seconds counted time for each
     * @param progress is told the nanoseconds spent, {@link #nanos} in all
     */
    static List<Timings> hold(List<Runnable> contenders, double seconds, Progress progress) {
        turns(contenders, warmUpNanos(seconds), LEAST_WARM_UP_RUNS, 0, progress);
        return turns(
                contenders,
                (long) (seconds * 1e9),
                1,
                warmUpNanos(seconds) * contenders.size(),
                progress);
    }

    /** About how long a contest takes. */
    static long nanos(int contenders, double seconds) {
        return contenders * (warmUpNanos(seconds) + (long) (seconds * 1e9));
    }

    private static long warmUpNanos(double seconds) {
        return (long) (Math.max(1, seconds / 2) * 1e9);
    }

    private static List<Timings> turns(
            List<Runnable> contenders,
            long nanosEach,
            int leastRuns,
            long before,
            Progress progress) {
        List<Timings> timings = new ArrayList<>();
        contenders.forEach(contender -> timings.add(new Timings()));
        long start = System.nanoTime();
        long elapsed = 0;
        while (elapsed < nanosEach * contenders.size() || timings.getLast().count() < leastRuns) {
            for (int i = 0; i < contenders.size(); i++) {
                turn(contenders.get(i), timings.get(i));
            }
            elapsed = System.nanoTime() - start;
            progress.stepTo(before + elapsed);
        }
        return timings;
    }

    private static void turn(Runnable contender, Timings timings) {
        contender.run();
        long start = System.nanoTime();
        long now = start;
        do {
            long before = now;
            contender.run();
            now = System.nanoTime();
            timings.add(now - before);
        } while (now - start < TURN_NANOS);
    }
}
