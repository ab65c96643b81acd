package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Repeats x along axes of extent 1, as broadcasting with a tensor of the shape in the constant
 * second input would.
 */
public record Expand() implements PlainOp {

    @Override
    public String type() {
        return "Expand";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        long[] dims = in.longs(1, "the shape");
        in.check(in.shape(1).rank() == 1, "expected a shape of rank 1, actual " + in.type(1));
        return List.of(in.type(0).withShape(Shape.broadcast(x, Shape.of(dims))));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor y = outputs.getFirst();
        Tensor x = IndexedCopy.required(inputs, 0);
        Shape padded = x.shape().padded(y.shape().rank());
        IndexedCopy.copy(x.reshaped(padded), y, null, (axis, i) -> padded.dim(axis) == 1 ? 0 : i);
    }
}
