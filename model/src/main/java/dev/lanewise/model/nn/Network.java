package dev.lanewise.model.nn;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;

import java.util.Map;

/**
 * What a training run trains: layers put together, {@link Sequential}, or a network that was read
 * from a file, {@link PretrainedClassifier}. A description: weights live in the graphs made of it.
 */
public interface Network {

    /**
     * The network in training form.
     *
     * @param input name, type and shape of the input
     * @param seed of the weights that begin at random
     * @throws ModelException if the network doesn't fit the input
     */
    TrainingGraph trainingGraph(TensorInfo input, long seed);

    /**
     * The network in use, with given weights.
     *
     * @param input name, type and shape of the input, of which the batch may be symbolic
     * @param weights all that training changes or measures, by name
     * @throws ModelException if the network doesn't fit the input, or a weight the network
     */
    Graph graph(TensorInfo input, Map<String, Tensor> weights);

    /** What tells this network from others, for checkpoints. */
    String description();
}
