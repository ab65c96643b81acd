package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/**
 * Joins tensors along an axis.
 *
 * @param axis from -rank to rank - 1
 */
public record Concat(int axis) implements Op {

    @Override
    public String type() {
        return "Concat";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape first = in.shape(0, 1);
        int a = in.axis(axis, first.rank());
        long sum = 0;
        for (int i = 0; i < in.count(); i++) {
            Shape x = in.shape(i);
            in.checkType(i, in.type(0).dtype());
            in.check(
                    x.rank() == first.rank() && x.with(a, 0).equals(first.with(a, 0)),
                    "expected shapes that differ on axis "
                            + a
                            + " only, actual "
                            + first
                            + " and "
                            + x);
            sum += x.dim(a);
        }
        return List.of(in.type(0).withShape(first.with(a, sum)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor y = outputs.getFirst();
        Shape shape = y.shape();
        int a = axis < 0 ? axis + shape.rank() : axis;
        int outer = shape.product(0, a);
        long inner = (long) shape.product(a + 1, shape.rank()) * y.dtype().bytes();
        long row = inner * shape.dim(a);
        long begin = 0;
        for (Tensor x : inputs) {
            long part = inner * Objects.requireNonNull(x).shape().dim(a);
            for (int i = 0; i < outer; i++) {
                MemorySegment.copy(x.segment(), i * part, y.segment(), i * row + begin, part);
            }
            begin += part;
        }
    }
}
