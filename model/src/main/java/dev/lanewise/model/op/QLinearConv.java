package dev.lanewise.model.op;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;

/**
 * {@link Conv} of quantised tensors, quantised again. Inputs: x, its scale and zero point; w, its
 * scale and zero point, one or one for each output channel; scale and zero point of y; optional
 * bias, INT32 in steps of both scales.
 *
 * @param window strides, pads, dilations
 * @param groups ONNX {@code group}
 */
public record QLinearConv(SpatialWindow window, int groups) implements PlainOp {

    @Override
    public String type() {
        return "QLinearConv";
    }

    @Override
    public long workPerElement(Inputs in) {
        return in.shape(3).elements() / Math.max(1, in.shape(3).dim(0));
    }

    private Conv conv() {
        return new Conv(window, groups, Epilogue.NONE);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.shape(0, 3);
        Quantization.check(in, 0, 1, 1);
        Quantization.check(in, 3, 4, 0);
        in.check(
                in.shape(1).elements() == 1 && in.shape(6).elements() == 1,
                "expected one scale of x and one of y");
        return List.of(in.type(7).withShape(conv().shape(in, 0, 3, 8)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor w = IndexedCopy.required(inputs, 3);
        Tensor scaleW = IndexedCopy.required(inputs, 4);
        Tensor bias = IndexedCopy.optional(inputs, 8);
        Tensor y = outputs.getFirst();
        Tensor sums = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, y.shape());
        conv().compute(
                        Arrays.asList(
                                Quantization.ofZero(x.shape(), 1, IndexedCopy.optional(inputs, 2))
                                        .centred(x, DType.FLOAT64),
                                Quantization.ofZero(w.shape(), 0, IndexedCopy.optional(inputs, 5))
                                        .centred(w, DType.FLOAT64),
                                bias),
                        List.of(sums));
        Quantization to =
                Quantization.of(
                        y.shape(),
                        0,
                        IndexedCopy.required(inputs, 6),
                        IndexedCopy.optional(inputs, 7));
        double scaleX = IndexedCopy.required(inputs, 1).getDouble(0);
        int channels = y.shape().dim(1);
        int plane = y.shape().product(2, y.shape().rank());
        for (int i = 0; i < y.shape().elements(); i++) {
            int channel = scaleW.shape().elements() == 1 ? 0 : i / plane % channels;
            to.quantize(sums.getDouble(i) * scaleX * scaleW.getDouble(channel), y, i);
        }
    }
}
