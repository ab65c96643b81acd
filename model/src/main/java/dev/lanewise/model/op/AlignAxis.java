package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.Arrays;
import java.util.List;

/**
 * Gives the first input axes of extent 1 at its end, so that it broadcasts to the second from an
 * axis on: broadcasting as ONNX had it before opset 7.
 *
 * @param axis axis of the second input on which the first axis of the first comes to lie
 */
public record AlignAxis(int axis) implements ViewOp {

    @Override
    public String type() {
        return "AlignAxis";
    }

    @Override
    public boolean readsValue(int input) {
        return input == 0;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape b = in.shape(0);
        Shape a = in.shape(1);
        // A scalar fits everywhere.
        int from = b.rank() == 0 ? 0 : in.axis(axis, a.rank());
        in.check(
                from + b.rank() <= a.rank(),
                "expected " + b + " to fit into " + a + " from axis " + axis + " on");
        long[] dims = new long[a.rank() - from];
        Arrays.fill(dims, 1);
        for (int i = 0; i < b.rank(); i++) {
            dims[i] = b.dim(i);
        }
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }
}
