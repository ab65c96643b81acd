package dev.lanewise.model.pass;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.ElementwiseGradient;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.MaxPoolGradient;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the gradient of ReLU before that of the maximum pooling that follows it, on the pooled
 * plane, which is smaller: what a window hands back goes to its largest element, which is above 0
 * if and only if the window's maximum is.
 */
final class ReluGradientBehindPool {

    private ReluGradientBehindPool() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        Map<String, TensorType> types = new HashMap<>();
        for (Node node : graph.nodes()) {
            Node gradient = poolGradient(node, rewrite);
            String pooled = gradient == null ? null : pooled(graph, gradient);
            if (gradient == null || pooled == null) {
                rewrite.add(node);
                continue;
            }
            String name = node.output() + "/pooled";
            types.put(name, graph.type(pooled));
            rewrite.addInsteadOf(
                    gradient,
                    new Node(name, node.op(), List.of(pooled, gradient.input(1)), List.of(name)));
            rewrite.add(
                    new Node(
                            gradient.name(),
                            gradient.op(),
                            List.of(gradient.input(0), name),
                            node.outputs()));
        }
        if (types.isEmpty()) {
            return graph;
        }
        Graph rewritten = rewrite.graph();
        types.putAll(rewritten.types());
        return rewritten.withTypes(types);
    }

    /**
     * The gradient of a pooling of the ReLU whose gradient {@code node} is, if only it reads it.
     */
    private static @Nullable Node poolGradient(Node node, Rewrite rewrite) {
        boolean relu =
                node.op() instanceof ElementwiseGradient op && op.function().equals(Unary.RELU);
        Node producer =
                relu && rewrite.single(node.input(1)) ? rewrite.producer(node.input(1)) : null;
        return producer != null
                        && producer.op() instanceof MaxPoolGradient
                        && producer.input(0).equals(node.input(0))
                ? producer
                : null;
    }

    /** What the pooling made, or null if it is there no more. */
    private static @Nullable String pooled(Graph graph, Node gradient) {
        return graph.nodes().stream()
                .filter(node ->
                        node.op() instanceof MaxPool pool
                                && gradient.op() instanceof MaxPoolGradient op
                                && pool.window().equals(op.window())
                                && node.input(0).equals(gradient.input(0)))
                .map(Node::output)
                .findFirst()
                .orElse(null);
    }
}
