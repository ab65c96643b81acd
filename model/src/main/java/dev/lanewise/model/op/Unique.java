package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The different elements of x, constant, or its different slices along an axis. Outputs: they; the
 * index of the first of each; for each element or slice of x which it is; how many there are of
 * each.
 *
 * @param axis from -rank to rank - 1, null to flatten x first
 * @param sorted whether they are in ascending order rather than in that of appearance
 */
public record Unique(@Nullable Integer axis, boolean sorted) implements PlainOp {

    @Override
    public String type() {
        return "Unique";
    }

    /** Slices of x as rows of a matrix. */
    private record Slices(Tensor x, int count, int inner, int extent, int size) {

        static Slices of(Tensor x, @Nullable Integer axis) {
            Shape shape = x.shape();
            if (axis == null) {
                return new Slices(x, shape.elements(), 1, shape.elements(), 1);
            }
            int a = axis < 0 ? axis + shape.rank() : axis;
            int count = shape.dim(a);
            int inner = shape.product(a + 1, shape.rank());
            return new Slices(x, count, inner, count, count == 0 ? 0 : shape.elements() / count);
        }

        /** Element i of a slice, row-major. */
        int element(int slice, int i) {
            return (i / inner * extent + slice) * inner + i % inner;
        }

        int compare(int a, int b) {
            for (int i = 0; i < size; i++) {
                int order = Ordering.compare(x, element(a, i), x, element(b, i));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }

        /** The first of each kind of slice. */
        List<Integer> firsts(boolean sorted) {
            List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
            order.sort(this::compare);
            List<Integer> firsts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                if (i == 0 || compare(order.get(i - 1), order.get(i)) != 0) {
                    firsts.add(order.get(i));
                }
            }
            if (!sorted) {
                firsts.sort(Comparator.naturalOrder());
            }
            return firsts;
        }
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Tensor x = in.constant(0, "the elements");
        if (axis != null) {
            in.axis(axis, in.shape(0, 1).rank());
        }
        Slices slices = Slices.of(x, axis);
        int kinds = slices.firsts(sorted).size();
        Shape y =
                axis == null
                        ? Shape.of(kinds)
                        : x.shape().with(in.axis(axis, x.shape().rank()), kinds);
        TensorType perKind = new TensorType(DType.INT64, Shape.of(kinds));
        return List.of(
                in.type(0).withShape(y),
                perKind,
                new TensorType(DType.INT64, Shape.of(slices.count)),
                perKind);
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        Slices from = Slices.of(x, axis);
        List<Integer> firsts = from.firsts(sorted);
        Slices to = Slices.of(y, axis);
        List<Integer> ascending =
                new ArrayList<>(IntStream.range(0, firsts.size()).boxed().toList());
        ascending.sort((i, j) -> from.compare(firsts.get(i), firsts.get(j)));
        for (int i = 0; i < firsts.size(); i++) {
            for (int j = 0; j < from.size; j++) {
                IndexedCopy.element(x, from.element(firsts.get(i), j), y, to.element(i, j));
            }
            outputs.get(1).setLong(i, firsts.get(i));
            outputs.get(3).setLong(i, 0);
        }
        for (int i = 0; i < from.count; i++) {
            int slice = i;
            int low = 0;
            int high = ascending.size() - 1;
            while (low < high) {
                int middle = (low + high) / 2;
                if (from.compare(firsts.get(ascending.get(middle)), slice) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            int kind = ascending.get(low);
            outputs.get(2).setLong(i, kind);
            outputs.get(3).setLong(kind, outputs.get(3).getLong(kind) + 1);
        }
    }
}
