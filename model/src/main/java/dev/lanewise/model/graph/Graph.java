package dev.lanewise.model.graph;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * A network: nodes in execution order over named values, each defined once. Immutable and
 * thread-safe.
 *
 * <p>Until its input shapes are fixed, a graph knows no types; {@link Types#infer} gives one that
 * knows the type of every value.
 */
public final class Graph {

    private final String name;
    private final List<TensorInfo> inputs;
    private final List<String> outputs;
    private final List<Node> nodes;
    private final Map<String, Tensor> constants;
    private final Map<String, TensorType> types;
    private final Map<String, String> metadata;

    /**
     * @param nodes in any order; they are sorted
     * @throws ModelException on a value defined twice or never, or a cycle
     */
    public Graph(
            String name,
            List<TensorInfo> inputs,
            List<String> outputs,
            List<Node> nodes,
            Map<String, Tensor> constants,
            Map<String, String> metadata) {
        this(name, inputs, outputs, nodes, constants, Map.of(), metadata);
    }

    private Graph(
            String name,
            List<TensorInfo> inputs,
            List<String> outputs,
            List<Node> nodes,
            Map<String, Tensor> constants,
            Map<String, TensorType> types,
            Map<String, String> metadata) {
        this.name = name;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.constants = Map.copyOf(constants);
        this.types = Map.copyOf(types);
        this.metadata = Map.copyOf(metadata);
        this.nodes = sorted(nodes);
    }

    private List<Node> sorted(List<Node> unsorted) {
        Set<String> known = new HashSet<>(constants.keySet());
        for (TensorInfo input : inputs) {
            if (!known.add(input.name())) {
                throw new ModelException(
                        "graph '" + name + "': value '" + input.name() + "' is defined twice");
            }
        }
        Set<String> computed = computed(unsorted, known);
        List<Node> order = order(unsorted, known, computed);
        for (String output : outputs) {
            if (!known.contains(output) && !computed.contains(output)) {
                throw new ModelException(
                        "graph '" + name + "': output '" + output + "' is defined by no node");
            }
        }
        return order;
    }

    /** The values that nodes define. */
    private static Set<String> computed(List<Node> nodes, Set<String> known) {
        Set<String> computed = new HashSet<>();
        for (Node node : nodes) {
            for (String output : node.outputs()) {
                if (!output.isEmpty() && (known.contains(output) || !computed.add(output))) {
                    throw new ModelException(
                            node.label() + ": output '" + output + "' is defined twice");
                }
            }
        }
        return computed;
    }

    /** Producers before consumers, and the earliest ready node first: a valid order is kept. */
    private static List<Node> order(List<Node> unsorted, Set<String> known, Set<String> computed) {
        Map<Node, Integer> missing = new IdentityHashMap<>();
        Map<String, List<Node>> waiting = new HashMap<>();
        Map<Node, Integer> position = new IdentityHashMap<>();
        PriorityQueue<Node> ready = new PriorityQueue<>(Comparator.comparing(position::get));
        for (Node node : unsorted) {
            position.put(node, position.size());
            int count = 0;
            for (String input : Set.copyOf(node.inputs())) {
                if (input.isEmpty() || known.contains(input)) {
                    continue;
                }
                if (!computed.contains(input)) {
                    throw new ModelException(
                            node.label()
                                    + ": input '"
                                    + input
                                    + "' is defined by no node, initializer or graph input");
                }
                waiting.computeIfAbsent(input, k -> new ArrayList<>()).add(node);
                count++;
            }
            if (count == 0) {
                ready.add(node);
            } else {
                missing.put(node, count);
            }
        }
        List<Node> order = new ArrayList<>(unsorted.size());
        while (!ready.isEmpty()) {
            Node node = ready.poll();
            order.add(node);
            for (String output : node.outputs()) {
                for (Node consumer : waiting.getOrDefault(output, List.of())) {
                    if (missing.merge(consumer, -1, Integer::sum) == 0) {
                        missing.remove(consumer);
                        ready.add(consumer);
                    }
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new ModelException(
                    Collections.min(missing.keySet(), Comparator.comparing(position::get)).label()
                            + ": the graph has a cycle through this node; expected none");
        }
        return List.copyOf(order);
    }

    /** The graph's name. */
    public String name() {
        return name;
    }

    /** The inputs that a run must provide. */
    public List<TensorInfo> inputs() {
        return inputs;
    }

    /** Names of the values that a run computes. */
    public List<String> outputs() {
        return outputs;
    }

    /** The nodes, producers before consumers. */
    public List<Node> nodes() {
        return nodes;
    }

    /** Weights and other values known before the first run, by name. */
    public Map<String, Tensor> constants() {
        return constants;
    }

    /** A constant by name, or null. */
    public @Nullable Tensor constant(String value) {
        return constants.get(value);
    }

    /** Types of all values, empty before inference. */
    public Map<String, TensorType> types() {
        return types;
    }

    /** The type of a value. */
    public TensorType type(String value) {
        Tensor constant = constants.get(value);
        if (constant != null) {
            return TensorType.of(constant);
        }
        TensorType type = types.get(value);
        if (type == null) {
            throw new IllegalStateException("value '" + value + "' has no type yet");
        }
        return type;
    }

    /** Key-value pairs that the model's author left in the file. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The nodes that read each value. */
    public Map<String, List<Node>> consumers() {
        Map<String, List<Node>> consumers = new HashMap<>();
        for (Node node : nodes) {
            for (String input : Set.copyOf(node.inputs())) {
                if (!input.isEmpty()) {
                    consumers.computeIfAbsent(input, k -> new ArrayList<>()).add(node);
                }
            }
        }
        return consumers;
    }

    /** The node that defines each value. */
    public Map<String, Node> producers() {
        Map<String, Node> producers = new HashMap<>();
        for (Node node : nodes) {
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    producers.put(output, node);
                }
            }
        }
        return producers;
    }

    /** This graph with other nodes and constants; types stay, those of the constants are added. */
    public Graph with(List<Node> otherNodes, Map<String, Tensor> otherConstants) {
        Map<String, TensorType> known = new HashMap<>(types);
        if (!types.isEmpty()) {
            otherConstants.forEach((value, tensor) -> known.put(value, TensorType.of(tensor)));
        }
        return new Graph(name, inputs, outputs, otherNodes, otherConstants, known, metadata);
    }

    /**
     * This graph with other outputs; types stay.
     *
     * @throws ModelException if a value is not defined
     */
    public Graph withOutputs(List<String> otherOutputs) {
        return new Graph(name, inputs, otherOutputs, nodes, constants, types, metadata);
    }

    /**
     * This graph with some of its constants as further inputs, which a run must provide: how
     * weights are trained.
     *
     * @param names of constants; the inputs are appended in this order
     * @throws ModelException if one is no constant
     */
    public Graph withInputs(List<String> names) {
        List<TensorInfo> more = new ArrayList<>(inputs);
        Map<String, Tensor> rest = new HashMap<>(constants);
        for (String constant : names) {
            Tensor tensor = rest.remove(constant);
            if (tensor == null) {
                throw new ModelException(
                        "graph '"
                                + name
                                + "': expected a constant to make an input of, actual '"
                                + constant
                                + "'");
            }
            more.add(TensorInfo.of(constant, tensor.dtype(), tensor.shape()));
        }
        return new Graph(name, more, outputs, nodes, rest, types, metadata);
    }

    /**
     * This graph with other weights, such as a safetensors file holds; constants that {@code
     * weights} doesn't name stay.
     *
     * @param weights tensors by the names of constants
     * @throws ModelException if a name is of no constant, or element type or shape differ
     */
    public Graph withWeights(Map<String, Tensor> weights) {
        weights.forEach((value, tensor) -> {
            Tensor own = constants.get(value);
            if (own == null
                    || own.dtype() != tensor.dtype()
                    || !own.shape().equals(tensor.shape())) {
                throw new ModelException(
                        "weight '"
                                + value
                                + "': expected "
                                + (own == null
                                        ? "the name of one of graph '"
                                                + name
                                                + "'s "
                                                + constants.size()
                                                + " constants"
                                        : own)
                                + ", actual "
                                + tensor);
            }
        });
        Map<String, Tensor> all = new HashMap<>(constants);
        all.putAll(weights);
        return with(nodes, all);
    }

    /** This graph with the types of its values. */
    public Graph withTypes(Map<String, TensorType> otherTypes) {
        return new Graph(name, inputs, outputs, nodes, constants, otherTypes, metadata);
    }

    /** This graph without the nodes and constants from which no output can be reached. */
    public Graph pruned() {
        Set<String> live = new HashSet<>(outputs);
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes.reversed()) {
            if (node.outputs().stream().anyMatch(live::contains)) {
                kept.add(node);
                live.addAll(node.inputs());
            }
        }
        Map<String, Tensor> used = new HashMap<>(constants);
        used.keySet().retainAll(live);
        return with(kept.reversed(), used);
    }
}
