package dev.lanewise.model.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.GoldenOps;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.BatchNormalizationTraining;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.LRN;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.testvectors.GoldenFile;
import dev.lanewise.testvectors.GoldenFile.Case;
import dev.lanewise.testvectors.GoldenFile.Golden;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Gradients of layers, compiled, are those that PyTorch computes in double precision. */
class GoldenGradientsTest {

    static Stream<Case> cases() {
        return GoldenFile.read("gradients.npz").values().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorch(Case golden) {
        Map<String, Tensor> inputs = new HashMap<>();
        List<TensorInfo> infos = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Map<String, Tensor> constants = new HashMap<>();
        for (int i = 0; golden.tensors().containsKey("in" + i); i++) {
            Tensor tensor = tensor(golden, golden.tensor("in" + i), i);
            String name = "in" + i;
            names.add(name);
            inputs.put(name, tensor);
            infos.add(TensorInfo.of(name, DType.FLOAT32, tensor.shape()));
        }
        List<String> differentiated =
                names.stream()
                        .filter(name -> golden.tensors().containsKey(name.replace("in", "d")))
                        .toList();
        List<String> arguments = new ArrayList<>(names);
        int[] y = golden.tensor("dy").shape();
        if (golden.kind().equals("bilinear") || golden.kind().equals("nearest")) {
            arguments.addAll(List.of("", "", "sizes"));
            constants.put("sizes", Tensor.ofLongs(Shape.of(4), y[0], y[1], y[2], y[3]));
        }
        int outputs = golden.kind().equals("batchnorm_training") ? 5 : 1;
        List<String> results = List.of("y", "m", "v", "s", "f").subList(0, outputs);
        Graph graph =
                new Graph(
                        golden.name(),
                        infos,
                        List.of("y"),
                        List.of(new Node("layer", op(golden), arguments, results)),
                        constants,
                        Map.of());
        Graph gradient =
                Gradients.seeded(
                        graph,
                        TensorInfo.of("y", DType.FLOAT32, Shape.of(y)),
                        differentiated,
                        GradientRules.STANDARD);
        inputs.put("grad/y", Tensor.of(Shape.of(y), golden.tensor("dy").values()));
        try (Model model = Model.of(gradient, ModelOptions.defaults());
                Session session = model.newSession()) {
            inputs.forEach(
                    (name, tensor) -> session.input(name).segment().copyFrom(tensor.segment()));
            session.run();
            for (String name : differentiated) {
                compare(
                        golden.tensor(name.replace("in", "d")),
                        session.output("grad/" + name),
                        name);
            }
        }
    }

    /** Sums of at most a few hundred terms in fp32, relative to the largest element. */
    private static void compare(Golden expected, Tensor actual, String name) {
        assertEquals(expected.values().length, actual.shape().elements(), name);
        float largest = 1;
        for (float value : expected.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.values().length; i++) {
            assertEquals(
                    expected.values()[i],
                    actual.getDouble(i),
                    1e-5 * largest,
                    name + ", element " + i);
        }
    }

    /** PyTorch's slope of a PReLU is one for each channel, ONNX's broadcasts from the right. */
    private static Tensor tensor(Case golden, Golden array, int i) {
        Tensor tensor = Tensor.of(Shape.of(array.shape()), array.values());
        return golden.kind().equals("prelu") && i == 1
                ? tensor.reshaped(Shape.of(array.values().length, 1, 1))
                : tensor;
    }

    private static Op op(Case golden) {
        return switch (golden.kind()) {
            case "conv2d" ->
                    new Conv(
                            GoldenOps.window(golden, golden.attribute("dilation"), false),
                            golden.attribute("groups"),
                            Epilogue.NONE);
            case "conv_transpose2d" ->
                    new ConvTranspose(
                            GoldenOps.window(golden, golden.attribute("dilation"), false),
                            golden.attribute("groups"),
                            List.of(),
                            List.of());
            case "maxpool2d" ->
                    new MaxPool(GoldenOps.window(golden, 1, golden.attribute("ceil") == 1), false);
            case "avgpool2d" ->
                    new AveragePool(
                            GoldenOps.window(golden, 1, golden.attribute("ceil") == 1),
                            golden.attribute("include") == 1);
            case "linear" -> new Gemm(1, 1, false, true, Unary.IDENTITY);
            case "batchnorm" -> new BatchNormalization(1e-5f);
            case "batchnorm_training" -> new BatchNormalizationTraining(1e-5f, 0.1f);
            case "instancenorm" -> new GroupNormalization(0, 1e-5f);
            case "groupnorm" -> new GroupNormalization(golden.attribute("groups"), 1e-5f);
            case "layernorm" -> new LayerNormalization(-1, 1e-5f);
            case "lrn" -> new LRN(0.3f, 0.75f, 1, golden.attribute("size"));
            case "softmax" -> new Softmax(golden.attribute("axis"), false, false);
            case "log_softmax" -> new Softmax(golden.attribute("axis"), true, false);
            case "prelu" -> new Arithmetic(Binary.PRELU);
            case "nearest" -> Resize.of(Resize.Mode.NEAREST);
            case "bilinear" ->
                    new Resize(
                            Resize.Mode.LINEAR,
                            golden.attribute("align") == 1
                                    ? Resize.Coordinates.ALIGN_CORNERS
                                    : Resize.Coordinates.HALF_PIXEL,
                            Resize.Nearest.FLOOR,
                            -0.75f,
                            false,
                            0,
                            false,
                            Resize.Policy.STRETCH,
                            List.of());
            case "activation" -> new Elementwise(GoldenOps.function(golden.text("function")));
            default -> throw new IllegalArgumentException(golden.name());
        };
    }
}
