package dev.lanewise.kernels.vector;

/**
 * Whether one loop runs in its vector form or in its scalar form, which computes the same bits.
 *
 * <p>Until C2 has compiled them, loops in vectors are 50 to 1000 times slower than after, and far
 * slower than scalar ones, which every compiler does well. So the scalar form does the work at
 * first, and the vector form is tried on small parts of it, for a share of the time that grows;
 * that is also what brings it to C2's notice. Once it is the faster one, or has been tried often,
 * it stays.
 *
 * <p>Any thread may call these methods at any time; counts that get lost in between only delay the
 * change. Scalar forms may allocate.
 */
final class Readiness {

    /** What trials may take, at most, of the time that scalar forms take. */
    private static final double MOST_SHARE = 5;

    /** After so much time in scalar forms trials may take as much, and less before. */
    private static final double EVEN_NANOS = 600e6;

    /** Trials in a row that must have been faster. */
    private static final int PROOFS = 3;

    /**
     * After so many trials C2 has compiled the vector form: where both are equally fast, no row of
     * proofs need ever come.
     */
    private static final int MOST_TRIALS = 10_000;

    /** For tests of the vector forms. */
    private static final boolean ALWAYS =
            "vector".equals(System.getProperty("dev.lanewise.kernels"));

    /** Of all loops together: so the first run of a network is spared most trials. */
    private static long scalarNanos;

    private static long trialNanos;
    private static long scalarCalls;

    private boolean ready = ALWAYS;
    private double scalarRate;
    private long ownScalarNanos;
    private long ownTrialNanos;
    private int proofs;
    private int trials;

    /** Whether the vector form is to run. */
    boolean isReady() {
        return ready;
    }

    /**
     * Whether the vector form should be tried now: while all loops together have trials left, or
     * this one by itself, which would wait for ever where others have used them up.
     */
    boolean isDue() {
        return trialNanos < mostTrialNanos(scalarNanos)
                || ownTrialNanos < mostTrialNanos(ownScalarNanos);
    }

    private static double mostTrialNanos(long scalar) {
        return scalar * Math.min(MOST_SHARE, scalar / EVEN_NANOS);
    }

    /**
     * A form has taken the time from {@code start} until now.
     *
     * @param trial whether it was the vector form
     * @param work how much it did, in a unit of the caller's
     */
    void took(boolean trial, long start, long work) {
        long nanos = System.nanoTime() - start;
        if (trial) {
            trialNanos += nanos;
            ownTrialNanos += nanos;
            proofs = nanos < scalarRate * work ? proofs + 1 : 0;
            trials++;
            ready = ready || proofs >= PROOFS || trials >= MOST_TRIALS;
        } else {
            scalarNanos += nanos;
            ownScalarNanos += nanos;
            scalarCalls++;
            scalarRate = (double) nanos / Math.max(1, work);
        }
    }

    /** How often a loop has run in its scalar form. */
    static long scalarCalls() {
        return scalarCalls;
    }
}
