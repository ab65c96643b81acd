package dev.lanewise.model.op;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Batch normalisation in inference form of x [N, C, ...] with scale, bias, mean and variance of
 * [C].
 *
 * @param epsilon added to the variance
 * @param activation fused behind it
 */
public record BatchNormalization(float epsilon, Unary activation) implements Op {

    /** Without an activation. */
    public BatchNormalization(float epsilon) {
        this(epsilon, Unary.IDENTITY);
    }

    @Override
    public String type() {
        return "BatchNormalization";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        Shape x = in.shape(0, 2);
        for (int i = 1; i <= 4; i++) {
            in.check(
                    in.shape(i).equals(Shape.of(x.dim(1))),
                    "expected input " + i + " of [" + x.dim(1) + "], actual " + in.shape(i));
        }
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor scale = IndexedCopy.required(inputs, 1);
        Tensor bias = IndexedCopy.required(inputs, 2);
        Tensor mean = IndexedCopy.required(inputs, 3);
        Tensor variance = IndexedCopy.required(inputs, 4);
        Tensor y = outputs.getFirst();
        int channels = x.shape().dim(1);
        int plane = x.shape().product(2, x.shape().rank());
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            int c = i / plane % channels;
            double normal =
                    (x.getDouble(i) - mean.getDouble(c))
                            / Math.sqrt(variance.getDouble(c) + epsilon);
            y.setDouble(i, activation.apply(scale.getDouble(c) * normal + bias.getDouble(c)));
        }
    }
}
