package dev.lanewise.model.pass;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.Op;

import org.jspecify.annotations.Nullable;

/**
 * Lets a convolution or matrix product apply the elementwise function behind it before it stores.
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
        if (op instanceof Conv conv && conv.epilogue().activation().isIdentity()) {
            return conv.with(new Epilogue(conv.epilogue().residual(), function));
        }
        if (op instanceof Gemm gemm && gemm.activation().isIdentity()) {
            return new Gemm(gemm.alpha(), gemm.beta(), gemm.transA(), gemm.transB(), function);
        }
        return null;
    }
}
