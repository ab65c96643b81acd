package dev.lanewise.model.explain;

import dev.lanewise.model.Shape;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * What of a network is explained, and how it is run. Immutable.
 *
 * @param input the input that is the picture, or null for the first
 * @param score the value that holds a score for each class, or null for the first output, and if
 *     that is a softmax's, what goes into it
 * @param shapes shapes of inputs that the network leaves open, of one picture; an open first extent
 *     is 1
 * @param threads threads of a run
 */
public record ExplainerOptions(
        @Nullable String input, @Nullable String score, Map<String, Shape> shapes, int threads) {

    /** Copies the map. */
    public ExplainerOptions {
        shapes = Map.copyOf(shapes);
    }

    /** The first input, the score before a softmax, the network's own shapes, one thread. */
    public static ExplainerOptions defaults() {
        return new ExplainerOptions(null, null, Map.of(), 1);
    }

    /** These options with another picture. */
    public ExplainerOptions withInput(String name) {
        return new ExplainerOptions(name, score, shapes, threads);
    }

    /** These options with another score: an output, or any value between. */
    public ExplainerOptions withScore(String value) {
        return new ExplainerOptions(input, value, shapes, threads);
    }

    /** These options with the shape of one input. */
    public ExplainerOptions withShape(String name, Shape shape) {
        Map<String, Shape> more = new HashMap<>(shapes);
        more.put(name, shape);
        return new ExplainerOptions(input, score, more, threads);
    }

    /** These options with another number of threads; results don't depend on it. */
    public ExplainerOptions withThreads(int count) {
        return new ExplainerOptions(input, score, shapes, count);
    }
}
