package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The axes that a reduction makes vanish.
 *
 * @param axes ascending
 */
record ReducedAxes(int... axes) {

    /** Those in the optional second input; all, or none, where it is absent or empty. */
    static ReducedAxes of(Inputs in, boolean noneByDefault) {
        int rank = in.shape(0).rank();
        if (!in.has(1)) {
            return of((Tensor) null, rank, noneByDefault);
        }
        for (long axis : in.longs(1, "the axes")) {
            in.axis(axis, rank);
        }
        return of(in.constant(1, "the axes"), rank, noneByDefault);
    }

    /** Those in a tensor, from -rank to rank - 1; all, or none, where it is absent or empty. */
    static ReducedAxes of(@Nullable Tensor axes, int rank, boolean noneByDefault) {
        if (axes == null || axes.shape().elements() == 0) {
            return new ReducedAxes(IntStream.range(0, noneByDefault ? 0 : rank).toArray());
        }
        return new ReducedAxes(
                Arrays.stream(axes.toLongArray())
                        .mapToInt(a -> (int) (a < 0 ? a + rank : a))
                        .distinct()
                        .sorted()
                        .toArray());
    }

    private boolean contains(int axis) {
        return Arrays.binarySearch(axes, axis) >= 0;
    }

    /** The reduced shape. */
    Shape shape(Shape x, boolean keepDims) {
        return Shape.of(
                IntStream.range(0, x.rank())
                        .filter(i -> keepDims || !contains(i))
                        .map(i -> contains(i) ? 1 : x.dim(i))
                        .toArray());
    }

    /** Strides of the result along the axes of x: all elements of a group fall on one. */
    long[] strides(Shape x) {
        long[] strides = shape(x, true).strides();
        for (int axis : axes) {
            strides[axis] = 0;
        }
        return strides;
    }
}
