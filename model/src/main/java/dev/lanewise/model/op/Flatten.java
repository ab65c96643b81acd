package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;

/**
 * Flattens to [product of the extents before the axis, product of the rest].
 *
 * @param axis from -rank to rank
 */
public record Flatten(int axis) implements ViewOp {

    @Override
    public String type() {
        return "Flatten";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        in.check(
                axis >= -x.rank() && axis <= x.rank(),
                "expected an axis within " + x + ", actual " + axis);
        int split = axis < 0 ? axis + x.rank() : axis;
        return List.of(
                in.type(0).withShape(Shape.of(x.product(0, split), x.product(split, x.rank()))));
    }
}
