package dev.lanewise.model.op;

import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;

/** The input as it is. */
public record Identity() implements ViewOp {

    @Override
    public String type() {
        return "Identity";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(in.type(0));
    }
}
