package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

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
        Shape x = in.shape(0, 3);
        return List.of(
                in.type(0)
                        .withShape(
                                Conv.imageShape(
                                        x.dim(0),
                                        x.dim(1),
                                        window.resolve(in, Conv.tail(x), window.kernel()))));
    }
}
