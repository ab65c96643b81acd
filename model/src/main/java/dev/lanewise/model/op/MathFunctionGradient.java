package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * dx = f'(x) dy for a {@link MathFunction}. Inputs: x, dy.
 *
 * @param function f
 */
public record MathFunctionGradient(MathFunction function) implements GradientOp {

    @Override
    public String type() {
        return function.type() + "Gradient";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor dy = IndexedCopy.required(inputs, 1);
        Tensor dx = outputs.getFirst();
        int elements = dx.shape().elements();
        for (int i = 0; i < elements; i++) {
            dx.setDouble(i, function.derivative(x.getDouble(i)) * dy.getDouble(i));
        }
    }
}
