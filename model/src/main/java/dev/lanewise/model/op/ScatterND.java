package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A copy of x in which slices, named by the index vectors along the last axis of the second input,
 * are replaced by updates, the third input, or combined with them.
 *
 * @param reduction how updates are combined with what is there
 */
public record ScatterND(ScatterReduction reduction) implements PlainOp {

    @Override
    public String type() {
        return "ScatterND";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        Shape indices = in.shape(1, 1);
        int length = indices.dim(-1);
        in.check(
                length <= x.rank(),
                "expected index vectors of at most " + x.rank() + ", actual " + indices);
        in.checkType(1, DType.INT64);
        in.checkType(2, in.type(0).dtype());
        Shape updates =
                Shape.of(
                        IntStream.concat(
                                        IntStream.range(0, indices.rank() - 1).map(indices::dim),
                                        IntStream.range(length, x.rank()).map(x::dim))
                                .toArray());
        in.check(
                in.shape(2).equals(updates),
                "expected updates of " + updates + ", actual " + in.shape(2));
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor indices = IndexedCopy.required(inputs, 1);
        Tensor updates = IndexedCopy.required(inputs, 2);
        Tensor y = outputs.getFirst();
        y.segment().copyFrom(x.segment());
        int length = indices.shape().dim(-1);
        int vectors = indices.shape().product(0, indices.shape().rank() - 1);
        int slice = x.shape().product(length, x.shape().rank());
        for (int v = 0; v < vectors; v++) {
            int target = Indices.slice(indices, v, x.shape(), 0, 0);
            for (int i = 0; i < slice; i++) {
                reduction.apply(updates, v * slice + i, y, target * slice + i);
            }
        }
    }
}
