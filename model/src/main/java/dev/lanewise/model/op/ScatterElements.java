package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A copy of x in which single elements are replaced by updates, or combined with them: for axis 0
 * y[index[i][j][k]][j][k] = updates[i][j][k]. Inputs: x; indices, negative ones counting from the
 * end; updates.
 *
 * @param axis from -rank to rank - 1
 * @param reduction how updates are combined with what is there
 */
public record ScatterElements(int axis, ScatterReduction reduction) implements PlainOp {

    @Override
    public String type() {
        return "ScatterElements";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        Shape indices = in.shape(1);
        int a = in.axis(axis, x.rank());
        boolean fits = indices.rank() == x.rank() && in.shape(2).equals(indices);
        for (int i = 0; fits && i < x.rank(); i++) {
            fits = i == a || indices.dim(i) <= x.dim(i);
        }
        in.check(
                fits,
                "expected indices and updates of one shape within "
                        + x
                        + " but for axis "
                        + a
                        + ", actual "
                        + indices
                        + " and "
                        + in.shape(2));
        in.check(
                in.type(1).dtype() == DType.INT32 || in.type(1).dtype() == DType.INT64,
                "expected indices of type INT32 or INT64, actual " + in.type(1));
        in.checkType(2, in.type(0).dtype());
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor indices = IndexedCopy.required(inputs, 1);
        Tensor updates = IndexedCopy.required(inputs, 2);
        Tensor y = outputs.getFirst();
        y.segment().copyFrom(x.segment());
        int a = axis < 0 ? axis + x.shape().rank() : axis;
        long[] strides = x.shape().strides();
        Walk walk = new Walk(indices.shape(), strides);
        int elements = indices.shape().elements();
        for (int i = 0; i < elements; i++) {
            int index = Indices.checked(indices.getLong(i), x.shape().dim(a));
            int target = (int) (walk.offset(0) + (index - walk.index(a)) * strides[a]);
            reduction.apply(updates, i, y, target);
            walk.next();
        }
    }
}
