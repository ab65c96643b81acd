package dev.lanewise.model;

import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.plan.Execution;
import dev.lanewise.model.plan.Plan;
import dev.lanewise.model.plan.ThreadUse;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.util.function.BooleanSupplier;

/**
 * Runs a plan on zeros until its kernels are compiled and it no longer gets faster. Between the
 * runs each kernel is driven by itself: one that is called once in a run, over little data, would
 * else stay uncompiled for minutes.
 *
 * <p>Times are processor time of this thread: on a busy machine the compilers get as little of the
 * clock's as it does.
 */
final class Warming implements Runnable {

    private static final long ROUND_NANOS = 150_000_000;
    private static final long MOST_NANOS = 10_000_000_000L;

    /** By the clock. */
    private static final long MOST_WAIT_NANOS = 60_000_000_000L;

    /** What one kernel gets of a round. */
    private static final long KERNEL_NANOS = 20_000_000;

    private static final int LEAST_ROUNDS = 3;

    /** A round that gains less than this over both before is the last. */
    private static final double GAIN = 0.97;

    private static final Logger LOGGER = System.getLogger(Warming.class.getName());

    private final Plan plan;
    private final BooleanSupplier stopped;

    /**
     * @param stopped whether nobody needs the model any more; asked between runs
     */
    Warming(Plan plan, BooleanSupplier stopped) {
        this.plan = plan;
        this.stopped = stopped;
    }

    @Override
    public void run() {
        if (!Kernels.hasC2()) {
            // Nothing to wait for: what there is has been said when the kernels were chosen.
            return;
        }
        try (Arena arena = Arena.ofConfined();
                Execution execution = new Execution(plan, arena, 1, null, false)) {
            run(execution);
        } catch (ModelException | OutOfMemoryError e) {
            // A model that can't run on zeros, or not now, is loaded all the same.
            LOGGER.log(Level.DEBUG, "the model stays cold", e);
        }
    }

    private void run(Execution execution) {
        long start = ThreadUse.nanos();
        long startWait = System.nanoTime();
        BooleanSupplier late =
                () ->
                        ThreadUse.nanos() - start >= MOST_NANOS
                                || System.nanoTime() - startWait >= MOST_WAIT_NANOS;
        BooleanSupplier ended = () -> stopped.getAsBoolean() || late.getAsBoolean();
        long before = Long.MAX_VALUE;
        long last = Long.MAX_VALUE;
        int rounds = 0;
        boolean settled = false;
        while (!settled && !ended.getAsBoolean()) {
            long coldCalls = plan.coldCalls();
            long best = round(execution);
            rounds++;
            long least = rounds < LEAST_ROUNDS ? KERNEL_NANOS : 0;
            int cold = execution.drive(least, KERNEL_NANOS, ended);
            settled =
                    rounds >= LEAST_ROUNDS
                            && cold == 0
                            && coldCalls == plan.coldCalls()
                            && best > GAIN * Math.min(before, last);
            before = last;
            last = best;
        }
        if (!settled && !stopped.getAsBoolean()) {
            LOGGER.log(
                    Level.INFO,
                    "a warm-up has ended before all kernels were compiled: the next runs are slow");
        }
    }

    /** Runs for a time; the time of the fastest run. */
    private long round(Execution execution) {
        long start = ThreadUse.nanos();
        long now = start;
        long best = Long.MAX_VALUE;
        while (now - start < ROUND_NANOS && !stopped.getAsBoolean()) {
            execution.run();
            long after = ThreadUse.nanos();
            best = Math.min(best, after - now);
            now = after;
        }
        return best;
    }
}
