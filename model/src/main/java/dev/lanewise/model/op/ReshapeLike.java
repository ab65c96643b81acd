package dev.lanewise.model.op;

import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;

/** Gives x the shape of the second input. Inputs: x, like. */
public record ReshapeLike() implements ViewOp {

    @Override
    public String type() {
        return "ReshapeLike";
    }

    @Override
    public boolean readsValue(int i) {
        return i == 0;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.check(
                in.shape(0).elements() == in.shape(1).elements(),
                "expected as many elements as " + in.shape(1) + ", actual " + in.shape(0));
        return List.of(in.type(0).withShape(in.shape(1)));
    }
}
