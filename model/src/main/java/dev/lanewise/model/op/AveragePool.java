package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Mean over windows of x [N, C, D1, ...].
 *
 * @param window kernel, strides, pads, dilations
 * @param countIncludePad whether padding counts as values of zero
 */
public record AveragePool(SpatialWindow window, boolean countIncludePad) implements Op {

    @Override
    public String type() {
        return "AveragePool";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        return List.of(in.type(0).withShape(window.pooled(in)));
    }

    @Override
    public long workPerElement(Inputs in) {
        return window.cells(Conv.tail(in.shape(0)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        List<Integer> extents = Conv.tail(x.shape());
        WindowCells cells = new WindowCells(window.resolve(extents, window.kernel()), extents);
        int plane = x.shape().product(2, x.shape().rank());
        int positions = y.shape().product(2, y.shape().rank());
        int planes = y.shape().product(0, 2);
        for (int p = 0; p < positions; p++) {
            cells.moveTo(p);
            for (int i = 0; i < planes; i++) {
                double sum = 0;
                for (int j = 0; j < cells.count(); j++) {
                    sum += x.getDouble(i * plane + cells.offset(j));
                }
                y.setDouble(
                        i * positions + p,
                        sum / (countIncludePad ? cells.paddedCount() : cells.count()));
            }
        }
    }
}
