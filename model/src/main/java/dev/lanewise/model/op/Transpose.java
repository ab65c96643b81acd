package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Reorders the axes: output axis i is input axis perm[i].
 *
 * @param perm empty to reverse the axes
 */
public record Transpose(List<Integer> perm) implements Op {

    /** Copies the list. */
    public Transpose {
        perm = List.copyOf(perm);
    }

    @Override
    public String type() {
        return "Transpose";
    }

    /** The permutation for a tensor of this rank. */
    public List<Integer> permutation(int rank) {
        return perm.isEmpty()
                ? IntStream.range(0, rank).mapToObj(i -> rank - 1 - i).toList()
                : perm;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        List<Integer> order = permutation(x.rank());
        in.check(
                order.stream()
                        .sorted()
                        .toList()
                        .equals(IntStream.range(0, x.rank()).boxed().toList()),
                "expected a permutation of the axes of " + x + ", actual " + perm);
        return List.of(in.type(0).withShape(Shape.of(order.stream().mapToInt(x::dim).toArray())));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        long[] strides = x.shape().strides();
        Walk walk =
                new Walk(
                        y.shape(),
                        permutation(x.shape().rank()).stream()
                                .mapToLong(i -> strides[i])
                                .toArray());
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            IndexedCopy.element(x, walk.offset(0), y, i);
            walk.next();
        }
    }
}
