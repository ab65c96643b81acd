package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Sums x [N, C, ...] over all axes but the channels, giving [C]: the gradient of a bias. */
public record ChannelSum() implements GradientOp {

    @Override
    public String type() {
        return "ChannelSum";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(in.type(0).withShape(Shape.of(in.shape(0, 2).dim(1))));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        double[] sums = new double[y.shape().elements()];
        int plane = x.shape().product(2, x.shape().rank());
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            sums[i / plane % sums.length] += x.getDouble(i);
        }
        for (int c = 0; c < sums.length; c++) {
            y.setDouble(c, sums[c]);
        }
    }
}
