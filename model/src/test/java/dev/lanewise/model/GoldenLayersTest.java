package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.testvectors.GoldenFile;
import dev.lanewise.testvectors.GoldenFile.Case;
import dev.lanewise.testvectors.GoldenFile.Golden;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every layer computes what PyTorch computes in double precision. */
class GoldenLayersTest {

    /**
     * Of the sum of magnitudes that a result is made of, here the number of terms: fp32 with fused
     * additions.
     */
    private static final double EPSILON = 1.2e-7;

    static Stream<Case> cases() {
        return GoldenFile.read("layers.npz").values().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorch(Case golden) {
        List<String> parameters = parameters(golden);
        Map<String, Tensor> constants = new HashMap<>();
        parameters.forEach(name -> constants.put(name, tensor(golden.tensor(name))));
        Tensor x = tensor(golden.tensor("x"));
        List<String> inputs = Stream.concat(Stream.of("x"), parameters.stream()).toList();
        Graph graph =
                new Graph(
                        golden.name(),
                        List.of(TensorInfo.of("x", DType.FLOAT32, x.shape())),
                        List.of("y"),
                        List.of(new Node("layer", op(golden), inputs, List.of("y"))),
                        constants,
                        Map.of());
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession()) {
            session.input("x").copyFrom(x.toFloatArray());
            session.run();
            Golden y = golden.tensor("y");
            assertArrayEquals(y.shape(), session.output("y").shape().dims());
            float[] actual = session.output("y").toFloatArray();
            for (int i = 0; i < actual.length; i++) {
                assertEquals(
                        y.values()[i], actual[i], tolerance(golden, y.values()[i]), "element " + i);
            }
        }
    }

    private static double tolerance(Case golden, double expected) {
        return switch (golden.kind()) {
            case "conv2d", "linear" -> {
                int[] weight = golden.tensor("weight").shape();
                int terms = 1;
                for (int i = 1; i < weight.length; i++) {
                    terms *= weight[i];
                }
                // Winograd's transforms cost a factor of about 3 (see docs/performance.md).
                yield 3 * EPSILON * Math.max(terms, 8);
            }
            case "maxpool2d" -> 0;
            default -> 8 * EPSILON * Math.max(1, Math.abs(expected));
        };
    }

    private static List<String> parameters(Case golden) {
        return switch (golden.kind()) {
            case "conv2d", "linear" -> List.of("weight", "bias");
            case "batchnorm2d" -> List.of("weight", "bias", "mean", "var");
            default -> List.of();
        };
    }

    private static Op op(Case golden) {
        return switch (golden.kind()) {
            case "conv2d" ->
                    new Conv(
                            GoldenOps.window(golden, golden.attribute("dilation"), false),
                            golden.attribute("groups"),
                            Epilogue.NONE);
            case "maxpool2d" ->
                    new MaxPool(GoldenOps.window(golden, 1, golden.attribute("ceil") == 1), false);
            case "avgpool2d" ->
                    new AveragePool(
                            GoldenOps.window(golden, 1, golden.attribute("ceil") == 1),
                            golden.attribute("include") == 1);
            case "batchnorm2d" -> new BatchNormalization(1e-5f);
            case "linear" -> new Gemm(1, 1, false, true, Unary.IDENTITY);
            case "softmax" -> new Softmax(golden.attribute("axis"), false, false);
            case "log_softmax" -> new Softmax(golden.attribute("axis"), true, false);
            case "activation" -> new Elementwise(GoldenOps.function(golden.text("function")));
            default -> throw new IllegalArgumentException(golden.name());
        };
    }

    private static Tensor tensor(Golden golden) {
        return Tensor.of(Shape.of(golden.shape()), golden.values());
    }
}
