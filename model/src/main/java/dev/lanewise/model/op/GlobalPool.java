package dev.lanewise.model.op;

import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Mean or maximum over all spatial axes of x [N, C, D1, ...], which become 1.
 *
 * @param kind MAX or AVERAGE
 */
public record GlobalPool(PoolSpec.Kind kind) implements Op {

    @Override
    public String type() {
        return kind == PoolSpec.Kind.MAX ? "GlobalMaxPool" : "GlobalAveragePool";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 3);
        int[] dims = x.dims();
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
            int best = i * plane;
            for (int j = i * plane; j < (i + 1) * plane; j++) {
                sum += x.getDouble(j);
                best = Ordering.compare(x, j, x, best) > 0 ? j : best;
            }
            if (kind == PoolSpec.Kind.MAX) {
                IndexedCopy.element(x, best, y, i);
            } else {
                y.setDouble(i, sum / plane);
            }
        }
    }
}
