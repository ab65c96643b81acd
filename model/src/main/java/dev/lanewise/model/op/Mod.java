package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Remainder of a division, elementwise with broadcasting.
 *
 * @param truncated whether the result has the sign of the dividend, as C's {@code fmod} has it,
 *     rather than that of the divisor, as Python's {@code %}
 */
public record Mod(boolean truncated) implements PlainOp {

    @Override
    public String type() {
        return "Mod";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkType(1, in.type(0).dtype());
        return List.of(in.type(0).withShape(Shape.broadcast(in.shape(0), in.shape(1))));
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
                        double p = a.getDouble(i);
                        double q = b.getDouble(j);
                        y.setDouble(k, truncated ? p % q : floored(p, q));
                    } else {
                        y.setLong(k, integers(a.getLong(i), b.getLong(j), a.dtype().isUnsigned()));
                    }
                });
    }

    /** With the sign of the divisor, as Python and NumPy have it. */
    private static double floored(double p, double q) {
        double rest = p % q;
        if (rest == 0) {
            return Math.copySign(0.0, q);
        }
        return rest < 0 == q < 0 ? rest : rest + q;
    }

    private long integers(long a, long b, boolean unsigned) {
        if (b == 0) {
            throw new ModelException("expected no division by zero, actual " + a + " mod 0");
        }
        if (unsigned) {
            return Long.remainderUnsigned(a, b);
        }
        return truncated ? a % b : Math.floorMod(a, b);
    }
}
