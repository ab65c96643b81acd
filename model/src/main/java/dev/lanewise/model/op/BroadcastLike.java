package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Repeats x up to the shape of the second input: the gradient of a sum, or of a mean. Inputs: x,
 * like.
 *
 * @param mean whether each element is divided by how often it is repeated
 */
public record BroadcastLike(boolean mean) implements GradientOp {

    @Override
    public String type() {
        return "BroadcastLike";
    }

    @Override
    public boolean readsValue(int i) {
        return i == 0;
    }

    /** What every element is multiplied by. */
    public double factor(Shape x, Shape y) {
        return mean && y.elements() > 0 ? (double) x.elements() / y.elements() : 1;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape like = in.shape(1);
        in.check(
                in.shape(0).rank() <= like.rank()
                        && Shape.broadcast(in.shape(0), like).equals(like),
                "expected " + in.shape(0) + " to broadcast to " + like);
        return List.of(in.type(0).withShape(like));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        double factor = factor(x.shape(), y.shape());
        Walk walk = new Walk(y.shape(), Walk.broadcast(x.shape(), y.shape()));
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            y.setDouble(i, factor * x.getDouble(walk.offset(0)));
            walk.next();
        }
    }
}
