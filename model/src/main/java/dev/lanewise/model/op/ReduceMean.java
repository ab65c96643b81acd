package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mean over the axes in the second input, or over all.
 *
 * @param keepDims whether reduced axes stay, with extent 1
 */
public record ReduceMean(boolean keepDims) implements Op {

    @Override
    public String type() {
        return "ReduceMean";
    }

    /** The reduced axes, ascending. */
    public int[] axes(Inputs in) {
        int rank = in.shape(0).rank();
        return in.has(1)
                ? Arrays.stream(in.longs(1, "the axes"))
                        .mapToInt(a -> in.axis(a, rank))
                        .distinct()
                        .sorted()
                        .toArray()
                : IntStream.range(0, rank).toArray();
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        boolean[] reduced = new boolean[x.rank()];
        for (int axis : axes(in)) {
            reduced[axis] = true;
        }
        int[] dims =
                IntStream.range(0, x.rank())
                        .filter(i -> keepDims || !reduced[i])
                        .map(i -> reduced[i] ? 1 : x.dim(i))
                        .toArray();
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }
}
