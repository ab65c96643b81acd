package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;

/**
 * Joins tensors along an axis.
 *
 * @param axis from -rank to rank - 1
 */
public record Concat(int axis) implements Op {

    @Override
    public String type() {
        return "Concat";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape first = in.shape(0, 1);
        int a = in.axis(axis, first.rank());
        long sum = 0;
        for (int i = 0; i < in.count(); i++) {
            Shape x = in.shape(i);
            in.checkType(i, in.type(0).dtype());
            in.check(
                    x.rank() == first.rank() && x.with(a, 0).equals(first.with(a, 0)),
                    "expected shapes that differ on axis "
                            + a
                            + " only, actual "
                            + first
                            + " and "
                            + x);
            sum += x.dim(a);
        }
        return List.of(in.type(0).withShape(first.with(a, sum)));
    }
}
