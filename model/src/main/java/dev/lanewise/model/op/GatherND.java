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
 * Picks slices by index vectors, the last axis of the second input. Negative indices count from the
 * end.
 *
 * @param batchDims leading axes that both inputs share
 */
public record GatherND(int batchDims) implements PlainOp {

    @Override
    public String type() {
        return "GatherND";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        Shape indices = in.shape(1, 1);
        in.check(
                batchDims >= 0 && batchDims < Math.min(x.rank(), indices.rank()),
                "expected batch_dims within both inputs, actual " + batchDims);
        int length = indices.dim(-1);
        in.check(
                batchDims + length <= x.rank(),
                "expected index vectors of at most "
                        + (x.rank() - batchDims)
                        + ", actual "
                        + indices);
        in.checkType(1, DType.INT64);
        for (int i = 0; i < batchDims; i++) {
            in.check(
                    x.dim(i) == indices.dim(i),
                    "expected equal leading extents, actual " + x + " and " + indices);
        }
        int[] dims =
                IntStream.concat(
                                IntStream.range(0, indices.rank() - 1).map(indices::dim),
                                IntStream.range(batchDims + length, x.rank()).map(x::dim))
                        .toArray();
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor indices = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        Shape from = x.shape();
        int length = indices.shape().dim(-1);
        int vectors = indices.shape().product(0, indices.shape().rank() - 1);
        int slice = from.product(batchDims + length, from.rank());
        int perBatch = indices.shape().product(batchDims, indices.shape().rank() - 1);
        for (int v = 0; v < vectors; v++) {
            int source = Indices.slice(indices, v, from, batchDims, v / perBatch);
            for (int i = 0; i < slice; i++) {
                IndexedCopy.element(x, (long) source * slice + i, y, (long) v * slice + i);
            }
        }
    }
}
