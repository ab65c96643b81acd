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
                Node spelled = gatedByClip(graph, rewrite, node, 0);
                spelled = spelled == null ? gatedByClip(graph, rewrite, node, 1) : spelled;
                if (spelled == null) {
                    rewrite.add(node);
                }
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
        if (!isProduct(graph, product)) {
            return null;
        }
        Node gate = rewrite.producer(product.input(side));
        boolean fits =
                gate != null
                        && gate.op() instanceof Elementwise elementwise
                        && gated(elementwise.function()) != null
                        && gate.inputs().equals(List.of(product.input(1 - side)))
                        && rewrite.single(gate.output());
        return fits ? gate : null;
    }

    /**
     * Rewrites x times a multiple of min(max(x + 3, 0), 6), which {@code side} of the product
     * computes; returns the product, or null if it is another one.
     */
    private static @Nullable Node gatedByClip(
            Graph graph, Rewrite rewrite, Node product, int side) {
        if (!isProduct(graph, product)) {
            return null;
        }
        String x = product.input(1 - side);
        Node last = rewrite.producer(product.input(side));
        Unary times = function(rewrite, last);
        boolean scaled =
                times != null && times.function() == Unary.Function.AFFINE && times.beta() == 0;
        Node clip = scaled ? rewrite.producer(last.input(0)) : last;
        Unary bounds = function(rewrite, clip);
        Node sum = bounds == null ? null : rewrite.producer(clip.input(0));
        Unary shift = function(rewrite, sum);
        if (!Unary.clip(0, 6).equals(bounds)
                || !new Unary(Unary.Function.AFFINE, 1, 3).equals(shift)
                || !sum.input(0).equals(x)) {
            return null;
        }
        // The sum's name is free now: x hardSwish before what is left to multiply with.
        rewrite.addInsteadOf(
                clip,
                new Node(
                        product.name(),
                        new Elementwise(Unary.of(Unary.Function.HARD_SWISH)),
                        List.of(x),
                        clip.outputs()));
        rewrite.remove(sum);
        rewrite.remove(last);
        float factor = 6 * (scaled ? times.alpha() : 1);
        rewrite.add(
                new Node(
                        product.name(),
                        new Elementwise(new Unary(Unary.Function.AFFINE, factor, 0)),
                        clip.outputs(),
                        product.outputs()));
        return product;
    }

    /** The function of an elementwise node whose output only one node reads, else null. */
    private static @Nullable Unary function(Rewrite rewrite, @Nullable Node node) {
        return node != null
                        && node.op() instanceof Elementwise elementwise
                        && rewrite.single(node.output())
                ? elementwise.function()
                : null;
    }

    private static boolean isProduct(Graph graph, Node node) {
        return node.op() instanceof Arithmetic arithmetic
                && arithmetic.function() == Binary.MUL
                && arithmetic.activation().isIdentity()
                && graph.type(node.output()).dtype() == DType.FLOAT32;
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
