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
        /** a shifted right by b; signed ones keep their sign. */
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
        boolean unsigned = a.dtype().isUnsigned();
        Walk.pairs(a, b, y, (i, j, k) -> y.setLong(k, apply(a.getLong(i), b.getLong(j), unsigned)));
    }

    /** Too far a shift, or one by a negative number, shifts everything out. */
    private long apply(long a, long b, boolean unsigned) {
        boolean all = b < 0 || b >= Long.SIZE;
        return switch (kind) {
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHIFT_LEFT -> all ? 0 : a << b;
            case SHIFT_RIGHT ->
                    unsigned ? (all ? 0 : a >>> b) : a >> (all ? Long.SIZE - 1 : (int) b);
        };
    }
}
