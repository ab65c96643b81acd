package dev.lanewise.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Times contenders side by side. Turns are short and interleaved, A B A B ..., so that whatever
 * else the machine does meets all alike. Before each turn the machine rests, and the first run of a
 * turn is not counted: it finds the caches full of the other contender's data.
 */
final class Contest {

    private static final long TURN_NANOS = 50_000_000;

    private static final long REST_NANOS = 60_000_000;

    /** A warm-up ends here for each contender even if its times still fall. */
    private static final long MOST_WARM_UP_NANOS = 20_000_000_000L;

    private Contest() {}

    /** Whether it is enough, after so many nanoseconds. */
    private interface End {
        boolean isReached(List<Timings> timings, long elapsed);
    }

    /**
     * Warms up, then measures.
     *
     * @param seconds measured time for each contender
     * @param between run before each round of measured turns
     * @param progress is told the nanoseconds spent, about {@link #nanos} in all
     */
    static List<Timings> hold(
            List<Runnable> contenders, double seconds, Runnable between, Progress progress) {
        long warmUp = contenders.size() * warmUpNanos(seconds);
        warmUp(contenders, warmUp, progress);
        long measured = contenders.size() * (long) (seconds * 1e9);
        End end = (timings, elapsed) -> elapsed >= measured;
        return play(contenders, end, between, warmUp, progress);
    }

    /**
     * Runs contenders for a time, and longer while the JVM's compilers still make them faster.
     *
     * @param nanos at least so long, all together
     */
    private static void warmUp(List<Runnable> contenders, long nanos, Progress progress) {
        long most = contenders.size() * MOST_WARM_UP_NANOS;
        play(
                contenders,
                (timings, elapsed) ->
                        elapsed >= most
                                || elapsed >= nanos
                                        && timings.stream().allMatch(Timings::isSettled),
                () -> {},
                0,
                progress);
    }

    /** About how long a contest takes. */
    static long nanos(int contenders, double seconds) {
        return contenders * (warmUpNanos(seconds) + (long) (seconds * 1e9));
    }

    private static long warmUpNanos(double seconds) {
        return (long) (Math.max(1, seconds / 2) * 1e9);
    }

    private static List<Timings> play(
            List<Runnable> contenders, End end, Runnable between, long before, Progress progress) {
        List<Timings> timings = new ArrayList<>();
        contenders.forEach(contender -> timings.add(new Timings()));
        long start = System.nanoTime();
        long elapsed = 0;
        while (elapsed == 0 || !end.isReached(timings, elapsed)) {
            between.run();
            for (int i = 0; i < contenders.size(); i++) {
                turn(contenders.get(i), timings.get(i));
            }
            elapsed = System.nanoTime() - start;
            progress.stepTo(before + elapsed);
        }
        return timings;
    }

    /**
     * Lets the threads of the last turn go: ONNX Runtime's spin for more than 10 ms after a run.
     */
    static void rest() {
        LockSupport.parkNanos(REST_NANOS);
    }

    private static void turn(Runnable contender, Timings timings) {
        rest();
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
