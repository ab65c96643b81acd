package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Picks slices of x along an axis: the axis is replaced by the axes of the indices, the second
 * input. Negative indices count from the end.
 *
 * @param axis from -rank to rank - 1
 */
public record Gather(int axis) implements PlainOp {

    @Override
    public String type() {
        return "Gather";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        int a = in.axis(axis, x.rank());
        DType dtype = in.type(1).dtype();
        in.check(
                dtype == DType.INT32 || dtype == DType.INT64,
                "expected indices of type INT32 or INT64, actual " + in.type(1));
        Tensor indices = in.constantOrNull(1);
        if (indices != null) {
            for (long index : indices.toLongArray()) {
                in.check(
                        index >= -x.dim(a) && index < x.dim(a),
                        Indices.outOfRange(index, x.dim(a)));
            }
        }
        int[] dims =
                Stream.of(
                                IntStream.range(0, a).map(x::dim).toArray(),
                                in.shape(1).dims(),
                                IntStream.range(a + 1, x.rank()).map(x::dim).toArray())
                        .flatMapToInt(IntStream::of)
                        .toArray();
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor indices = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        int rank = x.shape().rank();
        int a = axis < 0 ? axis + rank : axis;
        int extent = x.shape().dim(a);
        int outer = x.shape().product(0, a);
        int inner = x.shape().product(a + 1, rank);
        Tensor from = x.reshaped(Shape.of(outer, extent, inner));
        Tensor to = y.reshaped(Shape.of(outer, indices.shape().elements(), inner));
        IndexedCopy.copy(
                from,
                to,
                null,
                (i, out) -> i == 1 ? Indices.checked(indices.getLong(out), extent) : out);
    }
}
