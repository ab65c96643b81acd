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

    /** Writes them into a folder. */
    public static void write(Path folder) throws IOException {
        Files.write(folder.resolve("a.onnx"), convolutional());
        Files.write(folder.resolve("b.onnx"), branching());
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
}
