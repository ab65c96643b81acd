package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradient of a {@link Resize} that interpolates. Inputs: dy, like x, then region of interest,
 * scales and extents as the Resize has them.
 *
 * @param resize which
 */
public record ResizeGradient(Resize resize) implements GradientOp {

    @Override
    public String type() {
        return "ResizeGradient";
    }

    @Override
    public boolean readsValue(int i) {
        return i != 1;
    }

    @Override
    public long workPerElement(Inputs in) {
        return 16;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(in.type(0).withShape(in.shape(1)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor dy = IndexedCopy.required(inputs, 0);
        Tensor dx = outputs.getFirst();
        double[] sums = resize.gradient(dx.shape(), dy, inputs);
        for (int i = 0; i < sums.length; i++) {
            dx.setDouble(i, sums[i]);
        }
    }
}
