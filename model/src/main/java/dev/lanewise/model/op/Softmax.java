package dev.lanewise.model.op;

import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

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
        in.axis(axis, in.shape(0).rank());
        return List.of(in.type(0));
    }
}
