package dev.lanewise.model.plan;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.model.ModelException;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that help one session's runs: its own, which park between runs, or an executor's,
 * which get a task for each run. They spin while a run is under way, and now and then let others
 * have their processor: where something else keeps one busy, the system puts two of these threads
 * on the other, and each would wait for its turn to do what the other one waits for.
 *
 * <p>A kernel call is split into as many parts as there are threads, the same part for the same
 * thread from call to call so that its cache stays warm. Whoever is free takes a part that its
 * thread has not begun, so a thread that the system does not schedule, or an executor that is busy,
 * holds nobody up. How a call is split does not change its result.
 */
final class Workers implements AutoCloseable {

    /** Looks after which a thread that waits lets others have its processor: some microseconds. */
    private static final int PATIENCE = 200;

    private final int parts;
    private final MemorySegment[] scratch;
    private final @Nullable Executor executor;

    /** Of part 1 and the following, if there is an executor; else empty. */
    private final Helper[] helpers;

    /** The session's own; none if there is an executor. */
    private final @Nullable Thread[] threads;

    /** The number of the last call of which each part was taken. */
    private final AtomicLongArray taken;

    private final AtomicInteger unfinished = new AtomicInteger();

    private Kernel.@Nullable Call call;
    private @Nullable Thread caller;
    private volatile @Nullable Throwable failure;
    private volatile long sequence;
    private volatile boolean running;
    private volatile boolean closed;

    /**
     * @param scratch scratch memory of each thread, the calling one first
     * @param executor runs the helpers, or null for threads of its own
     */
    Workers(MemorySegment[] scratch, @Nullable Executor executor) {
        this.parts = scratch.length;
        this.scratch = scratch;
        this.executor = executor;
        this.taken = new AtomicLongArray(parts);
        this.helpers = new Helper[executor == null ? 0 : parts - 1];
        this.threads = new Thread[executor == null ? parts - 1 : 0];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
        }
        boolean started = false;
        try {
            for (int i = 0; i < threads.length; i++) {
                int part = i + 1;
                threads[i] =
                        Thread.ofPlatform()
                                .daemon()
                                .name("lanewise-worker-" + part)
                                .start(() -> work(part));
            }
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** One executor task, handed over again for each run. */
    private final class Helper implements Runnable {

        private final int part;

        /** Set while the executor has the task and has not begun it. */
        private final AtomicBoolean waiting = new AtomicBoolean();

        /** Set while some thread works for this part, with its scratch memory. */
        private final AtomicBoolean active = new AtomicBoolean();

        Helper(int part) {
            this.part = part;
        }

        void submit(Executor to) {
            if (!active.get() && waiting.compareAndSet(false, true)) {
                boolean accepted = false;
                try {
                    to.execute(this);
                    accepted = true;
                } finally {
                    if (!accepted) {
                        waiting.set(false);
                    }
                }
            }
        }

        @Override
        public void run() {
            waiting.set(false);
            // Some executors run a task at once, in the thread that hands it over.
            if (Thread.currentThread() != caller && active.compareAndSet(false, true)) {
                try {
                    help(part);
                } finally {
                    active.set(false);
                }
            }
        }
    }

    /**
     * Wakes the threads for a run.
     *
     * @throws ModelException if the executor refuses; no run has begun then
     */
    void begin() {
        caller = Thread.currentThread();
        running = true;
        if (executor != null) {
            submit(executor);
        }
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }

    private void submit(Executor to) {
        boolean accepted = false;
        try {
            for (Helper helper : helpers) {
                helper.submit(to);
            }
            accepted = true;
        } catch (RuntimeException e) {
            throw new ModelException(
                    "the session's executor "
                            + to
                            + " refused a task of a run with "
                            + parts
                            + " threads: "
                            + e,
                    e);
        } finally {
            running = accepted;
        }
    }

    /** Lets the threads rest. */
    void end() {
        running = false;
        caller = null;
    }

    /**
     * Runs a call on all threads and returns when it is done. Allocates nothing. What the call
     * throws on any thread is thrown here, when all have finished.
     */
    void run(Kernel.Call next) {
        call = next;
        unfinished.set(parts);
        long number = sequence + 1;
        sequence = number;
        for (int part = 0; part < parts; part++) {
            take(part, number, 0);
        }
        for (int looks = 1; unfinished.get() > 0; looks++) {
            pause(looks);
        }
        if (failure != null) {
            rethrow();
        }
    }

    private void rethrow() {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof Error error) {
            throw error;
        }
        // Kernels declare no checked exceptions.
        throw (RuntimeException) Objects.requireNonNull(thrown);
    }

    private void work(int own) {
        while (!closed) {
            if (running) {
                help(own);
            } else {
                LockSupport.park(this);
                // One that somebody has interrupted would never park again.
                Thread.interrupted();
            }
        }
    }

    /** Takes this part of each call while a run is under way. */
    private void help(int own) {
        long done = 0;
        int looks = 0;
        while (running && !closed) {
            long number = sequence;
            if (number == done) {
                pause(++looks);
            } else {
                take(own, number, own);
                done = number;
                looks = 0;
            }
        }
    }

    private static void pause(int looks) {
        if (looks % PATIENCE == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    private void take(int part, long number, int thread) {
        // Once taken, the call can't change before this part is finished.
        if (taken.compareAndSet(part, number - 1, number)) {
            try {
                Kernel.Call current = Objects.requireNonNull(call);
                long units = current.kernel().units();
                int from = (int) (units * part / parts);
                int to = (int) (units * (part + 1) / parts);
                current.run(scratch[thread], from, to);
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                unfinished.decrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        for (Thread thread : threads) {
            boolean interrupted = false;
            while (thread != null && thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
