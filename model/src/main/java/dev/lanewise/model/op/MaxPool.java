package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

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
        Shape x = in.shape(0, 3);
        Shape y =
                Conv.imageShape(
                        x.dim(0), x.dim(1), window.resolve(in, Conv.tail(x), window.kernel()));
        TensorType values = in.type(0).withShape(y);
        return in.outputs() > 1 ? List.of(values, new TensorType(DType.INT64, y)) : List.of(values);
    }
}
