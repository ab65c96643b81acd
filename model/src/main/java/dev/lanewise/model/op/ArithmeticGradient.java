package dev.lanewise.model.op;

import dev.lanewise.kernels.Binary;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The part of dy that belongs to a in y = max(a, b) or min(a, b): all of it where a was taken, half
 * where both are equal. Inputs: a, b, dy of their broadcast shape.
 *
 * @param function MIN or MAX
 */
public record ArithmeticGradient(Binary function) implements GradientOp {

    /**
     * @throws IllegalArgumentException if the function is another
     */
    public ArithmeticGradient {
        if (function != Binary.MIN && function != Binary.MAX) {
            throw new IllegalArgumentException("expected MIN or MAX, actual " + function);
        }
    }

    @Override
    public String type() {
        return new Arithmetic(function).type() + "Gradient";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(in.type(2));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor a = IndexedCopy.required(inputs, 0);
        Tensor b = IndexedCopy.required(inputs, 1);
        Tensor dy = IndexedCopy.required(inputs, 2);
        Tensor y = outputs.getFirst();
        int sign = function == Binary.MAX ? 1 : -1;
        Walk.pairs(
                a,
                b,
                y,
                (i, j, k) -> {
                    double difference = sign * (a.getDouble(i) - b.getDouble(j));
                    double share = difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
                    y.setDouble(k, share * dy.getDouble(k));
                });
    }
}
