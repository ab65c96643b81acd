package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * ONNX's {@code Shape}: the extents of the input, from one axis to another, as int64. Needs only
 * the input's shape.
 *
 * @param start first axis; negative counts from the end; clamped to the rank
 * @param end the axis behind the last, likewise; {@link Integer#MAX_VALUE} for all
 */
public record ShapeOf(int start, int end) implements PlainOp {

    @Override
    public String type() {
        return "Shape";
    }

    /** The output's elements for an input of this shape. */
    public long[] value(Shape x) {
        int from = clamp(start, x.rank());
        int to = Math.max(from, clamp(end, x.rank()));
        return Arrays.stream(x.dims(), from, to).asLongStream().toArray();
    }

    private static int clamp(int axis, int rank) {
        return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(new TensorType(DType.INT64, Shape.of(value(in.shape(0)).length)));
    }

    /** Writes the extents of an input of shape {@code x} into y. */
    public void fill(Shape x, Tensor y) {
        long[] value = value(x);
        for (int i = 0; i < value.length; i++) {
            y.setLong(i, value[i]);
        }
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        fill(IndexedCopy.required(inputs, 0).shape(), outputs.getFirst());
    }
}
