package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;

/** Inserts axes of extent 1 at the places, in the output, that the second input names. */
public record Unsqueeze() implements ViewOp {

    @Override
    public String type() {
        return "Unsqueeze";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        long[] axes = in.longs(1, "the axes");
        int rank = x.rank() + axes.length;
        boolean[] inserted = new boolean[rank];
        for (long axis : axes) {
            int i = in.axis(axis, rank);
            in.check(!inserted[i], "expected distinct axes, actual " + i + " twice");
            inserted[i] = true;
        }
        long[] dims = new long[rank];
        int next = 0;
        for (int i = 0; i < rank; i++) {
            dims[i] = inserted[i] ? 1 : x.dim(next++);
        }
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }
}
