package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The p-norm of windows of x [N, C, D1, ...].
 *
 * @param window kernel, strides, pads, dilations
 * @param p the exponent
 */
public record LpPool(SpatialWindow window, float p) implements PlainOp {

    @Override
    public String type() {
        return "LpPool";
    }

    @Override
    public long workPerElement(Inputs in) {
        return window.cells(Conv.tail(in.shape(0)));
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        return List.of(in.type(0).withShape(window.pooled(in)));
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
        for (int position = 0; position < positions; position++) {
            cells.moveTo(position);
            for (int i = 0; i < planes; i++) {
                double sum = 0;
                for (int j = 0; j < cells.count(); j++) {
                    sum += Math.pow(Math.abs(x.getDouble(i * plane + cells.offset(j))), p);
                }
                y.setDouble(i * positions + position, Math.pow(sum, 1.0 / p));
            }
        }
    }
}
