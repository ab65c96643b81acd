package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/**
 * Copies elements bit by bit, so exactly for every element type, where each axis of the output
 * picks from the same axis of the input: cropping, striding, repeating and padding are all of this
 * form.
 */
final class IndexedCopy {

    /** Where an output index along one axis comes from. */
    @FunctionalInterface
    interface Source {
        /** Index along {@code axis} of the input, or negative for the fill value. */
        int index(int axis, int out);
    }

    private IndexedCopy() {}

    /**
     * Fills y with y[i, j, ...] = x[source(0, i), source(1, j), ...].
     *
     * @param x [D0, D1, ...]
     * @param y [E0, E1, ...], same rank and type
     * @param fill one element, used where a source is negative; may be null if none is
     */
    static void copy(Tensor x, Tensor y, @Nullable Tensor fill, Source source) {
        Shape shape = y.shape();
        int rank = shape.rank();
        long[] strides = x.shape().strides();
        int[] position = new int[rank];
        int[] from = new int[rank];
        int elements = shape.elements();
        if (elements == 0) {
            return;
        }
        for (int axis = 0; axis < rank; axis++) {
            from[axis] = source.index(axis, 0);
        }
        for (int i = 0; i < elements; i++) {
            long offset = offset(from, strides);
            if (offset >= 0) {
                element(x, offset, y, i);
            } else {
                element(Objects.requireNonNull(fill), 0, y, i);
            }
            for (int axis = rank - 1; axis >= 0; axis--) {
                position[axis] = position[axis] + 1 == shape.dim(axis) ? 0 : position[axis] + 1;
                from[axis] = source.index(axis, position[axis]);
                if (position[axis] != 0) {
                    break;
                }
            }
        }
    }

    private static long offset(int[] from, long[] strides) {
        long offset = 0;
        for (int axis = 0; axis < from.length; axis++) {
            if (from[axis] < 0) {
                return -1;
            }
            offset += from[axis] * strides[axis];
        }
        return offset;
    }

    /** Copies element i of x to element j of y, of the same type. */
    static void element(Tensor x, long i, Tensor y, long j) {
        int bytes = y.dtype().bytes();
        MemorySegment.copy(x.segment(), i * bytes, y.segment(), j * bytes, bytes);
    }

    /** The input that must be there. */
    static Tensor required(List<@Nullable Tensor> inputs, int i) {
        return Objects.requireNonNull(inputs.get(i));
    }

    /** The optional input, or null. */
    static @Nullable Tensor optional(List<@Nullable Tensor> inputs, int i) {
        return i < inputs.size() ? inputs.get(i) : null;
    }
}
