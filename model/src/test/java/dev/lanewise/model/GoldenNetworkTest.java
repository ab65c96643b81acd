package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.model.op.SpatialWindow;
import dev.lanewise.testvectors.GoldenFile;
import dev.lanewise.testvectors.GoldenFile.Case;
import dev.lanewise.testvectors.GoldenFile.Golden;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole network and each of its activations are those of PyTorch in double precision. */
class GoldenNetworkTest {

    /** Of the largest magnitude of an activation: fp32, eleven layers, sums of up to 72 terms. */
    private static final double TOLERANCE = 1e-5;

    private final Case golden = GoldenFile.read("network.npz").get("network");
    private final List<Node> nodes = new ArrayList<>();

    private void node(String name, Op op, String... inputs) {
        nodes.add(new Node(name, op, List.of(inputs), List.of(name)));
    }

    private void conv(String name, String x, SpatialWindow window, int groups) {
        Conv conv = new Conv(window, groups, Epilogue.NONE);
        node(name, conv, x, name + ".weight", name + ".bias");
    }

    private Graph graph(List<String> outputs) {
        Map<String, Tensor> constants = new HashMap<>();
        golden.tensors()
                .forEach((name, values) -> {
                    if (name.contains(".")) {
                        constants.put(name, tensor(values));
                    }
                });
        return new Graph(
                "network",
                List.of(TensorInfo.of("x", DType.FLOAT32, tensor(golden.tensor("x")).shape())),
                outputs,
                nodes,
                constants,
                Map.of());
    }

    private static Tensor tensor(Golden values) {
        return Tensor.of(Shape.of(values.shape()), values.values());
    }

    private void addNodes() {
        conv("conv1", "x", SquareWindow.of(3, 1, 1), 1);
        BatchNormalization norm = new BatchNormalization(1e-5f);
        node("norm", norm, "conv1", "norm.weight", "norm.bias", "norm.mean", "norm.var");
        node("relu1", new Elementwise(Unary.RELU), "norm");
        node("pool", new MaxPool(SquareWindow.of(3, 2, 1), false), "relu1");
        conv("conv2", "pool", SquareWindow.of(3, 1, 1), 1);
        node("sum", new Arithmetic(Binary.ADD), "conv2", "pool");
        node("relu2", new Elementwise(Unary.RELU), "sum");
        conv("depthwise", "relu2", SquareWindow.of(3, 2, 1), 8);
        conv("pointwise", "depthwise", SquareWindow.of(1, 1, 0), 1);
        node("hardswish", new Elementwise(Unary.of(Unary.Function.HARD_SWISH)), "pointwise");
        node("mean", new GlobalPool(PoolSpec.Kind.AVERAGE), "hardswish");
        node("flat", new Flatten(1), "mean");
        Gemm linear = new Gemm(1, 1, false, true, Unary.IDENTITY);
        node("linear", linear, "flat", "linear.weight", "linear.bias");
        node("softmax", new Softmax(1, false, false), "linear");
    }

    @Test
    void everyActivationEqualsPyTorchs() {
        addNodes();
        List<String> all = nodes.stream().map(Node::name).toList();
        ModelOptions options = ModelOptions.defaults();
        for (List<String> outputs : List.of(all, List.of("softmax"))) {
            check(outputs, options);
            check(outputs, options.withOptimize(false));
            check(outputs, options.withKernels(Kernels.reference()));
        }
    }

    private void check(List<String> outputs, ModelOptions options) {
        try (Model model = Model.of(graph(outputs), options);
                Session session = model.newSession()) {
            session.input("x").copyFrom(golden.tensor("x").values());
            session.run();
            for (String name : outputs) {
                Golden expected = golden.tensor(name);
                assertArrayEquals(expected.shape(), session.output(name).shape().dims(), name);
                double largest = 0;
                for (float value : expected.values()) {
                    largest = Math.max(largest, Math.abs(value));
                }
                float[] actual = session.output(name).toFloatArray();
                for (int i = 0; i < actual.length; i++) {
                    assertEquals(
                            expected.values()[i],
                            actual[i],
                            TOLERANCE * largest,
                            name + " at " + i + ", " + options);
                }
            }
        }
    }
}
