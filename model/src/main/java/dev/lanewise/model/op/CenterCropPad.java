package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.List;

/**
 * The centre of x at the extents in the constant second input: cropped where x is larger, padded
 * with zeros where it is smaller. Of an odd difference the smaller half goes to the beginning.
 *
 * @param axes the axes that the extents are for; empty for all
 */
public record CenterCropPad(List<Integer> axes) implements PlainOp {

    /** Copies the list. */
    public CenterCropPad {
        axes = List.copyOf(axes);
    }

    @Override
    public String type() {
        return "CenterCropPad";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        long[] extents = in.longs(1, "the extents");
        int count = axes.isEmpty() ? x.rank() : axes.size();
        in.check(
                extents.length == count,
                "expected " + count + " extents, one for each axis, actual " + extents.length);
        Shape y = x;
        for (int i = 0; i < count; i++) {
            int axis = axes.isEmpty() ? i : in.axis(axes.get(i), x.rank());
            y = y.with(axis, extents[i]);
        }
        return List.of(in.type(0).withShape(y));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        try (Arena arena = Arena.ofConfined()) {
            Tensor zero = Tensor.allocate(arena, x.dtype(), Shape.of(1));
            IndexedCopy.copy(
                    x,
                    y,
                    zero,
                    (axis, out) -> {
                        int from = x.shape().dim(axis);
                        int to = y.shape().dim(axis);
                        int in = to > from ? out - (to - from) / 2 : out + (from - to) / 2;
                        return in < from ? in : -1;
                    });
        }
    }
}
