package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * {@link MatMul} of 8-bit integers minus their zero points, as INT32. Inputs: a; b; optional zero
 * point of a, one or one for each row; optional zero point of b, one or one for each column.
 */
public record MatMulInteger() implements PlainOp {

    @Override
    public String type() {
        return "MatMulInteger";
    }

    @Override
    public long workPerElement(Inputs in) {
        return in.shape(0).dim(-1);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Quantization.checkZero(in, 0, 2, -2);
        Quantization.checkZero(in, 1, 3, -1);
        return List.of(
                new TensorType(DType.INT32, MatMul.shape(in, in.shape(0, 1), in.shape(1, 1))));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor a = IndexedCopy.required(inputs, 0);
        Tensor b = IndexedCopy.required(inputs, 1);
        new MatMul()
                .compute(
                        List.of(
                                Quantization.ofZero(a.shape(), -2, IndexedCopy.optional(inputs, 2))
                                        .centred(a, DType.INT32),
                                Quantization.ofZero(b.shape(), -1, IndexedCopy.optional(inputs, 3))
                                        .centred(b, DType.INT32)),
                        outputs);
    }
}
