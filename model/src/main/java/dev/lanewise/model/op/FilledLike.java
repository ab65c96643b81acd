package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A tensor of one value, shaped like the input.
 *
 * @param value of every element
 * @param scalarOnly whether an input of more than one element is refused: the gradient of what is
 *     no scalar needs a seed
 */
public record FilledLike(float value, boolean scalarOnly) implements GradientOp {

    @Override
    public String type() {
        return "FilledLike";
    }

    @Override
    public boolean readsValue(int i) {
        return false;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.check(
                !scalarOnly || in.shape(0).elements() == 1,
                "expected a scalar to take the gradient of, actual "
                        + in.type(0)
                        + "; reduce it to one element or give a seed with Gradients.seeded");
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor y = outputs.getFirst();
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            y.setDouble(i, value);
        }
    }
}
