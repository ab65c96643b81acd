package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Divides all axes from one on by their root mean square, then scales. Inputs: x; scale, which
 * broadcasts to x.
 *
 * @param axis the first axis, from -rank to rank - 1
 * @param epsilon added to the mean square
 */
public record RMSNormalization(int axis, float epsilon) implements PlainOp {

    @Override
    public String type() {
        return "RMSNormalization";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        Shape x = in.shape(0, 1);
        in.axis(axis, x.rank());
        in.check(
                Shape.broadcast(in.shape(1), x).equals(x),
                "expected scale to broadcast to " + x + ", actual " + in.shape(1));
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor scale = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        Shape shape = x.shape();
        int a = axis < 0 ? axis + shape.rank() : axis;
        int size = shape.product(a, shape.rank());
        Walk walk = new Walk(shape, Walk.broadcast(scale.shape(), shape));
        for (int v = 0; v < shape.product(0, a); v++) {
            double squares = 0;
            for (int i = v * size; i < (v + 1) * size; i++) {
                squares += x.getDouble(i) * x.getDouble(i);
            }
            double factor = 1 / Math.sqrt(squares / size + epsilon);
            for (int i = v * size; i < (v + 1) * size; i++) {
                y.setDouble(i, x.getDouble(i) * factor * scale.getDouble(walk.offset(0)));
                walk.next();
            }
        }
    }
}
