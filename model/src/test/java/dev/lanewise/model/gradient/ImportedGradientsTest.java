package dev.lanewise.model.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.onnx.OnnxReader;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.NegativeLogLikelihoodLoss;
import dev.lanewise.model.op.Reshape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks that were read from ONNX files can be explained and trained; skipped without them. */
class ImportedGradientsTest {

    private static final Path MODELS =
            Path.of(System.getProperty("lanewise.root", ".."), "../shared/models");

    private static Graph read(String file) {
        Path path = MODELS.resolve(file);
        assumeTrue(Files.isRegularFile(path), "no " + path);
        return OnnxReader.read(path);
    }

    /** What a step along the gradient of the input changes is what the gradient says. */
    @ParameterizedTest
    @ValueSource(strings = {"squeezenet.onnx", "face_slim_320.onnx", "mnist_cntk.onnx"})
    void inputGradientPredictsTheChange(String file) {
        Graph graph = read(file);
        TensorInfo input = graph.inputs().getFirst();
        TensorInfo output;
        try (Model model = Model.of(graph, ModelOptions.defaults())) {
            output = model.outputs().getFirst();
        }
        Graph gradient =
                Gradients.seeded(
                        graph.withOutputs(List.of(output.name())),
                        output,
                        List.of(input.name()),
                        GradientRules.STANDARD);
        Random random = new Random(3);
        try (Model model = Model.of(gradient, ModelOptions.defaults());
                Session session = model.newSession()) {
            Tensor x = session.input(input.name());
            fill(x, random, 100);
            Tensor seed = session.input(Gradients.nameOf(output.name()));
            fill(seed, random, 1);
            session.run();
            double before = weighted(session.output(output.name()), seed);
            double[] dx = session.output(Gradients.nameOf(input.name())).toDoubleArray();
            double square = 0;
            for (double value : dx) {
                square += value * value;
            }
            assertTrue(square > 0 && Double.isFinite(square), "gradient " + square);
            // So small a step that the network is linear, so large that fp32 sees it.
            double change = 1e-3 * Math.max(1e-3, Math.abs(before));
            for (int i = 0; i < dx.length; i++) {
                x.setDouble(i, x.getDouble(i) + change / square * dx[i]);
            }
            session.run();
            double after = weighted(session.output(output.name()), seed);
            assertEquals(change, after - before, 0.1 * change);
        }
    }

    @Test
    void squeezenetsClassifierLearns() {
        Graph graph = read("squeezenet.onnx");
        List<String> last = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Conv) {
                last = node.inputs().subList(1, node.inputs().size());
            }
        }
        assertLearns(graph, last);
    }

    @Test
    void squeezenetLearnsAsAWhole() {
        Graph graph = read("squeezenet.onnx");
        List<String> weights = new ArrayList<>();
        graph.nodes().stream()
                .filter(node -> node.op() instanceof Conv)
                .forEach(node -> weights.addAll(node.inputs().subList(1, node.inputs().size())));
        assertLearns(graph, weights);
    }

    /** Two generated pictures of two classes: after a few steps the loss has fallen to a half. */
    private static void assertLearns(Graph graph, List<String> weights) {
        String probabilities = graph.outputs().getFirst();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.add(
                new Node(
                        "rows",
                        new Reshape(false),
                        List.of(probabilities, "rows shape"),
                        List.of("rows")));
        nodes.add(
                new Node(
                        "log",
                        new Elementwise(Unary.of(Unary.Function.LOG)),
                        List.of("rows"),
                        List.of("log")));
        nodes.add(
                new Node(
                        "loss",
                        new NegativeLogLikelihoodLoss(
                                NegativeLogLikelihoodLoss.Reduction.MEAN, null),
                        List.of("log", "target"),
                        List.of("loss")));
        List<TensorInfo> inputs = new ArrayList<>(graph.inputs());
        inputs.add(TensorInfo.of("target", DType.INT64, Shape.of(1)));
        Map<String, Tensor> constants = new HashMap<>(graph.constants());
        constants.put("rows shape", Tensor.ofLongs(Shape.of(2), 1, -1));
        Graph network =
                new Graph("fine-tuning", inputs, List.of("loss"), nodes, constants, Map.of());
        Graph training = Gradients.of(network.withInputs(weights), "loss", weights);
        try (Model model = Model.of(training, ModelOptions.defaults());
                Session session = model.newSession()) {
            weights.forEach(
                    name -> session.input(name).segment().copyFrom(constants.get(name).segment()));
            double first = 0;
            double loss = 0;
            for (int step = 0; step < 12; step++) {
                loss = 0;
                for (int picture = 0; picture < 2; picture++) {
                    fill(session.input(graph.inputs().getFirst().name()), new Random(picture), 100);
                    session.input("target").setLong(0, 100 + 300L * picture);
                    session.run();
                    loss += session.output("loss").getDouble(0);
                    descend(session, weights);
                }
                first = step == 0 ? loss : first;
                assertTrue(Double.isFinite(loss), "loss " + loss);
            }
            assertTrue(loss < 0.5 * first, "loss of " + first + " became " + loss);
        }
    }

    /** A step of the same length whatever the gradient's, so that it can't run away. */
    private static void descend(Session session, List<String> weights) {
        double square = 0;
        for (String name : weights) {
            for (double value : session.output(Gradients.nameOf(name)).toDoubleArray()) {
                square += value * value;
            }
        }
        double rate = 0.05 / Math.sqrt(square);
        for (String name : weights) {
            float[] weight = session.input(name).toFloatArray();
            float[] gradient = session.output(Gradients.nameOf(name)).toFloatArray();
            for (int i = 0; i < weight.length; i++) {
                weight[i] -= (float) (rate * gradient[i]);
            }
            session.input(name).copyFrom(weight);
        }
    }

    private static void fill(Tensor tensor, Random random, double scale) {
        for (int i = 0; i < tensor.shape().elements(); i++) {
            tensor.setDouble(i, scale * (2 * random.nextDouble() - 1));
        }
    }

    private static double weighted(Tensor y, Tensor seed) {
        double sum = 0;
        for (int i = 0; i < y.shape().elements(); i++) {
            sum += y.getDouble(i) * seed.getDouble(i);
        }
        return sum;
    }
}
