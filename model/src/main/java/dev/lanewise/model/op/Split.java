package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Cuts x along an axis. The optional second input, constant, tells the extents of the parts;
 * without it they are equal, except that the last may be smaller.
 *
 * @param axis from -rank to rank - 1
 */
public record Split(int axis) implements PlainOp {

    @Override
    public String type() {
        return "Split";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        int a = in.axis(axis, x.rank());
        int parts = in.outputs();
        long[] extents;
        if (in.has(1)) {
            extents = in.longs(1, "the extents");
        } else {
            extents = new long[parts];
            long each = Math.ceilDiv(x.dim(a), parts);
            for (int i = 0; i < parts; i++) {
                extents[i] = Math.clamp(x.dim(a) - i * each, 0, each);
            }
        }
        in.check(
                extents.length == parts
                        && Arrays.stream(extents).allMatch(e -> e >= 0 && e <= x.dim(a))
                        && Arrays.stream(extents).sum() == x.dim(a),
                "expected "
                        + parts
                        + " extents that sum to "
                        + x.dim(a)
                        + ", actual "
                        + Arrays.toString(extents));
        return Arrays.stream(extents).mapToObj(e -> in.type(0).withShape(x.with(a, e))).toList();
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        int rank = x.shape().rank();
        int a = axis < 0 ? axis + rank : axis;
        int begin = 0;
        for (Tensor y : outputs) {
            int from = begin;
            IndexedCopy.copy(x, y, null, (i, out) -> i == a ? from + out : out);
            begin += y.shape().dim(a);
        }
    }
}
