package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Whatever the compiler does to a graph, it computes what its operators define. */
class CompiledModelTest {

    /**
     * Of the largest magnitude in the output: products of up to 64 * 25 terms in fp32, a few layers
     * deep.
     */
    private static final double TOLERANCE = 2e-5;

    record Network(Shape input, List<Integer> choices) {
        Graph graph() {
            return RandomGraph.build(input, choices);
        }

        Tensor x() {
            Random random = new Random(7);
            float[] values = new float[input.elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = 2 * random.nextFloat() - 1;
            }
            return Tensor.of(input, values);
        }
    }

    @Provide
    Arbitrary<Network> networks() {
        Arbitrary<Shape> shapes =
                Combinators.combine(
                                Arbitraries.integers().between(1, 2),
                                Arbitraries.integers().between(1, 20),
                                Arbitraries.integers().between(1, 12),
                                Arbitraries.integers().between(1, 12))
                        .as((n, c, h, w) -> Shape.of(n, c, h, w));
        Arbitrary<List<Integer>> choices =
                Arbitraries.integers().between(0, 16 * 30).list().ofMinSize(1).ofMaxSize(12);
        return Combinators.combine(shapes, choices).as(Network::new);
    }

    @Property(tries = 300)
    void optimizedEqualsInterpreted(@ForAll("networks") Network network) {
        assertComputes(network, ModelOptions.defaults());
    }

    @Example
    void aCopyThatAnotherValueLivesInIsNotOverwritten() {
        // The second Dropout is an output and lives in the row-major copy that the Softmax reads.
        assertComputes(
                new Network(Shape.of(2, 1, 1, 1), List.of(0, 11, 11, 45)), ModelOptions.defaults());
    }

    @Property(tries = 100)
    void unoptimizedEqualsInterpreted(@ForAll("networks") Network network) {
        assertComputes(network, ModelOptions.defaults().withOptimize(false));
    }

    @Property(tries = 100)
    void scalarKernelsEqualInterpreted(@ForAll("networks") Network network) {
        assertComputes(network, ModelOptions.defaults().withKernels(Kernels.reference()));
    }

    /** The kernels are the same, and with them the order of every sum. */
    @Property(tries = 100)
    void channelBlocksDontChangeABit(
            @ForAll("networks") Network network, @ForAll("blocks") int block) {
        Kernels blocked = BlockedKernels.of(block);
        for (boolean optimize : new boolean[] {true, false}) {
            ModelOptions options = ModelOptions.defaults().withOptimize(optimize);
            List<float[]> rowMajor = outputs(network, options.withKernels(Kernels.reference()));
            List<float[]> inBlocks = outputs(network, options.withKernels(blocked));
            for (int i = 0; i < rowMajor.size(); i++) {
                assertArrayEquals(
                        rowMajor.get(i), inBlocks.get(i), network.graph().outputs().get(i));
            }
        }
    }

    @Provide
    Arbitrary<Integer> blocks() {
        return Arbitraries.of(2, 4, 8, 16);
    }

    private static List<float[]> outputs(Network network, ModelOptions options) {
        try (Model model = Model.of(network.graph(), options);
                Session session = model.newSession()) {
            session.input("x").copyFrom(network.x().toFloatArray());
            session.run();
            return network.graph().outputs().stream()
                    .map(output -> session.output(output).toFloatArray())
                    .toList();
        }
    }

    @Property(tries = 50)
    void threadsAndRepetitionDontChangeABit(@ForAll("networks") Network network) {
        Tensor x = network.x();
        try (Model model = Model.of(network.graph(), ModelOptions.defaults());
                Session one = model.newSession();
                Session three = model.newSession(SessionOptions.defaults().withThreads(3))) {
            one.input("x").copyFrom(x.toFloatArray());
            three.input("x").copyFrom(x.toFloatArray());
            one.run();
            for (int repetition = 0; repetition < 3; repetition++) {
                three.run();
                for (String output : network.graph().outputs()) {
                    assertArrayEquals(
                            one.output(output).toFloatArray(),
                            three.output(output).toFloatArray(),
                            output);
                }
            }
        }
    }

    private static void assertComputes(Network network, ModelOptions options) {
        Graph graph = network.graph();
        Tensor x = network.x();
        List<Tensor> expected = Interpreter.run(graph, Map.of("x", x));
        try (Model model = Model.of(graph, options);
                Session session = model.newSession()) {
            session.input("x").copyFrom(x.toFloatArray());
            session.run();
            for (int i = 0; i < expected.size(); i++) {
                assertClose(expected.get(i), session.output(i), graph.outputs().get(i));
            }
            assertArrayEquals(
                    x.toFloatArray(),
                    session.input("x").toFloatArray(),
                    "inputs keep their values");
        }
    }

    private static void assertClose(Tensor expected, Tensor actual, String name) {
        assertEquals(expected.shape(), actual.shape(), name);
        float[] e = expected.toFloatArray();
        float[] a = actual.toFloatArray();
        double scale = 1;
        for (float value : e) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < e.length; i++) {
            assertEquals(e[i], a[i], TOLERANCE * scale, name + " at " + i);
        }
    }
}
