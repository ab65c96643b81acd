package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A tensor of one value throughout; its shape is the constant first input.
 *
 * @param value one element, of the output's type
 */
public record ConstantOfShape(Tensor value) implements PlainOp {

    /**
     * @throws IllegalArgumentException if there is not exactly one element
     */
    public ConstantOfShape {
        if (value.shape().elements() != 1) {
            throw new IllegalArgumentException(
                    "ConstantOfShape: value expected one element, actual " + value);
        }
    }

    @Override
    public String type() {
        return "ConstantOfShape";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        long[] dims = in.longs(0, "the shape");
        in.check(in.shape(0).rank() == 1, "expected a shape of rank 1, actual " + in.type(0));
        return List.of(new TensorType(value.dtype(), Shape.of(dims)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor y = outputs.getFirst();
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            IndexedCopy.element(value, 0, y, i);
        }
    }
}
