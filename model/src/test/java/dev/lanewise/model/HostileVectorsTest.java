package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.testvectors.GoldenFile;
import dev.lanewise.testvectors.GoldenFile.Case;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Cancelling sums, denormals, infinities and NaN come out as from PyTorch. */
class HostileVectorsTest {

    /**
     * Of the largest pixel times the sum of absolute weights: what Winograd's errors are relative
     * to, as a tile's pixels are added before they are multiplied.
     */
    private static final double CONV = 2e-6;

    private static final double FUNCTION = 1e-6;

    static Stream<Case> cases() {
        return GoldenFile.read("hostile.npz").values().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorch(Case golden) {
        ModelOptions options = ModelOptions.defaults();
        check(golden, options);
        check(golden, options.withKernels(Kernels.reference()));
    }

    private static void check(Case golden, ModelOptions options) {
        boolean conv = golden.kind().equals("conv2d");
        Map<String, Tensor> constants = new HashMap<>();
        List<String> parameters = conv ? List.of("weight", "bias") : List.of();
        parameters.forEach(name -> constants.put(name, tensor(golden, name)));
        Graph graph =
                new Graph(
                        golden.name(),
                        List.of(TensorInfo.of("x", DType.FLOAT32, tensor(golden, "x").shape())),
                        List.of("y"),
                        List.of(
                                new Node(
                                        "layer",
                                        op(golden),
                                        Stream.concat(Stream.of("x"), parameters.stream()).toList(),
                                        List.of("y"))),
                        constants,
                        Map.of());
        try (Model model = Model.of(graph, options);
                Session session = model.newSession()) {
            session.input("x").copyFrom(golden.tensor("x").values());
            session.run();
            float[] actual = session.output("y").toFloatArray();
            float[] expected = golden.tensor("y").values();
            double[] allowed = conv ? allowed(golden) : null;
            for (int i = 0; i < expected.length; i++) {
                double tolerance =
                        allowed != null
                                ? allowed[i / (expected.length / allowed.length)]
                                : golden.kind().equals("maxpool2d")
                                        ? 0
                                        : FUNCTION * Math.max(1, Math.abs(expected[i]));
                if (Float.isNaN(expected[i]) || Float.isInfinite(expected[i])) {
                    tolerance = 0;
                }
                assertEquals(expected[i], actual[i], tolerance, "element " + i);
            }
        }
    }

    /** For each output channel. */
    private static double[] allowed(Case golden) {
        float[] x = golden.tensor("x").values();
        float[] weight = golden.tensor("weight").values();
        double[] allowed = new double[golden.attribute("out")];
        int each = weight.length / allowed.length;
        int plane = x.length / golden.attribute("in");
        for (int i = 0; i < weight.length; i++) {
            double largest = 0;
            int channel = i % each / 9;
            for (int k = channel * plane; k < (channel + 1) * plane; k++) {
                largest = Math.max(largest, Math.abs(x[k]));
            }
            allowed[i / each] += CONV * largest * Math.abs(weight[i]);
        }
        return allowed;
    }

    private static Op op(Case golden) {
        return switch (golden.kind()) {
            case "conv2d" -> new Conv(GoldenOps.window(golden, 1, false), 1, Epilogue.NONE);
            case "maxpool2d" -> new MaxPool(GoldenOps.window(golden, 1, false), false);
            case "softmax" -> new Softmax(golden.attribute("axis"), false, false);
            case "activation" -> new Elementwise(GoldenOps.function(golden.text("function")));
            default -> throw new IllegalArgumentException(golden.name());
        };
    }

    private static Tensor tensor(Case golden, String name) {
        return Tensor.of(Shape.of(golden.tensor(name).shape()), golden.tensor(name).values());
    }
}
