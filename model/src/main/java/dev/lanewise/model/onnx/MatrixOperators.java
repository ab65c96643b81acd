package dev.lanewise.model.onnx;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.Det;
import dev.lanewise.model.op.Einsum;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MatMul;

/** Products of matrices. */
final class MatrixOperators {

    private MatrixOperators() {}

    static void register(Operators.Registry r) {
        r.add("MatMul", 2, 2, node -> node.becomes(new MatMul()));
        r.add(
                "Einsum",
                1,
                Operators.ANY,
                node -> node.becomes(new Einsum(node.text("equation", ""))));
        r.add("Det", 1, 1, node -> node.becomes(new Det()));
        r.add("Gemm", 2, 3, MatrixOperators::gemm);
    }

    private static void gemm(OnnxNode node) {
        // Up to opset 6, broadcasting had to be asked for.
        if (node.opset() < 7) {
            node.ignore("broadcast");
        }
        node.becomes(
                new Gemm(
                        node.real("alpha", 1),
                        node.real("beta", 1),
                        node.flag("transA", false),
                        node.flag("transB", false),
                        Unary.IDENTITY));
    }
}
