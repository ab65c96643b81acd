package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradient of an {@link LRN}. Inputs: x [N, C, ...], dy.
 *
 * @param lrn which
 */
public record LRNGradient(LRN lrn) implements GradientOp {

    @Override
    public String type() {
        return "LRNGradient";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(in.type(0));
    }

    @Override
    public long workPerElement(Inputs in) {
        return 2L * Math.min(lrn.size(), in.shape(0).dim(1));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        double[] x = IndexedCopy.required(inputs, 0).toDoubleArray();
        double[] dy = IndexedCopy.required(inputs, 1).toDoubleArray();
        Tensor dx = outputs.getFirst();
        int channels = dx.shape().dim(1);
        int plane = dx.shape().product(2, dx.shape().rank());
        double alpha = (double) lrn.alpha() / lrn.size();
        double[] sums = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int channel = i / plane % channels;
            int from = Math.max(0, channel - (lrn.size() - 1) / 2);
            int to = (int) Math.min(channels - 1, (long) channel + lrn.size() / 2);
            double squares = 0;
            for (int c = from; c <= to; c++) {
                double value = x[i + (c - channel) * plane];
                squares += value * value;
            }
            double scale = lrn.bias() + alpha * squares;
            double power = Math.pow(scale, -lrn.beta());
            sums[i] += dy[i] * power;
            double shared = 2 * alpha * lrn.beta() * dy[i] * x[i] * power / scale;
            for (int c = from; c <= to; c++) {
                int other = i + (c - channel) * plane;
                sums[other] -= shared * x[other];
            }
        }
        for (int i = 0; i < sums.length; i++) {
            dx.setDouble(i, sums[i]);
        }
    }
}
