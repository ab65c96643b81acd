package dev.lanewise.model.nn;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.DropoutTraining;
import dev.lanewise.model.op.Identity;
import dev.lanewise.model.op.Op;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A graph in the making, to which modules add their nodes and weights. Types are inferred on the
 * way, so that a layer that doesn't fit is named at once. Not thread-safe.
 */
public final class GraphBuilder {

    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final Set<String> weights = new LinkedHashSet<>();
    private final Set<String> parameters = new LinkedHashSet<>();
    private final Map<String, Summary.Row> rows = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final TensorInfo input;
    private final long seed;
    private final boolean training;
    private final Map<String, String> updates = new LinkedHashMap<>();
    private boolean random;
    private int dropouts;
    private String path = "";

    /**
     * @param input a symbolic extent counts as 1 while types are inferred
     * @param seed of the initial weights
     * @param training whether modules behave as in training
     */
    GraphBuilder(TensorInfo input, long seed, boolean training) {
        this.input = input;
        this.seed = seed;
        this.training = training;
        names.add(input.name());
        names.add(Sequential.OUTPUT);
        names.add(TrainingGraph.KEY);
        types.put(input.name(), new TensorType(input.dtype(), input.shape(1)));
    }

    /** Adds a module within the current one; its weights' names begin with {@code name} and dot. */
    public String child(String name, Module module, String x) {
        String outer = path;
        path = path.isEmpty() ? name : path + "." + name;
        try {
            rows.put(
                    path,
                    new Summary.Row(path, module.toString().replace("[]", ""), shape(x), 0, 0));
            return module.forward(this, x);
        } finally {
            path = outer;
        }
    }

    /**
     * Adds a node of one output.
     *
     * @param inputs names of values; empty for an optional input that is absent
     * @return the name of the output
     * @throws ModelException if the types of the inputs don't fit
     */
    public String add(Op op, String... inputs) {
        return add(op, 1, inputs).getFirst();
    }

    /**
     * Adds a node of several outputs.
     *
     * @param count how many of the operator's outputs there are
     * @return the names of the outputs
     * @throws ModelException if the types of the inputs don't fit
     */
    public List<String> add(Op op, int count, String... inputs) {
        String name = unused((path.isEmpty() ? "" : path + "/") + op.type());
        List<String> outputs = new ArrayList<>(List.of(name));
        for (int i = 1; i < count; i++) {
            outputs.add(unused(name + "/" + i));
        }
        Node node = new Node(name, op, List.of(inputs), outputs);
        Inputs in = new Inputs(node, types, constants);
        List<TensorType> inferred = infer(node, in);
        for (int i = 0; i < count; i++) {
            types.put(outputs.get(i), inferred.get(i));
        }
        nodes.add(node);
        Summary.Row row = rows.get(path);
        if (row != null) {
            TensorType type = inferred.getFirst();
            rows.put(path, row.plus(type.shape(), Summary.flops(op, in, type)));
        }
        return outputs;
    }

    /** Whether modules are to behave as in training rather than in use. */
    public boolean training() {
        return training;
    }

    /** Says that in training a weight becomes, after each step, what a value then is. */
    public void update(String weight, String value) {
        updates.put(weight, value);
    }

    /** Adds a dropout in training form. */
    String dropout(float probability, boolean channels, String x) {
        random = true;
        types.put(TrainingGraph.KEY, TrainingGraph.KEY_TYPE);
        dropouts++;
        return add(new DropoutTraining(probability, channels, dropouts), x, TrainingGraph.KEY);
    }

    private static List<TensorType> infer(Node node, Inputs in) {
        try {
            return node.op().infer(in);
        } catch (IllegalArgumentException e) {
            throw new ModelException(node.label() + ": " + e.getMessage(), e);
        }
    }

    /**
     * A weight that training changes.
     *
     * @param name within the module, as PyTorch has it
     * @return the name of the value
     */
    public String parameter(String name, Shape shape, Initializer first) {
        String value = buffer(name, first.tensor(shape, random(name)));
        parameters.add(value);
        Summary.Row row = rows.get(path);
        if (row != null) {
            rows.put(path, row.plusParameters(shape.elements()));
        }
        return value;
    }

    /**
     * A value that belongs to the weights, as PyTorch's {@code state_dict} has it, but is not
     * trained.
     *
     * @param name within the module
     * @return the name of the value
     */
    public String buffer(String name, Tensor value) {
        String full = define(path.isEmpty() ? name : path + "." + name, value);
        weights.add(full);
        return full;
    }

    /** A value that is no weight, such as a list of extents. */
    public String constant(String name, Tensor value) {
        return define(unused((path.isEmpty() ? "" : path + "/") + name), value);
    }

    private String define(String name, Tensor value) {
        if (constants.put(name, value) != null) {
            throw new ModelException("weight '" + name + "' is defined twice");
        }
        names.add(name);
        types.put(name, TensorType.of(value));
        return name;
    }

    /** The shape of a value; a symbolic extent of the input counts as 1. */
    public Shape shape(String value) {
        TensorType type = types.get(value);
        if (type == null) {
            throw new ModelException("value '" + value + "' is not defined");
        }
        return type.shape();
    }

    private String unused(String name) {
        String candidate = name;
        for (int i = 2; !names.add(candidate); i++) {
            candidate = name + "_" + i;
        }
        return candidate;
    }

    /** Every weight has numbers of its own, which don't depend on the other layers. */
    private Random random(String name) {
        long hash = seed;
        for (char c : (path + "." + name).toCharArray()) {
            hash = (hash ^ c) * 0x100000001B3L;
            hash ^= hash >>> 29;
        }
        return new Random(hash);
    }

    List<Summary.Row> rows() {
        return rows.values().stream().filter(Summary.Row::isLayer).toList();
    }

    Map<String, String> updates() {
        return Map.copyOf(updates);
    }

    List<String> weights() {
        return List.copyOf(weights);
    }

    List<String> parameters() {
        return List.copyOf(parameters);
    }

    /** The graph that computes {@code last} under the name of the network's output. */
    Graph build(String name, String last) {
        String output = Sequential.OUTPUT;
        boolean computed = nodes.stream().anyMatch(node -> node.output().equals(last));
        List<Node> renamed = new ArrayList<>();
        for (Node node : nodes) {
            renamed.add(
                    new Node(
                            node.name(),
                            node.op(),
                            node.inputs().stream()
                                    .map(v -> v.equals(last) && computed ? output : v)
                                    .toList(),
                            node.outputs().stream()
                                    .map(v -> v.equals(last) ? output : v)
                                    .toList()));
        }
        if (!computed) {
            renamed.add(new Node(output, new Identity(), List.of(last), List.of(output)));
        }
        List<TensorInfo> inputs = new ArrayList<>(List.of(input));
        if (random) {
            TensorType key = TrainingGraph.KEY_TYPE;
            inputs.add(TensorInfo.of(TrainingGraph.KEY, key.dtype(), key.shape()));
        }
        return new Graph(name, inputs, List.of(output), renamed, constants, Map.of());
    }
}
