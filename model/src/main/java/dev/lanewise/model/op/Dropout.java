package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Dropout in inference form: the input as it is, and, if asked for, a mask of ones. */
public record Dropout() implements ViewOp {

    @Override
    public String type() {
        return "Dropout";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        TensorType mask = new TensorType(DType.BOOL, in.shape(0));
        return in.outputs() > 1 ? List.of(in.type(0), mask) : List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        ViewOp.super.compute(inputs, outputs);
        if (outputs.size() > 1) {
            outputs.get(1).segment().fill((byte) 1);
        }
    }
}
