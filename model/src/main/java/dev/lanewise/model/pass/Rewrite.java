package dev.lanewise.model.pass;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph on its way through a pass, rewritten node by node in execution order. */
final class Rewrite {

    private final Graph graph;
    private final Set<String> outputs;
    private final Map<String, List<Node>> consumers;
    private final Map<String, Node> producers = new HashMap<>();
    private final Map<Node, Integer> positions = new IdentityHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    /** The constants of the rewritten graph; passes add to them. */
    final Map<String, Tensor> constants;

    Rewrite(Graph graph) {
        this.graph = graph;
        this.outputs = new HashSet<>(graph.outputs());
        this.consumers = graph.consumers();
        this.constants = new HashMap<>(graph.constants());
    }

    /** Whether {@code value} is read by one node only, once, and is no output of the graph. */
    boolean single(String value) {
        List<Node> readers = consumers.getOrDefault(value, List.of());
        return readers.size() == 1
                && readers.getFirst().inputs().stream().filter(value::equals).count() == 1
                && !outputs.contains(value);
    }

    /** The rewritten node that defines {@code value}, or null. */
    @Nullable Node producer(String value) {
        return producers.get(value);
    }

    /** Which of two rewritten nodes comes first. */
    boolean before(Node a, Node b) {
        return positions.get(a) < positions.get(b);
    }

    /** Appends a node. */
    void add(Node node) {
        positions.put(node, nodes.size());
        nodes.add(node);
        node.outputs().forEach(output -> producers.put(output, node));
    }

    /** Drops a node whose output nobody reads any more. */
    void remove(Node node) {
        positions.remove(node);
    }

    /** Appends a node that also does the work of an earlier one, which goes. */
    void addInsteadOf(Node earlier, Node node) {
        remove(earlier);
        add(node);
    }

    /** The rewritten graph. */
    Graph graph() {
        return graph.with(nodes.stream().filter(positions::containsKey).toList(), constants);
    }
}
