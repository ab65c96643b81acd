package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class OnnxReaderTest {

    private static final Shape TWO = Shape.of(2);

    private static void assertFloats(Tensor actual, Shape shape, float... expected) {
        assertEquals(shape, actual.shape());
        assertArrayEquals(expected, actual.toFloatArray());
    }

    private static OnnxFile oneNode(
            long opset, String type, List<String> inputs, Object... attributes) {
        return new OnnxFile(opset)
                .input("x", DType.FLOAT32, 2)
                .node(type, inputs, List.of("y"), attributes)
                .output("y");
    }

    @Test
    void aWeightAmongTheInputsIsNoInput() {
        Graph graph =
                new OnnxFile(7)
                        .input("x", DType.FLOAT32, 2)
                        .input("w", DType.FLOAT32, 2)
                        .floats("w", TWO, 3, 4)
                        .node("Add", List.of("x", "w"), List.of("y"))
                        .output("y")
                        .read();
        assertEquals(List.of("x"), graph.inputs().stream().map(TensorInfo::name).toList());
    }

    @Test
    void namedExtentsAreSymbols() {
        Graph graph =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, "batch", 3, -1)
                        .node("Relu", List.of("x"), List.of("y"))
                        .output("y")
                        .read();
        assertEquals("x FLOAT32[batch,3,?]", graph.inputs().getFirst().toString());
    }

    @Test
    void metadataIsKeptWithItsLineBreaks() {
        Graph graph =
                oneNode(13, "Relu", List.of("x"))
                        .inModel(p -> p.message(14, m -> m.text(1, "labels").text(2, "cat\ndog")))
                        .read();
        assertEquals(Map.of("labels", "cat\ndog"), graph.metadata());
    }

    @Test
    void weightsMayLieInConstantNodesBehindTheirReaders() {
        Tensor y =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, 2)
                        .node("Mul", List.of("x", "w"), List.of("y"))
                        .node(
                                "Constant",
                                List.of(),
                                List.of("w"),
                                "value_floats",
                                new float[] {3, 4})
                        .output("y")
                        .run(Tensor.of(TWO, 1, 2))
                        .getFirst();
        assertFloats(y, TWO, 3, 8);
    }

    @Test
    void everythingUnsupportedIsListedAtOnce() {
        OnnxFile file =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, 2)
                        .node("Frobnicate", List.of("x"), List.of("a"))
                        .node("Relu", List.of("a"), List.of("b"))
                        .node("Dropout", List.of("b", "", "x"), List.of("y"))
                        .inGraph(g ->
                                g.message(
                                        1,
                                        n ->
                                                n.text(1, "b")
                                                        .text(2, "c")
                                                        .text(4, "Relu")
                                                        .text(7, "com.example")))
                        .output("y");
        UnsupportedModelException e = assertThrows(UnsupportedModelException.class, file::read);
        assertEquals(
                """
                test.onnx: not supported, 3 in all:
                  Frobnicate 'the Frobnicate' (ai.onnx opset 13): no such operator; expected one that docs/operators.md lists
                  Dropout 'the Dropout' (ai.onnx opset 13): training mode, which draws random numbers
                  Relu 'c' (com.example opset 0): no such operator; expected one of domain ai.onnx or a function of the file\
                """,
                e.getMessage());
        assertEquals(3, e.unsupported().size());
    }

    @Test
    void aMistakenAttributeIsNamedWithNodeAndOperator() {
        assertMessage(
                oneNode(13, "Relu", List.of("x"), "alpha", 1f),
                "test.onnx: Relu 'the Relu': attribute alpha expected none of this name at opset"
                        + " 13");
        assertMessage(
                oneNode(13, "LeakyRelu", List.of("x"), "alpha", 1),
                "test.onnx: LeakyRelu 'the LeakyRelu': attribute alpha expected of type FLOAT,"
                        + " actual INT");
        assertMessage(
                oneNode(13, "Gemm", List.of("x", "x"), "transA", 2),
                "test.onnx: Gemm 'the Gemm': attribute transA expected 0 or 1, actual 2");
        assertMessage(
                oneNode(13, "Conv", List.of("x", "x"), "group", 0),
                "test.onnx: Conv 'the Conv': expected group of at least 1, actual 0");
        assertMessage(
                oneNode(13, "MaxPool", List.of("x"), "auto_pad", "SIDEWAYS"),
                "test.onnx: MaxPool 'the MaxPool': attribute kernel_shape expected, actual none");
        assertMessage(
                oneNode(13, "Concat", List.of("x")),
                "test.onnx: Concat 'the Concat': attribute axis expected, actual none");
    }

    @Test
    void tooFewAndTooManyInputsAreCounted() {
        assertMessage(
                oneNode(13, "Add", List.of("x")),
                "test.onnx: Add 'the Add': expected 2 inputs, actual 1");
        assertMessage(
                oneNode(13, "Conv", List.of("x", "x", "x", "x")),
                "test.onnx: Conv 'the Conv': expected from 2 to 3 inputs, actual 4");
        assertMessage(
                oneNode(13, "Add", List.of("x", "")),
                "test.onnx: Add 'the Add': expected 2 inputs, actual one of the first 2 absent");
    }

    private static void assertMessage(OnnxFile file, String expected) {
        ModelException e = assertThrows(ModelException.class, file::read);
        assertEquals(expected, e.getMessage());
    }

    @Test
    void anOpsetFromTheFutureIsRefused() {
        UnsupportedModelException e =
                assertThrows(
                        UnsupportedModelException.class,
                        () -> oneNode(1000, "Relu", List.of("x")).read());
        assertTrue(
                e.getMessage().contains("expected an opset of at most " + Operators.NEWEST_OPSET),
                e.getMessage());
    }

    @Test
    void boundsOfClipWereAttributesBeforeOpset11() {
        Tensor x = Tensor.of(TWO, -9, 9);
        Tensor old = oneNode(6, "Clip", List.of("x"), "min", -1f, "max", 6f).run(x).getFirst();
        assertFloats(old, TWO, -1, 6);
        Tensor now =
                oneNode(13, "Clip", List.of("x", "", "high"))
                        .floats("high", Shape.of(new int[0]), 6)
                        .run(x)
                        .getFirst();
        assertFloats(now, TWO, -9, 6);
    }

    @Test
    void axesOfUnsqueezeWereAnAttributeBeforeOpset13() {
        Tensor x = Tensor.of(TWO, 1, 2);
        Shape expected = Shape.of(1, 2, 1);
        assertEquals(
                expected,
                oneNode(11, "Unsqueeze", List.of("x"), "axes", new int[] {0, 2})
                        .run(x)
                        .getFirst()
                        .shape());
        assertEquals(
                expected,
                oneNode(13, "Unsqueeze", List.of("x", "axes"))
                        .longs("axes", 0, -1)
                        .run(x)
                        .getFirst()
                        .shape());
    }

    @Test
    void softmaxSpansAllFurtherAxesBeforeOpset13() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2), 0, 0, 0, 0);
        for (int opset : new int[] {11, 13}) {
            Tensor y =
                    new OnnxFile(opset)
                            .input("x", DType.FLOAT32, 1, 2, 2)
                            .node("Softmax", List.of("x"), List.of("y"))
                            .output("y")
                            .run(x)
                            .getFirst();
            float each = opset == 11 ? 0.25f : 0.5f;
            assertFloats(y, x.shape(), each, each, each, each);
        }
    }

    @Test
    void broadcastingFromAnAxisOnIsReadBeforeOpset7() {
        Tensor y =
                new OnnxFile(6)
                        .input("x", DType.FLOAT32, 1, 2, 2)
                        .floats("b", TWO, 10, 20)
                        .node("Add", List.of("x", "b"), List.of("y"), "broadcast", 1, "axis", 1)
                        .output("y")
                        .run(Tensor.of(Shape.of(1, 2, 2), 1, 2, 3, 4))
                        .getFirst();
        assertFloats(y, Shape.of(1, 2, 2), 11, 12, 23, 24);
    }

    @Test
    void sumTakesAnyNumberOfInputs() {
        Tensor x = Tensor.of(TWO, 1, 2);
        assertFloats(oneNode(13, "Sum", List.of("x")).run(x).getFirst(), TWO, 1, 2);
        assertFloats(oneNode(13, "Sum", List.of("x", "x", "x")).run(x).getFirst(), TWO, 3, 6);
    }

    @Test
    void aDropoutMaskThatNobodyReadsIsDropped() {
        Tensor y =
                new OnnxFile(7)
                        .input("x", DType.FLOAT32, 2)
                        .node("Dropout", List.of("x"), List.of("y", "mask"), "ratio", 0.5f)
                        .output("y")
                        .run(Tensor.of(TWO, 1, 2))
                        .getFirst();
        assertFloats(y, TWO, 1, 2);
    }

    @Test
    void padsAreIgnoredWhereARuleFindsThem() {
        Tensor y =
                new OnnxFile(11)
                        .input("x", DType.FLOAT32, 1, 1, 3)
                        .node(
                                "MaxPool",
                                List.of("x"),
                                List.of("y"),
                                "kernel_shape",
                                new int[] {2},
                                "auto_pad",
                                "SAME_UPPER",
                                "pads",
                                new int[] {0, 0})
                        .output("y")
                        .run(Tensor.of(Shape.of(1, 1, 3), 1, 3, 2))
                        .getFirst();
        assertFloats(y, Shape.of(1, 1, 3), 3, 3, 2);
    }
}
