package dev.lanewise.model.op;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradient of a {@link Conv} with respect to its input. Inputs: dy [N, M, ...], w [M, C /
 * groups, K1, ...], like x [N, C, D1, ...].
 *
 * @param window the convolution's
 * @param groups the convolution's
 */
public record ConvInputGradient(SpatialWindow window, int groups) implements GradientOp {

    @Override
    public String type() {
        return "ConvInputGradient";
    }

    @Override
    public boolean readsValue(int i) {
        return i < 2;
    }

    /** The convolution's window along each spatial axis. */
    public List<SpatialWindow.Axis> axes(Inputs in) {
        return window.resolve(in, Conv.tail(in.shape(2, 3)), Conv.tail(in.shape(1, 3)));
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape y = new Conv(window, groups, Epilogue.NONE).shape(in, 2, 1, -1);
        in.check(in.shape(0).equals(y), "expected a gradient of " + y + ", actual " + in.shape(0));
        return List.of(in.type(0).withShape(in.shape(2)));
    }

    @Override
    public long workPerElement(Inputs in) {
        return in.shape(1).elements() / Math.max(1, in.shape(1).dim(1));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor dy = IndexedCopy.required(inputs, 0);
        Tensor w = IndexedCopy.required(inputs, 1);
        Tensor dx = outputs.getFirst();
        List<Integer> extents = Conv.tail(dx.shape());
        WindowCells cells = new WindowCells(window.resolve(extents, Conv.tail(w.shape())), extents);
        double[] gradients = dy.toDoubleArray();
        double[] weights = w.toDoubleArray();
        int rank = dx.shape().rank();
        int plane = dx.shape().product(2, rank);
        int size = w.shape().product(2, rank);
        int positions = dy.shape().product(2, rank);
        int inChannels = w.shape().dim(1);
        int outChannels = w.shape().dim(0);
        double[] sums = new double[dx.shape().elements()];
        for (int p = 0; p < positions; p++) {
            cells.moveTo(p);
            for (int i = 0; i < dx.shape().dim(0) * outChannels; i++) {
                int n = i / outChannels;
                int m = i % outChannels;
                int group = m / (outChannels / groups);
                double gradient = gradients[i * positions + p];
                for (int c = 0; c < inChannels; c++) {
                    int to = ((n * groups + group) * inChannels + c) * plane;
                    int weight = (m * inChannels + c) * size;
                    for (int j = 0; j < cells.count(); j++) {
                        sums[to + cells.offset(j)] += gradient * weights[weight + cells.cell(j)];
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            dx.setDouble(i, sums[i]);
        }
    }
}
