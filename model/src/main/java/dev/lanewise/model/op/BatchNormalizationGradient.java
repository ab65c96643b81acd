package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradients of a {@link BatchNormalizationTraining}. Inputs: x [N, C, ...], dy, scale [C], the
 * mean and factor [C] that were used. Outputs: dx, dscale, dbias.
 */
public record BatchNormalizationGradient() implements GradientOp {

    @Override
    public String type() {
        return "BatchNormalizationGradient";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.shape(0, 2);
        return List.of(in.type(0), in.type(2), in.type(2));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor dy = IndexedCopy.required(inputs, 1);
        Tensor scale = IndexedCopy.required(inputs, 2);
        Tensor mean = IndexedCopy.required(inputs, 3);
        Tensor factor = IndexedCopy.required(inputs, 4);
        Tensor dx = outputs.getFirst();
        int channels = x.shape().dim(1);
        int plane = x.shape().product(2, x.shape().rank());
        int count = channels == 0 ? 0 : x.shape().elements() / channels;
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double products = 0;
            for (int k = 0; k < count; k++) {
                int at = BatchNormalizationTraining.at(k, c, channels, plane);
                sum += dy.getDouble(at);
                products += dy.getDouble(at) * (x.getDouble(at) - mean.getDouble(c));
            }
            products *= factor.getDouble(c);
            for (int k = 0; k < count; k++) {
                int at = BatchNormalizationTraining.at(k, c, channels, plane);
                double normal = (x.getDouble(at) - mean.getDouble(c)) * factor.getDouble(c);
                double gradient = dy.getDouble(at) - (sum + normal * products) / count;
                dx.setDouble(at, scale.getDouble(c) * factor.getDouble(c) * gradient);
            }
            outputs.get(1).setDouble(c, products);
            outputs.get(2).setDouble(c, sum);
        }
    }
}
