package dev.lanewise.model;

import dev.lanewise.model.plan.Execution;
import dev.lanewise.model.plan.Plan;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.util.function.BooleanSupplier;

/**
 * Runs a plan on zeros until it no longer gets faster. Between the runs each kernel is driven by
 * itself: one that is called once in a run, over little data, would else stay uncompiled for
 * minutes.
 */
final class Warming implements Runnable {

    private static final long ROUND_NANOS = 150_000_000;
    private static final long MOST_NANOS = 10_000_000_000L;

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
        try (Arena arena = Arena.ofConfined();
                Execution execution = new Execution(plan, arena, 1, null, false)) {
            long start = System.nanoTime();
            BooleanSupplier ended =
                    () -> System.nanoTime() - start >= MOST_NANOS || stopped.getAsBoolean();
            long before = Long.MAX_VALUE;
            long last = Long.MAX_VALUE;
            int rounds = 0;
            boolean settled = false;
            while (!settled && !ended.getAsBoolean()) {
                long cold = plan.coldCalls();
                long best = round(execution);
                if (!ended.getAsBoolean()) {
                    execution.drive(KERNEL_NANOS, ended);
                }
                rounds++;
                settled =
                        rounds >= LEAST_ROUNDS
                                && cold == plan.coldCalls()
                                && best > GAIN * Math.min(before, last);
                before = last;
                last = best;
            }
        } catch (ModelException | OutOfMemoryError e) {
            // A model that can't run on zeros, or not now, is loaded all the same.
            LOGGER.log(Level.DEBUG, "the model stays cold", e);
        }
    }

    /** Runs for a time; the time of the fastest run. */
    private long round(Execution execution) {
        long start = System.nanoTime();
        long now = start;
        long best = Long.MAX_VALUE;
        while (now - start < ROUND_NANOS && !stopped.getAsBoolean()) {
            execution.run();
            long after = System.nanoTime();
            best = Math.min(best, after - now);
            now = after;
        }
        return best;
    }
}
