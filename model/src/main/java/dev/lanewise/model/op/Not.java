package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Turns every boolean, or every bit of an integer, into its opposite. */
public record Not() implements PlainOp {

    @Override
    public String type() {
        return "Not";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.check(
                !in.type(0).dtype().isFloat(),
                "expected booleans or integers, actual " + in.type(0));
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            long value = x.getLong(i);
            y.setLong(i, x.dtype() == DType.BOOL ? 1 - value : ~value);
        }
    }
}
