package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Picks single elements: y[i][j][k] = x[index[i][j][k]][j][k] for axis 0. Negative indices count
 * from the end.
 *
 * @param axis from -rank to rank - 1
 */
public record GatherElements(int axis) implements PlainOp {

    @Override
    public String type() {
        return "GatherElements";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        Shape indices = in.shape(1);
        int a = in.axis(axis, x.rank());
        boolean fits = indices.rank() == x.rank();
        for (int i = 0; fits && i < x.rank(); i++) {
            fits = i == a || indices.dim(i) <= x.dim(i);
        }
        in.check(
                fits,
                "expected indices within " + x + " but for axis " + a + ", actual " + indices);
        in.check(
                in.type(1).dtype() == DType.INT32 || in.type(1).dtype() == DType.INT64,
                "expected indices of type INT32 or INT64, actual " + in.type(1));
        return List.of(in.type(0).withShape(indices));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor indices = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        int a = axis < 0 ? axis + x.shape().rank() : axis;
        long[] strides = x.shape().strides();
        Walk walk = new Walk(y.shape(), strides);
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            int index = Indices.checked(indices.getLong(i), x.shape().dim(a));
            long source = walk.offset(0) + (index - walk.index(a)) * strides[a];
            IndexedCopy.element(x, source, y, i);
            walk.next();
        }
    }
}
