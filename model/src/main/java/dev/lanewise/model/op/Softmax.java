package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Softmax or its logarithm.
 *
 * @param axis the axis that sums to 1
 * @param log whether the logarithm is taken
 * @param flattened opset 12 and before: all axes from {@code axis} on sum to 1 together
 */
public record Softmax(int axis, boolean log, boolean flattened) implements Op {

    @Override
    public String type() {
        return log ? "LogSoftmax" : "Softmax";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        in.axis(axis, in.shape(0).rank());
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        AxisVectors vectors = AxisVectors.of(x.shape(), axis, flattened);
        vectors.forEach(first -> vector(x, y, first, vectors.count(), vectors.step()));
    }

    /** One vector: elements first, first + step, ... */
    private void vector(Tensor x, Tensor y, int first, int count, int step) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, x.getDouble(first + i * step));
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.exp(x.getDouble(first + i * step) - max);
        }
        for (int i = 0; i < count; i++) {
            double shifted = x.getDouble(first + i * step) - max;
            y.setDouble(first + i * step, log ? shifted - Math.log(sum) : Math.exp(shifted) / sum);
        }
    }
}
