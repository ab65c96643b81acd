package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/** Indices [rank, count] of the elements of x, constant, that aren't zero. */
public record NonZero() implements PlainOp {

    @Override
    public String type() {
        return "NonZero";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Tensor x = in.constant(0, "the elements");
        return List.of(new TensorType(DType.INT64, Shape.of(x.shape().rank(), found(x).length)));
    }

    private static int[] found(Tensor x) {
        return IntStream.range(0, x.shape().elements()).filter(i -> x.getDouble(i) != 0).toArray();
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int[] found = found(x);
        for (int i = 0; i < found.length; i++) {
            int rest = found[i];
            for (int axis = x.shape().rank() - 1; axis >= 0; axis--) {
                y.setLong(axis * found.length + i, rest % x.shape().dim(axis));
                rest /= x.shape().dim(axis);
            }
        }
    }
}
