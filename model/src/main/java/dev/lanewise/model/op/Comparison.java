package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Compares two tensors of one type elementwise, with broadcasting. Nothing compares with NaN.
 *
 * @param kind which comparison
 */
public record Comparison(Kind kind) implements PlainOp {

    /** The comparisons. */
    public enum Kind {
        /** a = b. */
        EQUAL("Equal"),
        /** {@code a < b}. */
        LESS("Less"),
        /** {@code a <= b}. */
        LESS_OR_EQUAL("LessOrEqual"),
        /** {@code a > b}. */
        GREATER("Greater"),
        /** {@code a >= b}. */
        GREATER_OR_EQUAL("GreaterOrEqual");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    @Override
    public String type() {
        return kind.type;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkType(1, in.type(0).dtype());
        return List.of(new TensorType(DType.BOOL, Shape.broadcast(in.shape(0), in.shape(1))));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor a = IndexedCopy.required(inputs, 0);
        Tensor b = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        Walk.pairs(
                a,
                b,
                y,
                (i, j, k) -> {
                    boolean numbers =
                            !a.dtype().isFloat()
                                    || !Double.isNaN(a.getDouble(i))
                                            && !Double.isNaN(b.getDouble(j));
                    y.setLong(k, numbers && holds(Ordering.compare(a, i, b, j)) ? 1 : 0);
                });
    }

    private boolean holds(int order) {
        return switch (kind) {
            case EQUAL -> order == 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}
