package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.SpatialWindow;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Nodes that share a weight share its packed form only where they read it in the same way. */
class SharedWeightsTest {

    private static Tensor integers(Shape shape) {
        Random random = new Random(shape.hashCode());
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-3, 4);
        }
        return Tensor.of(shape, values);
    }

    private static void assertComputes(Graph graph, Map<String, Tensor> inputs) {
        List<Tensor> expected = Interpreter.run(graph, inputs);
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession()) {
            inputs.forEach((name, tensor) -> session.input(name).copyFrom(tensor.toFloatArray()));
            session.run();
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(
                        expected.get(i).toFloatArray(),
                        session.output(i).toFloatArray(),
                        graph.outputs().get(i));
            }
        }
    }

    private static Node gemm(String output, float alpha, boolean transB) {
        return new Node(
                output,
                new Gemm(alpha, 1, false, transB, Unary.IDENTITY),
                List.of("x", "w"),
                List.of(output));
    }

    @Test
    void productsThatDifferInTransBOrAlphaPackTheirOwn() {
        Shape square = Shape.of(40, 40);
        assertComputes(
                new Graph(
                        "gemms",
                        List.of(TensorInfo.of("x", DType.FLOAT32, square)),
                        List.of("plain", "transposed", "doubled"),
                        List.of(
                                gemm("plain", 1, false),
                                gemm("transposed", 1, true),
                                gemm("doubled", 2, false)),
                        Map.of("w", integers(square)),
                        Map.of()),
                Map.of("x", integers(square)));
    }

    private static Node conv(String input, String output, int groups) {
        SpatialWindow window =
                new SpatialWindow(
                        List.of(5, 5),
                        List.of(1, 1),
                        List.of(2, 2, 2, 2),
                        List.of(1, 1),
                        AutoPad.NOTSET,
                        false);
        return new Node(
                output,
                new Conv(window, groups, Epilogue.NONE),
                List.of(input, "w"),
                List.of(output));
    }

    @Test
    void convolutionsThatDifferInGroupsPackTheirOwn() {
        Shape one = Shape.of(1, 16, 9, 9);
        Shape two = Shape.of(1, 32, 9, 9);
        assertComputes(
                new Graph(
                        "convs",
                        List.of(
                                TensorInfo.of("a", DType.FLOAT32, one),
                                TensorInfo.of("b", DType.FLOAT32, two)),
                        List.of("whole", "grouped"),
                        List.of(conv("a", "whole", 1), conv("b", "grouped", 2)),
                        Map.of("w", integers(Shape.of(32, 16, 5, 5))),
                        Map.of()),
                Map.of("a", integers(one), "b", integers(two)));
    }

    @Test
    void weightsEnoughForSeveralThreadsAreAllPacked() {
        int layers = 12;
        Shape square = Shape.of(300, 300);
        List<Node> nodes = new ArrayList<>();
        Map<String, Tensor> weights = new HashMap<>();
        for (int i = 0; i < layers; i++) {
            // Of each size another number of columns, so that no two weights are alike.
            weights.put("w" + i, integers(Shape.of(300, 290 + i)));
            nodes.add(
                    new Node(
                            "y" + i,
                            new Gemm(1, 1, false, false, Unary.IDENTITY),
                            List.of("x", "w" + i),
                            List.of("y" + i)));
        }
        assertComputes(
                new Graph(
                        "layers",
                        List.of(TensorInfo.of("x", DType.FLOAT32, square)),
                        nodes.stream().map(Node::name).toList(),
                        nodes,
                        weights,
                        Map.of()),
                Map.of("x", integers(square)));
    }
}
