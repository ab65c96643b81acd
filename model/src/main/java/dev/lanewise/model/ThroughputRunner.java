package dev.lanewise.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a model on many inputs with many threads, for throughput: each thread has a session of its
 * own, so each input is computed by one thread, with the same bits as by itself.
 *
 * <pre>{@code
 * try (ThroughputRunner runner = new ThroughputRunner(model, SessionOptions.defaults(), 8)) {
 *     runner.run(pictures.size(), (session, i) -> {
 *         session.input(0).copyFrom(pictures.get(i));
 *         session.run();
 *         results[i] = session.output(0).toFloatArray();
 *     });
 * }
 * }</pre>
 *
 * <p>One call of {@link #run} at a time; several threads may make them in turn.
 */
public final class ThroughputRunner implements AutoCloseable {

    /** What is done with each input. */
    @FunctionalInterface
    public interface Task {
        /**
         * Fills the session's inputs, runs it and takes its outputs. Called by several threads at
         * once, each with its own session.
         *
         * @param index which input, from 0
         */
        void run(Session session, int index);
    }

    private final List<Session> sessions = new ArrayList<>();
    private final ExecutorService threads;

    /**
     * Makes the sessions and their daemon threads.
     *
     * @param options of each session; its own threads, if more than one, come on top
     * @param threads how many sessions
     * @throws IllegalArgumentException if there is less than one thread
     * @throws ModelException as {@link Model#newSession(SessionOptions)}
     */
    public ThroughputRunner(Model model, SessionOptions options, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, actual " + threads);
        }
        try {
            while (sessions.size() < threads) {
                sessions.add(model.newSession(options));
            }
        } finally {
            if (sessions.size() < threads) {
                sessions.forEach(Session::close);
            }
        }
        this.threads =
                Executors.newFixedThreadPool(
                        threads,
                        Thread.ofPlatform().daemon().name("lanewise-throughput-", 1).factory());
    }

    /**
     * Does the task for indices 0 to {@code count} - 1, in any order, and returns when all are
     * done. If one throws, no further ones are begun, and what it threw is thrown here when those
     * under way have ended; the runner stays usable.
     *
     * @throws ModelException if the calling thread is interrupted, when those under way have ended
     * @throws IllegalStateException if the runner is closed
     */
    public synchronized void run(int count, Task task) {
        if (threads.isShutdown()) {
            throw new IllegalStateException("the runner is closed");
        }
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        List<Future<?>> parts = new ArrayList<>();
        for (Session session : sessions) {
            parts.add(threads.submit(() -> part(session, count, task, next, failed)));
        }
        Throwable failure = null;
        boolean interrupted = false;
        for (Future<?> part : parts) {
            boolean ended = false;
            while (!ended) {
                try {
                    part.get();
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                    failed.set(true);
                } catch (ExecutionException e) {
                    failure = failure == null ? e.getCause() : failure;
                    ended = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            // Tasks declare no checked exceptions.
            throw (RuntimeException) failure;
        }
        if (interrupted) {
            throw new ModelException("interrupted before all inputs were run");
        }
    }

    private static void part(
            Session session, int count, Task task, AtomicInteger next, AtomicBoolean failed) {
        boolean done = false;
        try {
            for (int i = next.getAndIncrement();
                    i < count && !failed.get();
                    i = next.getAndIncrement()) {
                task.run(session, i);
            }
            done = true;
        } finally {
            if (!done) {
                failed.set(true);
            }
        }
    }

    /** How often the runner's sessions have run together, and how long each run took. */
    public SessionStatistics statistics() {
        return sessions.stream()
                .map(Session::statistics)
                .reduce(SessionStatistics.NONE, SessionStatistics::plus);
    }

    /** Ends the threads and closes the sessions, after a run that is under way. */
    @Override
    public synchronized void close() {
        threads.shutdown();
        sessions.forEach(Session::close);
    }
}
