package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.SpatialWindow;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** A model whose image size and batch are open. */
class DynamicShapesTest {

    @Test
    void symbolsOfOneKindAreToldApart() {
        List<TensorInfo.Dim> dims =
                List.of(
                        new TensorInfo.Dim("N", -1),
                        new TensorInfo.Dim("", 3),
                        new TensorInfo.Dim("height", -1),
                        new TensorInfo.Dim("width", -1));
        Graph graph =
                Sequential.of(Conv2d.of(3, 2, 3).withPadding(1), ReLU.of())
                        .graph(new TensorInfo("x", DType.FLOAT32, dims), 1);
        try (Model model = Model.of(graph, ModelOptions.defaults())) {
            assertEquals("[N, 2, height, width]", model.outputs().getFirst().dims().toString());
        }
    }

    private static final TensorInfo INPUT =
            new TensorInfo(
                    "x",
                    DType.FLOAT32,
                    List.of(
                            new TensorInfo.Dim("n", -1),
                            new TensorInfo.Dim("", 3),
                            new TensorInfo.Dim("h", -1),
                            new TensorInfo.Dim("w", -1)));

    private static Graph graph() {
        SpatialWindow window =
                new SpatialWindow(
                        List.of(5, 5),
                        List.of(1, 1),
                        List.of(2, 2, 2, 2),
                        List.of(1, 1),
                        AutoPad.NOTSET,
                        false);
        float[] weights = new float[20 * 3 * 25];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 7 - 3;
        }
        return new Graph(
                "open",
                List.of(INPUT),
                List.of("y"),
                List.of(
                        new Node(
                                "conv",
                                new Conv(window, 1, Epilogue.NONE),
                                List.of("x", "w"),
                                List.of("c")),
                        new Node("relu", new Elementwise(Unary.RELU), List.of("c"), List.of("y"))),
                Map.of("w", Tensor.of(Shape.of(20, 3, 5, 5), weights)),
                Map.of());
    }

    private static Tensor input(Shape shape) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 11 - 5;
        }
        return Tensor.of(shape, values);
    }

    private static Session session(Model model, Shape shape) {
        return model.newSession(SessionOptions.defaults().withShape("x", shape));
    }

    /** Integers, so that sums are exact in any order. */
    private static void assertComputes(Model model, Graph graph, Shape shape) {
        try (Session session = session(model, shape)) {
            session.input("x").copyFrom(input(shape).toFloatArray());
            session.run();
            Tensor expected = Interpreter.run(graph, Map.of("x", input(shape))).getFirst();
            assertEquals(expected.shape(), session.output("y").shape());
            assertArrayEquals(expected.toFloatArray(), session.output("y").toFloatArray());
        }
    }

    @Test
    void anySizeAndBatchRunsAlsoWhenItsPlanWasDropped() {
        Graph graph = graph();
        try (Model model = Model.of(graph, ModelOptions.defaults())) {
            for (int round = 0; round < 2; round++) {
                // More than plans are kept.
                for (int i = 0; i < 12; i++) {
                    assertComputes(model, graph, Shape.of(1 + i % 3, 3, 8 + i, 20 - i));
                }
            }
        }
    }

    @Test
    void weightsArePackedOnceForAllShapes() {
        try (Model model = Model.of(graph(), ModelOptions.defaults())) {
            try (Session first = session(model, Shape.of(1, 3, 9, 9))) {
                long bytes = first.report().weightBytes();
                assertTrue(bytes > 0);
                for (int i = 0; i < 12; i++) {
                    session(model, Shape.of(2, 3, 10 + i, 16)).close();
                }
                assertEquals(bytes, first.report().weightBytes());
            }
        }
    }

    @Test
    void anOpenShapeThatIsNotGivenSaysSo() {
        try (Model model = Model.of(graph(), ModelOptions.defaults())) {
            ModelException e = assertThrows(ModelException.class, model::newSession);
            assertTrue(e.getMessage().contains("SessionOptions.withShape"), e.getMessage());
        }
    }
}
