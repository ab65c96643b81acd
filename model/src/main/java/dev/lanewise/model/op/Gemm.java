package dev.lanewise.model.op;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;

/**
 * y = activation(alpha * A * B + beta * C) on matrices; C is optional and broadcasts to [M, N].
 *
 * @param alpha factor on the product
 * @param beta factor on C
 * @param transA A is [K, M]
 * @param transB B is [N, K]
 * @param activation fused behind it
 */
public record Gemm(float alpha, float beta, boolean transA, boolean transB, Unary activation)
        implements Op {

    @Override
    public String type() {
        return "Gemm";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape a = in.shape(0, 2);
        Shape b = in.shape(1, 2);
        in.check(
                a.rank() == 2 && b.rank() == 2, "expected matrices, actual A " + a + " and B " + b);
        in.checkType(1, in.type(0).dtype());
        int k = a.dim(transA ? 0 : 1);
        in.check(
                k == b.dim(transB ? 1 : 0),
                "expected equal inner extents, actual A "
                        + a
                        + " and B "
                        + b
                        + " with transA="
                        + transA
                        + " transB="
                        + transB);
        Shape y = Shape.of(a.dim(transA ? 1 : 0), b.dim(transB ? 0 : 1));
        in.check(
                !in.has(2) || Shape.broadcast(in.shape(2), y).equals(y),
                "expected C to broadcast to " + y);
        return List.of(in.type(0).withShape(y));
    }
}
