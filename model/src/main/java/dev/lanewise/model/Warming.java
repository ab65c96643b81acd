package dev.lanewise.model;

import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.plan.Execution;
import dev.lanewise.model.plan.Plan;
import dev.lanewise.model.plan.ThreadUse;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Runs a plan on zeros until its kernels are compiled and it no longer gets faster. Between the
 * runs each kernel is driven by itself: one that is called once in a run, over little data, would
 * else stay uncompiled for minutes.
 *
 * <p>Times are processor time of this thread: on a busy machine the compilers get as little of the
 * clock's as it does.
 *
 * <p>In the background it rests while sessions run: they need the processors themselves, and bring
 * the same kernels to the compilers.
 */
final class Warming {

    private static final long ROUND_NANOS = 150_000_000;
    private static final long MOST_NANOS = 10_000_000_000L;

    /** By the clock. */
    private static final long MOST_WAIT_NANOS = 60_000_000_000L;

    /** What one kernel gets of a round. */
    private static final long KERNEL_NANOS = 20_000_000;

    private static final int LEAST_ROUNDS = 3;

    /** From one look at the sessions to the next. */
    private static final long REST_NANOS = 10_000_000;

    /** Who loads a model often runs it at once. */
    private static final long FIRST_REST_NANOS = 50_000_000;

    /** A round that gains less than this over both before is the last. */
    private static final double GAIN = 0.97;

    private static final Logger LOGGER = System.getLogger(Warming.class.getName());

    private final Plan plan;
    private final BooleanSupplier stopped;

    /** With the runs that each had done at the last look. */
    private final Map<Session, Long> sessions = Collections.synchronizedMap(new WeakHashMap<>());

    private long rested;

    /**
     * @param stopped whether nobody needs the model any more; asked between runs
     */
    Warming(Plan plan, BooleanSupplier stopped) {
        this.plan = plan;
        this.stopped = stopped;
    }

    /** Rests while this session runs, too. */
    void giveWayTo(Session session) {
        sessions.put(session, session.runs());
    }

    /** Warms beside sessions, and after them. */
    void runInBackground() {
        rest(FIRST_REST_NANOS);
        run();
    }

    /** Warms at once. */
    void run() {
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
                                || System.nanoTime() - startWait - rested >= MOST_WAIT_NANOS;
        BooleanSupplier ended = () -> isStopped() || late.getAsBoolean();
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
        if (!settled && !isOver()) {
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
        while (now - start < ROUND_NANOS && !isStopped()) {
            execution.run();
            long after = ThreadUse.nanos();
            best = Math.min(best, after - now);
            now = after;
        }
        return best;
    }

    /** Whether there is nothing left to do; rests before it answers while sessions run. */
    private boolean isStopped() {
        while (!isOver() && sessionsRun()) {
            rest(REST_NANOS);
        }
        return isOver();
    }

    private boolean isOver() {
        return stopped.getAsBoolean() || rested >= MOST_WAIT_NANOS;
    }

    private void rest(long nanos) {
        long start = System.nanoTime();
        LockSupport.parkNanos(nanos);
        rested += System.nanoTime() - start;
    }

    /** Whether one runs, or has since the last look. */
    private boolean sessionsRun() {
        boolean any = false;
        synchronized (sessions) {
            for (Map.Entry<Session, Long> entry : sessions.entrySet()) {
                long runs = entry.getKey().runs();
                any |= entry.getKey().isRunning() || entry.setValue(runs) != runs;
            }
        }
        return any;
    }
}
