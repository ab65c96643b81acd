package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Converts each element to another type: floats are truncated towards zero, integers keep their low
 * bits, and a boolean is whether the value differs from zero.
 *
 * @param to the new element type
 * @param saturate whether what is too large for a float of 8 bits becomes its largest number,
 *     rather than infinity or NaN
 */
public record Cast(DType to, boolean saturate) implements PlainOp {

    private static final double TWO_TO_63 = 0x1p63;

    /** With the largest numbers for what is too large. */
    public Cast(DType to) {
        this(to, true);
    }

    @Override
    public String type() {
        return "Cast";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(new TensorType(to, in.shape(0)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            if (!x.dtype().isFloat() && !to.isFloat()) {
                y.setLong(i, x.getLong(i));
            } else if (to == DType.UINT64 && x.getDouble(i) >= TWO_TO_63) {
                // A Java long ends here; the upper half of the unsigned range has the sign bit set.
                y.setLong(i, (long) (x.getDouble(i) - TWO_TO_63) ^ Long.MIN_VALUE);
            } else if (to.isSmallFloat() && !saturate) {
                y.setDoubleUnsaturated(i, x.getDouble(i));
            } else {
                y.setDouble(i, x.getDouble(i));
            }
        }
    }
}
