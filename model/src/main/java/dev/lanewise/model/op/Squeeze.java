package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;
import java.util.stream.IntStream;

/** Drops the axes in the second input, or all of extent 1. */
public record Squeeze() implements ViewOp {

    @Override
    public String type() {
        return "Squeeze";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        boolean[] drop = new boolean[x.rank()];
        if (in.has(1)) {
            for (long axis : in.longs(1, "the axes")) {
                int i = in.axis(axis, x.rank());
                in.check(x.dim(i) == 1, "expected extent 1 on axis " + i + ", actual " + x);
                drop[i] = true;
            }
        } else {
            for (int i = 0; i < drop.length; i++) {
                drop[i] = x.dim(i) == 1;
            }
        }
        long[] dims =
                IntStream.range(0, x.rank()).filter(i -> !drop[i]).mapToLong(x::dim).toArray();
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }
}
