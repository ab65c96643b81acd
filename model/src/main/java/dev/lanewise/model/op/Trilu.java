package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Keeps the upper or lower triangle of each matrix in x [..., M, N] and zeroes the rest. The
 * optional second input moves the diagonal to the right.
 *
 * @param upper whether the upper triangle is kept
 */
public record Trilu(boolean upper) implements PlainOp {

    @Override
    public String type() {
        return "Trilu";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.shape(0, 2);
        in.check(
                !in.has(1) || in.shape(1).elements() == 1,
                "expected one number of the diagonal, actual several");
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor diagonal = IndexedCopy.optional(inputs, 1);
        Tensor y = outputs.getFirst();
        long k = diagonal == null ? 0 : diagonal.getLong(0);
        int columns = x.shape().dim(-1);
        int rows = x.shape().dim(-2);
        y.segment().fill((byte) 0);
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            long column = i % columns;
            long row = i / columns % rows;
            if (upper ? column - row >= k : column - row <= k) {
                IndexedCopy.element(x, i, y, i);
            }
        }
    }
}
