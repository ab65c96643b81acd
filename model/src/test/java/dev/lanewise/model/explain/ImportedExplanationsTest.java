package dev.lanewise.model.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.gradient.GradientRules;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.image.PreprocessingGuess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Networks from files; SqueezeNet's are skipped where its file is not. */
class ImportedExplanationsTest {

    private static final Path ROOT = Path.of(System.getProperty("lanewise.root", ".."));

    /** The tabby cat among ImageNet's classes. */
    private static final int TABBY = 281;

    private record Given(Graph graph, Explainer explainer, float[] picture) {}

    private static Given open(String model, String picture) {
        assumeTrue(Files.isRegularFile(ROOT.resolve(model)), "no " + model);
        Model loaded = Model.load(ROOT.resolve(model));
        float[] values =
                PreprocessingGuess.of(loaded.inputs().getFirst(), loaded.metadata())
                        .preprocessing()
                        .apply(Pictures.read(ROOT.resolve(picture)));
        ExplainerOptions options = ExplainerOptions.defaults().withThreads(2);
        return new Given(loaded.graph(), Explainer.of(loaded.graph(), options), values);
    }

    private static Given squeezenet() {
        return open("../shared/models/squeezenet.onnx", "../shared/images/kitten.png");
    }

    /** By Captum's measure: of the probability, in its own units. */
    private static void assertProbabilityComplete(Given given) {
        int best = given.explainer.best(given.picture);
        ExplainerOptions options = ExplainerOptions.defaults().withThreads(2);
        Graph graph = given.graph;
        try (Explainer probability =
                Explainer.of(graph, options.withScore(graph.outputs().getFirst()))) {
            IntegratedGradients.Integral integral =
                    new IntegratedGradients().integrate(probability, given.picture, best);
            assertTrue(integral.difference() > 0.5, "of " + integral.difference());
            assertTrue(integral.gap() < 0.005, "gap " + integral.gap());
            assertTrue(Math.abs(integral.missed()) < 0.04, "missed " + integral.missed());
        }
    }

    private static void assertScoreComplete(Given given) {
        int best = given.explainer.best(given.picture);
        IntegratedGradients.Integral integral =
                new IntegratedGradients().integrate(given.explainer, given.picture, best);
        assertTrue(integral.relativeGap() < 0.005, "gap " + integral.relativeGap());
        assertTrue(integral.relativeMiss() < 0.02, "missed " + integral.relativeMiss());
    }

    @Test
    void integratedGradientsOfSqueezenetAreComplete() {
        Given given = squeezenet();
        try (Explainer explainer = given.explainer) {
            assertEquals(TABBY, explainer.best(given.picture));
            assertScoreComplete(given);
            assertProbabilityComplete(given);
        }
    }

    static Stream<String> bundledPictures() {
        return Stream.of(
                "00-t-shirt-top",
                "01-trouser",
                "02-pullover",
                "03-dress",
                "04-coat",
                "05-sandal",
                "06-shirt",
                "07-sneaker",
                "08-bag",
                "09-ankle-boot");
    }

    private static Given bundled(String picture) {
        String folder = "cli/src/main/resources/dev/lanewise/cli/bundled/";
        return open(folder + "fashion-mnist.onnx", folder + picture + ".png");
    }

    @ParameterizedTest
    @MethodSource("bundledPictures")
    void fiftyStepsAreCompleteForEveryBundledPicture(String picture) {
        Given given = bundled(picture);
        try (Explainer explainer = given.explainer) {
            assertEquals(Integer.parseInt(picture.substring(0, 2)), explainer.best(given.picture));
            assertScoreComplete(given);
            assertProbabilityComplete(given);
        }
    }

    /** Completeness alone is no merit: the attributions themselves must be near the integral. */
    @Test
    void correctedStepsAreNearerToTheIntegralThanEvenOnes() {
        double steps = 0;
        double even = 0;
        for (String picture : bundledPictures().toList()) {
            Given given = bundled(picture);
            try (Explainer explainer = given.explainer) {
                int best = explainer.best(given.picture);
                float[] exact = evenly(given, best, 1000);
                steps +=
                        distance(
                                new IntegratedGradients()
                                        .attribute(explainer, given.picture, best)
                                        .values(),
                                exact);
                even += distance(evenly(given, best, 50), exact);
            }
        }
        assertTrue(steps / 10 < 0.02, "distance " + steps / 10);
        assertTrue(steps < even, "distance " + steps + " of " + even);
    }

    /** The plain rule: the middles of cells of the same width. */
    private static float[] evenly(Given given, int target, int steps) {
        float[] picture = given.picture;
        PathSteps path = PathSteps.even(steps);
        float[] sum = new float[picture.length];
        given.explainer.gradients(
                steps,
                (i, x) -> {
                    for (int k = 0; k < x.length; k++) {
                        x[k] = (float) (path.nodes()[i] * picture[k]);
                    }
                },
                target,
                GradientRules.STANDARD,
                (i, row) -> {
                    for (int k = 0; k < row.length; k++) {
                        sum[k] += (float) (path.widths()[i] * row[k] * picture[k]);
                    }
                });
        return sum;
    }

    /** As a part of the length of the second. */
    private static double distance(float[] a, float[] b) {
        double squares = 0;
        double length = 0;
        for (int k = 0; k < a.length; k++) {
            squares += Math.pow(a[k] - b[k], 2);
            length += (double) b[k] * b[k];
        }
        return Math.sqrt(squares / length);
    }

    /** The kitten's head and breast fill the middle of the picture. */
    @Test
    void squeezenetLooksAtTheKitten() throws ModelException {
        Given given = squeezenet();
        try (Explainer explainer = given.explainer) {
            HeatMap cam =
                    new GradCam()
                            .attribute(explainer, given.picture, TABBY)
                            .heatMap()
                            .resized(224, 224);
            int[] at = cam.hottest();
            assertTrue(
                    at[0] > 60 && at[0] < 180 && at[1] > 20 && at[1] < 180,
                    "hottest at " + at[0] + "," + at[1]);
        }
    }

    /** Every second position of the documented map; the kitten's head is at 85-160, 15-120. */
    @Test
    void coveringTheKittensHeadCostsMost() {
        Given given = squeezenet();
        try (Explainer explainer = given.explainer) {
            int[] at =
                    new Occlusion(32, 16)
                            .attribute(explainer, given.picture, TABBY)
                            .heatMap()
                            .hottest();
            assertTrue(
                    at[0] >= 85 && at[0] <= 160 && at[1] >= 15 && at[1] <= 120,
                    "hottest at " + at[0] + "," + at[1]);
        }
    }
}
