package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Quantises floats to UINT8 by their own range. Outputs: y; scale; zero point. */
public record DynamicQuantizeLinear() implements PlainOp {

    @Override
    public String type() {
        return "DynamicQuantizeLinear";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkType(0, DType.FLOAT32);
        Shape scalar = Shape.of(new int[0]);
        return List.of(
                new TensorType(DType.UINT8, in.shape(0)),
                new TensorType(DType.FLOAT32, scalar),
                new TensorType(DType.UINT8, scalar));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor scale = outputs.get(1);
        Tensor zero = outputs.get(2);
        double low = 0;
        double high = 0;
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            low = Math.min(low, x.getDouble(i));
            high = Math.max(high, x.getDouble(i));
        }
        scale.setDouble(0, (high - low) / 255);
        double step = scale.getDouble(0);
        zero.setDouble(0, step == 0 ? 0 : Math.clamp(Math.rint(-low / step), 0, 255));
        Quantization quantization = Quantization.of(x.shape(), 0, scale, zero);
        for (int i = 0; i < elements; i++) {
            quantization.quantize(x.getDouble(i), outputs.getFirst(), i);
        }
    }
}
