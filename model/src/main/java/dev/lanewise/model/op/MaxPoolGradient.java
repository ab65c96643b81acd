package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradient of a {@link MaxPool}: each window's goes to the first of its largest elements.
 * Inputs: x [N, C, D1, ...], dy.
 *
 * @param window the pooling's; without a kernel it is the whole plane
 */
public record MaxPoolGradient(SpatialWindow window) implements GradientOp {

    @Override
    public String type() {
        return "MaxPoolGradient";
    }

    /** The pooling's window along each spatial axis of x. */
    public List<SpatialWindow.Axis> axes(Shape x) {
        List<Integer> extents = Conv.tail(x);
        return window.resolve(extents, window.kernel().isEmpty() ? extents : window.kernel());
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 3);
        Shape y = Conv.imageShape(x.dim(0), x.dim(1), axes(x));
        in.check(in.shape(1).equals(y), "expected a gradient of " + y + ", actual " + in.shape(1));
        return List.of(in.type(0));
    }

    @Override
    public long workPerElement(Inputs in) {
        return window.cells(Conv.tail(in.shape(0)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor dy = IndexedCopy.required(inputs, 1);
        Tensor dx = outputs.getFirst();
        WindowCells cells = new WindowCells(axes(x.shape()), Conv.tail(x.shape()));
        int plane = x.shape().product(2, x.shape().rank());
        int positions = dy.shape().product(2, dy.shape().rank());
        int planes = dy.shape().product(0, 2);
        double[] sums = new double[dx.shape().elements()];
        for (int p = 0; p < positions; p++) {
            cells.moveTo(p);
            for (int i = 0; i < planes && cells.count() > 0; i++) {
                int best = i * plane + cells.offset(0);
                for (int j = 1; j < cells.count(); j++) {
                    int candidate = i * plane + cells.offset(j);
                    best = Ordering.compare(x, candidate, x, best) > 0 ? candidate : best;
                }
                sums[best] += dy.getDouble(i * positions + p);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            dx.setDouble(i, sums[i]);
        }
    }
}
