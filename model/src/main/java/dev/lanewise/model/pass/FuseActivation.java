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
            case Conv conv when conv.epilogue().activation().isIdentity() ->
                    conv.with(new Epilogue(conv.epilogue().residual(), function));
            case ConvTranspose conv when conv.activation().isIdentity() -> conv.with(function);
            case Gemm gemm when gemm.activation().isIdentity() ->
                    new Gemm(gemm.alpha(), gemm.beta(), gemm.transA(), gemm.transB(), function);
            case BatchNormalization norm when norm.activation().isIdentity() ->
                    new BatchNormalization(norm.epsilon(), function);
            case Arithmetic arithmetic when arithmetic.activation().isIdentity() ->
                    new Arithmetic(arithmetic.function(), function);
            default -> null;
        };
    }
}
