package dev.lanewise.bench.kernel;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** Times runnables in interleaved turns, so that what disturbs one disturbs all. */
final class Rounds {

    private static final long TURN_NANOS = 2_000_000;
    private static final long WARM_UP_STEP_NANOS = 15_000_000;
    private static final int WARM_UP_STEPS = 100;
    private static final int WARM_UP_FUTILE = 5;

    /** Fewer runs may be too few for the JVM to think of compiling, */
    private static final int WARM_UP_RUNS = 100;

    /** unless they take longer than this. */
    private static final long WARM_UP_NANOS = 250_000_000;

    private static final CompilationMXBean COMPILERS = ManagementFactory.getCompilationMXBean();
    private static final int FEWEST = 5;
    private static final int MOST = 41;

    private Rounds() {}

    /**
     * The median time of a run of each.
     *
     * @param seconds of each, roughly; slow ones get at least five turns
     * @return nanoseconds
     */
    static double[] medians(List<Runnable> runnables, double seconds) {
        int count = runnables.size();
        int[] runs = new int[count];
        int rounds = MOST;
        // Twice, for a compilation may take longer than one warm-up waits.
        runnables.forEach(Rounds::warmUp);
        for (int i = 0; i < count; i++) {
            double nanos = warmUp(runnables.get(i));
            runs[i] = (int) Math.clamp(TURN_NANOS / nanos, 1, 1 << 20);
            int wanted = (int) (seconds * 1e9 / (nanos * runs[i]));
            rounds = Math.clamp(wanted, FEWEST, rounds);
        }
        double[][] times = new double[count][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < count; i++) {
                // Caches are those of this contender again.
                runnables.get(i).run();
                times[i][round] = turn(runnables.get(i), runs[i]);
            }
        }
        return Arrays.stream(times).mapToDouble(Rounds::median).toArray();
    }

    /** Runs for as long as that makes it faster or the JVM's compilers are at work. */
    private static double warmUp(Runnable runnable) {
        double best = turn(runnable, 1);
        int futile = 0;
        long done = 0;
        long started = System.nanoTime();
        for (int step = 0; step < WARM_UP_STEPS && futile < WARM_UP_FUTILE; step++) {
            double before = best;
            long compiled = COMPILERS.getTotalCompilationTime();
            int runs = (int) Math.clamp(WARM_UP_STEP_NANOS / 4 / best, 1, 1 << 20);
            long end = System.nanoTime() + WARM_UP_STEP_NANOS;
            do {
                best = Math.min(best, turn(runnable, runs));
                done += runs;
            } while (System.nanoTime() < end);
            boolean early = done < WARM_UP_RUNS && System.nanoTime() - started < WARM_UP_NANOS;
            boolean useful =
                    early || best < 0.97 * before || COMPILERS.getTotalCompilationTime() > compiled;
            futile = useful ? 0 : futile + 1;
        }
        return best;
    }

    private static double turn(Runnable runnable, int runs) {
        long start = System.nanoTime();
        for (int run = 0; run < runs; run++) {
            runnable.run();
        }
        return (System.nanoTime() - start) / (double) runs;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
