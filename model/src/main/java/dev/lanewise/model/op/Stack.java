package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Joins tensors of one shape along a new axis, and takes them apart again. */
final class Stack {

    private Stack() {}

    /** The shape of so many tensors of a shape, stacked. */
    static Shape shape(Shape each, long count, int axis) {
        return Shape.of(
                LongStream.concat(
                                LongStream.concat(
                                        IntStream.range(0, axis).mapToLong(each::dim),
                                        LongStream.of(count)),
                                IntStream.range(axis, each.rank()).mapToLong(each::dim))
                        .toArray());
    }

    /** Stacks tensors, at least one. */
    static Tensor of(List<Tensor> tensors, int axis) {
        Tensor first = tensors.getFirst();
        for (Tensor tensor : tensors) {
            if (tensor.dtype() != first.dtype() || !tensor.shape().equals(first.shape())) {
                throw new ModelException("expected " + first + " in every turn, actual " + tensor);
            }
        }
        Shape shape = shape(first.shape(), tensors.size(), axis);
        Tensor stack = Tensor.allocate(Arena.ofAuto(), first.dtype(), shape);
        int inner = shape.product(axis + 1, shape.rank());
        int outer = shape.product(0, axis);
        for (int t = 0; t < tensors.size(); t++) {
            for (int i = 0; i < outer; i++) {
                for (int j = 0; j < inner; j++) {
                    IndexedCopy.element(
                            tensors.get(t),
                            i * inner + j,
                            stack,
                            ((long) i * tensors.size() + t) * inner + j);
                }
            }
        }
        return stack;
    }

    /** The part of x at an index of an axis. */
    static Tensor slice(Tensor x, int axis, int index) {
        Shape shape = x.shape();
        Tensor slice =
                Tensor.allocate(
                        Arena.ofAuto(), x.dtype(), new ReducedAxes(axis).shape(shape, false));
        int inner = shape.product(axis + 1, shape.rank());
        int outer = shape.product(0, axis);
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < inner; j++) {
                IndexedCopy.element(
                        x, ((long) i * shape.dim(axis) + index) * inner + j, slice, i * inner + j);
            }
        }
        return slice;
    }
}
