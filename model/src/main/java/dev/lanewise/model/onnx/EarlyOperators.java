package dev.lanewise.model.onnx;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.Unary.Function;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Slice;

import java.util.List;

/** Experimental operators of the first opsets, long withdrawn, which old converters still wrote. */
final class EarlyOperators {

    private EarlyOperators() {}

    static void register(Operators.Registry r) {
        r.add(
                "Affine",
                1,
                1,
                node -> node.becomes(affine(node.real("alpha", 1), node.real("beta", 0))));
        r.add("Scale", 1, 1, node -> node.becomes(affine(node.real("scale", 1), 0)));
        r.add("ParametricSoftplus", 1, 1, node -> scaled(node, Function.SOFTPLUS));
        r.add("ScaledTanh", 1, 1, node -> scaled(node, Function.TANH));
        r.add("ImageScaler", 1, 1, EarlyOperators::imageScaler);
        r.add("Crop", 1, 1, EarlyOperators::crop);
    }

    private static Elementwise affine(float alpha, float beta) {
        return new Elementwise(new Unary(Function.AFFINE, alpha, beta));
    }

    /** alpha f(beta x). */
    private static void scaled(OnnxNode node, Function function) {
        String inner = node.value(affine(node.real("beta", 1), 0), node.input(0));
        String value = node.value(new Elementwise(Unary.of(function)), inner);
        node.becomes(affine(node.real("alpha", 1), 0), value);
    }

    /** x scale + bias, one for each channel. */
    private static void imageScaler(OnnxNode node) {
        List<Float> bias = node.reals("bias");
        float[] values = new float[bias.size()];
        for (int c = 0; c < values.length; c++) {
            values[c] = bias.get(c);
        }
        String scaled = node.value(affine(node.real("scale", 1), 0), node.input(0));
        Tensor shift = Tensor.of(Shape.of(values.length, 1, 1), values);
        node.becomes(new Arithmetic(Binary.ADD), scaled, node.constant("bias", shift));
    }

    /** Cuts off the border: left, top, right, bottom; or keeps an extent from left and top on. */
    private static void crop(OnnxNode node) {
        long[] border = node.int64s("border");
        long[] scale = node.int64s("scale");
        if (border.length != 4 || scale.length != 0 && scale.length != 2) {
            throw node.wrong(
                    "expected attributes border of 4 and scale of 2 integers, actual "
                            + border.length
                            + " and "
                            + scale.length);
        }
        long bottom = border[3] == 0 ? Long.MAX_VALUE : -border[3];
        long right = border[2] == 0 ? Long.MAX_VALUE : -border[2];
        node.becomes(
                new Slice(),
                node.input(0),
                node.constant("starts", border[1], border[0]),
                scale.length == 0
                        ? node.constant("ends", bottom, right)
                        : node.constant("ends", border[1] + scale[0], border[0] + scale[1]),
                node.constant("axes", 2, 3));
    }
}
