package dev.lanewise.model.pass;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Elementwise;

import org.jspecify.annotations.Nullable;

/** Makes one function x alpha + beta of two in a row; where nothing is left, {@code Identity}. */
final class MergeAffine {

    private MergeAffine() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            Unary second = affine(node);
            Node producer = second == null ? null : rewrite.producer(node.input(0));
            Unary first = producer == null ? null : affine(producer);
            if (second == null || first == null || !rewrite.single(node.input(0))) {
                rewrite.add(node);
            } else {
                rewrite.addInsteadOf(
                        producer,
                        new Node(
                                node.name(),
                                new Elementwise(merged(first, second)),
                                producer.inputs(),
                                node.outputs()));
            }
        }
        return rewrite.graph();
    }

    private static @Nullable Unary affine(Node node) {
        return node.op() instanceof Elementwise op
                        && op.function().function() == Unary.Function.AFFINE
                ? op.function()
                : null;
    }

    private static Unary merged(Unary first, Unary second) {
        float alpha = first.alpha() * second.alpha();
        float beta = (float) ((double) first.beta() * second.alpha() + second.beta());
        return alpha == 1 && beta == 0
                ? Unary.IDENTITY
                : new Unary(Unary.Function.AFFINE, alpha, beta);
    }
}
