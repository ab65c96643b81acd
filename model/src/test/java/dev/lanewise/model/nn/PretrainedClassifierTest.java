package dev.lanewise.model.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.nn.PretrainedClassifier.Tuned;
import dev.lanewise.model.onnx.OnnxReader;
import dev.lanewise.model.onnx.OnnxWriter;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Cast;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.Reshape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

class PretrainedClassifierTest {

    private static final int OLD = 7;

    /** Kinds of last layers. */
    enum Head {
        LINEAR(Flatten.of(), Linear.of(8 * 4, OLD)),
        LINEAR_WITHOUT_BIAS(Flatten.of(), Linear.of(8 * 4, OLD).withoutBias()),
        LINEAR_AND_SOFTMAX(Flatten.of(), Linear.of(8 * 4, OLD), Softmax.of(1)),
        CONV(Conv2d.of(8, OLD, 1), ReLU.of(), AdaptiveAvgPool2d.of(1), Flatten.of()),
        CONV_AND_SOFTMAX_OF_MAPS(Conv2d.of(8, OLD, 1), AdaptiveAvgPool2d.of(1), Softmax.of(1)),
        PRODUCT_AND_SUM(Flatten.of(), Linear.of(8 * 4, OLD)),
        RESHAPED_WEIGHTS(Flatten.of(), Linear.of(8 * 4, OLD));

        private final List<Module> modules;

        Head(Module... modules) {
            this.modules = List.of(modules);
        }

        /** A network as it is read from a file. */
        Graph graph() {
            List<Module> all =
                    new ArrayList<>(
                            List.of(
                                    Conv2d.of(3, 8, 3).withoutBias(),
                                    BatchNorm2d.of(8),
                                    ReLU.of(),
                                    MaxPool2d.of(3, 3)));
            all.addAll(modules);
            Graph graph = new Sequential(all).graph(input(Sequential.INPUT, 1), 3);
            graph = this == PRODUCT_AND_SUM ? productAndSum(graph) : graph;
            graph = this == RESHAPED_WEIGHTS ? reshapedWeights(graph) : graph;
            return OnnxReader.read(MemorySegment.ofArray(OnnxWriter.toBytes(graph)), name(), null);
        }
    }

    private static TensorInfo input(String name, int batch) {
        return TensorInfo.of(name, DType.FLOAT32, Shape.of(batch, 3, 8, 8));
    }

    /** As Keras and old versions of PyTorch export a linear layer. */
    private static Graph productAndSum(Graph graph) {
        List<Node> nodes = new ArrayList<>();
        Map<String, Tensor> constants = new HashMap<>(graph.constants());
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Gemm) {
                String weight = node.input(1);
                float[] rows = constants.get(weight).toFloatArray();
                float[] columns = new float[rows.length];
                int features = rows.length / OLD;
                for (int i = 0; i < rows.length; i++) {
                    columns[i % features * OLD + i / features] = rows[i];
                }
                constants.put(weight, Tensor.of(Shape.of(features, OLD), columns));
                nodes.add(
                        new Node(
                                "product",
                                new MatMul(),
                                List.of(node.input(0), weight),
                                List.of("product")));
                nodes.add(
                        new Node(
                                "sum",
                                new Arithmetic(Binary.ADD),
                                List.of("product", node.input(2)),
                                node.outputs()));
            } else {
                nodes.add(node);
            }
        }
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), nodes, constants, Map.of());
    }

    /** As CNTK exports them. */
    private static Graph reshapedWeights(Graph graph) {
        List<Node> nodes = new ArrayList<>(graph.nodes());
        Map<String, Tensor> constants = new HashMap<>(graph.constants());
        Node last = nodes.removeLast();
        Tensor weight = constants.get(last.input(1));
        constants.put("flat", weight.reshaped(Shape.of(weight.shape().elements())));
        constants.put("rows", Tensor.ofLongs(Shape.of(2), OLD, -1));
        nodes.add(
                new Node(
                        "reshape", new Reshape(false), List.of("flat", "rows"), List.of("weight")));
        nodes.add(last.withInputs(List.of(last.input(0), "weight", last.input(2))));
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), nodes, constants, Map.of());
    }

    private static float[] run(Graph graph, float[] pixels) {
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession()) {
            session.input(0).copyFrom(pixels);
            session.run();
            return session.output(0).toFloatArray();
        }
    }

    private static float[] pixels(int batch) {
        Random random = new Random(9);
        float[] pixels = new float[batch * 3 * 8 * 8];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return pixels;
    }

    @ParameterizedTest
    @EnumSource
    void withTheOldWeightsItIsTheOldNetwork(Head head) {
        Graph old = head.graph();
        PretrainedClassifier same = new PretrainedClassifier(old, OLD, Tuned.LAST);
        boolean softmax = head.name().contains("SOFTMAX");
        TensorInfo input = input("pictures", 1);
        Map<String, Tensor> weights =
                same.parameters().stream()
                        .collect(Collectors.toMap(name -> name, name -> value(old, name)));
        Graph graph = (softmax ? same.withSoftmax() : same).graph(input, weights);
        assertEquals(old.outputs().subList(0, 1), graph.outputs());
        assertArrayEquals(run(old, pixels(1)), run(graph, pixels(1)), 1e-6f);
    }

    private static Tensor value(Graph graph, String name) {
        return Objects.requireNonNull(
                Types.infer(graph, Map.of(graph.inputs().getFirst().name(), Shape.of(1, 3, 8, 8)))
                        .constant(name));
    }

    @ParameterizedTest
    @EnumSource
    void theLastLayerGetsOtherClassesAndBatches(Head head) {
        Graph old = head.graph();
        PretrainedClassifier network = new PretrainedClassifier(old, 4, Tuned.LAST);
        TrainingGraph training = network.trainingGraph(input("pictures", 5), 1);
        boolean bias = head != Head.LINEAR_WITHOUT_BIAS;
        assertEquals(bias ? 2 : 1, training.parameters().size());
        int features = head.name().startsWith("CONV") ? 8 : 32;
        assertEquals(4 * features + (bias ? 4 : 0), network.parameterCount());
        assertEquals(5 * 4, run(training.graph(), pixels(5)).length);
        // What is not trained is the old network's own memory, not a copy.
        training.graph()
                .constants()
                .forEach((name, tensor) -> {
                    if (!training.parameters().contains(name)) {
                        assertEquals(old.constant(name), tensor);
                    }
                });
        float[] probabilities =
                run(
                        network.withSoftmax().graph(input("pictures", 1), weights(training)),
                        pixels(1));
        float sum = 0;
        for (float probability : probabilities) {
            sum += probability;
        }
        assertEquals(1, sum, 1e-5);
    }

    private static Map<String, Tensor> weights(TrainingGraph training) {
        return training.parameters().stream()
                .collect(
                        Collectors.toMap(
                                name -> name, name -> training.graph().constants().get(name)));
    }

    @ParameterizedTest
    @EnumSource
    void allWeightsAreConvolutionsNormalisationsAndTheLastLayer(Head head) {
        PretrainedClassifier all = new PretrainedClassifier(head.graph(), 4, Tuned.ALL);
        PretrainedClassifier last = new PretrainedClassifier(head.graph(), 4, Tuned.LAST);
        // The batch normalisation may have become part of the convolution when it was written.
        int before = all.parameters().size() - last.parameters().size();
        assertTrue(before == 2 || before == 3, all.parameters().toString());
        assertEquals(last.parameters(), all.parameters().subList(before, all.parameters().size()));
    }

    @Test
    void theSameSeedGivesTheSameFirstWeights() {
        PretrainedClassifier network = new PretrainedClassifier(Head.LINEAR.graph(), 4, Tuned.LAST);
        TensorInfo input = input("pictures", 2);
        assertArrayEquals(
                run(network.trainingGraph(input, 1).graph(), pixels(2)),
                run(network.trainingGraph(input, 1).graph(), pixels(2)));
        assertTrue(
                run(network.trainingGraph(input, 1).graph(), pixels(2))[0]
                        != run(network.trainingGraph(input, 2).graph(), pixels(2))[0]);
    }

    /** How a file may hold a network in another precision. */
    enum Precision {
        THROUGHOUT,
        WEIGHTS,
        BETWEEN_CASTS
    }

    private static Tensor converted(Tensor tensor, DType type) {
        if (tensor.dtype() != DType.FLOAT32) {
            return tensor;
        }
        Tensor result = Tensor.allocate(Arena.ofAuto(), type, tensor.shape());
        for (int i = 0; i < tensor.shape().elements(); i++) {
            result.setDouble(i, tensor.getDouble(i));
        }
        return result;
    }

    private static Node cast(String from, DType to, String result) {
        return new Node(result, new Cast(to), List.of(from), List.of(result));
    }

    private static Graph in(DType type, Graph graph, Precision precision) {
        Map<String, Tensor> constants = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        TensorInfo input = graph.inputs().getFirst();
        List<String> outputs = graph.outputs();
        graph.constants()
                .forEach((name, tensor) -> {
                    Tensor other = converted(tensor, type);
                    boolean widened = precision == Precision.WEIGHTS && other != tensor;
                    constants.put(widened ? name + "/narrow" : name, other);
                    if (widened) {
                        nodes.add(cast(name + "/narrow", DType.FLOAT32, name));
                    }
                });
        String first = input.name() + "/narrow";
        for (Node node : graph.nodes()) {
            boolean casts = precision == Precision.BETWEEN_CASTS;
            nodes.add(
                    !casts
                            ? node
                            : node.withInputs(
                                    node.inputs().stream()
                                            .map(name -> name.equals(input.name()) ? first : name)
                                            .toList()));
        }
        if (precision == Precision.BETWEEN_CASTS) {
            nodes.add(cast(input.name(), type, first));
            nodes.add(cast(outputs.getFirst(), DType.FLOAT32, "wide"));
            outputs = List.of("wide");
        }
        DType of = precision == Precision.THROUGHOUT ? type : DType.FLOAT32;
        TensorInfo own = new TensorInfo(input.name(), of, input.dims());
        return new Graph(graph.name(), List.of(own), outputs, nodes, constants, Map.of());
    }

    /** Weights as they are after they were in another type. */
    private static Graph rounded(Graph graph, DType type) {
        Map<String, Tensor> weights = new HashMap<>();
        graph.constants()
                .forEach((name, tensor) ->
                        weights.put(
                                name,
                                tensor.dtype() == DType.FLOAT32
                                        ? Tensor.of(
                                                tensor.shape(),
                                                converted(tensor, type).toFloatArray())
                                        : tensor));
        return graph.withWeights(weights);
    }

    @ParameterizedTest
    @EnumSource
    void otherFloatsLearnAsFloat32(Precision precision) {
        for (Head head : List.of(Head.LINEAR, Head.CONV, Head.PRODUCT_AND_SUM)) {
            for (DType type : List.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT64)) {
                Graph other = in(type, head.graph(), precision);
                assertEquals(DType.FLOAT32, PretrainedClassifier.input(other).dtype());
                PretrainedClassifier network = new PretrainedClassifier(other, 4, Tuned.ALL);
                PretrainedClassifier expected =
                        new PretrainedClassifier(rounded(head.graph(), type), 4, Tuned.ALL);
                assertEquals(expected.parameters(), network.parameters());
                TensorInfo input = input("pictures", 2);
                assertArrayEquals(
                        run(expected.trainingGraph(input, 1).graph(), pixels(2)),
                        run(network.trainingGraph(input, 1).graph(), pixels(2)),
                        head + " " + type);
            }
        }
    }

    @Test
    void whatCannotLearnIsRefused() {
        Graph graph = Head.LINEAR.graph();
        assertEquals(
                "classes: expected at least 2, actual 1",
                message(() -> new PretrainedClassifier(graph, 1, Tuned.LAST)));
        List<TensorInfo> two = List.of(graph.inputs().getFirst(), input("mask", 1));
        Graph ofTwo =
                new Graph("two", two, graph.outputs(), graph.nodes(), graph.constants(), Map.of());
        assertTrue(
                message(() -> new PretrainedClassifier(ofTwo, 4, Tuned.LAST))
                        .startsWith("network 'two': expected one input to learn from, actual ["));
        Graph empty =
                new Graph(
                        "none",
                        List.of(input("x", 1)),
                        List.of("x"),
                        List.of(),
                        Map.of(),
                        Map.of());
        assertEquals(
                "network 'none': expected a linear layer or a convolution, actual none",
                message(() -> new PretrainedClassifier(empty, 4, Tuned.LAST)));
        Graph grouped =
                Sequential.of(Conv2d.of(3, 6, 3).withGroups(3), AdaptiveAvgPool2d.of(1))
                        .graph(Shape.of(1, 3, 8, 8));
        assertTrue(
                message(() -> new PretrainedClassifier(grouped, 4, Tuned.LAST))
                        .endsWith("expected a layer without groups, to be learnt anew"));
        List<Node> squares =
                List.of(
                        new Node(
                                "square",
                                new Gemm(1, 1, false, false, Unary.IDENTITY),
                                List.of("x", "x"),
                                List.of("y")));
        Graph computed =
                new Graph(
                        "square",
                        List.of(TensorInfo.of("x", DType.FLOAT32, Shape.of(2, 2))),
                        List.of("y"),
                        squares,
                        Map.of(),
                        Map.of());
        assertTrue(
                message(() -> new PretrainedClassifier(computed, 4, Tuned.LAST))
                        .endsWith("in the last layer, actual 'x' computed"));
    }

    @Test
    void aNetworkForOnePictureSaysSo() {
        Graph graph = Head.LINEAR.graph();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        Node last = nodes.removeLast();
        nodes.add(
                new Node(
                        "row",
                        new Reshape(false),
                        List.of(last.input(0), "row shape"),
                        List.of("row")));
        List<String> inputs = new ArrayList<>(last.inputs());
        inputs.set(0, "row");
        nodes.add(last.withInputs(inputs));
        Map<String, Tensor> constants = new HashMap<>(graph.constants());
        constants.put("row shape", Tensor.ofLongs(Shape.of(2), 1, 32));
        Graph fixed =
                new Graph("fixed", graph.inputs(), graph.outputs(), nodes, constants, Map.of());
        PretrainedClassifier network = new PretrainedClassifier(fixed, 4, Tuned.LAST);
        network.trainingGraph(input("pictures", 1), 1);
        String message = message(() -> network.trainingGraph(input("pictures", 2), 1));
        assertTrue(
                message.startsWith(
                        "network 'fixed' with input pictures FLOAT32[2,3,8,8] and 4 classes:"
                                + " expected scores [2,4], actual Reshape 'row'"),
                message);
        assertTrue(
                message.endsWith("exported for one picture, a network learns in batches of 1"),
                message);
    }

    private static String message(org.junit.jupiter.api.function.Executable refused) {
        return assertThrows(ModelException.class, refused).getMessage();
    }
}
