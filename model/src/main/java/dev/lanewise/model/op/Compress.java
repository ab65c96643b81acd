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
 * Keeps the slices along an axis for which the second input, constant booleans, is true.
 *
 * @param axis from -rank to rank - 1, null to flatten x first
 */
public record Compress(@Nullable Integer axis) implements PlainOp {

    @Override
    public String type() {
        return "Compress";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        in.checkType(1, DType.BOOL);
        Tensor condition = in.constant(1, "the condition");
        int a = axis == null ? 0 : in.axis(axis, x.rank());
        Shape from = axis == null ? Shape.of(x.elements()) : x;
        in.check(
                condition.shape().elements() <= from.dim(a),
                "expected at most " + from.dim(a) + " conditions, actual " + condition);
        return List.of(in.type(0).withShape(from.with(a, kept(condition).length)));
    }

    private static int[] kept(Tensor condition) {
        return IntStream.range(0, condition.shape().elements())
                .filter(i -> condition.getLong(i) != 0)
                .toArray();
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        int[] kept = kept(IndexedCopy.required(inputs, 1));
        Tensor from = axis == null ? x.reshaped(Shape.of(x.shape().elements())) : x;
        int rank = from.shape().rank();
        int a = axis == null ? 0 : axis < 0 ? axis + rank : axis;
        IndexedCopy.copy(from, outputs.getFirst(), null, (i, out) -> i == a ? kept[out] : out);
    }
}
