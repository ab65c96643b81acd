package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Local response normalisation of x [N, C, ...] over neighbouring channels: y = x / (bias + alpha /
 * size * sum of squares)^beta.
 *
 * @param alpha factor on the sum
 * @param beta exponent
 * @param bias added to the sum
 * @param size number of channels in the sum
 */
public record LRN(float alpha, float beta, float bias, int size) implements PlainOp {

    /**
     * @throws IllegalArgumentException if size is below 1
     */
    public LRN {
        if (size < 1) {
            throw new IllegalArgumentException("expected size of at least 1, actual " + size);
        }
    }

    @Override
    public String type() {
        return "LRN";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        in.shape(0, 2);
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int channels = x.shape().dim(1);
        int plane = x.shape().product(2, x.shape().rank());
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            int channel = i / plane % channels;
            int from = Math.max(0, channel - (size - 1) / 2);
            int to = (int) Math.min(channels - 1, (long) channel + size / 2);
            double sum = 0;
            for (int c = from; c <= to; c++) {
                double value = x.getDouble(i + (c - channel) * plane);
                sum += value * value;
            }
            y.setDouble(i, x.getDouble(i) / Math.pow(bias + (double) alpha / size * sum, beta));
        }
    }
}
