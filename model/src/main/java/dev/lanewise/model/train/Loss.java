package dev.lanewise.model.train;

import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.TensorType;

/**
 * How far an output is from its target, as nodes that are added to a graph: the mean over all of
 * the batch. Names and definitions are PyTorch's.
 */
public sealed interface Loss permits BCEWithLogitsLoss, CrossEntropyLoss, L1Loss, MSELoss, NLLLoss {

    /**
     * What the target must be.
     *
     * @param name of the value
     * @param output type of the network's output
     * @throws dev.lanewise.model.ModelException if the output is of a shape that the loss has no
     *     use for
     */
    TensorInfo target(String name, TensorType output);

    /**
     * Adds the nodes.
     *
     * @param output the network's output
     * @param target what it should be
     * @return the loss, a scalar
     */
    String add(LossGraph graph, String output, String target);
}
