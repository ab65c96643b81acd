package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Batch normalisation in training form: by the mean and variance of the batch. Inputs: x [N, C,
 * ...], scale, bias, running mean and running variance of [C]. Outputs: y; the new running mean and
 * variance, (1 - momentum) old + momentum batch, where the variance is the unbiased one; the mean
 * and 1 / sqrt(variance + epsilon) that were used, which the gradient wants. No gradient passes
 * through the outputs other than y.
 *
 * @param epsilon added to the variance
 * @param momentum weight of the batch in the running statistics, as PyTorch has it
 */
public record BatchNormalizationTraining(float epsilon, float momentum) implements GradientOp {

    @Override
    public String type() {
        return "BatchNormalizationTraining";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 2);
        for (int i = 1; i <= 4; i++) {
            in.check(
                    in.shape(i).equals(Shape.of(x.dim(1))),
                    "expected input " + i + " of [" + x.dim(1) + "], actual " + in.shape(i));
        }
        int count = x.dim(1) == 0 ? 0 : x.elements() / x.dim(1);
        in.check(
                count > 1,
                "expected more than one value for each channel in training, actual " + x);
        TensorType channels = in.type(1);
        return List.of(in.type(0), channels, channels, channels, channels);
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int channels = x.shape().dim(1);
        int plane = x.shape().product(2, x.shape().rank());
        int count = x.shape().elements() / channels;
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            for (int k = 0; k < count; k++) {
                mean += x.getDouble(at(k, c, channels, plane)) / count;
            }
            double squares = 0;
            for (int k = 0; k < count; k++) {
                double distance = x.getDouble(at(k, c, channels, plane)) - mean;
                squares += distance * distance;
            }
            double factor = 1 / Math.sqrt(squares / count + epsilon);
            double scale = IndexedCopy.required(inputs, 1).getDouble(c);
            double bias = IndexedCopy.required(inputs, 2).getDouble(c);
            for (int k = 0; k < count; k++) {
                int at = at(k, c, channels, plane);
                y.setDouble(at, (x.getDouble(at) - mean) * factor * scale + bias);
            }
            outputs.get(1).setDouble(c, running(IndexedCopy.required(inputs, 3), c, mean));
            outputs.get(2)
                    .setDouble(
                            c, running(IndexedCopy.required(inputs, 4), c, squares / (count - 1)));
            outputs.get(3).setDouble(c, mean);
            outputs.get(4).setDouble(c, factor);
        }
    }

    private double running(Tensor old, int c, double batch) {
        return (1 - (double) momentum) * old.getDouble(c) + (double) momentum * batch;
    }

    /** The k-th element of a channel. */
    static int at(int k, int channel, int channels, int plane) {
        return (k / plane * channels + channel) * plane + k % plane;
    }
}
