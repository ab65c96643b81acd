package dev.lanewise.model.nn;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.Reshape;

import java.util.stream.LongStream;

/**
 * Makes one axis of several.
 *
 * @param startDim the first of them; negative counts from the end
 * @param endDim the last
 */
public record Flatten(int startDim, int endDim) implements Module {

    /** All axes but the first: [N, ...] to [N, elements]. */
    public static Flatten of() {
        return new Flatten(1, -1);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        Shape shape = builder.shape(x);
        int rank = shape.rank();
        int start = startDim < 0 ? startDim + rank : startDim;
        int end = endDim < 0 ? endDim + rank : endDim;
        if (start < 0 || end >= rank || start > end) {
            throw new ModelException(
                    "Flatten: expected axes from start_dim to end_dim within "
                            + shape
                            + ", actual "
                            + startDim
                            + " to "
                            + endDim);
        }
        if (start == 1 && end == rank - 1) {
            return builder.add(new dev.lanewise.model.op.Flatten(1), x);
        }
        // 0 copies an extent, -1 is what is left.
        long[] dims =
                LongStream.range(0, rank - (end - start))
                        .map(i ->
                                i < start ? 0 : i == start ? -1 : shape.dim((int) i + end - start))
                        .toArray();
        String target = builder.constant("shape", Tensor.ofLongs(Shape.of(dims.length), dims));
        return builder.add(new Reshape(false), x, target);
    }

    @Override
    public String toString() {
        return startDim == 1 && endDim == -1
                ? "Flatten"
                : "Flatten(" + startDim + ", " + endDim + ")";
    }
}
