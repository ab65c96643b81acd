package dev.lanewise.model.nn;

/**
 * A layer, or a network of layers, as PyTorch has them: a description, which becomes ordinary nodes
 * and named weights in a graph. Immutable; may be used in any number of places.
 *
 * <p>A layer of one's own implements {@link #forward} with the operators that there are.
 */
public interface Module {

    /**
     * Adds this module to a graph.
     *
     * @param builder the graph, in which this module's names are its own
     * @param x the value that the module reads
     * @return the value that it computes
     * @throws dev.lanewise.model.ModelException if the shape of {@code x} doesn't fit
     */
    String forward(GraphBuilder builder, String x);
}
