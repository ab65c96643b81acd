package dev.lanewise.model.op;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

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

    @Override
    public long workPerElement(Inputs in) {
        return in.shape(0).dim(transA ? 0 : 1);
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor a = IndexedCopy.required(inputs, 0);
        Tensor b = IndexedCopy.required(inputs, 1);
        Tensor c = IndexedCopy.optional(inputs, 2);
        Tensor y = outputs.getFirst();
        int m = y.shape().dim(0);
        int n = y.shape().dim(1);
        int k = a.shape().dim(transA ? 0 : 1);
        InnerProduct product = new InnerProduct(a, b);
        Walk walk =
                new Walk(y.shape(), c == null ? new long[2] : Walk.broadcast(c.shape(), y.shape()));
        for (int i = 0; i < m; i++) {
            var row = new InnerProduct.Vector(transA ? i : i * k, transA ? m : 1);
            for (int j = 0; j < n; j++) {
                var column = new InnerProduct.Vector(transB ? j * k : j, transB ? 1 : n);
                int at = walk.offset(0);
                if (a.dtype().isFloat()) {
                    double sum = alpha * product.floats(row, column, k);
                    sum += c == null ? 0 : beta * c.getDouble(at);
                    y.setDouble(i * n + j, activation.apply(sum));
                } else {
                    long sum = scaled(alpha, product.integers(row, column, k));
                    sum += c == null ? 0 : scaled(beta, c.getLong(at));
                    y.setLong(i * n + j, sum);
                }
                walk.next();
            }
        }
    }

    private static long scaled(float factor, long x) {
        return factor == 1 ? x : (long) (factor * (double) x);
    }
}
