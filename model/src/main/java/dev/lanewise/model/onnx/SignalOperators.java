package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.DFT;
import dev.lanewise.model.op.MelWeightMatrix;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.STFT;
import dev.lanewise.model.op.WindowFunction;

/** Operators of signal processing. */
final class SignalOperators {

    private SignalOperators() {}

    static void register(Operators.Registry r) {
        r.add("HannWindow", 1, 1, node -> window(node, WindowFunction.Kind.HANN));
        r.add("HammingWindow", 1, 1, node -> window(node, WindowFunction.Kind.HAMMING));
        r.add("BlackmanWindow", 1, 1, node -> window(node, WindowFunction.Kind.BLACKMAN));
        r.add("DFT", 1, 3, SignalOperators::dft);
        r.add("STFT", 2, 4, node -> node.becomes(new STFT(node.flag("onesided", true))));
        r.add(
                "MelWeightMatrix",
                5,
                5,
                node -> node.becomes(new MelWeightMatrix(dtype(node, "output_datatype"))));
    }

    private static DType dtype(OnnxNode node, String attribute) {
        return ElementwiseOperators.type(node, node.int32(attribute, DType.FLOAT32.onnx()));
    }

    private static void window(OnnxNode node, WindowFunction.Kind kind) {
        node.becomes(
                new WindowFunction(
                        kind, dtype(node, "output_datatype"), node.flag("periodic", true)));
    }

    /** The axis was an attribute up to opset 19. */
    private static void dft(OnnxNode node) {
        Op op = new DFT(node.flag("inverse", false), node.flag("onesided", false));
        if (node.opset() >= 20) {
            node.becomes(op);
        } else {
            // As an input it is a scalar, which ONNX checks.
            Tensor axis = Tensor.ofLongs(Shape.of(new int[0]), node.int64("axis", 1));
            node.becomes(op, node.input(0), node.input(1), node.constant("axis", axis));
        }
    }
}
