package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradient of an {@link AveragePool}: each window's is shared by its elements. Inputs: dy, like
 * x [N, C, D1, ...].
 *
 * @param window the pooling's
 * @param countIncludePad the pooling's
 */
public record AveragePoolGradient(SpatialWindow window, boolean countIncludePad)
        implements GradientOp {

    @Override
    public String type() {
        return "AveragePoolGradient";
    }

    @Override
    public boolean readsValue(int i) {
        return i == 0;
    }

    /** The pooling's window along each spatial axis of x. */
    public List<SpatialWindow.Axis> axes(Shape x) {
        return window.resolve(Conv.tail(x), window.kernel());
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(1, 3);
        Shape y = Conv.imageShape(x.dim(0), x.dim(1), axes(x));
        in.check(in.shape(0).equals(y), "expected a gradient of " + y + ", actual " + in.shape(0));
        return List.of(in.type(0).withShape(x));
    }

    @Override
    public long workPerElement(Inputs in) {
        return window.cells(Conv.tail(in.shape(1)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor dy = IndexedCopy.required(inputs, 0);
        Tensor dx = outputs.getFirst();
        WindowCells cells = new WindowCells(axes(dx.shape()), Conv.tail(dx.shape()));
        int plane = dx.shape().product(2, dx.shape().rank());
        int positions = dy.shape().product(2, dy.shape().rank());
        int planes = dy.shape().product(0, 2);
        double[] sums = new double[dx.shape().elements()];
        for (int p = 0; p < positions; p++) {
            cells.moveTo(p);
            long count = countIncludePad ? cells.paddedCount() : cells.count();
            for (int i = 0; i < planes; i++) {
                double share = dy.getDouble(i * positions + p) / count;
                for (int j = 0; j < cells.count(); j++) {
                    sums[i * plane + cells.offset(j)] += share;
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            dx.setDouble(i, sums[i]);
        }
    }
}
