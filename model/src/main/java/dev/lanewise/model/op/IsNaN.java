package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Whether each element is no number. */
public record IsNaN() implements PlainOp {

    @Override
    public String type() {
        return "IsNaN";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(new TensorType(DType.BOOL, in.shape(0)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            y.setLong(i, Double.isNaN(x.getDouble(i)) ? 1 : 0);
        }
    }
}
