package dev.lanewise.model.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.image.PreprocessingGuess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** Networks from files; SqueezeNet's are skipped where its file is not. */
class ImportedExplanationsTest {

    private static final Path ROOT = Path.of(System.getProperty("lanewise.root", ".."));

    /** The tabby cat among ImageNet's classes. */
    private static final int TABBY = 281;

    private record Given(Explainer explainer, float[] picture) {}

    private static Given open(String model, String picture) {
        assumeTrue(Files.isRegularFile(ROOT.resolve(model)), "no " + model);
        Model loaded = Model.load(ROOT.resolve(model));
        float[] values =
                PreprocessingGuess.of(loaded.inputs().getFirst(), loaded.metadata())
                        .preprocessing()
                        .apply(Pictures.read(ROOT.resolve(picture)));
        return new Given(
                Explainer.of(loaded.graph(), ExplainerOptions.defaults().withThreads(2)), values);
    }

    private static Given squeezenet() {
        return open("../shared/models/squeezenet.onnx", "../shared/images/kitten.png");
    }

    private static double gap(Given given) {
        return gap(given, 50);
    }

    private static double gap(Given given, int steps) {
        IntegratedGradients method = new IntegratedGradients(steps, 0);
        int best = given.explainer.best(given.picture);
        Attribution attribution = method.attribute(given.explainer, given.picture, best);
        return method.gap(given.explainer, given.picture, best, attribution);
    }

    @Test
    void integratedGradientsOfSqueezenetAreComplete() {
        Given given = squeezenet();
        try (Explainer explainer = given.explainer) {
            assertEquals(TABBY, explainer.best(given.picture));
            assertTrue(gap(given) < 0.005, "gap " + gap(given));
        }
    }

    /** Kinks make 50 steps too few for most of them: see docs/explain.md. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-t-shirt-top",
                "01-trouser",
                "02-pullover",
                "03-dress",
                "04-coat",
                "05-sandal",
                "06-shirt",
                "07-sneaker",
                "08-bag",
                "09-ankle-boot"
            })
    void twoHundredStepsAreCompleteForEveryBundledPicture(String picture) {
        String folder = "cli/src/main/resources/dev/lanewise/cli/bundled/";
        Given given = open(folder + "fashion-mnist.onnx", folder + picture + ".png");
        try (Explainer explainer = given.explainer) {
            assertEquals(Integer.parseInt(picture.substring(0, 2)), explainer.best(given.picture));
            assertTrue(gap(given, 200) < 0.005, "gap " + gap(given, 200));
        }
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
