package dev.lanewise.model.nn;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Modules one behind the other, and with that a network. A network is a description: its weights
 * live in the graphs that are made of it, under the names of PyTorch's {@code state_dict}.
 *
 * <pre>{@code
 * Sequential net =
 *         Sequential.of(
 *                 Conv2d.of(1, 32, 5),
 *                 ReLU.of(),
 *                 MaxPool2d.of(2, 2),
 *                 Flatten.of(),
 *                 Linear.of(32 * 4, 20),
 *                 ReLU.of());
 * Model model = net.compile(Shape.of(1, 1, 8, 8));
 * }</pre>
 *
 * @param modules in order; their weights' names begin with their positions
 */
public record Sequential(List<Module> modules) implements Module, Network {

    /** The name of a network's input. */
    public static final String INPUT = "input";

    /** The name of a network's output. */
    public static final String OUTPUT = "output";

    /** A counter in PyTorch's batch normalisations, which nothing reads while momentum is given. */
    private static final String UNUSED = ".num_batches_tracked";

    /** Copies the list. */
    public Sequential {
        modules = List.copyOf(modules);
    }

    /** Modules one behind the other; none for what changes nothing. */
    public static Sequential of(Module... modules) {
        return new Sequential(Arrays.asList(modules));
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        String value = x;
        for (int i = 0; i < modules.size(); i++) {
            value = builder.child(Integer.toString(i), modules.get(i), value);
        }
        return value;
    }

    /**
     * This network with initial weights, ready to run.
     *
     * @param input shape of the input, batch included
     * @throws ModelException if a layer doesn't fit
     */
    public Model compile(Shape input) {
        return Model.of(graph(input), ModelOptions.defaults());
    }

    /**
     * This network as a graph, with initial weights from seed 0.
     *
     * @param input shape of the input, batch included
     * @throws ModelException if a layer doesn't fit
     */
    public Graph graph(Shape input) {
        return graph(TensorInfo.of(INPUT, DType.FLOAT32, input), 0);
    }

    /**
     * This network as a graph.
     *
     * @param input name, type and shape of the input, of which the batch may be symbolic
     * @param seed of the initial weights; the same seed gives the same weights everywhere
     * @throws ModelException if a layer doesn't fit
     */
    public Graph graph(TensorInfo input, long seed) {
        GraphBuilder builder = new GraphBuilder(input, seed, false);
        return builder.build("network", forward(builder, input.name()));
    }

    /**
     * This network as a graph with given weights.
     *
     * @param weights all of {@link #weights}, such as a safetensors file of PyTorch's holds them
     * @throws ModelException if a layer or a weight doesn't fit, or a weight is missing or one too
     *     many
     */
    @Override
    public Graph graph(TensorInfo input, Map<String, Tensor> weights) {
        Map<String, Tensor> given = new HashMap<>(weights);
        given.keySet().removeIf(name -> name.endsWith(UNUSED));
        GraphBuilder builder = new GraphBuilder(input, 0, false);
        String output = forward(builder, input.name());
        for (String name : builder.weights()) {
            if (!given.containsKey(name)) {
                throw new ModelException(
                        "weight '" + name + "' is missing; expected " + builder.weights());
            }
        }
        return builder.build("network", output).withWeights(given);
    }

    /**
     * This network in training form: batch normalisations go by the batch, dropouts drop.
     *
     * @param input name, type and shape of the input
     * @param seed of the initial weights, which are those of {@link #graph(TensorInfo, long)}
     * @throws ModelException if a layer doesn't fit
     */
    @Override
    public TrainingGraph trainingGraph(TensorInfo input, long seed) {
        GraphBuilder builder = new GraphBuilder(input, seed, true);
        Graph graph = builder.build("network", forward(builder, input.name()));
        return new TrainingGraph(graph, builder.parameters(), builder.updates());
    }

    /**
     * The names of all weights, in the order of PyTorch's {@code state_dict}: those that training
     * changes and those that it measures.
     *
     * @param input shape of the input, batch included
     */
    public List<String> weights(Shape input) {
        return built(input).weights();
    }

    /**
     * The names of the weights that training changes.
     *
     * @param input shape of the input, batch included
     */
    public List<String> parameters(Shape input) {
        return built(input).parameters();
    }

    /**
     * A table of layers with shapes, parameters and FLOPs.
     *
     * @param input shape of the input, batch included
     * @throws ModelException if a layer doesn't fit
     */
    public Summary summary(Shape input) {
        return new Summary(built(input).rows());
    }

    @Override
    public String description() {
        return modules.toString();
    }

    private GraphBuilder built(Shape input) {
        TensorInfo info = TensorInfo.of(INPUT, DType.FLOAT32, input);
        GraphBuilder builder = new GraphBuilder(info, 0, false);
        forward(builder, INPUT);
        return builder;
    }

    @Override
    public String toString() {
        return "Sequential";
    }
}
