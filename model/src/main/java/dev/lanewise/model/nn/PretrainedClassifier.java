package dev.lanewise.model.nn;

import dev.lanewise.kernels.Binary;
import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.LastLayer;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.Softmax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A trained classifier that is to learn other classes: the network as it was read, up to its last
 * layer with weights, and that layer anew, with an output for each class; a softmax behind it is
 * left out. What the network sees is kept, what it called things is forgotten. Batch normalisations
 * keep their statistics, dropouts do nothing. Networks of FLOAT16, BFLOAT16 or FLOAT64 learn, and
 * are given, as networks of FLOAT32. Immutable and thread-safe.
 */
public final class PretrainedClassifier implements Network {

    /** Which weights training changes. */
    public enum Tuned {
        /** Those of the last layer. */
        LAST,
        /** Those of all convolutions, linear layers and batch normalisations. */
        ALL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Graph source;

    /** The source up to its scores. */
    private final Graph graph;

    private final int classes;
    private final Tuned tuned;
    private final Node last;

    /** The name of the output. */
    private final String output;

    private final boolean softmax;

    /** The shapes of the last layer's new weights and, if it has one, bias, by name. */
    private final Map<String, Shape> fresh = new LinkedHashMap<>();

    private final int fanIn;

    /**
     * @param graph a network with one input and a score or probability for each class as its first
     *     output
     * @param classes how many classes there are to be
     * @throws ModelException if the network has several inputs, or its last layer is none whose
     *     outputs can be others
     */
    public PretrainedClassifier(Graph graph, int classes, Tuned tuned) {
        this(graph, classes, tuned, false);
    }

    private PretrainedClassifier(Graph graph, int classes, Tuned tuned, boolean softmax) {
        if (classes < 2) {
            throw new ModelException("classes: expected at least 2, actual " + classes);
        }
        input(graph);
        this.source = graph;
        this.output = graph.outputs().getFirst();
        this.softmax = softmax;
        Graph scores = graph.withOutputs(List.of(LastLayer.scores(graph))).pruned();
        this.graph = folded(SinglePrecision.of(scores));
        this.classes = classes;
        this.tuned = tuned;
        this.last = LastLayer.of(this.graph);
        String weight = last.input(1);
        Shape shape = constant(weight).shape();
        int axis = outputAxis();
        fresh.put(weight, shape.with(axis, classes));
        this.fanIn = shape.elements() / shape.dim(axis);
        String bias = bias();
        if (!bias.isEmpty()) {
            Shape biases = constant(bias).shape();
            fresh.put(bias, biases.with(biases.rank() - 1, classes));
        }
    }

    /**
     * The one input of a network; FLOAT32, where it is another float in the file.
     *
     * @throws ModelException if there are several or none
     */
    public static TensorInfo input(Graph graph) {
        if (graph.inputs().size() != 1) {
            throw new ModelException(
                    "network '"
                            + graph.name()
                            + "': expected one input to learn from, actual "
                            + graph.inputs());
        }
        return SinglePrecision.of(graph.inputs().getFirst());
    }

    /** Which weights training changes. */
    public Tuned tuned() {
        return tuned;
    }

    /** This network with probabilities as its output, not scores: what is made in the end. */
    public PretrainedClassifier withSoftmax() {
        return new PretrainedClassifier(source, classes, tuned, true);
    }

    /**
     * The graph with what is computed of constants alone, such as reshaped weights, as constants.
     */
    private static Graph folded(Graph graph) {
        Set<String> known = new HashSet<>(graph.constants().keySet());
        List<Node> computed = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.inputs().stream().allMatch(name -> name.isEmpty() || known.contains(name))) {
                computed.add(node);
                known.addAll(node.outputs());
            }
        }
        List<String> values =
                computed.stream()
                        .flatMap(node -> node.outputs().stream())
                        .filter(name -> !name.isEmpty())
                        .toList();
        Graph alone =
                new Graph(graph.name(), List.of(), values, computed, graph.constants(), Map.of());
        Map<String, Tensor> constants = new HashMap<>(graph.constants());
        constants.putAll(Types.infer(alone, Map.of()).constants());
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.removeIf(node ->
                node.outputs().stream()
                        .allMatch(name -> name.isEmpty() || constants.containsKey(name)));
        return graph.with(nodes, constants).pruned();
    }

    private int outputAxis() {
        return switch (last.op()) {
            case Conv op when op.groups() == 1 -> 0;
            case Gemm op -> op.transB() ? 0 : 1;
            case MatMul op -> op.transB() ? 0 : 1;
            default ->
                    throw new ModelException(
                            last.label() + ": expected a layer without groups, to be learnt anew");
        };
    }

    /** The last layer's bias, or that which is added to a product; empty if there is none. */
    private String bias() {
        if (!(last.op() instanceof MatMul)) {
            return last.input(2);
        }
        List<Node> readers = graph.consumers().getOrDefault(last.output(), List.of());
        boolean added =
                readers.size() == 1
                        && readers.getFirst().op() instanceof Arithmetic op
                        && op.function() == Binary.ADD;
        return !added
                ? ""
                : readers.getFirst().inputs().stream()
                        .filter(input -> graph.constant(input) != null)
                        .findFirst()
                        .orElse("");
    }

    private Tensor constant(String name) {
        Tensor constant = graph.constant(name);
        if (constant == null || constant.dtype() != DType.FLOAT32 || constant.shape().rank() == 0) {
            throw new ModelException(
                    last.label()
                            + ": expected constant FLOAT32 weights in the last layer, actual '"
                            + name
                            + "' "
                            + (constant == null ? "computed" : constant));
        }
        return constant;
    }

    /** The names of the weights that training changes, the last layer's at the end. */
    public List<String> parameters() {
        Set<String> names = new LinkedHashSet<>();
        if (tuned == Tuned.ALL) {
            for (Node node : graph.nodes()) {
                switch (node.op()) {
                    case Conv _, Gemm _, MatMul _, BatchNormalization _ ->
                            node.inputs().stream().skip(1).limit(2).forEach(names::add);
                    default -> {
                        // Without weights, or with some that are rarely trained.
                    }
                }
            }
            names.removeIf(name -> !isFloat(name));
        }
        names.removeAll(fresh.keySet());
        names.addAll(fresh.keySet());
        return List.copyOf(names);
    }

    private boolean isFloat(String name) {
        Tensor constant = graph.constant(name);
        return constant != null && constant.dtype() == DType.FLOAT32;
    }

    /** How many numbers training changes. */
    public long parameterCount() {
        return parameters().stream()
                .mapToLong(name -> {
                    Shape shape = fresh.get(name);
                    return (shape == null ? constant(name).shape() : shape).elements();
                })
                .sum();
    }

    @Override
    public TrainingGraph trainingGraph(TensorInfo input, long seed) {
        return TrainingGraph.of(with(input, seed), parameters());
    }

    @Override
    public Graph graph(TensorInfo input, Map<String, Tensor> weights) {
        return with(input, 0).withWeights(weights);
    }

    @Override
    public String description() {
        return graph.name() + " of " + graph.nodes().size() + " nodes, " + tuned + " " + fresh;
    }

    /**
     * The network with another input, first values in its last layer, and an output [N, classes].
     */
    private Graph with(TensorInfo input, long seed) {
        String scores = graph.outputs().getFirst();
        String scoresName = scores.equals(output) ? output + "/scores" : scores;
        Map<String, String> names =
                Map.of(graph.inputs().getFirst().name(), input.name(), scores, scoresName);
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            nodes.add(
                    new Node(
                            node.name(),
                            node.op(),
                            renamed(node.inputs(), names),
                            renamed(node.outputs(), names)));
        }
        String rows = softmax ? output + "/rows" : output;
        nodes.add(new Node(rows, new Flatten(1), List.of(scoresName), List.of(rows)));
        if (softmax) {
            Softmax probabilities = new Softmax(1, false, false);
            nodes.add(new Node(output, probabilities, List.of(rows), List.of(output)));
        }
        Map<String, Tensor> constants = new HashMap<>(graph.constants());
        // PyTorch's distribution, for convolutions as for linear layers.
        Initializer uniform = Initializer.uniform(1 / Math.sqrt(fanIn));
        Random random = new Random(seed);
        fresh.forEach((name, shape) -> constants.put(name, uniform.tensor(shape, random)));
        Graph whole =
                new Graph(
                        graph.name(),
                        List.of(input),
                        List.of(output),
                        nodes,
                        constants,
                        graph.metadata());
        check(whole, input);
        return whole;
    }

    private static List<String> renamed(List<String> values, Map<String, String> names) {
        return values.stream().map(name -> names.getOrDefault(name, name)).toList();
    }

    private void check(Graph whole, TensorInfo input) {
        Shape shape = input.shape(1);
        Shape expected = Shape.of(shape.dim(0), classes);
        String wanted =
                "network '"
                        + graph.name()
                        + "' with input "
                        + input
                        + " and "
                        + classes
                        + " classes: expected scores "
                        + expected
                        + ", actual ";
        Shape actual;
        try {
            actual = Types.infer(whole, Map.of(input.name(), shape)).type(output).shape();
        } catch (ModelException e) {
            String hint =
                    shape.dim(0) > 1
                            ? "; exported for one picture, a network learns in batches of 1"
                            : "";
            throw new ModelException(wanted + e.getMessage() + hint, e);
        }
        if (!actual.equals(expected)) {
            throw new ModelException(wanted + actual);
        }
    }
}
