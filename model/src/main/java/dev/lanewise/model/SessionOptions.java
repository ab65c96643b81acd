package dev.lanewise.model;

import java.util.HashMap;
import java.util.Map;

/**
 * How a session runs. Immutable.
 *
 * @param shapes the shape of each input whose extents are not all fixed by the model
 * @param threads threads that a run uses, the calling one included
 * @param profile whether the time of every step is measured
 */
public record SessionOptions(Map<String, Shape> shapes, int threads, boolean profile) {

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
        return new SessionOptions(Map.of(), 1, false);
    }

    /** These options with the shape of one input. */
    public SessionOptions withShape(String input, Shape shape) {
        Map<String, Shape> more = new HashMap<>(shapes);
        more.put(input, shape);
        return new SessionOptions(more, threads, profile);
    }

    /** These options with another number of threads. */
    public SessionOptions withThreads(int count) {
        return new SessionOptions(shapes, count, profile);
    }

    /** These options with the profile switched on or off. */
    public SessionOptions withProfile(boolean on) {
        return new SessionOptions(shapes, threads, on);
    }
}
