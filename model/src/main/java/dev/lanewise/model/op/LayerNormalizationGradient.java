package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradients of a {@link LayerNormalization} with respect to x and scale; the bias's is a {@link
 * SumLike}. Inputs: x, scale, dy. Outputs: dx, dscale.
 *
 * @param normalization which
 */
public record LayerNormalizationGradient(LayerNormalization normalization) implements GradientOp {

    @Override
    public String type() {
        return "LayerNormalizationGradient";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.axis(normalization.axis(), in.shape(0, 1).rank());
        return List.of(in.type(0), in.type(1));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor scale = IndexedCopy.required(inputs, 1);
        Tensor dy = IndexedCopy.required(inputs, 2);
        Tensor dx = outputs.getFirst();
        Shape shape = x.shape();
        int axis = normalization.axis();
        int size = shape.product(axis < 0 ? axis + shape.rank() : axis, shape.rank());
        double[] sums = new double[scale.shape().elements()];
        Walk walk = new Walk(shape, Walk.broadcast(scale.shape(), shape));
        double[] scaled = new double[size];
        double[] normal = new double[size];
        for (int first = 0; first < shape.elements(); first += size) {
            Moments moments = Moments.of(x, first, size);
            double factor = 1 / Math.sqrt(moments.variance() + normalization.epsilon());
            double sum = 0;
            double products = 0;
            for (int i = 0; i < size; i++) {
                normal[i] = (x.getDouble(first + i) - moments.mean()) * factor;
                scaled[i] = dy.getDouble(first + i) * scale.getDouble(walk.offset(0));
                sums[walk.offset(0)] += dy.getDouble(first + i) * normal[i];
                sum += scaled[i];
                products += scaled[i] * normal[i];
                walk.next();
            }
            for (int i = 0; i < size; i++) {
                dx.setDouble(first + i, factor * (scaled[i] - (sum + normal[i] * products) / size));
            }
        }
        for (int s = 0; s < sums.length; s++) {
            outputs.get(1).setDouble(s, sums[s]);
        }
    }
}
