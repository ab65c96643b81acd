package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Combines the bits of two tensors of booleans or of integers elementwise, with broadcasting.
 *
 * @param kind how
 */
public record Bitwise(Kind kind) implements PlainOp {

    /** The combinations. */
    public enum Kind {
        /** Both. */
        AND("And"),
        /** Either or both. */
        OR("Or"),
        /** Either but not both. */
        XOR("Xor"),
        /** a shifted left by b. */
        SHIFT_LEFT("BitShift"),
        /** a, unsigned, shifted right by b. */
        SHIFT_RIGHT("BitShift");

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
        DType dtype = in.type(0).dtype();
        in.check(!dtype.isFloat(), "expected booleans or integers, actual " + in.type(0));
        in.checkType(1, dtype);
        return List.of(in.type(0).withShape(Shape.broadcast(in.shape(0), in.shape(1))));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor a = IndexedCopy.required(inputs, 0);
        Tensor b = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        Walk.pairs(a, b, y, (i, j, k) -> y.setLong(k, apply(a.getLong(i), b.getLong(j))));
    }

    private long apply(long a, long b) {
        return switch (kind) {
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHIFT_LEFT -> b < 0 || b >= Long.SIZE ? 0 : a << b;
            case SHIFT_RIGHT -> b < 0 || b >= Long.SIZE ? 0 : a >>> b;
        };
    }
}
