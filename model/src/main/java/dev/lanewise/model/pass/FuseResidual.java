package dev.lanewise.model.pass;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Conv;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Lets a convolution add a tensor of its output's shape before it stores, in place of an Add behind
 * it.
 */
final class FuseResidual {

    private FuseResidual() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            Node first = conv(graph, rewrite, node, 0);
            Node second = conv(graph, rewrite, node, 1);
            // Of two, the later: the other operand is there when it runs.
            boolean takeSecond = second != null && (first == null || rewrite.before(first, second));
            if (takeSecond) {
                rewrite.addInsteadOf(second, fuse(second, node, node.input(0)));
            } else if (first != null) {
                rewrite.addInsteadOf(first, fuse(first, node, node.input(1)));
            } else {
                rewrite.add(node);
            }
        }
        return rewrite.graph();
    }

    private static @Nullable Node conv(Graph graph, Rewrite rewrite, Node add, int input) {
        if (!(add.op() instanceof Arithmetic arithmetic)
                || arithmetic.function() != Binary.ADD
                || !arithmetic.activation().isIdentity()) {
            return null;
        }
        Node producer = rewrite.producer(add.input(input));
        boolean fits =
                producer != null
                        && producer.op() instanceof Conv conv
                        && conv.epilogue().isNone()
                        && rewrite.single(add.input(input))
                        && graph.type(add.input(0)).equals(graph.type(add.input(1)));
        return fits ? producer : null;
    }

    private static Node fuse(Node conv, Node add, String residual) {
        return new Node(
                conv.name(),
                ((Conv) conv.op()).with(new Epilogue(true, Unary.IDENTITY)),
                List.of(conv.input(0), conv.input(1), conv.input(2), residual),
                add.outputs());
    }
}
