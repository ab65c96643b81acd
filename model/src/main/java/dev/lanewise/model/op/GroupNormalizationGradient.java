package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradients of a {@link GroupNormalization}. Inputs: x [N, C, ...], scale, dy. Outputs: dx,
 * dscale, dbias, the latter two of scale's shape.
 *
 * @param normalization which
 */
public record GroupNormalizationGradient(GroupNormalization normalization) implements GradientOp {

    @Override
    public String type() {
        return normalization.type() + "Gradient";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.shape(0, 2);
        return List.of(in.type(0), in.type(1), in.type(1));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor scale = IndexedCopy.required(inputs, 1);
        Tensor dy = IndexedCopy.required(inputs, 2);
        Tensor dx = outputs.getFirst();
        int channels = x.shape().dim(1);
        int plane = x.shape().product(2, x.shape().rank());
        int perImage = normalization.groups() == 0 ? channels : normalization.groups();
        int size = perImage == 0 ? 0 : channels / perImage * plane;
        int scales = scale.shape().dim(0);
        double[] scaleSums = new double[scales];
        double[] biasSums = new double[scales];
        for (int first = 0; first < x.shape().elements(); first += size) {
            Moments moments = Moments.of(x, first, size);
            double factor = 1 / Math.sqrt(moments.variance() + normalization.epsilon());
            double sum = 0;
            double products = 0;
            for (int i = first; i < first + size; i++) {
                int s = i / plane % channels * scales / channels;
                double normal = (x.getDouble(i) - moments.mean()) * factor;
                scaleSums[s] += dy.getDouble(i) * normal;
                biasSums[s] += dy.getDouble(i);
                sum += dy.getDouble(i) * scale.getDouble(s);
                products += dy.getDouble(i) * scale.getDouble(s) * normal;
            }
            for (int i = first; i < first + size; i++) {
                int s = i / plane % channels * scales / channels;
                double normal = (x.getDouble(i) - moments.mean()) * factor;
                double gradient = dy.getDouble(i) * scale.getDouble(s);
                dx.setDouble(i, factor * (gradient - (sum + normal * products) / size));
            }
        }
        for (int s = 0; s < scales; s++) {
            outputs.get(1).setDouble(s, scaleSums[s]);
            outputs.get(2).setDouble(s, biasSums[s]);
        }
    }
}
