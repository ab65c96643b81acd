package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * The p-norm over all spatial axes of x [N, C, D1, ...], which become 1.
 *
 * @param p the exponent
 */
public record GlobalLpPool(float p) implements PlainOp {

    @Override
    public String type() {
        return "GlobalLpPool";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        int[] dims = in.shape(0, 3).dims();
        Arrays.fill(dims, 2, dims.length, 1);
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int plane = x.shape().product(2, x.shape().rank());
        int planes = y.shape().elements();
        for (int i = 0; i < planes; i++) {
            double sum = 0;
            for (int j = 0; j < plane; j++) {
                sum += Math.pow(Math.abs(x.getDouble(i * plane + j)), p);
            }
            y.setDouble(i, Math.pow(sum, 1.0 / p));
        }
    }
}
