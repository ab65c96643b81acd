package dev.lanewise.model;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts a session's runs and times them, or some of them. Written by one thread at a time, the one
 * that runs; read by any. Allocates nothing.
 */
final class RunRecorder {

    /** From one timed run to the next it takes about so long; 60 ns of it are for the clock. */
    private static final long NANOS_A_TIMED_RUN = 50_000;

    private static final int MOST_RUNS_A_TIMED_RUN = 256;

    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong least = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong most = new AtomicLong();
    private final AtomicLongArray counts = new AtomicLongArray(SessionStatistics.BUCKETS);

    /** One run of so many is timed. */
    private int distance = 1;

    /** Runs before the next one that is timed; negative while that one runs. */
    private int left;

    private long started;

    void begin() {
        if (--left < 0) {
            started = System.nanoTime();
        }
    }

    void end(boolean done) {
        runs.setOpaque(runs.getPlain() + 1);
        if (left < 0 || !done) {
            endOfTimedOrFailed(done);
        }
    }

    private void endOfTimedOrFailed(boolean done) {
        if (!done) {
            failures.setOpaque(failures.getPlain() + 1);
            left = 0;
            return;
        }
        record(Math.max(1, System.nanoTime() - started));
        left = distance - 1;
    }

    private void record(long nanos) {
        total.setOpaque(total.getPlain() + nanos);
        if (nanos > most.getPlain()) {
            most.setOpaque(nanos);
        }
        if (nanos < least.getPlain()) {
            least.setOpaque(nanos);
            // By the shortest run, so that the distance settles: by the last one, runs after slow
            // ones would be timed more often than others.
            distance = Math.clamp(NANOS_A_TIMED_RUN / nanos, 1, MOST_RUNS_A_TIMED_RUN);
        }
        // Last: whoever sees the count sees a shortest and a longest time that fit it.
        int bucket = SessionStatistics.bucket(nanos);
        counts.setRelease(bucket, counts.getPlain(bucket) + 1);
    }

    long runs() {
        return runs.getOpaque();
    }

    SessionStatistics statistics() {
        long[] copy = new long[SessionStatistics.BUCKETS];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.getAcquire(i);
        }
        return new SessionStatistics(
                runs.getOpaque(),
                failures.getOpaque(),
                total.getOpaque(),
                least.getOpaque(),
                most.getOpaque(),
                copy);
    }
}
