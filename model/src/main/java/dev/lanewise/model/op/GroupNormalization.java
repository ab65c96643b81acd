package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Brings each group of channels of each image of x [N, C, ...] to mean 0 and variance 1, then
 * scales and shifts each channel, or each group. Inputs: x; scale and bias, [C] or [groups].
 *
 * @param groups number of groups; 0 for one per channel, which is ONNX's InstanceNormalization
 * @param epsilon added to the variance
 */
public record GroupNormalization(int groups, float epsilon) implements Op {

    /**
     * @throws IllegalArgumentException if groups is negative
     */
    public GroupNormalization {
        if (groups < 0) {
            throw new IllegalArgumentException(
                    "expected num_groups of at least 0, actual " + groups);
        }
    }

    @Override
    public String type() {
        return groups == 0 ? "InstanceNormalization" : "GroupNormalization";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 2);
        int channels = x.dim(1);
        in.check(
                groups == 0 || channels % groups == 0,
                "expected num_groups=" + groups + " to divide the channels of " + x);
        for (int i = 1; i <= 2; i++) {
            Shape shape = in.shape(i);
            in.check(
                    shape.rank() == 1 && (shape.dim(0) == channels || shape.dim(0) == groups),
                    "expected input " + i + " of [" + channels + "], actual " + shape);
        }
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor scale = IndexedCopy.required(inputs, 1);
        Tensor bias = IndexedCopy.required(inputs, 2);
        Tensor y = outputs.getFirst();
        int channels = x.shape().dim(1);
        int plane = x.shape().product(2, x.shape().rank());
        int perImage = groups == 0 ? channels : groups;
        int size = perImage == 0 ? 0 : channels / perImage * plane;
        for (int g = 0; g < x.shape().dim(0) * perImage; g++) {
            Moments moments = Moments.of(x, g * size, size);
            double factor = 1 / Math.sqrt(moments.variance() + epsilon);
            for (int i = g * size; i < (g + 1) * size; i++) {
                int channel = i / plane % channels;
                int s = channel * scale.shape().dim(0) / channels;
                int b = channel * bias.shape().dim(0) / channels;
                double normal = (x.getDouble(i) - moments.mean()) * factor;
                y.setDouble(i, normal * scale.getDouble(s) + bias.getDouble(b));
            }
        }
    }
}
