package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Sums x over the axes along which a tensor like the second input is broadcast to x's shape: the
 * gradient of broadcasting. Inputs: x, like.
 */
public record SumLike() implements GradientOp {

    @Override
    public String type() {
        return "SumLike";
    }

    @Override
    public boolean readsValue(int i) {
        return i == 0;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        Shape like = in.shape(1);
        in.check(
                like.rank() <= x.rank() && Shape.broadcast(x, like).equals(x),
                "expected a shape that broadcasts to " + x + ", actual " + like);
        return List.of(in.type(0).withShape(like));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        double[] sums = new double[y.shape().elements()];
        Walk walk = new Walk(x.shape(), Walk.broadcast(y.shape(), x.shape()));
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            sums[walk.offset(0)] += x.getDouble(i);
            walk.next();
        }
        for (int i = 0; i < sums.length; i++) {
            y.setDouble(i, sums[i]);
        }
    }
}
