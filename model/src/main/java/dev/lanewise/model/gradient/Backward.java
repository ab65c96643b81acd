package dev.lanewise.model.gradient;

import dev.lanewise.kernels.Binary;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.FilledLike;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.SumLike;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Gradients on their way from an output back through a graph. A {@link GradientRule} reads the
 * gradients of a node's outputs here, adds the nodes that it needs and gives the gradients of the
 * node's inputs. Not thread-safe.
 */
public final class Backward {

    private final Graph graph;
    private final Set<String> wanted;
    private final Set<String> names = new HashSet<>();
    private final Map<String, List<String>> gradients = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private @Nullable Node node;

    /**
     * @param wanted values of which gradients are worth computing
     */
    Backward(Graph graph, Set<String> wanted) {
        this.graph = graph;
        this.wanted = wanted;
        names.addAll(graph.constants().keySet());
        graph.inputs().forEach(input -> names.add(input.name()));
        graph.nodes().forEach(other -> names.addAll(other.outputs()));
    }

    /** Passes gradients through a node, if any have reached it and are wanted on its far side. */
    void through(Node next, GradientRules rules) {
        boolean reached = next.outputs().stream().anyMatch(gradients::containsKey);
        if (reached && next.inputs().stream().anyMatch(wanted::contains)) {
            node = next;
            rules.apply(next, this);
        }
    }

    /** The nodes added so far. */
    List<Node> nodes() {
        return nodes;
    }

    /** Begins at a value, whose gradient is {@code gradient}. */
    void begin(String value, String gradient) {
        gradients.put(value, new ArrayList<>(List.of(gradient)));
    }

    /** The sum of all gradients that have reached a value, or null if none has. */
    @Nullable String sum(String value) {
        List<String> parts = gradients.get(value);
        if (parts == null) {
            return null;
        }
        while (parts.size() > 1) {
            String sum = add(new Arithmetic(Binary.ADD), parts.get(0), parts.get(1));
            parts.set(0, sum);
            parts.remove(1);
        }
        return parts.getFirst();
    }

    private Node node() {
        return Objects.requireNonNull(node);
    }

    /** The gradient of the node's output {@code i}: zeros if none has reached it. */
    public String gradient(int i) {
        String output = node().outputs().get(i);
        String sum = sum(output);
        return sum == null ? add(new FilledLike(0, false), output) : sum;
    }

    /** Whether the gradient of input {@code i} is of use. */
    public boolean wants(int i) {
        return wanted.contains(node().input(i));
    }

    /** The value of input {@code i} if it is a constant of the graph, else null. */
    public @Nullable Tensor constant(int i) {
        return graph.constant(node().input(i));
    }

    /** Adds a node of one output, whose name is returned. */
    public String add(Op op, String... inputs) {
        return add(op, 1, inputs).getFirst();
    }

    /** Adds a node with so many outputs, whose names are returned. */
    public List<String> add(Op op, int outputs, String... inputs) {
        String base = Gradients.nameOf(node == null ? "seed" : node.name());
        List<String> results = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            results.add(unique(base + "/" + op.type() + (outputs > 1 ? "." + i : "")));
        }
        nodes.add(new Node(base, op, List.of(inputs), results));
        return results;
    }

    private String unique(String name) {
        String candidate = name;
        for (int i = 2; !names.add(candidate); i++) {
            candidate = name + "#" + i;
        }
        return candidate;
    }

    /** Gives input {@code i} a gradient; what it gets from several sides is added up. */
    public void give(int i, String gradient) {
        if (wants(i)) {
            gradients.computeIfAbsent(node().input(i), k -> new ArrayList<>()).add(gradient);
        }
    }

    /** Gives input {@code i} the output of a new node as its gradient. */
    public void give(int i, Op op, String... inputs) {
        if (wants(i)) {
            give(i, add(op, inputs));
        }
    }

    /** Gives input {@code i}, which was broadcast, a gradient of the broadcast shape. */
    public void giveBroadcast(int i, String gradient) {
        give(i, new SumLike(), gradient, node().input(i));
    }

    /** An exception that begins with the node's operator and name. */
    public ModelException fail(String message) {
        return new ModelException(node().label() + ": " + message);
    }
}
