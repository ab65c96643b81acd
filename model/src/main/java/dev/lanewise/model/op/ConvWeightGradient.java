package dev.lanewise.model.op;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradient of a {@link Conv} with respect to its weights. Inputs: x [N, C, D1, ...], dy [N, M,
 * ...], like w [M, C / groups, K1, ...].
 *
 * @param window the convolution's
 * @param groups the convolution's
 */
public record ConvWeightGradient(SpatialWindow window, int groups) implements GradientOp {

    @Override
    public String type() {
        return "ConvWeightGradient";
    }

    @Override
    public boolean readsValue(int i) {
        return i < 2;
    }

    /** The convolution's window along each spatial axis. */
    public List<SpatialWindow.Axis> axes(Inputs in) {
        return window.resolve(in, Conv.tail(in.shape(0, 3)), Conv.tail(in.shape(2, 3)));
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape y = new Conv(window, groups, Epilogue.NONE).shape(in, 0, 2, -1);
        in.check(in.shape(1).equals(y), "expected a gradient of " + y + ", actual " + in.shape(1));
        return List.of(in.type(0).withShape(in.shape(2)));
    }

    @Override
    public long workPerElement(Inputs in) {
        return (long) in.shape(1).elements() / Math.max(1, in.shape(1).dim(1));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor dy = IndexedCopy.required(inputs, 1);
        Tensor dw = outputs.getFirst();
        List<Integer> extents = Conv.tail(x.shape());
        WindowCells cells =
                new WindowCells(window.resolve(extents, Conv.tail(dw.shape())), extents);
        double[] values = x.toDoubleArray();
        double[] gradients = dy.toDoubleArray();
        int rank = x.shape().rank();
        int plane = x.shape().product(2, rank);
        int size = dw.shape().product(2, rank);
        int positions = dy.shape().product(2, rank);
        int inChannels = dw.shape().dim(1);
        int outChannels = dw.shape().dim(0);
        double[] sums = new double[dw.shape().elements()];
        for (int p = 0; p < positions; p++) {
            cells.moveTo(p);
            for (int i = 0; i < x.shape().dim(0) * outChannels; i++) {
                int n = i / outChannels;
                int m = i % outChannels;
                int group = m / (outChannels / groups);
                double gradient = gradients[i * positions + p];
                for (int c = 0; c < inChannels; c++) {
                    int from = ((n * groups + group) * inChannels + c) * plane;
                    int weight = (m * inChannels + c) * size;
                    for (int j = 0; j < cells.count(); j++) {
                        sums[weight + cells.cell(j)] += gradient * values[from + cells.offset(j)];
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            dw.setDouble(i, sums[i]);
        }
    }
}
