package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Numbers from the first input up to, but without, the second, by steps of the third; constants.
 */
public record Range() implements PlainOp {

    @Override
    public String type() {
        return "Range";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        for (int i = 0; i < 3; i++) {
            in.checkType(i, in.type(0).dtype());
            in.check(in.shape(i).elements() == 1, "expected scalars, actual " + in.type(i));
        }
        Tensor start = in.constant(0, "the start");
        Tensor limit = in.constant(1, "the limit");
        Tensor delta = in.constant(2, "the step");
        in.check(delta.getDouble(0) != 0, "expected a step other than 0, actual 0");
        double count = Math.ceil((limit.getDouble(0) - start.getDouble(0)) / delta.getDouble(0));
        in.check(count <= Shape.MAX_ELEMENTS, "expected fewer elements, actual " + count);
        return List.of(in.type(0).withShape(Shape.of((long) Math.max(0, count))));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor start = IndexedCopy.required(inputs, 0);
        Tensor delta = IndexedCopy.required(inputs, 2);
        Tensor y = outputs.getFirst();
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            if (y.dtype().isFloat()) {
                y.setDouble(i, start.getDouble(0) + i * delta.getDouble(0));
            } else {
                y.setLong(i, start.getLong(0) + i * delta.getLong(0));
            }
        }
    }
}
