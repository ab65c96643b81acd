package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.op.ConvInteger;
import dev.lanewise.model.op.DequantizeLinear;
import dev.lanewise.model.op.DynamicQuantizeLinear;
import dev.lanewise.model.op.MatMulInteger;
import dev.lanewise.model.op.QLinearConv;
import dev.lanewise.model.op.QLinearMatMul;
import dev.lanewise.model.op.QuantizeLinear;

import org.jspecify.annotations.Nullable;

/** Operators on integers that stand for numbers. */
final class QuantizedOperators {

    private QuantizedOperators() {}

    static void register(Operators.Registry r) {
        r.add("QuantizeLinear", 2, 3, QuantizedOperators::quantize);
        r.add("DequantizeLinear", 2, 3, QuantizedOperators::dequantize);
        r.add("DynamicQuantizeLinear", 1, 1, node -> node.becomes(new DynamicQuantizeLinear()));
        r.add("MatMulInteger", 2, 4, node -> node.becomes(new MatMulInteger()));
        r.add("QLinearMatMul", 8, 8, node -> node.becomes(new QLinearMatMul()));
        r.add(
                "ConvInteger",
                2,
                4,
                node ->
                        node.becomes(
                                new ConvInteger(
                                        WindowOperators.window(node), node.int32("group", 1))));
        r.add(
                "QLinearConv",
                8,
                9,
                node ->
                        node.becomes(
                                new QLinearConv(
                                        WindowOperators.window(node), node.int32("group", 1))));
    }

    private static void quantize(OnnxNode node) {
        node.ignore("precision");
        node.becomes(
                new QuantizeLinear(
                        node.int32("axis", 1),
                        node.int32("block_size", 0),
                        outputType(node),
                        node.flag("saturate", true)));
    }

    private static void dequantize(OnnxNode node) {
        node.becomes(
                new DequantizeLinear(
                        node.int32("axis", 1), node.int32("block_size", 0), outputType(node)));
    }

    private static @Nullable DType outputType(OnnxNode node) {
        int number = node.int32("output_dtype", 0);
        return number == 0 ? null : ElementwiseOperators.type(node, number);
    }
}
