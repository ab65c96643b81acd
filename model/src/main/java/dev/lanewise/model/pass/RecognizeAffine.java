package dev.lanewise.model.pass;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Turns sums, differences, products and quotients of floats with a constant scalar into the
 * elementwise function x alpha + beta, which can be merged and fused.
 */
final class RecognizeAffine {

    private RecognizeAffine() {}

    static Graph apply(Graph graph) {
        return graph.with(
                graph.nodes().stream().map(node -> rewrite(graph, node)).toList(),
                graph.constants());
    }

    private static Node rewrite(Graph graph, Node node) {
        if (!(node.op() instanceof Arithmetic op)
                || graph.type(node.output()).dtype() != DType.FLOAT32) {
            return node;
        }
        for (int side = 0; side < 2; side++) {
            Tensor scalar = graph.constant(node.input(side));
            String x = node.input(1 - side);
            Unary affine =
                    scalar != null
                                    && scalar.shape().elements() == 1
                                    && graph.type(x).equals(graph.type(node.output()))
                            ? affine(op, side, (float) scalar.getDouble(0))
                            : null;
            if (affine != null) {
                return new Node(node.name(), new Elementwise(affine), List.of(x), node.outputs());
            }
        }
        return node;
    }

    private static @Nullable Unary affine(Arithmetic op, int side, float scalar) {
        if (!op.activation().isIdentity()) {
            return null;
        }
        return switch (op.function()) {
            case ADD -> affine(1, scalar);
            case MUL -> affine(scalar, 0);
            case SUB -> side == 1 ? affine(1, -scalar) : affine(-1, scalar);
            case DIV -> side == 1 && scalar != 0 ? affine(1 / scalar, 0) : null;
            default -> null;
        };
    }

    private static Unary affine(float alpha, float beta) {
        return new Unary(Unary.Function.AFFINE, alpha, beta);
    }
}
