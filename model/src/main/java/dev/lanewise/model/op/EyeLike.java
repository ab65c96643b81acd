package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A matrix of the input's shape with ones on a diagonal and zeros elsewhere.
 *
 * @param dtype element type, null for the input's
 * @param diagonal how far the diagonal lies to the right
 */
public record EyeLike(@Nullable DType dtype, int diagonal) implements PlainOp {

    @Override
    public String type() {
        return "EyeLike";
    }

    @Override
    public boolean readsValue(int i) {
        return false;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 2);
        in.check(x.rank() == 2, "expected a matrix, actual " + in.type(0));
        return List.of(dtype == null ? in.type(0) : new TensorType(dtype, x));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor y = outputs.getFirst();
        int columns = y.shape().dim(1);
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            y.setLong(i, i % columns - i / columns == diagonal ? 1 : 0);
        }
    }
}
