package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * x / scale + zero point, rounded to the nearest integer, halves to the even one, and clamped to
 * the type. Inputs: x; scale, one or one for each index of the axis; optional zero point likewise.
 *
 * @param axis from -rank to rank - 1
 * @param block how many indices of the axis share a scale and zero point, which then have x's rank;
 *     0 if that is not so
 * @param dtype type of the output, null for that of the zero point, or UINT8
 * @param saturate whether what is too large for a float of 8 bits becomes its largest number,
 *     rather than infinity or NaN
 */
public record QuantizeLinear(int axis, int block, @Nullable DType dtype, boolean saturate)
        implements PlainOp {

    /**
     * @throws IllegalArgumentException if block is negative
     */
    public QuantizeLinear {
        if (block < 0) {
            throw new IllegalArgumentException(
                    "expected block_size of at least 0, actual " + block);
        }
    }

    @Override
    public String type() {
        return "QuantizeLinear";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        DType to = in.has(2) ? in.type(2).dtype() : dtype == null ? DType.UINT8 : dtype;
        in.check(
                !to.isFloat() || to.isSmallFloat(),
                "expected a zero point of an integer type or a float of at most 8 bits, actual "
                        + to);
        Quantization.check(in, 0, 1, axis, block);
        return List.of(new TensorType(to, in.shape(0)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Quantization quantization =
                Quantization.of(
                        x.shape(),
                        axis,
                        block,
                        IndexedCopy.required(inputs, 1),
                        IndexedCopy.optional(inputs, 2));
        Tensor y = outputs.getFirst();
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            quantization.quantize(x.getDouble(i), y, i, saturate);
        }
    }
}
