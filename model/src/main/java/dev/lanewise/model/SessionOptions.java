package dev.lanewise.model;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * How a session runs. Immutable.
 *
 * @param shapes the shape of each input whose extents are not all fixed by the model
 * @param threads threads that a run uses, the calling one included
 * @param profile whether the time of every step is measured
 * @param executor runs the other threads' part, or null for daemon threads of the session's own
 */
public record SessionOptions(
        Map<String, Shape> shapes, int threads, boolean profile, @Nullable Executor executor) {

    /**
     * @throws IllegalArgumentException if there is less than one thread
     */
    public SessionOptions {
        shapes = Map.copyOf(shapes);
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, actual " + threads);
        }
    }

    /** One thread, the model's own shapes, no profile. */
    public static SessionOptions defaults() {
        return new SessionOptions(Map.of(), 1, false, null);
    }

    /** These options with the shape of one input. */
    public SessionOptions withShape(String input, Shape shape) {
        Map<String, Shape> more = new HashMap<>(shapes);
        more.put(input, shape);
        return new SessionOptions(more, threads, profile, executor);
    }

    /** These options with another number of threads. */
    public SessionOptions withThreads(int count) {
        return new SessionOptions(shapes, count, profile, executor);
    }

    /** These options with the profile switched on or off. */
    public SessionOptions withProfile(boolean on) {
        return new SessionOptions(shapes, threads, on, executor);
    }

    /**
     * These options with other threads than the session's own. Each run hands {@code threads - 1}
     * tasks to {@code helpers}; they spin while the run lasts and return at its end. A task that
     * comes late, or never, holds nothing up: the calling thread then does its work. What {@code
     * helpers} allocates to hand a task over is not the session's to avoid.
     */
    public SessionOptions withExecutor(Executor helpers) {
        return new SessionOptions(shapes, threads, profile, helpers);
    }
}
