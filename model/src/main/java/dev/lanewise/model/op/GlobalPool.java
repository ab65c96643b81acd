package dev.lanewise.model.op;

import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

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
}
