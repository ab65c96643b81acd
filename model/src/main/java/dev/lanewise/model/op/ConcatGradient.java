package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The gradients of a {@link Concat}: the parts of dy. Inputs: dy, then like each part; outputs: one
 * for each part.
 *
 * @param axis the concatenation's
 */
public record ConcatGradient(int axis) implements GradientOp {

    @Override
    public String type() {
        return "ConcatGradient";
    }

    @Override
    public boolean readsValue(int i) {
        return i == 0;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.axis(axis, in.shape(0).rank());
        return IntStream.range(1, in.count())
                .mapToObj(i -> in.type(0).withShape(in.shape(i)))
                .toList();
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor dy = IndexedCopy.required(inputs, 0);
        int a = axis < 0 ? axis + dy.shape().rank() : axis;
        int begin = 0;
        for (Tensor part : outputs) {
            int from = begin;
            IndexedCopy.copy(dy, part, null, (i, out) -> i == a ? from + out : out);
            begin += part.shape().dim(a);
        }
    }
}
