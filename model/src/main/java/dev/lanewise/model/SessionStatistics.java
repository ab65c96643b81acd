package dev.lanewise.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How often a session has run and how long that took, as of the moment when it was asked. Counters
 * only grow, as monitoring systems want them; times are nanoseconds of wall-clock time. Immutable.
 *
 * <p>Every run is counted. Of runs that take less than 50 us only some are timed, one in {@code n}
 * at regular distances, so that the two looks at the clock stay below 1 % of a run.
 */
public final class SessionStatistics {

    /** Buckets of each power of two. */
    private static final int PARTS = 16;

    private static final int PART_BITS = 4;

    /** Buckets up to 2^40 ns, 18 minutes; the last one takes what is longer. */
    static final int BUCKETS = (40 - PART_BITS + 1) * PARTS;

    /** Of no runs at all: where sums begin. */
    public static final SessionStatistics NONE =
            new SessionStatistics(0, 0, 0, Long.MAX_VALUE, 0, new long[BUCKETS]);

    private final long runs;
    private final long failures;
    private final long totalNanos;
    private final long leastNanos;
    private final long mostNanos;
    private final long[] counts;

    /**
     * A part of the latency histogram: timed runs of {@code fromNanos} until less than {@code
     * untilNanos}, which is at most 1/16 more; from 31/32 of 2^40 ns (18 minutes) on, all in one.
     *
     * @param count how many there were
     */
    public record Bucket(long fromNanos, long untilNanos, long count) {}

    /** Takes over {@code counts}. */
    SessionStatistics(
            long runs,
            long failures,
            long totalNanos,
            long leastNanos,
            long mostNanos,
            long[] counts) {
        this.runs = runs;
        this.failures = failures;
        this.totalNanos = totalNanos;
        this.leastNanos = leastNanos;
        this.mostNanos = mostNanos;
        this.counts = counts;
    }

    static int bucket(long nanos) {
        if (nanos < PARTS) {
            return (int) Math.max(nanos, 0);
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        int part = (int) (nanos >>> exponent - PART_BITS) & PARTS - 1;
        return Math.min((exponent - PART_BITS + 1) * PARTS + part, BUCKETS - 1);
    }

    private static long from(int bucket) {
        return bucket < PARTS ? bucket : (long) (PARTS + bucket % PARTS) << bucket / PARTS - 1;
    }

    private static long until(int bucket) {
        return bucket == BUCKETS - 1 ? Long.MAX_VALUE : from(bucket + 1);
    }

    /** Runs that have ended, those included that have failed. */
    public long runs() {
        return runs;
    }

    /** Runs that ended with an exception. */
    public long failures() {
        return failures;
    }

    /**
     * Runs that were timed: all but those that failed and those of fast models that were left out.
     */
    public long timedRuns() {
        long timed = 0;
        for (long count : counts) {
            timed += count;
        }
        return timed;
    }

    /** The mean time of the timed runs; 0 if there are none. */
    public double meanNanos() {
        long timed = timedRuns();
        return timed == 0 ? 0 : (double) totalNanos / timed;
    }

    /** The shortest time; 0 if no run was timed. */
    public long leastNanos() {
        return mostNanos == 0 ? 0 : leastNanos;
    }

    /** The longest time; 0 if no run was timed. */
    public long mostNanos() {
        return mostNanos;
    }

    /**
     * The time that so many of the timed runs did not exceed, at most 1/16 too long; 0 if no run
     * was timed.
     *
     * @param percent of the timed runs, 0 to 100: 50 for the median, 99 for the slowest in a
     *     hundred
     * @throws IllegalArgumentException if it is out of that range
     */
    public long percentileNanos(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent: expected 0 to 100, actual " + percent);
        }
        long rank = Math.max(1, (long) Math.ceil(percent / 100 * timedRuns()));
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.clamp(until(i) - 1, leastNanos, mostNanos);
            }
        }
        return 0;
    }

    /** The buckets that aren't empty, shortest times first. */
    public List<Bucket> histogram() {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < BUCKETS; i++) {
            if (counts[i] > 0) {
                buckets.add(new Bucket(from(i), until(i), counts[i]));
            }
        }
        return buckets;
    }

    /** These runs and those of another session. */
    public SessionStatistics plus(SessionStatistics other) {
        long[] sums = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            sums[i] = counts[i] + other.counts[i];
        }
        return new SessionStatistics(
                runs + other.runs,
                failures + other.failures,
                totalNanos + other.totalNanos,
                Math.min(leastNanos, other.leastNanos),
                Math.max(mostNanos, other.mostNanos),
                sums);
    }

    /** For a log: counts, mean, median, 99 % and longest. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d runs, %d failed; of %d timed: mean %.4g us, 50%% %.4g us, 99%% %.4g us, most"
                        + " %.4g us",
                runs,
                failures,
                timedRuns(),
                meanNanos() / 1e3,
                percentileNanos(50) / 1e3,
                percentileNanos(99) / 1e3,
                mostNanos / 1e3);
    }
}
