package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Matrix product with NumPy semantics: leading axes broadcast, vectors gain and lose an axis.
 *
 * @param transA whether A's last two axes change places first; then it must be no vector
 * @param transB whether B's last two axes change places first; then it must be no vector
 */
public record MatMul(boolean transA, boolean transB) implements Op {

    /** ONNX's: A and B as they are. */
    public MatMul() {
        this(false, false);
    }

    @Override
    public String type() {
        return "MatMul";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkType(1, in.type(0).dtype());
        Shape a = in.shape(0, transA ? 2 : 1);
        Shape b = in.shape(1, transB ? 2 : 1);
        return List.of(
                in.type(0)
                        .withShape(
                                shape(in, transA ? transposed(a) : a, transB ? transposed(b) : b)));
    }

    /** Shape of the product of two tensors. */
    static Shape shape(Inputs in, Shape a, Shape b) {
        Shape a2 = matrix(a, true);
        Shape b2 = matrix(b, false);
        in.check(
                a2.dim(-1) == b2.dim(-2),
                "expected equal inner extents, actual A " + a + " and B " + b);
        Shape batch = Shape.broadcast(lead(a2), lead(b2));
        long[] dims = new long[batch.rank() + 2];
        int rank = 0;
        for (int dim : batch.dims()) {
            dims[rank++] = dim;
        }
        if (a.rank() > 1) {
            dims[rank++] = a2.dim(-2);
        }
        if (b.rank() > 1) {
            dims[rank++] = b2.dim(-1);
        }
        return Shape.of(Arrays.copyOf(dims, rank));
    }

    private static Shape transposed(Shape shape) {
        int[] dims = shape.dims();
        dims[dims.length - 2] = shape.dim(-1);
        dims[dims.length - 1] = shape.dim(-2);
        return Shape.of(dims);
    }

    /** All extents but the last two. */
    private static Shape lead(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
    }

    @Override
    public long workPerElement(Inputs in) {
        return in.shape(0).dim(transA ? -2 : -1);
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor a = IndexedCopy.required(inputs, 0);
        Tensor b = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        Shape a2 = matrix(a.shape(), true);
        Shape b2 = matrix(b.shape(), false);
        int m = a2.dim(transA ? -1 : -2);
        int k = a2.dim(transA ? -2 : -1);
        int n = b2.dim(transB ? -2 : -1);
        Shape batch = Shape.broadcast(lead(a2), lead(b2));
        Walk walk =
                new Walk(batch, Walk.broadcast(lead(a2), batch), Walk.broadcast(lead(b2), batch));
        InnerProduct product = new InnerProduct(a, b);
        for (int p = 0; p < batch.elements(); p++) {
            for (int i = 0; i < m; i++) {
                var row =
                        new InnerProduct.Vector(
                                walk.offset(0) * m * k + (transA ? i : i * k), transA ? m : 1);
                for (int j = 0; j < n; j++) {
                    var column =
                            new InnerProduct.Vector(
                                    walk.offset(1) * k * n + (transB ? j * k : j), transB ? 1 : n);
                    int out = (p * m + i) * n + j;
                    if (a.dtype().isFloat()) {
                        y.setDouble(out, product.floats(row, column, k));
                    } else {
                        y.setLong(out, product.integers(row, column, k));
                    }
                }
            }
            walk.next();
        }
    }

    /** A vector becomes a matrix of one row, or of one column. */
    private static Shape matrix(Shape shape, boolean row) {
        return shape.rank() > 1
                ? shape
                : row ? Shape.of(1, shape.dim(0)) : Shape.of(shape.dim(0), 1);
    }
}
