package dev.lanewise.model.op;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * dx = f'(v) dy, 0 where f'(v) is, for an {@link Elementwise} function f. Inputs: v, which is y =
 * f(x) where {@link Unary#derivesFromOutput} says so and x otherwise; dy.
 *
 * @param function f
 */
public record ElementwiseGradient(Unary function) implements GradientOp {

    @Override
    public String type() {
        return new Elementwise(function).type() + "Gradient";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.check(
                in.type(0).equals(in.type(1)),
                "expected a gradient of " + in.type(0) + ", actual " + in.type(1));
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor v = IndexedCopy.required(inputs, 0);
        Tensor dy = IndexedCopy.required(inputs, 1);
        Tensor dx = outputs.getFirst();
        int elements = dx.shape().elements();
        for (int i = 0; i < elements; i++) {
            double slope = function.derivative(v.getDouble(i));
            dx.setDouble(i, slope == 0 ? 0 : slope * dy.getDouble(i));
        }
    }
}
