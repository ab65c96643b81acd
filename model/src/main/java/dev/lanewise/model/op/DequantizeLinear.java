package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * (x - zero point) * scale. Inputs: x; scale, one or one for each index of the axis; optional zero
 * point likewise.
 *
 * @param axis from -rank to rank - 1
 * @param block how many indices of the axis share a scale and zero point, which then have x's rank;
 *     0 if that is not so
 * @param dtype type of the output, null for that of the scale
 */
public record DequantizeLinear(int axis, int block, @Nullable DType dtype) implements PlainOp {

    /**
     * @throws IllegalArgumentException if block is negative
     */
    public DequantizeLinear {
        if (block < 0) {
            throw new IllegalArgumentException(
                    "expected block_size of at least 0, actual " + block);
        }
    }

    @Override
    public String type() {
        return "DequantizeLinear";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        DType from = in.type(0).dtype();
        in.check(
                !from.isFloat() || from.isSmallFloat(),
                "expected integers or floats of at most 8 bits, actual " + in.type(0));
        Quantization.check(in, 0, 1, axis, block);
        return List.of(new TensorType(dtype == null ? in.type(1).dtype() : dtype, in.shape(0)));
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
            y.setDouble(i, quantization.dequantized(x, i));
        }
    }
}
