package dev.lanewise.model.pass;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.BroadcastLike;
import dev.lanewise.model.op.Cast;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.SumLike;
import dev.lanewise.model.op.Transpose;
import dev.lanewise.model.op.ViewOp;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes nodes that give their first input as it is: Identity, Dropout, a Reshape to the same
 * shape, an idle Transpose, a product with 1.
 */
final class RemoveIdentities {

    private RemoveIdentities() {}

    static Graph apply(Graph graph) {
        Map<String, String> same = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Node renamed =
                    node.withInputs(
                            node.inputs().stream()
                                    .map(input -> same.getOrDefault(input, input))
                                    .toList());
            boolean unread = node.outputs().stream().skip(1).allMatch(String::isEmpty);
            if (unread && !graph.outputs().contains(node.output()) && isIdentity(graph, renamed)) {
                same.put(node.output(), renamed.input(0));
            } else {
                nodes.add(renamed);
            }
        }
        return graph.with(nodes, graph.constants());
    }

    private static boolean isIdentity(Graph graph, Node node) {
        return switch (node.op()) {
            case ViewOp op -> graph.type(node.input(0)).equals(graph.type(node.output()));
            case Cast op -> graph.type(node.input(0)).equals(graph.type(node.output()));
            case Elementwise op -> isIdentity(op.function());
            case Transpose op -> {
                List<Integer> order = op.permutation(graph.type(node.input(0)).shape().rank());
                yield order.equals(order.stream().sorted().toList());
            }
            case SumLike op -> graph.type(node.input(0)).equals(graph.type(node.output()));
            case BroadcastLike op -> graph.type(node.input(0)).equals(graph.type(node.output()));
            case Pad op -> isZero(graph.constant(node.input(1)));
            default -> false;
        };
    }

    private static boolean isIdentity(Unary function) {
        return function.isIdentity() || function.equals(new Unary(Unary.Function.AFFINE, 1, 0));
    }

    private static boolean isZero(@Nullable Tensor pads) {
        return pads != null && Arrays.stream(pads.toLongArray()).allMatch(pad -> pad == 0);
    }
}
