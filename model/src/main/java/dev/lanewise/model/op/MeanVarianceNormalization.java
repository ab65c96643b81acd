package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Brings x to mean 0 and variance 1 along some axes.
 *
 * @param axes from -rank to rank - 1
 */
public record MeanVarianceNormalization(List<Integer> axes) implements PlainOp {

    /** Keeps a constant vector from dividing by zero, as ONNX's definition does. */
    private static final double EPSILON = 1e-9;

    /** Copies the list. */
    public MeanVarianceNormalization {
        axes = List.copyOf(axes);
    }

    @Override
    public String type() {
        return "MeanVarianceNormalization";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        for (int axis : axes) {
            in.axis(axis, in.shape(0).rank());
        }
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int rank = x.shape().rank();
        ReducedAxes reduced =
                new ReducedAxes(
                        axes.stream()
                                .mapToInt(a -> a < 0 ? a + rank : a)
                                .distinct()
                                .sorted()
                                .toArray());
        int groups = reduced.shape(x.shape(), true).elements();
        Walk walk = new Walk(x.shape(), reduced.strides(x.shape()));
        double[] sums = new double[groups];
        double[] squares = new double[groups];
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            double value = x.getDouble(i);
            sums[walk.offset(0)] += value;
            squares[walk.offset(0)] += value * value;
            walk.next();
        }
        int count = groups == 0 ? 0 : elements / groups;
        for (int i = 0; i < elements; i++) {
            double mean = sums[walk.offset(0)] / count;
            double variance = Math.max(0, squares[walk.offset(0)] / count - mean * mean);
            y.setDouble(i, (x.getDouble(i) - mean) / (Math.sqrt(variance) + EPSILON));
            walk.next();
        }
    }
}
