package dev.lanewise.model.onnx;

import static dev.lanewise.model.onnx.OnnxFile.attribute;
import static dev.lanewise.model.onnx.OnnxFile.nodeProto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Consumer;

class FunctionInliningTest {

    private static final Tensor X = Tensor.of(Shape.of(2), -1, 2);

    private static void assertValues(OnnxFile file, float... expected) {
        assertArrayEquals(expected, file.run(X).getFirst().toFloatArray(), 1e-6f);
    }

    private static void assertRefused(String message, OnnxFile file) {
        assertEquals(
                message,
                assertTimeoutPreemptively(
                        HostileFileTest.SOON,
                        () -> assertThrows(ModelException.class, file::read).getMessage()));
    }

    private static Consumer<Proto> nothing() {
        return f -> {};
    }

    private static OnnxFile calling(String function, List<String> inputs, Object... attributes) {
        return new OnnxFile(16)
                .input("x", DType.FLOAT32, 2)
                .node("own:" + function, inputs, List.of("y"), attributes)
                .output("y");
    }

    @Test
    void aCallIsReplacedByTheNodesOfTheFunction() {
        assertValues(
                calling("SquarePlus", List.of("x"))
                        .function(
                                "SquarePlus",
                                16,
                                List.of("a"),
                                List.of("b"),
                                nothing(),
                                List.of(
                                        nodeProto("Add", List.of("y", "a"), List.of("b")),
                                        nodeProto("Mul", List.of("a", "a"), List.of("y")))),
                0,
                6);
    }

    @Test
    void aFunctionMayCallAnotherTwice() {
        OnnxFile file =
                calling("Four", List.of("x"))
                        .function(
                                "Four",
                                16,
                                List.of("a"),
                                List.of("b"),
                                nothing(),
                                List.of(
                                        nodeProto("own:Two", List.of("a"), List.of("t")),
                                        nodeProto("own:Two", List.of("t"), List.of("b"))))
                        .function(
                                "Two",
                                16,
                                List.of("a"),
                                List.of("b"),
                                nothing(),
                                List.of(
                                        nodeProto("Identity", List.of("a"), List.of("t")),
                                        nodeProto("Add", List.of("a", "t"), List.of("b"))));
        assertValues(file, -4, 8);
    }

    @Test
    void theFunctionsOwnOperatorSetCounts() {
        // Up to opset 12 Softmax joins all axes from one on, and Unsqueeze has an attribute.
        OnnxFile file =
                calling("Old", List.of("x"))
                        .function(
                                "Old",
                                12,
                                List.of("a"),
                                List.of("b"),
                                nothing(),
                                List.of(
                                        nodeProto(
                                                "Unsqueeze",
                                                List.of("a"),
                                                List.of("b"),
                                                "axes",
                                                new int[] {0})));
        assertEquals(Shape.of(1, 2), file.run(X).getFirst().shape());
    }

    @Test
    void attributesComeFromTheCallThenFromTheDefaultThenFromTheOperator() {
        Consumer<Proto> attributes = f -> f.text(6, "slope").message(11, attribute("other", 0.25f));
        List<Consumer<Proto>> nodes =
                List.of(
                        nodeProto(
                                "LeakyRelu",
                                List.of("a"),
                                List.of("t"),
                                "alpha",
                                new OnnxFile.Reference("slope")),
                        nodeProto(
                                "LeakyRelu",
                                List.of("t"),
                                List.of("b"),
                                "alpha",
                                new OnnxFile.Reference("other")));
        assertValues(
                calling("F", List.of("x"), "slope", 0.5f)
                        .function("F", 16, List.of("a"), List.of("b"), attributes, nodes),
                -0.125f,
                2);
        assertValues(
                calling("F", List.of("x"), "slope", 0.5f, "other", 2f)
                        .function("F", 16, List.of("a"), List.of("b"), attributes, nodes),
                -1,
                2);
        assertValues(
                calling("F", List.of("x"))
                        .function("F", 16, List.of("a"), List.of("b"), attributes, nodes),
                -0.0025f,
                2);
    }

    @Test
    void anInputThatTheCallLeavesOutIsAbsentWithin() {
        List<Consumer<Proto>> clip =
                List.of(nodeProto("Clip", List.of("a", "low", "high"), List.of("b")));
        OnnxFile file =
                calling("F", List.of("x", "", "one"))
                        .floats("one", Shape.of(new int[0]), 1)
                        .function(
                                "F",
                                16,
                                List.of("a", "low", "high"),
                                List.of("b"),
                                nothing(),
                                clip);
        assertValues(file, -1, 1);
    }

    @Test
    void aBodysOwnNamesDontHideTheCallersValues() {
        // Within the branch "x" is another value; the function's input "a" is the caller's "x".
        OnnxFile branch =
                new OnnxFile(16)
                        .node("Neg", List.of("a"), List.of("x"))
                        .node("Add", List.of("x", "x"), List.of("s"))
                        .node("Add", List.of("s", "a"), List.of("r"))
                        .output("r");
        OnnxFile other = new OnnxFile(16).node("Identity", List.of("a"), List.of("r")).output("r");
        Tensor yes = Tensor.allocate(Arena.ofAuto(), DType.BOOL, Shape.of(new int[0]));
        yes.setLong(0, 1);
        OnnxFile file =
                new OnnxFile(16)
                        .input("condition", DType.BOOL)
                        .input("x", DType.FLOAT32, 2)
                        .node("own:F", List.of("condition", "x"), List.of("y"))
                        .output("y")
                        .function(
                                "F",
                                16,
                                List.of("c", "a"),
                                List.of("b"),
                                nothing(),
                                List.of(
                                        nodeProto(
                                                "If",
                                                List.of("c"),
                                                List.of("b"),
                                                "then_branch",
                                                branch,
                                                "else_branch",
                                                other)));
        assertArrayEquals(new float[] {1, -2}, file.run(yes, X).getFirst().toFloatArray());
    }

    @Test
    void aFunctionThatCallsItselfIsRefused() {
        assertRefused(
                "test.onnx: function F (own): expected not to call itself, actual does so",
                calling("F", List.of("x"))
                        .function(
                                "F",
                                16,
                                List.of("a"),
                                List.of("b"),
                                nothing(),
                                List.of(nodeProto("own:G", List.of("a"), List.of("b"))))
                        .function(
                                "G",
                                16,
                                List.of("a"),
                                List.of("b"),
                                nothing(),
                                List.of(nodeProto("own:F", List.of("a"), List.of("b")))));
    }

    @Test
    void functionsThatDoubleThemselvesAreRefusedSoon() {
        OnnxFile file = calling("F0", List.of("x"));
        for (int i = 0; i < 40; i++) {
            file.function(
                    "F" + i,
                    16,
                    List.of("a"),
                    List.of("b"),
                    nothing(),
                    List.of(
                            nodeProto("own:F" + (i + 1), List.of("a"), List.of("t")),
                            nodeProto("own:F" + (i + 1), List.of("t"), List.of("b"))));
        }
        assertRefused(
                "test.onnx: expected functions that, put in place of their calls, take at most"
                        + " 67108864 bytes, actual more",
                file);
    }

    @Test
    void aCallMustFitTheFunction() {
        OnnxFile file =
                calling("F", List.of("x", "x"))
                        .function(
                                "F",
                                16,
                                List.of("a"),
                                List.of("b"),
                                nothing(),
                                List.of(nodeProto("Neg", List.of("a"), List.of("b"))));
        assertRefused(
                "test.onnx: F 'the F': expected at most 1 inputs and 1 outputs, which the function"
                        + " has, actual 2 and 1",
                file);
        assertRefused(
                "test.onnx: F 'the F': attribute alpha expected none of this name, which the"
                        + " function hasn't",
                calling("F", List.of("x"), "alpha", 1f)
                        .function(
                                "F",
                                16,
                                List.of("a"),
                                List.of("b"),
                                nothing(),
                                List.of(nodeProto("Neg", List.of("a"), List.of("b")))));
    }
}
