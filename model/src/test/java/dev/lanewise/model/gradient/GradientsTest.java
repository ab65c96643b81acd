package dev.lanewise.model.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Det;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Reduce;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class GradientsTest {

    private static final TensorInfo X = TensorInfo.of("x", DType.FLOAT32, Shape.of(3));

    private static Node node(Op op, String output, String... inputs) {
        return new Node(output + "'s node", op, List.of(inputs), List.of(output));
    }

    private static Reduce sum() {
        return new Reduce(Reduce.Kind.SUM, false, false);
    }

    /** loss = sum(relu(x) * w), with relu(x) = r. */
    private static Graph graph(TensorInfo x) {
        return new Graph(
                "net",
                List.of(x),
                List.of("loss"),
                List.of(
                        node(new Elementwise(Unary.RELU), "r", "x"),
                        node(new Arithmetic(Binary.MUL), "p", "r", "w"),
                        node(sum(), "loss", "p")),
                Map.of("w", Tensor.of(Shape.of(3), 2, -3, 5)),
                Map.of());
    }

    private static float[] run(Graph graph, String output, Map<String, float[]> inputs) {
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession()) {
            inputs.forEach((name, values) -> session.input(name).copyFrom(values));
            session.run();
            return session.output(output).toFloatArray();
        }
    }

    @Test
    void outputsAreTheGraphsAndThenTheGradients() {
        Graph gradient = Gradients.of(graph(X), "loss", List.of("x", "w", "r"));
        assertEquals(List.of("loss", "grad/x", "grad/w", "grad/r"), gradient.outputs());
        Map<String, float[]> x = Map.of("x", new float[] {1, 1, -1});
        assertArrayEquals(new float[] {-1}, run(gradient, "loss", x));
        assertArrayEquals(new float[] {2, -3, 0}, run(gradient, "grad/x", x));
        assertArrayEquals(new float[] {1, 1, 0}, run(gradient, "grad/w", x));
        assertArrayEquals(new float[] {2, -3, 5}, run(gradient, "grad/r", x));
    }

    @Test
    void gradientsOfAValueReadTwiceAddUp() {
        Graph graph =
                new Graph(
                        "net",
                        List.of(X),
                        List.of("loss"),
                        List.of(
                                node(new Arithmetic(Binary.MUL), "square", "x", "x"),
                                node(new Arithmetic(Binary.ADD), "p", "square", "x"),
                                node(sum(), "loss", "p")),
                        Map.of(),
                        Map.of());
        assertArrayEquals(
                new float[] {3, 5, -1},
                run(
                        Gradients.of(graph, "loss", List.of("x")),
                        "grad/x",
                        Map.of("x", new float[] {1, 2, -1})));
    }

    @Test
    void gradientOfWhatTheOutputDoesNotDependOnIsZero() {
        Graph unrelated =
                new Graph(
                        "net",
                        List.of(X, TensorInfo.of("z", DType.FLOAT32, Shape.of(2))),
                        List.of("loss"),
                        List.of(node(sum(), "loss", "x")),
                        Map.of(),
                        Map.of());
        assertArrayEquals(
                new float[] {0, 0},
                run(
                        Gradients.of(unrelated, "loss", List.of("z")),
                        "grad/z",
                        Map.of("x", new float[3], "z", new float[2])));
    }

    @Test
    void weightsThatAreInputsChangeFromRunToRun() {
        Graph training = Gradients.of(graph(X).withInputs(List.of("w")), "loss", List.of("x"));
        float[] x = {1, 1, 1};
        assertArrayEquals(
                new float[] {7, 8, 9},
                run(training, "grad/x", Map.of("x", x, "w", new float[] {7, 8, 9})));
    }

    @Test
    void batchMayBeSymbolic() {
        TensorInfo batch =
                new TensorInfo(
                        "x",
                        DType.FLOAT32,
                        List.of(new TensorInfo.Dim("N", -1), new TensorInfo.Dim("", 3)));
        try (Model model =
                        Model.of(
                                Gradients.of(graph(batch), "loss", List.of("x", "w")),
                                ModelOptions.defaults());
                Session session =
                        model.newSession(
                                SessionOptions.defaults().withShape("x", Shape.of(2, 3)))) {
            session.input("x").copyFrom(new float[] {1, 2, 3, 4, -5, 6});
            session.run();
            assertArrayEquals(
                    new float[] {2, -3, 5, 2, 0, 5}, session.output("grad/x").toFloatArray());
            assertArrayEquals(new float[] {5, 2, 9}, session.output("grad/w").toFloatArray());
        }
    }

    @Test
    void seedWeighsTheElementsOfTheOutput() {
        TensorInfo r = TensorInfo.of("r", DType.FLOAT32, Shape.of(3));
        Graph gradient =
                Gradients.seeded(
                        graph(X).withOutputs(List.of("r")),
                        r,
                        List.of("x"),
                        GradientRules.STANDARD);
        assertArrayEquals(
                new float[] {10, 0, 30},
                run(
                        gradient,
                        "grad/x",
                        Map.of("x", new float[] {1, -1, 1}, "grad/r", new float[] {10, 20, 30})));
    }

    @Test
    void guidedBackpropagationAndDeconvnetKeepPositiveGradients() {
        Map<String, float[]> x = Map.of("x", new float[] {1, 1, -1});
        assertArrayEquals(
                new float[] {2, 0, 0},
                run(
                        Gradients.of(
                                graph(X),
                                "loss",
                                List.of("x"),
                                GradientRules.GUIDED_BACKPROPAGATION),
                        "grad/x",
                        x));
        assertArrayEquals(
                new float[] {2, 0, 5},
                run(
                        Gradients.of(graph(X), "loss", List.of("x"), GradientRules.DECONVNET),
                        "grad/x",
                        x));
    }

    @Test
    void outputThatIsNoScalarIsRefused() {
        assertEquals(
                "FilledLike 'grad/seed': expected a scalar to take the gradient of, actual"
                        + " FLOAT32[3]; reduce it to one element or give a seed with"
                        + " Gradients.seeded",
                refused(() -> run(Gradients.of(graph(X), "p", List.of("x")), "p", Map.of())));
    }

    @Test
    void unknownValueIsRefused() {
        assertEquals(
                "gradient of 'loss': expected values of graph 'net', actual 'y'",
                refused(() -> Gradients.of(graph(X), "loss", List.of("y"))));
    }

    @Test
    void operatorWithoutARuleIsNamed() {
        Graph graph =
                new Graph(
                        "net",
                        List.of(TensorInfo.of("x", DType.FLOAT32, Shape.of(2, 2))),
                        List.of("d"),
                        List.of(node(new Det(), "d", "x")),
                        Map.of(),
                        Map.of());
        assertEquals(
                "Det 'd's node': no gradient rule for this operator; replace it, give a rule with"
                        + " GradientRules.with, or ask for gradients behind it only",
                refused(() -> Gradients.of(graph, "d", List.of("x"))));
    }

    private static String refused(Runnable action) {
        return assertThrows(ModelException.class, action::run).getMessage();
    }
}
