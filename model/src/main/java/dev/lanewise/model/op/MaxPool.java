package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Maximum over windows of x [N, C, D1, ...]; the optional second output holds the flat indices of
 * the maxima.
 *
 * @param window kernel, strides, pads, dilations
 * @param columnMajor ONNX {@code storage_order} 1: indices count columns first
 */
public record MaxPool(SpatialWindow window, boolean columnMajor) implements Op {

    @Override
    public String type() {
        return "MaxPool";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape y = window.pooled(in);
        TensorType values = in.type(0).withShape(y);
        return in.outputs() > 1 ? List.of(values, new TensorType(DType.INT64, y)) : List.of(values);
    }

    @Override
    public long workPerElement(Inputs in) {
        return window.cells(Conv.tail(in.shape(0)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        Tensor indices = outputs.size() > 1 ? outputs.get(1) : null;
        List<Integer> extents = Conv.tail(x.shape());
        WindowCells cells = new WindowCells(window.resolve(extents, window.kernel()), extents);
        int plane = x.shape().product(2, x.shape().rank());
        int positions = y.shape().product(2, y.shape().rank());
        int planes = y.shape().product(0, 2);
        for (int p = 0; p < positions; p++) {
            cells.moveTo(p);
            for (int i = 0; i < planes; i++) {
                if (cells.count() == 0) {
                    throw new ModelException(
                            "expected windows with an element of the input, actual none at position"
                                    + " "
                                    + p);
                }
                int best = i * plane + cells.offset(0);
                for (int j = 1; j < cells.count(); j++) {
                    int candidate = i * plane + cells.offset(j);
                    best = Ordering.compare(x, candidate, x, best) > 0 ? candidate : best;
                }
                IndexedCopy.element(x, best, y, i * positions + p);
                if (indices != null) {
                    indices.setLong(
                            i * positions + p, columnMajor ? transposed(best, extents) : best);
                }
            }
        }
    }

    /** A flat index with the order of the spatial axes turned round. */
    private static long transposed(int index, List<Integer> extents) {
        long plane = 1;
        long within = 0;
        int rest = index;
        for (int a = extents.size() - 1; a >= 0; a--) {
            int outer = extents.subList(0, a).stream().reduce(1, (p, q) -> p * q);
            within += (long) (rest % extents.get(a)) * outer;
            rest /= extents.get(a);
            plane *= extents.get(a);
        }
        return rest * plane + within;
    }
}
