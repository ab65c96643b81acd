package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;

/**
 * Batch normalisation in inference form of x [N, C, ...] with scale, bias, mean and variance of
 * [C].
 *
 * @param epsilon added to the variance
 */
public record BatchNormalization(float epsilon) implements Op {

    @Override
    public String type() {
        return "BatchNormalization";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 2);
        for (int i = 1; i <= 4; i++) {
            in.check(
                    in.shape(i).equals(Shape.of(x.dim(1))),
                    "expected input " + i + " of [" + x.dim(1) + "], actual " + in.shape(i));
        }
        return List.of(in.type(0));
    }
}
