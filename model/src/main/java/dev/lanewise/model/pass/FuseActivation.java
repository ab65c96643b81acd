package dev.lanewise.model.pass;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.Op;

import org.jspecify.annotations.Nullable;

/**
 * Lets a convolution or transposed one, matrix product, batch normalisation or arithmetic operator
 * apply the elementwise function behind it before it stores.
 */
final class FuseActivation {

    private FuseActivation() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            Node producer = rewrite.producer(node.input(0));
            Op fused =
                    producer != null
                                    && node.op() instanceof Elementwise elementwise
                                    && rewrite.single(node.input(0))
                                    && graph.type(node.output()).dtype() == DType.FLOAT32
                            ? fuse(producer.op(), elementwise.function())
                            : null;
            if (fused == null) {
                rewrite.add(node);
            } else {
                rewrite.addInsteadOf(
                        producer,
                        new Node(producer.name(), fused, producer.inputs(), node.outputs()));
            }
        }
        return rewrite.graph();
    }

    private static @Nullable Op fuse(Op op, Unary function) {
        return switch (op) {
            case Conv conv when composed(conv.epilogue().activation(), function) != null ->
                    conv.with(
                            new Epilogue(
                                    conv.epilogue().residual(),
                                    composed(conv.epilogue().activation(), function)));
            case ConvTranspose conv when composed(conv.activation(), function) != null ->
                    conv.with(composed(conv.activation(), function));
            case Elementwise first when composed(first.function(), function) != null ->
                    new Elementwise(composed(first.function(), function));
            case Gemm gemm when gemm.activation().isIdentity() ->
                    new Gemm(gemm.alpha(), gemm.beta(), gemm.transA(), gemm.transB(), function);
            case BatchNormalization norm when norm.activation().isIdentity() ->
                    new BatchNormalization(norm.epsilon(), function);
            case Arithmetic arithmetic when arithmetic.activation().isIdentity() ->
                    new Arithmetic(arithmetic.function(), function);
            default -> null;
        };
    }

    /** One function that is {@code second} of {@code first}, or null if there is none. */
    private static @Nullable Unary composed(Unary first, Unary second) {
        if (first.isIdentity()) {
            return second;
        }
        return first.equals(Unary.of(Unary.Function.HARD_SWISH))
                        && second.function() == Unary.Function.AFFINE
                ? new Unary(Unary.Function.SCALED_HARD_SWISH, second.alpha(), second.beta())
                : null;
    }
}
