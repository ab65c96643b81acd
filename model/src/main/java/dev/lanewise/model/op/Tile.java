package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Repeats x along each axis as often as the second input, constant, tells. */
public record Tile() implements PlainOp {

    @Override
    public String type() {
        return "Tile";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        long[] repeats = in.longs(1, "the repeats");
        in.check(
                repeats.length == x.rank()
                        && Arrays.stream(repeats).allMatch(r -> r >= 0 && r <= Shape.MAX_ELEMENTS),
                "expected "
                        + x.rank()
                        + " repeats, each at least 0 and not huge, actual "
                        + Arrays.toString(repeats));
        return List.of(
                in.type(0)
                        .withShape(
                                Shape.of(
                                        IntStream.range(0, x.rank())
                                                .mapToLong(i -> x.dim(i) * repeats[i])
                                                .toArray())));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        IndexedCopy.copy(x, outputs.getFirst(), null, (axis, out) -> out % x.shape().dim(axis));
    }
}
