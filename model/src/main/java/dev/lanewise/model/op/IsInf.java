package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Whether each element is infinite.
 *
 * @param negative whether negative infinity counts
 * @param positive whether positive infinity counts
 */
public record IsInf(boolean negative, boolean positive) implements PlainOp {

    @Override
    public String type() {
        return "IsInf";
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
            double value = x.getDouble(i);
            boolean counts = value > 0 ? positive : negative;
            y.setLong(i, Double.isInfinite(value) && counts ? 1 : 0);
        }
    }
}
