package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Mean and variance of each channel of x [N, C, ...] over all images: [C] each. What batch
 * normalisation in training uses.
 */
public record ChannelMoments() implements PlainOp {

    @Override
    public String type() {
        return "ChannelMoments";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        TensorType moment = in.type(0).withShape(Shape.of(in.shape(0, 2).dim(1)));
        return List.of(moment, moment);
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        int channels = x.shape().dim(1);
        int plane = x.shape().product(2, x.shape().rank());
        double count = (double) x.shape().dim(0) * plane;
        double[] means = new double[channels];
        double[] variances = new double[channels];
        for (int i = 0; i < x.shape().elements(); i++) {
            means[i / plane % channels] += x.getDouble(i) / count;
        }
        for (int i = 0; i < x.shape().elements(); i++) {
            double distance = x.getDouble(i) - means[i / plane % channels];
            variances[i / plane % channels] += distance * distance / count;
        }
        for (int c = 0; c < channels; c++) {
            outputs.get(0).setDouble(c, means[c]);
            outputs.get(1).setDouble(c, variances[c]);
        }
    }
}
