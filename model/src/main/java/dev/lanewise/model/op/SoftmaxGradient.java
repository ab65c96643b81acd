package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradient of a {@link Softmax}, dx = y (dy - sum(dy y)), or of its logarithm, dx = dy - exp(y)
 * sum(dy), each along the axis. Inputs: y, dy.
 *
 * @param softmax which
 */
public record SoftmaxGradient(Softmax softmax) implements GradientOp {

    @Override
    public String type() {
        return softmax.type() + "Gradient";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.axis(softmax.axis(), in.shape(0).rank());
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor y = IndexedCopy.required(inputs, 0);
        Tensor dy = IndexedCopy.required(inputs, 1);
        Tensor dx = outputs.getFirst();
        AxisVectors vectors = AxisVectors.of(y.shape(), softmax.axis(), softmax.flattened());
        vectors.forEach(first -> {
            double sum = 0;
            for (int i = 0; i < vectors.count(); i++) {
                int at = first + i * vectors.step();
                sum += dy.getDouble(at) * (softmax.log() ? 1 : y.getDouble(at));
            }
            for (int i = 0; i < vectors.count(); i++) {
                int at = first + i * vectors.step();
                double gradient = dy.getDouble(at);
                double value = y.getDouble(at);
                dx.setDouble(
                        at,
                        softmax.log()
                                ? gradient - Math.exp(value) * sum
                                : value * (gradient - sum));
            }
        });
    }
}
