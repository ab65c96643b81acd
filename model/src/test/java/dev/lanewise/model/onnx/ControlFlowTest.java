package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.UnknownValueException;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.util.List;

class ControlFlowTest {

    private static final Shape SCALAR = Shape.of(new int[0]);

    private static Tensor bool(boolean value) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), DType.BOOL, SCALAR);
        tensor.setLong(0, value ? 1 : 0);
        return tensor;
    }

    private static Tensor x() {
        return Tensor.of(Shape.of(2), 1, 2);
    }

    private static OnnxFile body() {
        return new OnnxFile(13);
    }

    private static OnnxFile branches(OnnxFile then, OnnxFile otherwise) {
        return new OnnxFile(13)
                .input("condition", DType.BOOL)
                .input("x", DType.FLOAT32, 2)
                .floats("w", Shape.of(1), 10)
                .node(
                        "If",
                        List.of("condition"),
                        List.of("y"),
                        "then_branch",
                        then,
                        "else_branch",
                        otherwise)
                .output("y");
    }

    @Test
    void aBranchReadsValuesOfTheGraphAround() {
        OnnxFile file =
                branches(
                        body().node("Mul", List.of("x", "w"), List.of("a")).output("a"),
                        body().node("Neg", List.of("x"), List.of("a")).output("a"));
        assertArrayEquals(
                new float[] {10, 20}, file.run(bool(true), x()).getFirst().toFloatArray());
        assertArrayEquals(
                new float[] {-1, -2}, file.run(bool(false), x()).getFirst().toFloatArray());
    }

    @Test
    void aConditionThatDecidesOnTheShapeMustBeKnown() {
        OnnxFile file =
                branches(
                        body().node("Identity", List.of("x"), List.of("a")).output("a"),
                        body().node("Concat", List.of("x", "x"), List.of("a"), "axis", 0)
                                .output("a"));
        UnknownValueException e =
                assertThrows(UnknownValueException.class, () -> file.run(bool(true), x()));
        assertEquals("condition", e.value());
    }

    @Test
    void unsupportedNodesOfABranchAreListedToo() {
        OnnxFile file =
                branches(
                        body().node("Frobnicate", List.of("x"), List.of("a")).output("a"),
                        body().node("Identity", List.of("x"), List.of("a")).output("a"));
        UnsupportedModelException e = assertThrows(UnsupportedModelException.class, file::read);
        assertEquals("Frobnicate", e.unsupported().getFirst().operator());
    }

    private static OnnxFile loop(OnnxFile body) {
        return new OnnxFile(13)
                .input("x", DType.FLOAT32, 2)
                .longs("turns", 3)
                .node("Loop", List.of("turns", "", "x"), List.of("last", "all"), "body", body)
                .output("last")
                .output("all");
    }

    private static OnnxFile turn() {
        return body().input("i", DType.INT64)
                .input("goes", DType.BOOL)
                .input("state", DType.FLOAT32, 2)
                .node("Identity", List.of("goes"), List.of("goesOn"))
                .output("goesOn");
    }

    @Test
    void aLoopCarriesItsStateAndStacksTheRest() {
        List<Tensor> results =
                loop(turn().node("Add", List.of("state", "state"), List.of("next"))
                                .node("Identity", List.of("next"), List.of("each"))
                                .output("next")
                                .output("each"))
                        .run(x());
        assertArrayEquals(new float[] {8, 16}, results.get(0).toFloatArray());
        assertEquals(Shape.of(3, 2), results.get(1).shape());
        assertArrayEquals(new float[] {2, 4, 4, 8, 8, 16}, results.get(1).toFloatArray());
    }

    @Test
    void aLoopWhoseStateGrowsIsRefused() {
        ModelException e =
                assertThrows(
                        ModelException.class,
                        () ->
                                loop(turn().node(
                                                        "Concat",
                                                        List.of("state", "state"),
                                                        List.of("next"),
                                                        "axis",
                                                        0)
                                                .node("Identity", List.of("next"), List.of("each"))
                                                .output("next")
                                                .output("each"))
                                        .run(x()));
        assertEquals(
                "Loop 'the Loop': expected the state to stay FLOAT32[2], actual FLOAT32[4]",
                e.getMessage());
    }

    @Test
    void aScanRunsOverAnAxisFromEitherEnd() {
        OnnxFile body =
                body().input("state", DType.FLOAT32)
                        .input("slice", DType.FLOAT32)
                        .node("Add", List.of("state", "slice"), List.of("next"))
                        .node("Identity", List.of("next"), List.of("each"))
                        .output("next")
                        .output("each");
        List<Tensor> results =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, 2)
                        .floats("zero", SCALAR, 0)
                        .node(
                                "Scan",
                                List.of("zero", "x"),
                                List.of("last", "all"),
                                "body",
                                body,
                                "num_scan_inputs",
                                1,
                                "scan_input_directions",
                                new int[] {1})
                        .output("last")
                        .output("all")
                        .run(x());
        assertArrayEquals(new float[] {3}, results.get(0).toFloatArray());
        assertArrayEquals(new float[] {2, 3}, results.get(1).toFloatArray());
    }

    @Test
    void manyBodiesShareOneBudget() {
        OnnxFile file = new OnnxFile(13).input("x", DType.FLOAT32, 2).longs("shape", 1 << 22);
        String last = "x";
        for (int i = 0; i < 300; i++) {
            OnnxFile body =
                    body().node("ConstantOfShape", List.of("shape"), List.of("big"))
                            .node("ReduceSum", List.of("big"), List.of("sum"))
                            .node("Add", List.of(last, "sum"), List.of("a"))
                            .output("a");
            file.input("c" + i, DType.BOOL)
                    .node(
                            "If",
                            List.of("c" + i),
                            List.of("y" + i),
                            "then_branch",
                            body,
                            "else_branch",
                            body);
            last = "y" + i;
        }
        OnnxFile finished = file.output(last);
        java.util.Map<String, Shape> shapes = new java.util.HashMap<>();
        finished.read().inputs().forEach(i -> shapes.put(i.name(), i.shape(1)));
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                java.time.Duration.ofSeconds(5),
                () -> dev.lanewise.model.graph.Types.infer(finished.read(), shapes));
        assertTrue(shapes.size() > 300);
    }
}
