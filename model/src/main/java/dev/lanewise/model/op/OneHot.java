package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A new axis along which the element at the index is on and the others are off. Inputs: indices,
 * negative ones counting from the end; extent of the new axis, constant; the values for off and on.
 * An index out of range turns nothing on.
 *
 * @param axis of the output, from -rank to rank - 1
 */
public record OneHot(int axis) implements PlainOp {

    @Override
    public String type() {
        return "OneHot";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        Tensor depth = in.constant(1, "the depth");
        in.check(depth.shape().elements() == 1, "expected one depth, actual " + depth);
        in.check(in.shape(2).elements() == 2, "expected two values, actual " + in.type(2));
        int a = in.axis(axis, x.rank() + 1);
        List<Long> dims = new ArrayList<>();
        for (int dim : x.dims()) {
            dims.add((long) dim);
        }
        dims.add(a, depth.getLong(0));
        return List.of(in.type(2).withShape(Shape.of(dims.stream().mapToLong(d -> d).toArray())));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor indices = IndexedCopy.required(inputs, 0);
        Tensor values = IndexedCopy.required(inputs, 2);
        Tensor y = outputs.getFirst();
        AxisVectors vectors = AxisVectors.of(y.shape(), axis, false);
        int[] next = {0};
        vectors.forEach(first -> {
            long index = indices.getLong(next[0]++);
            long on = index < 0 ? index + vectors.count() : index;
            for (int i = 0; i < vectors.count(); i++) {
                IndexedCopy.element(values, i == on ? 1 : 0, y, first + i * vectors.step());
            }
        });
    }
}
