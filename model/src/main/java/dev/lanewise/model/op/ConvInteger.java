package dev.lanewise.model.op;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * {@link Conv} of 8-bit integers minus their zero points, as INT32. Inputs: x; w; optional zero
 * point of x; optional zero point of w, one or one for each output channel.
 *
 * @param window strides, pads, dilations
 * @param groups ONNX {@code group}
 */
public record ConvInteger(SpatialWindow window, int groups) implements PlainOp {

    @Override
    public String type() {
        return "ConvInteger";
    }

    @Override
    public long workPerElement(Inputs in) {
        return in.shape(1).elements() / Math.max(1, in.shape(1).dim(0));
    }

    private Conv conv() {
        return new Conv(window, groups, Epilogue.NONE);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.shape(0, 3);
        Quantization.checkZero(in, 0, 2, 1);
        Quantization.checkZero(in, 1, 3, 0);
        return List.of(new TensorType(DType.INT32, conv().shape(in, 0, 1, -1)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor w = IndexedCopy.required(inputs, 1);
        // Doubles hold all products and sums exactly.
        conv().compute(
                        List.of(
                                Quantization.ofZero(x.shape(), 1, IndexedCopy.optional(inputs, 2))
                                        .centred(x, DType.FLOAT64),
                                Quantization.ofZero(w.shape(), 0, IndexedCopy.optional(inputs, 3))
                                        .centred(w, DType.FLOAT64)),
                        outputs);
    }
}
