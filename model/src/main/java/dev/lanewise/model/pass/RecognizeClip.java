package dev.lanewise.model.pass;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Clip;
import dev.lanewise.model.op.Elementwise;

import java.util.List;

/**
 * Turns a Clip of floats between constant bounds into an elementwise function, which can be fused.
 */
final class RecognizeClip {

    private RecognizeClip() {}

    static Graph apply(Graph graph) {
        return graph.with(
                graph.nodes().stream().map(node -> rewrite(graph, node)).toList(),
                graph.constants());
    }

    private static Node rewrite(Graph graph, Node node) {
        if (!(node.op() instanceof Clip) || graph.type(node.input(0)).dtype() != DType.FLOAT32) {
            return node;
        }
        float[] bounds = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
        for (int i = 0; i < 2; i++) {
            String input = node.input(i + 1);
            if (!input.isEmpty()) {
                Tensor bound = graph.constant(input);
                if (bound == null) {
                    return node;
                }
                bounds[i] = (float) bound.getDouble(0);
            }
        }
        Unary function =
                bounds[0] == 0 && bounds[1] == Float.POSITIVE_INFINITY
                        ? Unary.RELU
                        : Unary.clip(bounds[0], bounds[1]);
        return new Node(
                node.name(), new Elementwise(function), List.of(node.input(0)), node.outputs());
    }
}
