package dev.lanewise.model.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.RandomGraph;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.op.BatchNormalization;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Gradients of random networks. */
class GradientPropertyTest {

    @Provide
    Arbitrary<List<Integer>> choices() {
        return Arbitraries.integers().between(0, 255).list().ofMinSize(1).ofMaxSize(6);
    }

    /** A direction in the space of the input and all weights: one difference tests them all. */
    @Property(tries = 60)
    void agreeWithCentralDifferences(@ForAll("choices") List<Integer> choices) {
        Graph graph = doubles(RandomGraph.build(Shape.of(2, 3, 5, 6), choices));
        Random random = new Random(choices.hashCode());
        Map<String, Tensor> inputs = new HashMap<>(weights(graph));
        Graph trained = graph.withInputs(List.copyOf(inputs.keySet()));
        inputs.put("x", CentralDifferences.random(random, Shape.of(2, 3, 5, 6)));
        CentralDifferences.checkDirection(trained, inputs, random);
    }

    @Property(tries = 60)
    void compiledAgreesWithTheDefinition(@ForAll("choices") List<Integer> choices) {
        Shape shape = Shape.of(2, 3, 5, 6);
        Graph graph = RandomGraph.build(shape, choices);
        Random random = new Random(choices.hashCode());
        Map<String, Tensor> inputs = new HashMap<>(weights(graph));
        List<String> names = Stream.concat(Stream.of("x"), inputs.keySet().stream()).toList();
        Graph trained = graph.withInputs(List.copyOf(inputs.keySet()));
        inputs.put("x", floats(random, shape));
        String output = graph.outputs().getFirst();
        Map<String, Shape> shapes = new HashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        Shape outputShape = Types.infer(trained, shapes).type(output).shape();
        Graph gradient =
                Gradients.seeded(
                        trained,
                        TensorInfo.of(output, DType.FLOAT32, outputShape),
                        names,
                        GradientRules.STANDARD);
        inputs.put(Gradients.nameOf(output), floats(random, outputShape));
        List<Tensor> expected = Interpreter.run(gradient, inputs);
        try (Model model = Model.of(gradient, ModelOptions.defaults())) {
            List<Tensor> one = run(model, inputs, 1);
            assertAgree(gradient.outputs(), expected, one);
            List<Tensor> three = run(model, inputs, 3);
            for (int i = 0; i < one.size(); i++) {
                assertEquals(-1, one.get(i).segment().mismatch(three.get(i).segment()));
            }
        }
    }

    private static List<Tensor> run(Model model, Map<String, Tensor> inputs, int threads) {
        try (Session session = model.newSession(SessionOptions.defaults().withThreads(threads))) {
            inputs.forEach(
                    (name, tensor) -> session.input(name).segment().copyFrom(tensor.segment()));
            session.run();
            return model.graph().outputs().stream()
                    .map(name -> copy(session.output(name)))
                    .toList();
        }
    }

    private static Tensor copy(Tensor tensor) {
        Tensor copy = Tensor.allocate(Arena.ofAuto(), tensor.dtype(), tensor.shape());
        copy.segment().copyFrom(tensor.segment());
        return copy;
    }

    /**
     * Sums of up to a few thousand terms in fp32, relative to the largest element; terms that are
     * larger may cancel (behind a softmax they do), so no tensor counts as smaller than 0.01.
     */
    private static void assertAgree(
            List<String> names, List<Tensor> expected, List<Tensor> actual) {
        for (int i = 0; i < names.size(); i++) {
            double largest = 1e-2;
            for (double value : expected.get(i).toDoubleArray()) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int j = 0; j < expected.get(i).shape().elements(); j++) {
                assertEquals(
                        expected.get(i).getDouble(j),
                        actual.get(i).getDouble(j),
                        1e-4 * largest,
                        names.get(i) + "[" + j + "]");
            }
        }
    }

    /** Weights that have gradients: all float constants but statistics. */
    private static Map<String, Tensor> weights(Graph graph) {
        Set<String> statistics = new HashSet<>();
        graph.nodes().stream()
                .filter(node -> node.op() instanceof BatchNormalization)
                .forEach(node -> statistics.addAll(node.inputs().subList(3, 5)));
        Map<String, Tensor> weights = new HashMap<>();
        graph.constants()
                .forEach((name, tensor) -> {
                    if (tensor.dtype().isFloat() && !statistics.contains(name)) {
                        weights.put(name, tensor);
                    }
                });
        return weights;
    }

    private static Tensor floats(Random random, Shape shape) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, shape);
        for (int i = 0; i < shape.elements(); i++) {
            tensor.setDouble(i, 2 * random.nextDouble() - 1);
        }
        return tensor;
    }

    /** The same network in double precision. */
    private static Graph doubles(Graph graph) {
        Map<String, Tensor> constants = new HashMap<>();
        graph.constants()
                .forEach((name, tensor) -> {
                    Tensor wide = tensor;
                    if (tensor.dtype() == DType.FLOAT32) {
                        wide = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, tensor.shape());
                        for (int i = 0; i < tensor.shape().elements(); i++) {
                            wide.setDouble(i, tensor.getDouble(i));
                        }
                    }
                    constants.put(name, wide);
                });
        return new Graph(
                graph.name(),
                graph.inputs().stream()
                        .map(input -> new TensorInfo(input.name(), DType.FLOAT64, input.dims()))
                        .toList(),
                graph.outputs(),
                graph.nodes(),
                constants,
                Map.of());
    }
}
