package dev.lanewise.model.op;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A function of two values, applied elementwise with broadcasting, any element type (PRelu:
 * floats).
 *
 * @param function which
 * @param activation fused behind it; floats only
 */
public record Arithmetic(Binary function, Unary activation) implements Op {

    /** Without an activation. */
    public Arithmetic(Binary function) {
        this(function, Unary.IDENTITY);
    }

    @Override
    public String type() {
        return switch (function) {
            case ADD -> "Add";
            case SUB -> "Sub";
            case MUL -> "Mul";
            case DIV -> "Div";
            case MIN -> "Min";
            case MAX -> "Max";
            case POW -> "Pow";
            case PRELU -> "PRelu";
        };
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        if (function != Binary.POW) {
            in.checkType(1, in.type(0).dtype());
        }
        try {
            return List.of(in.type(0).withShape(Shape.broadcast(in.shape(0), in.shape(1))));
        } catch (IllegalArgumentException e) {
            throw in.fail(e.getMessage());
        }
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
                    if (a.dtype().isFloat()) {
                        y.setDouble(
                                k,
                                activation.apply(function.apply(a.getDouble(i), b.getDouble(j))));
                    } else if (b.dtype().isFloat()) {
                        // Only a power has operands of two types.
                        y.setDouble(k, Math.pow(a.getDouble(i), b.getDouble(j)));
                    } else {
                        y.setLong(k, integers(a, i, b, j));
                    }
                });
    }

    /** The function on integers; the low bits are right for every width. */
    private long integers(Tensor a, int j, Tensor b, int k) {
        long x = a.getLong(j);
        long y = b.getLong(k);
        return switch (function) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> {
                if (y == 0) {
                    throw new ModelException("expected no division by zero, actual " + x + " / 0");
                }
                yield a.dtype().isUnsigned() ? Long.divideUnsigned(x, y) : x / y;
            }
            case MIN -> Ordering.compare(a, j, b, k) <= 0 ? x : y;
            case MAX -> Ordering.compare(a, j, b, k) >= 0 ? x : y;
            case POW -> power(x, y, b.dtype().isUnsigned());
            case PRELU -> x >= 0 || a.dtype().isUnsigned() ? x : x * y;
        };
    }

    /** x to the power n, modulo 2^64; truncated to an integer where n is negative. */
    private static long power(long x, long n, boolean unsigned) {
        if (n < 0 && !unsigned) {
            return x == 1 || x == -1 ? (n % 2 == 0 ? 1 : x) : 0;
        }
        long result = 1;
        long square = x;
        for (long rest = n; rest != 0; rest >>>= 1) {
            result = (rest & 1) == 1 ? result * square : result;
            square *= square;
        }
        return result;
    }
}
