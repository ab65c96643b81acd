package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.List;

/**
 * {@link MatMul} of quantised tensors, quantised again. Inputs: a, its scale and zero point; b, its
 * scale and zero point; scale and zero point of y. Those of a may be one for each row, those of b
 * one for each column.
 */
public record QLinearMatMul() implements PlainOp {

    @Override
    public String type() {
        return "QLinearMatMul";
    }

    @Override
    public long workPerElement(Inputs in) {
        return in.shape(0).dim(-1);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Quantization.check(in, 0, 1, -2);
        Quantization.check(in, 3, 4, -1);
        in.check(in.shape(6).elements() == 1, "expected one scale of y, actual " + in.type(6));
        return List.of(in.type(7).withShape(MatMul.shape(in, in.shape(0, 1), in.shape(3, 1))));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor a = IndexedCopy.required(inputs, 0);
        Tensor b = IndexedCopy.required(inputs, 3);
        Tensor y = outputs.getFirst();
        Tensor product = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, y.shape());
        new MatMul()
                .compute(
                        List.of(
                                Quantization.of(
                                                a.shape(),
                                                -2,
                                                IndexedCopy.required(inputs, 1),
                                                IndexedCopy.optional(inputs, 2))
                                        .dequantized(a),
                                Quantization.of(
                                                b.shape(),
                                                -1,
                                                IndexedCopy.required(inputs, 4),
                                                IndexedCopy.optional(inputs, 5))
                                        .dequantized(b)),
                        List.of(product));
        Quantization to =
                Quantization.of(
                        y.shape(),
                        0,
                        IndexedCopy.required(inputs, 6),
                        IndexedCopy.optional(inputs, 7));
        for (int i = 0; i < y.shape().elements(); i++) {
            to.quantize(product.getDouble(i), y, i);
        }
    }
}
