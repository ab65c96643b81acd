package dev.lanewise.model.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.nn.AdaptiveAvgPool2d;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.nn.TrainingGraph;
import dev.lanewise.model.onnx.OnnxReader;
import dev.lanewise.model.onnx.OnnxWriter;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Softmax;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What training makes goes out to other engines, and what comes from them can be trained. */
class TrainedModelTest {

    @Test
    void aTrainedNetworkGivesTheSameInOnnxRuntime(@TempDir Path folder)
            throws InterruptedException, OrtException {
        Recipe recipe = TrainerTest.recipe(0.05, 2, 0);
        Trainer trainer = new Trainer(recipe, TrainerTest.pictures(90).split(18, 1), 5, 1);
        Map<String, Tensor> weights =
                trainer.run(folder.resolve("run"), false, new Trainer.Observer() {}).best();
        Shape shape = Shape.of(7, 1, 10, 10);
        Graph graph =
                recipe.net().graph(TensorInfo.of(Sequential.INPUT, DType.FLOAT32, shape), weights);
        float[] pixels = new float[shape.elements()];
        Random random = new Random(2);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession();
                OrtSession peer = environment.createSession(OnnxWriter.toBytes(graph));
                OnnxTensor input =
                        OnnxTensor.createTensor(
                                environment, FloatBuffer.wrap(pixels), new long[] {7, 1, 10, 10})) {
            session.input(Sequential.INPUT).copyFrom(pixels);
            session.run();
            try (OrtSession.Result result = peer.run(Map.of(Sequential.INPUT, input))) {
                float[] expected = new float[21];
                ((OnnxTensor) result.get(0)).getFloatBuffer().get(expected);
                assertArrayEquals(
                        expected, session.output(Sequential.OUTPUT).toFloatArray(), 1e-5f);
            }
        }
    }

    @Test
    void theClassifierOfAnImportedNetworkIsFineTuned() {
        Graph scores = squeezenet();
        List<String> weights = convWeights(scores);
        List<String> last = weights.subList(weights.size() - 2, weights.size());
        assertTheLossFalls(TrainingGraph.of(scores, last), 0.01, 2, 224);
    }

    @Test
    void aWholeImportedNetworkIsFineTuned() {
        Graph scores = squeezenet();
        assertTheLossFalls(TrainingGraph.of(scores, convWeights(scores)), 0.01, 52, 224);
    }

    /** Where the real one is missing. */
    @Test
    void aSmallImportedNetworkIsFineTuned() {
        Graph scores = small();
        List<String> weights = convWeights(scores);
        List<String> last = weights.subList(weights.size() - 2, weights.size());
        assertTheLossFalls(TrainingGraph.of(scores, last), 0.1, 2, 32);
        assertTheLossFalls(TrainingGraph.of(scores, weights), 0.1, 6, 32);
    }

    /** Squeezenet's kind of network in small, written as an ONNX file and read again. */
    private static Graph small() {
        Graph graph =
                Sequential.of(
                                Conv2d.of(3, 16, 3).withStride(2),
                                ReLU.of(),
                                MaxPool2d.of(3, 2),
                                Conv2d.of(16, 32, 3),
                                ReLU.of(),
                                Conv2d.of(32, 400, 1),
                                AdaptiveAvgPool2d.of(1),
                                dev.lanewise.model.nn.Flatten.of())
                        .graph(
                                TensorInfo.of(
                                        Sequential.INPUT, DType.FLOAT32, Shape.of(1, 3, 32, 32)),
                                5);
        return OnnxReader.read(MemorySegment.ofArray(OnnxWriter.toBytes(graph)), "small", null);
    }

    /** The real network up to its scores; it is not part of the project. */
    private static Graph squeezenet() {
        Path file =
                Path.of(System.getProperty("lanewise.root"), "../shared/models/squeezenet.onnx");
        assumeTrue(Files.exists(file), "skipped: no " + file);
        Graph graph = OnnxReader.read(file);
        List<Node> nodes = new ArrayList<>(graph.nodes());
        Node softmax =
                nodes.stream().filter(n -> n.op() instanceof Softmax).findFirst().orElseThrow();
        nodes.remove(softmax);
        nodes.add(new Node("scores", new Flatten(1), List.of(softmax.input(0)), List.of("scores")));
        return new Graph(
                graph.name(),
                graph.inputs(),
                List.of("scores"),
                nodes,
                graph.constants(),
                graph.metadata());
    }

    private static List<String> convWeights(Graph graph) {
        Set<String> weights = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Conv) {
                weights.addAll(node.inputs().subList(1, node.inputs().size()));
            }
        }
        return List.copyOf(weights);
    }

    /** Pictures of stripes, upright of one class and lying of another. */
    private static void assertTheLossFalls(
            TrainingGraph network, double rate, int parameters, int side) {
        assertEquals(parameters, network.parameters().size());
        try (TrainingStep step =
                new TrainingStep(network, new CrossEntropyLoss(), SGD.of(rate), 1)
                        .withClipNorm(1)) {
            int plane = side * side;
            float first = 0;
            float last = 0;
            int steps = 12;
            for (int i = 0; i < steps; i++) {
                float[] pixels = new float[3 * plane];
                for (int p = 0; p < pixels.length; p++) {
                    int along = i % 2 == 0 ? p % side : p % plane / side;
                    pixels[p] = along / 16 % 2 == 0 ? 100 : -100;
                }
                step.input().copyFrom(pixels);
                step.target().setLong(0, i % 2 == 0 ? 7 : 300);
                float loss = step.run(rate);
                first += i < 2 ? loss : 0;
                last += i >= steps - 2 ? loss : 0;
            }
            assertTrue(last < 0.9 * first, "loss " + first + " to " + last);
        }
    }
}
