package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Brings all axes from one on to mean 0 and variance 1, then scales and shifts. Inputs: x; scale
 * and optional bias, which broadcast to x. Outputs: y; mean; inverse standard deviation.
 *
 * @param axis the first axis, from -rank to rank - 1
 * @param epsilon added to the variance
 */
public record LayerNormalization(int axis, float epsilon) implements Op {

    @Override
    public String type() {
        return "LayerNormalization";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        int a = in.axis(axis, x.rank());
        for (int i = 1; i <= 2; i++) {
            in.check(
                    !in.has(i) || Shape.broadcast(in.shape(i), x).equals(x),
                    "expected input " + i + " to broadcast to " + x);
        }
        int[] dims = x.dims();
        Arrays.fill(dims, a, dims.length, 1);
        DType dtype = in.type(0).dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        TensorType moment = new TensorType(dtype, Shape.of(dims));
        return List.of(in.type(0), moment, moment);
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor scale = IndexedCopy.required(inputs, 1);
        Tensor bias = IndexedCopy.optional(inputs, 2);
        Tensor y = outputs.getFirst();
        Shape shape = x.shape();
        int a = axis < 0 ? axis + shape.rank() : axis;
        int size = shape.product(a, shape.rank());
        Walk walk =
                new Walk(
                        shape,
                        Walk.broadcast(scale.shape(), shape),
                        bias == null
                                ? new long[shape.rank()]
                                : Walk.broadcast(bias.shape(), shape));
        for (int v = 0; v < shape.product(0, a); v++) {
            Moments moments = Moments.of(x, v * size, size);
            double factor = 1 / Math.sqrt(moments.variance() + epsilon);
            outputs.get(1).setDouble(v, moments.mean());
            outputs.get(2).setDouble(v, factor);
            for (int i = v * size; i < (v + 1) * size; i++) {
                double normal = (x.getDouble(i) - moments.mean()) * factor;
                double shift = bias == null ? 0 : bias.getDouble(walk.offset(1));
                y.setDouble(i, normal * scale.getDouble(walk.offset(0)) + shift);
                walk.next();
            }
        }
    }
}
