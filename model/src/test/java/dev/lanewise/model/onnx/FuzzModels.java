package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sound models that have a bit of everything that the reader looks into. */
public final class FuzzModels {

    private FuzzModels() {}

    /** Writes them into a folder, with the file that holds weights of one of them. */
    public static void write(Path folder) throws IOException {
        Files.write(folder.resolve("a.onnx"), convolutional());
        Files.write(folder.resolve("b.onnx"), branching());
        Files.write(folder.resolve("c.onnx"), looping());
        Files.write(folder.resolve("weights.bin"), new byte[64]);
    }

    /** A model as exporters write it. */
    static byte[] convolutional() {
        return new OnnxFile(13)
                .input("x", DType.FLOAT32, "n", 4, 6, 6)
                .floats("w", Shape.of(2, 4, 1, 1), 1, 2, 3, 4, 5, 6, 7, 8)
                .longs("shape", 1, -1)
                .longs("shape2", 3, 4)
                .node("Conv", List.of("x", "w"), List.of("a"), "strides", new int[] {1, 1})
                .node(
                        "MaxPool",
                        List.of("a"),
                        List.of("b"),
                        "kernel_shape",
                        new int[] {2, 2},
                        "pads",
                        new int[] {1, 0, 0, 1},
                        "auto_pad",
                        "NOTSET")
                .node("LeakyRelu", List.of("b"), List.of("c"), "alpha", 0.1f)
                .node("Reshape", List.of("c", "shape"), List.of("d"))
                .node("Constant", List.of(), List.of("e"), "value_float", 2f)
                .node("Mul", List.of("d", "e"), List.of("f"))
                .node("ConstantOfShape", List.of("shape2"), List.of("g"))
                .node("Transpose", List.of("g"), List.of("h"), "perm", new int[] {1, 0})
                .node("Softmax", List.of("f"), List.of("y"), "axis", -1)
                .output("y")
                .output("h")
                .inModel(m -> m.message(14, p -> p.text(1, "key").text(2, "value")))
                .bytes();
    }

    private static byte[] branching() {
        return new OnnxFile(16)
                .input("x", DType.FLOAT32, 2, 3)
                .input("flag", DType.BOOL)
                .longs("repeats", 2, 2)
                .longs("axes", 1)
                .node(
                        "If",
                        List.of("flag"),
                        List.of("a"),
                        "then_branch",
                        new OnnxFile(16).node("Relu", List.of("x"), List.of("t")).output("t"),
                        "else_branch",
                        new OnnxFile(16).node("Neg", List.of("x"), List.of("e")).output("e"))
                .node("Tile", List.of("a", "repeats"), List.of("b"))
                .node("ReduceSum", List.of("b", "axes"), List.of("c"), "keepdims", 1)
                .node("Shape", List.of("b"), List.of("s"))
                .node("Expand", List.of("c", "s"), List.of("y"))
                .output("c")
                .bytes();
    }

    /** A function, a loop, a recurrent operator, quantisation, weights in every form. */
    private static byte[] looping() {
        return new OnnxFile(21)
                .input("x", DType.FLOAT32, 3, 1, 2)
                .longs("count", 2)
                .initializer(p ->
                        p.integer(1, 1)
                                .integer(1, 4)
                                .integer(1, 2)
                                .integer(2, 1)
                                .text(8, "w")
                                .integer(14, 1)
                                .message(13, e -> e.text(1, "location").text(2, "weights.bin"))
                                .message(13, e -> e.text(1, "offset").text(2, "16"))
                                .message(13, e -> e.text(1, "length").text(2, "32")))
                .initializer(p ->
                        p.integer(1, 1)
                                .integer(1, 4)
                                .integer(1, 1)
                                .integer(2, 1)
                                .text(8, "r")
                                .bytes(9, new byte[16]))
                .initializer(p -> p.integer(2, 10).packedIntegers(5, 0x3C00).text(8, "scale"))
                .initializer(p ->
                        p.integer(1, 3)
                                .integer(2, DType.INT4.onnx())
                                .bytes(9, new byte[] {0x21, 3})
                                .text(8, "four bits"))
                .initializer(p ->
                        p.integer(1, 2)
                                .integer(2, DType.FLOAT8E5M2.onnx())
                                .packedIntegers(5, 60, 70)
                                .text(8, "eight bits"))
                .node("Cast", List.of("four bits"), List.of("f"), "to", 1)
                .node("CastLike", List.of("eight bits", "f"), List.of("e"))
                .node(
                        "LSTM",
                        List.of("x", "w", "r"),
                        List.of("", "h"),
                        "hidden_size",
                        1,
                        "direction",
                        "forward")
                .node("own:Twice", List.of("h"), List.of("t"), "factor", 2f)
                .node(
                        "Loop",
                        List.of("count", "", "t"),
                        List.of("l", "scan"),
                        "body",
                        new OnnxFile(21)
                                .input("i", DType.INT64)
                                .input("go", DType.BOOL)
                                .input("v", DType.FLOAT32, 1, 1, 1)
                                .node("Identity", List.of("go"), List.of("again"))
                                .node("Add", List.of("v", "v"), List.of("sum"))
                                .output("again")
                                .output("sum")
                                .output("sum"))
                .node("Cast", List.of("scan"), List.of("half"), "to", 10)
                .node("QuantizeLinear", List.of("half", "scale"), List.of("q"))
                .node("DequantizeLinear", List.of("q", "scale"), List.of("y"), "block_size", 0)
                .output("y")
                .output("l")
                .output("e")
                .function(
                        "Twice",
                        21,
                        List.of("a"),
                        List.of("b"),
                        f -> f.text(6, "factor"),
                        List.of(
                                OnnxFile.nodeProto(
                                        "Constant",
                                        List.of(),
                                        List.of("c"),
                                        "value_float",
                                        new OnnxFile.Reference("factor")),
                                OnnxFile.nodeProto("Mul", List.of("a", "c"), List.of("b"))))
                .bytes();
    }
}
