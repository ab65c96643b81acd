package dev.lanewise.model.train;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.op.Identity;
import dev.lanewise.model.op.Op;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph to which a loss is being added. */
public final class LossGraph {

    /** The name of the loss. */
    public static final String LOSS = "loss";

    /** The name of the target. */
    public static final String TARGET = "target";

    private final List<Node> added = new ArrayList<>();
    private final Map<String, Tensor> constants;

    private LossGraph(Graph graph) {
        this.constants = new HashMap<>(graph.constants());
    }

    /**
     * A graph with a loss: a further input {@link #TARGET} and a further output {@link #LOSS}.
     *
     * @param graph whose input shapes are fixed; its first output is what the loss is of
     * @throws ModelException if the output doesn't suit the loss
     */
    public static Graph of(Graph graph, Loss loss) {
        String output = graph.outputs().getFirst();
        Map<String, Shape> shapes = new HashMap<>();
        graph.inputs().forEach(input -> shapes.put(input.name(), input.shape(1)));
        TensorType type = Types.infer(graph, shapes).type(output);
        LossGraph adding = new LossGraph(graph);
        String value = loss.add(adding, output, TARGET);
        adding.added.add(new Node(LOSS, new Identity(), List.of(value), List.of(LOSS)));
        List<TensorInfo> inputs = new ArrayList<>(graph.inputs());
        inputs.add(loss.target(TARGET, type));
        List<String> outputs = new ArrayList<>(graph.outputs());
        outputs.add(LOSS);
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.addAll(adding.added);
        return new Graph(graph.name(), inputs, outputs, nodes, adding.constants, graph.metadata());
    }

    /**
     * Adds a node of one output.
     *
     * @return the name of the output
     */
    public String add(Op op, String... inputs) {
        String name = LOSS + "/" + op.type() + "_" + added.size();
        added.add(new Node(name, op, List.of(inputs), List.of(name)));
        return name;
    }

    /**
     * Adds a constant.
     *
     * @return its name
     */
    public String constant(String name, Tensor value) {
        constants.put(LOSS + "/" + name, value);
        return LOSS + "/" + name;
    }

    /** The target of a loss that compares elements. */
    static TensorInfo sameAs(String name, TensorType output) {
        return TensorInfo.of(name, output.dtype(), output.shape());
    }

    /** The target of a loss that knows classes. */
    static TensorInfo classes(String loss, String name, TensorType output) {
        Shape shape = output.shape();
        if (shape.rank() != 2) {
            throw new ModelException(
                    loss + ": expected an output of shape [N, classes], actual " + shape);
        }
        return TensorInfo.of(name, dev.lanewise.model.DType.INT64, Shape.of(shape.dim(0)));
    }
}
