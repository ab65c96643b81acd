package dev.lanewise.model.pass;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Recovers SiLU, x sigmoid(x), and HardSwish, x hardSigmoid(x), from the two operators that
 * exporters write.
 */
final class RecognizeGates {

    private RecognizeGates() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            Node gate = gate(graph, rewrite, node, 0);
            gate = gate == null ? gate(graph, rewrite, node, 1) : gate;
            if (gate == null) {
                rewrite.add(node);
            } else {
                Unary function = gated(((Elementwise) gate.op()).function());
                rewrite.addInsteadOf(
                        gate,
                        new Node(
                                node.name(),
                                new Elementwise(function),
                                gate.inputs(),
                                node.outputs()));
            }
        }
        return rewrite.graph();
    }

    /**
     * The node that computes input {@code side} of a product from the product's other input, or
     * null.
     */
    private static @Nullable Node gate(Graph graph, Rewrite rewrite, Node product, int side) {
        if (!(product.op() instanceof Arithmetic arithmetic)
                || arithmetic.function() != Binary.MUL
                || !arithmetic.activation().isIdentity()) {
            return null;
        }
        Node gate = rewrite.producer(product.input(side));
        boolean fits =
                gate != null
                        && gate.op() instanceof Elementwise elementwise
                        && gated(elementwise.function()) != null
                        && gate.inputs().equals(List.of(product.input(1 - side)))
                        && rewrite.single(gate.output())
                        && graph.type(product.output()).dtype() == DType.FLOAT32;
        return fits ? gate : null;
    }

    private static @Nullable Unary gated(Unary gate) {
        return switch (gate.function()) {
            case SIGMOID -> Unary.of(Unary.Function.SILU);
            case HARD_SIGMOID ->
                    Math.abs(gate.alpha() - 1.0 / 6) < 1e-6 && gate.beta() == 0.5f
                            ? Unary.of(Unary.Function.HARD_SWISH)
                            : null;
            default -> null;
        };
    }
}
