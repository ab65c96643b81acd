package dev.lanewise.model.gradient;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MatMul;

/** Matrix products. */
final class MatrixRules {

    static final String FUSED =
            "expected a graph before any pass, actual a fused activation or residual";

    private MatrixRules() {}

    static void gemm(Node node, Gemm op, Backward b) {
        if (!op.activation().isIdentity()) {
            throw b.fail(FUSED);
        }
        String gradient = b.gradient(0);
        String x = node.input(0);
        String w = node.input(1);
        if (op.transA()) {
            b.give(0, product(op, op.transB(), true), w, gradient);
        } else {
            b.give(0, product(op, false, !op.transB()), gradient, w);
        }
        if (op.transB()) {
            b.give(1, product(op, true, op.transA()), gradient, x);
        } else {
            b.give(1, product(op, !op.transA(), false), x, gradient);
        }
        if (b.wants(2) && op.beta() != 0) {
            String scaled =
                    op.beta() == 1 ? gradient : b.add(ElementwiseRules.scale(op.beta()), gradient);
            b.giveBroadcast(2, scaled);
        }
    }

    private static Gemm product(Gemm op, boolean transA, boolean transB) {
        return new Gemm(op.alpha(), 0, transA, transB, Unary.IDENTITY);
    }

    /** Leading axes broadcast, so their gradients are summed; for vectors there is no rule. */
    static void matmul(Node node, MatMul op, Backward b) {
        String gradient = b.gradient(0);
        String x = node.input(0);
        String w = node.input(1);
        if (b.wants(0)) {
            b.giveBroadcast(
                    0,
                    op.transA()
                            ? b.add(new MatMul(op.transB(), true), w, gradient)
                            : b.add(new MatMul(false, !op.transB()), gradient, w));
        }
        if (b.wants(1)) {
            b.giveBroadcast(
                    1,
                    op.transB()
                            ? b.add(new MatMul(true, op.transA()), gradient, x)
                            : b.add(new MatMul(!op.transA(), false), x, gradient));
        }
    }
}
