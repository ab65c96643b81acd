package dev.lanewise.model.op;

import dev.lanewise.model.Shape;

import java.util.function.IntConsumer;

/**
 * A tensor seen as vectors along one axis, or along that axis and all behind it.
 *
 * @param elements elements of the tensor
 * @param count elements of a vector
 * @param step from one element of a vector to the next
 */
record AxisVectors(int elements, int count, int step) {

    /**
     * @param axis from -rank to rank - 1; ignored for a scalar
     * @param flattened whether all axes from {@code axis} on count as one
     */
    static AxisVectors of(Shape shape, int axis, boolean flattened) {
        int rank = shape.rank();
        int a = axis < 0 ? axis + rank : axis;
        int count = shape.product(a, flattened ? rank : Math.min(a + 1, rank));
        return new AxisVectors(
                shape.elements(),
                count,
                flattened ? 1 : shape.product(Math.min(a + 1, rank), rank));
    }

    /** Calls with the first element of each vector. */
    void forEach(IntConsumer action) {
        for (int first = 0; first < elements; first++) {
            if (first / step % count == 0) {
                action.accept(first);
            }
        }
    }
}
