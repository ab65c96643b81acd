package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * min(max(x, low), high) on numbers of any type. Inputs: x; optional low and high, each one element
 * of x's type. NaN stays NaN; where low exceeds high, everything becomes high.
 */
public record Clip() implements PlainOp {

    @Override
    public String type() {
        return "Clip";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        DType dtype = in.type(0).dtype();
        in.check(dtype != DType.BOOL, "expected input 0 of a numeric type, actual " + in.type(0));
        for (int i = 1; i <= 2; i++) {
            if (in.has(i)) {
                in.checkType(i, dtype);
                in.check(
                        in.shape(i).elements() == 1,
                        "expected input "
                                + i
                                + " ("
                                + (i == 1 ? "min" : "max")
                                + ") of one element, actual "
                                + in.type(i));
            }
        }
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor low = IndexedCopy.optional(inputs, 1);
        Tensor high = IndexedCopy.optional(inputs, 2);
        Tensor y = outputs.getFirst();
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            if (x.dtype().isFloat()) {
                double value = x.getDouble(i);
                value = low == null ? value : Math.max(value, low.getDouble(0));
                y.setDouble(i, high == null ? value : Math.min(value, high.getDouble(0)));
            } else {
                long value = x.getLong(i);
                value =
                        low != null && compare(x.dtype(), value, low.getLong(0)) < 0
                                ? low.getLong(0)
                                : value;
                y.setLong(
                        i,
                        high != null && compare(x.dtype(), value, high.getLong(0)) > 0
                                ? high.getLong(0)
                                : value);
            }
        }
    }

    private static int compare(DType dtype, long a, long b) {
        return dtype.isUnsigned() ? Long.compareUnsigned(a, b) : Long.compare(a, b);
    }
}
