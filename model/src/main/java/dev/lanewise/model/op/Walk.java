package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

/**
 * Walks the positions of a shape in row-major order and knows, for several tensors at once, which
 * of their elements belongs to the position. A stride of 0 repeats a tensor along an axis.
 */
final class Walk {

    private final int[] dims;
    private final int[] position;
    private final long[][] strides;
    private final long[] offsets;

    /**
     * @param strides for each tensor the distance, in elements, from one index of each axis to the
     *     next
     */
    Walk(Shape shape, long[]... strides) {
        this.dims = shape.dims();
        this.position = new int[dims.length];
        this.strides = strides;
        this.offsets = new long[strides.length];
    }

    /** Strides that broadcast a tensor of shape {@code from} to {@code to}. */
    static long[] broadcast(Shape from, Shape to) {
        Shape padded = from.padded(to.rank());
        long[] strides = padded.strides();
        for (int i = 0; i < strides.length; i++) {
            strides[i] = padded.dim(i) == 1 ? 0 : strides[i];
        }
        return strides;
    }

    /** A function of an element of a, one of b and one of y. */
    @FunctionalInterface
    interface Pair {
        /** Sees the elements that belong together. */
        void accept(int a, int b, int y);
    }

    /** Walks y together with a and b, which broadcast to it. */
    static void pairs(Tensor a, Tensor b, Tensor y, Pair pair) {
        Shape shape = y.shape();
        Walk walk = new Walk(shape, broadcast(a.shape(), shape), broadcast(b.shape(), shape));
        int elements = shape.elements();
        for (int i = 0; i < elements; i++) {
            pair.accept(walk.offset(0), walk.offset(1), i);
            walk.next();
        }
    }

    /** Element of a tensor at the present position. */
    int offset(int tensor) {
        return (int) offsets[tensor];
    }

    /** Index of the present position along an axis. */
    int index(int axis) {
        return position[axis];
    }

    /** Goes to the next position; behind the last comes the first. */
    void next() {
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            if (++position[axis] < dims[axis]) {
                move(axis, 1);
                return;
            }
            position[axis] = 0;
            move(axis, 1 - dims[axis]);
        }
    }

    private void move(int axis, long steps) {
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] += steps * strides[i][axis];
        }
    }
}
