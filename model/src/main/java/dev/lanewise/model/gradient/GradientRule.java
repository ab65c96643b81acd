package dev.lanewise.model.gradient;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.graph.Node;

/** How gradients pass through a node, from its outputs to its inputs. */
@FunctionalInterface
public interface GradientRule {

    /**
     * Gives the gradients of the node's inputs.
     *
     * @param node as it is in the graph
     * @param backward knows the gradients of the node's outputs and takes those of its inputs
     * @throws ModelException if the node has none
     */
    void apply(Node node, Backward backward);
}
