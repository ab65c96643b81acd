package dev.lanewise.model.explain;

import dev.lanewise.kernels.Binary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.op.Arithmetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network of Captum's published test cases: one 3x3 convolution of two channels, all weights 1,
 * biases -50 and -75; ReLU; a linear layer of four outputs with weights 1 for the first five values
 * and -1 for the rest; ReLU. Its picture is 0 to 15, 4x4.
 */
final class OneConvNet {

    /** The convolution's output. */
    static final String CONV = "0/Conv";

    private OneConvNet() {}

    static Graph graph(boolean symbolicBatch) {
        TensorInfo.Dim batch =
                symbolicBatch ? new TensorInfo.Dim("N", -1) : new TensorInfo.Dim("", 1);
        TensorInfo.Dim one = new TensorInfo.Dim("", 1);
        TensorInfo.Dim four = new TensorInfo.Dim("", 4);
        float[] linear = new float[32];
        for (int i = 0; i < linear.length; i++) {
            linear[i] = i % 8 < 5 ? 1 : -1;
        }
        float[] ones = new float[18];
        java.util.Arrays.fill(ones, 1);
        return Sequential.of(
                        Conv2d.of(1, 2, 3), ReLU.of(), Flatten.of(), Linear.of(8, 4), ReLU.of())
                .graph(
                        new TensorInfo("input", DType.FLOAT32, List.of(batch, one, four, four)),
                        Map.of(
                                "0.weight",
                                Tensor.of(Shape.of(2, 1, 3, 3), ones),
                                "0.bias",
                                Tensor.of(Shape.of(2), -50, -75),
                                "3.weight",
                                Tensor.of(Shape.of(4, 8), linear),
                                "3.bias",
                                Tensor.of(Shape.of(4), 0, 0, 0, 0)));
    }

    /** The same with a second input, which is added to the first. */
    static Graph twoInputs() {
        Graph graph = graph(false);
        List<Node> nodes = new ArrayList<>();
        nodes.add(
                new Node(
                        "add",
                        new Arithmetic(Binary.ADD),
                        List.of("input", "second"),
                        List.of("added")));
        for (Node node : graph.nodes()) {
            nodes.add(
                    node.withInputs(
                            node.inputs().stream()
                                    .map(v -> v.equals("input") ? "added" : v)
                                    .toList()));
        }
        return new Graph(
                "two inputs",
                List.of(
                        graph.inputs().getFirst(),
                        TensorInfo.of("second", DType.FLOAT32, Shape.of(1, 1, 4, 4))),
                graph.outputs(),
                nodes,
                graph.constants(),
                Map.of());
    }

    static float[] picture() {
        float[] picture = new float[16];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = i;
        }
        return picture;
    }
}
