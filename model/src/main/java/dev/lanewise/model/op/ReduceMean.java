package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Mean over the axes in the second input, or over all.
 *
 * @param keepDims whether reduced axes stay, with extent 1
 */
public record ReduceMean(boolean keepDims) implements Op {

    @Override
    public String type() {
        return "ReduceMean";
    }

    /** The reduced axes, ascending. */
    public int[] axes(Inputs in) {
        return ReducedAxes.of(in, false).axes();
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(
                in.type(0).withShape(ReducedAxes.of(in, false).shape(in.shape(0), keepDims)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor axes = IndexedCopy.optional(inputs, 1);
        Tensor y = outputs.getFirst();
        Walk walk =
                new Walk(
                        x.shape(),
                        ReducedAxes.of(axes, x.shape().rank(), false).strides(x.shape()));
        double[] sums = new double[y.shape().elements()];
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            sums[walk.offset(0)] += x.getDouble(i);
            walk.next();
        }
        int count = sums.length == 0 ? 0 : elements / sums.length;
        for (int i = 0; i < sums.length; i++) {
            y.setDouble(i, sums[i] / count);
        }
    }
}
