package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;

/** Matrix product with NumPy semantics: leading axes broadcast, vectors gain and lose an axis. */
public record MatMul() implements Op {

    @Override
    public String type() {
        return "MatMul";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape a = in.shape(0, 1);
        Shape b = in.shape(1, 1);
        in.checkType(1, in.type(0).dtype());
        Shape a2 = a.rank() == 1 ? Shape.of(1, a.dim(0)) : a;
        Shape b2 = b.rank() == 1 ? Shape.of(b.dim(0), 1) : b;
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
        return List.of(in.type(0).withShape(Shape.of(java.util.Arrays.copyOf(dims, rank))));
    }

    /** All extents but the last two. */
    private static Shape lead(Shape shape) {
        return Shape.of(java.util.Arrays.copyOf(shape.dims(), shape.rank() - 2));
    }
}
