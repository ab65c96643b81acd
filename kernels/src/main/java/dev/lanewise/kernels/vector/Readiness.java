package dev.lanewise.kernels.vector;

/**
 * Whether one loop runs in its vector form or in its scalar form, which computes the same bits.
 *
 * <p>Until C2 has compiled them, loops in vectors are 50 to 1000 times slower than after, and far
 * slower than scalar ones, which every compiler does well. So the scalar form does the work at
 * first, and the vector form is tried on small parts of it, for a share of the time that grows;
 * that is also what brings it to C2's notice. Once it is the faster one, or not much slower after
 * many trials, it stays.
 *
 * <p>Any thread may call these methods at any time; counts that get lost in between only delay the
 * change. Scalar forms may allocate.
 */
final class Readiness {

    /** What trials may take, at most, of the time that scalar forms take. */
    private static final double MOST_SHARE = 5;

    /** After so much time in scalar forms trials may take as much, and less before. */
    private static final double EVEN_NANOS = 1200e6;

    /** Trials between two calls of the scalar form, at most. */
    private static final int MOST_IN_A_ROW = 16;

    /**
     * Rows of trials in succession whose fastest must have beaten the scalar call before them: the
     * first such call is slow itself, being interpreted.
     */
    private static final int PROOFS = 3;

    /**
     * After so many trials the vector form may take twice the scalar form's time, after twice as
     * many three times: where both are equally fast, no row of proofs need ever come.
     */
    private static final int EVEN_TRIALS = 10_000;

    /**
     * What the time of the scalar form may grow by from one call to the next: calls that the system
     * interrupted would make any trial look fast.
     */
    private static final double MOST_GROWTH = 1.1;

    /** One trial in so many takes more than one turn of outer loops. */
    private static final int WIDE = 32;

    /** For tests of the vector forms. */
    private static final boolean ALWAYS =
            "vector".equals(System.getProperty("dev.lanewise.kernels"));

    /** Of all loops together: so the first run of a network is spared most trials. */
    private static long scalarNanos;

    private static long trialNanos;
    private static long scalarCalls;

    /** Of a loop without a scalar form. */
    static final Readiness ALWAYS_READY = new Readiness(true);

    /** Vectors of a trial of {@link #run}. */
    private static final int TRIAL = 64;

    /**
     * Its trials go on for one part of so many of a call: a large map may be the only one of its
     * function in a run.
     */
    private static final int TRIED = 16;

    private boolean ready;
    private double scalarRate;
    private long ownScalarNanos;
    private long ownTrialNanos;

    /** Of the fastest trial since the last scalar call. */
    private double trialRate = Double.POSITIVE_INFINITY;

    private int inARow;
    private int trials;
    private int proofs;

    Readiness() {
        this(ALWAYS);
    }

    private Readiness(boolean ready) {
        this.ready = ready;
    }

    /** Some of a loop's vectors, in one of its forms. */
    interface Part {

        /**
         * @param first the first vector
         * @param count how many
         */
        void run(int first, int count);
    }

    /**
     * Runs a loop that isn't ready: trials over the first vectors, the scalar form over the others.
     * Each is computed once, so that results may take their operands' place.
     */
    void run(int vectors, Part vectorForm, Part scalarForm) {
        int done = 0;
        while (done < vectors && done <= vectors / TRIED && isDue()) {
            long start = System.nanoTime();
            int some = Math.min(TRIAL, vectors - done);
            vectorForm.run(done, some);
            took(true, start, some);
            done += some;
        }
        if (done < vectors) {
            long start = System.nanoTime();
            scalarForm.run(done, vectors - done);
            took(false, start, vectors - done);
        }
    }

    /** Whether the vector form is to run. */
    boolean isReady() {
        return ready;
    }

    /**
     * Whether the vector form should be tried now: while all loops together have trials left, or
     * this one by itself, which would wait for ever where others have used them up.
     */
    boolean isDue() {
        return !ready
                && inARow < MOST_IN_A_ROW
                && (trialNanos < mostTrialNanos(scalarNanos)
                        || ownTrialNanos < mostTrialNanos(ownScalarNanos));
    }

    /** Whether the next trial should take outer loops too, so that C2 has seen all branches. */
    boolean isWideDue() {
        return trials % WIDE == 0;
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
            trialRate = Math.min(trialRate, (double) nanos / Math.max(1, work));
            trials++;
            inARow++;
        } else {
            scalarNanos += nanos;
            ownScalarNanos += nanos;
            scalarCalls++;
            double rate = (double) nanos / Math.max(1, work);
            if (inARow > 0) {
                double patience = 1 + trials / (double) EVEN_TRIALS;
                proofs = trialRate < scalarRate * patience ? proofs + 1 : 0;
                ready = ready || proofs >= PROOFS;
            }
            inARow = 0;
            trialRate = Double.POSITIVE_INFINITY;
            scalarRate = scalarRate == 0 ? rate : Math.min(rate, MOST_GROWTH * scalarRate);
        }
    }

    /** How often a loop has run in its scalar form. */
    static long scalarCalls() {
        return scalarCalls;
    }
}
