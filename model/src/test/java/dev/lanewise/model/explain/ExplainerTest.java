package dev.lanewise.model.explain;

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
import dev.lanewise.model.nn.BatchNorm2d;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.nn.Softmax;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Reduce;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class ExplainerTest {

    private static final int CLASSES = 5;

    private static Graph network(boolean symbolicBatch) {
        List<TensorInfo.Dim> dims =
                new ArrayList<>(
                        TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 3, 16, 12)).dims());
        if (symbolicBatch) {
            dims.set(0, new TensorInfo.Dim("N", -1));
        }
        return Sequential.of(
                        Conv2d.of(3, 20, 3).withPadding(1),
                        BatchNorm2d.of(20),
                        ReLU.of(),
                        MaxPool2d.of(2, 2),
                        Conv2d.of(20, 7, 3),
                        ReLU.of(),
                        Flatten.of(),
                        Linear.of(7 * 6 * 4, CLASSES),
                        Softmax.of(1))
                .graph(new TensorInfo("input", DType.FLOAT32, dims), 4);
    }

    @Test
    void theScoreItselfHasNoMapToWeigh() {
        Graph graph = Sequential.of(Conv2d.of(3, 4, 3)).graph(Shape.of(1, 3, 16, 12));
        try (Explainer explainer = Explainer.of(graph, ExplainerOptions.defaults())) {
            String score = explainer.score();
            ModelException e =
                    assertThrows(
                            ModelException.class,
                            () -> explainer.valueAndGradient(picture(1), score, 0));
            assertEquals(
                    "value '"
                            + score
                            + "': expected one that the score is computed of, actual the score"
                            + " itself; name another layer",
                    e.getMessage());
        }
    }

    private static float[] picture(long seed) {
        Random random = new Random(seed);
        float[] picture = new float[3 * 16 * 12];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (float) random.nextGaussian();
        }
        return picture;
    }

    private static Explainer explainer() {
        return Explainer.of(network(true), ExplainerOptions.defaults());
    }

    private static List<AttributionMethod> methods() {
        return List.of(
                new Saliency(),
                new InputXGradient(),
                new GuidedBackprop(),
                new Deconvnet(),
                new SmoothGrad(5, 0.1, 1),
                new IntegratedGradients(),
                new GradCam(),
                new GuidedGradCam(),
                new Occlusion(4, 2));
    }

    @Test
    void scoreIsWhatGoesIntoTheSoftmax() {
        try (Explainer explainer = explainer()) {
            float[] scores = explainer.scores(picture(1));
            assertEquals(CLASSES, explainer.classes());
            try (Model model = Model.of(network(false), ModelOptions.defaults());
                    Session session = model.newSession()) {
                session.input(0).copyFrom(picture(1));
                session.run();
                float[] probabilities = session.output(0).toFloatArray();
                double sum = 0;
                for (float score : scores) {
                    sum += Math.exp(score);
                }
                for (int i = 0; i < CLASSES; i++) {
                    assertEquals(probabilities[i], Math.exp(scores[i]) / sum, 1e-5);
                }
            }
        }
    }

    @Test
    void saliencyIsTheDerivativeOfTheScore() {
        float[] picture = picture(2);
        try (Explainer explainer = explainer()) {
            float[] gradient = new Saliency().attribute(explainer, picture, 3).values();
            Random random = new Random(5);
            for (int trial = 0; trial < 20; trial++) {
                int i = random.nextInt(picture.length);
                float h = 1e-2f;
                float[] more = picture.clone();
                more[i] += h;
                float[] less = picture.clone();
                less[i] -= h;
                double slope = (explainer.scores(more)[3] - explainer.scores(less)[3]) / (2.0 * h);
                assertEquals(slope, gradient[i], 2e-3 + 0.02 * Math.abs(slope), "element " + i);
            }
        }
    }

    @Test
    void inputTimesGradientAndSmoothGradWithoutNoiseAreWhatTheyAreMadeOf() {
        float[] picture = picture(3);
        try (Explainer explainer = explainer()) {
            float[] gradient = new Saliency().attribute(explainer, picture, 1).values();
            float[] product = new InputXGradient().attribute(explainer, picture, 1).values();
            float[] smooth = new SmoothGrad(4, 0, 1).attribute(explainer, picture, 1).values();
            for (int i = 0; i < gradient.length; i++) {
                assertEquals(gradient[i] * picture[i], product[i]);
            }
            assertArrayEquals(gradient, smooth, 1e-6f);
        }
    }

    @Test
    void integratedGradientsAreComplete() {
        float[] picture = picture(4);
        try (Explainer explainer = explainer()) {
            IntegratedGradients.Integral fine =
                    new IntegratedGradients().integrate(explainer, picture, 0);
            assertTrue(fine.gap() < 1e-4, "gap " + fine.gap());
            assertTrue(fine.relativeMiss() < 0.005, "missed " + fine.relativeMiss());
            float[] empty = new float[picture.length];
            assertEquals(
                    explainer.scores(picture)[0] - explainer.scores(empty)[0],
                    fine.difference(),
                    1e-5);
            // One step is not enough and has nothing to be corrected by: the gap is measured.
            IntegratedGradients.Integral coarse =
                    new IntegratedGradients(1, 0).integrate(explainer, picture, 0);
            assertTrue(coarse.relativeGap() > 0.005, "gap " + coarse.relativeGap());
        }
    }

    @Test
    void integratedGradientsLookWhereScoresBend() {
        TensorInfo input = TensorInfo.of("x", DType.FLOAT32, Shape.of(1, 1));
        Graph graph =
                Sequential.of(Linear.of(1, 1), ReLU.of())
                        .graph(
                                input,
                                Map.of(
                                        "0.weight",
                                        Tensor.of(Shape.of(1, 1), 10),
                                        "0.bias",
                                        Tensor.of(Shape.of(1), -1)));
        PathSteps path;
        try (Explainer explainer = Explainer.of(graph, ExplainerOptions.defaults())) {
            float[][] scores = new float[101][];
            explainer.scores(101, (i, x) -> x[0] = i / 100f, (i, row) -> scores[i] = row.clone());
            path = PathSteps.where(50, scores);
        }
        double sum = 0;
        for (int i = 0; i < 50; i++) {
            double width = path.widths()[i];
            assertEquals(sum + width / 2, path.nodes()[i], 1e-12);
            // The kink is at 0.1: cells are narrow there, and wide far from it.
            double far = Math.abs(path.nodes()[i] - 0.1);
            assertTrue(far > 0.03 || width < 0.012, i + ": " + width);
            assertTrue(far < 0.08 || width > 0.02, i + ": " + width);
            sum += width;
        }
        assertEquals(1, sum, 1e-12);
    }

    /** Of rounding there is no gradient: nothing is made up for what it misses. */
    @Test
    void whatGradientsDoNotSeeIsNotCorrected() {
        TensorInfo input = TensorInfo.of("x", DType.FLOAT32, Shape.of(1, 1));
        Graph graph =
                new Graph(
                        "steps",
                        List.of(input),
                        List.of("y"),
                        List.of(
                                new Node(
                                        "floor",
                                        new Elementwise(new Unary(Unary.Function.FLOOR, 0, 0)),
                                        List.of("x"),
                                        List.of("floor")),
                                new Node(
                                        "relu",
                                        new Elementwise(Unary.RELU),
                                        List.of("x"),
                                        List.of("relu")),
                                new Node(
                                        "y",
                                        new Arithmetic(Binary.ADD),
                                        List.of("floor", "relu"),
                                        List.of("y"))),
                        Map.of(),
                        Map.of());
        try (Explainer explainer = Explainer.of(graph, ExplainerOptions.defaults())) {
            IntegratedGradients.Integral integral =
                    new IntegratedGradients(50, -1.5f).integrate(explainer, new float[] {3.25f}, 0);
            assertEquals(8.25, integral.difference(), 1e-6);
            assertEquals(3.25, integral.attribution().sum(), 0.05);
            assertEquals(integral.missed(), integral.gap(), 1e-5);
        }
    }

    @Test
    void guidedGradCamIsTheProduct() {
        float[] picture = picture(6);
        try (Explainer explainer = explainer()) {
            float[] guided = new GuidedBackprop().attribute(explainer, picture, 2).values();
            HeatMap cam = new GradCam().attribute(explainer, picture, 2).heatMap().resized(12, 16);
            float[] both = new GuidedGradCam().attribute(explainer, picture, 2).values();
            for (int i = 0; i < both.length; i++) {
                assertEquals(guided[i] * cam.values()[i % (12 * 16)], both[i], 1e-6f);
            }
        }
    }

    @Test
    void occlusionByHand() {
        float[] picture = picture(7);
        try (Explainer explainer = explainer()) {
            Attribution attribution =
                    new Occlusion(5, 7, 4, 6, 0.5f).attribute(explainer, picture, 2);
            float[] covered = picture.clone();
            for (int c = 0; c < 3; c++) {
                for (int y = 12; y < 16; y++) {
                    for (int x = 6; x < 12; x++) {
                        covered[(c * 16 + y) * 12 + x] = 0.5f;
                    }
                }
            }
            // The last pixel is in one window only, cut at both edges.
            assertEquals(
                    explainer.scores(picture)[2] - explainer.scores(covered)[2],
                    attribution.heatMap().at(11, 15),
                    1e-5f);
            assertEquals(Shape.of(1, 16, 12), attribution.shape());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void batchesAndThreadsChangeNothing(boolean symbolic) {
        float[] picture = picture(8);
        Graph graph = network(symbolic);
        try (Explainer one = Explainer.of(graph, ExplainerOptions.defaults());
                Explainer two = Explainer.of(graph, ExplainerOptions.defaults().withThreads(2))) {
            for (AttributionMethod method : methods()) {
                assertArrayEquals(
                        method.attribute(one, picture, 1).values(),
                        method.attribute(two, picture, 1).values(),
                        method.name());
            }
            float[] scores = one.scores(picture);
            one.scores(
                    9,
                    (i, x) -> System.arraycopy(picture, 0, x, 0, x.length),
                    (i, row) -> assertArrayEquals(scores, row, 1e-5f));
        }
    }

    /** A picture's score that depends on the others in a batch: batches must not be used. */
    @Test
    void networkThatMixesABatchIsRunPictureByPicture() {
        TensorInfo input = TensorInfo.of("x", DType.FLOAT32, Shape.of(1, 1, 4, 4));
        Graph graph =
                new Graph(
                        "mixing",
                        List.of(input),
                        List.of("y"),
                        List.of(
                                new Node(
                                        "mean",
                                        new Reduce(Reduce.Kind.SUM, true, false),
                                        List.of("x", "axes"),
                                        List.of("mean")),
                                new Node(
                                        "y",
                                        new Arithmetic(Binary.ADD),
                                        List.of("x", "mean"),
                                        List.of("y"))),
                        Map.of("axes", Tensor.ofLongs(Shape.of(1), 0)),
                        Map.of());
        float[] picture = OneConvNet.picture();
        try (Explainer explainer = Explainer.of(graph, ExplainerOptions.defaults())) {
            float[] map = new Occlusion(1, 1).attribute(explainer, picture, 5).values();
            float[] expected = new float[16];
            expected[5] = 10;
            assertArrayEquals(expected, map);
        }
    }

    @Test
    void explainingLeavesWeightsAloneAndRunsBesideSessions() throws InterruptedException {
        Graph graph = network(false);
        Map<String, byte[]> before = new HashMap<>();
        graph.constants()
                .forEach((name, tensor) ->
                        before.put(name, tensor.segment().toArray(ValueLayout.JAVA_BYTE)));
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession();
                Explainer explainer = Explainer.of(model)) {
            session.input(0).copyFrom(picture(1));
            session.run();
            float[] expected = session.output(0).toFloatArray();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicReference<float[]> wrong = new AtomicReference<>();
            Thread runner =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!stop.get()) {
                                    session.run();
                                    float[] now = session.output(0).toFloatArray();
                                    if (!Arrays.equals(expected, now)) {
                                        wrong.set(now);
                                    }
                                }
                            });
            for (AttributionMethod method : methods()) {
                method.attribute(explainer, picture(9), 0);
            }
            new WeightRandomization(1).check(explainer, new Saliency(), picture(9), 0, 3);
            stop.set(true);
            runner.join();
            assertEquals(null, wrong.get());
        }
        graph.constants()
                .forEach((name, tensor) ->
                        assertArrayEquals(
                                before.get(name),
                                tensor.segment().toArray(ValueLayout.JAVA_BYTE),
                                name));
    }

    @Test
    void weightRandomizationNoticesAMapThatDependsOnThePictureOnly() {
        AttributionMethod edges =
                new AttributionMethod() {
                    @Override
                    public String name() {
                        return "brightness";
                    }

                    @Override
                    public Attribution attribute(Explainer explainer, float[] picture, int k) {
                        return new Attribution(
                                explainer.shape(),
                                picture.clone(),
                                Attribution.ChannelReduction.SUM);
                    }
                };
        try (Explainer explainer = explainer()) {
            WeightRandomization check = new WeightRandomization(3);
            List<WeightRandomization.Step> steps = check.check(explainer, edges, picture(1), 0, 10);
            assertEquals(3, steps.size());
            assertEquals(1, steps.getLast().correlation(), 1e-9);
            assertTrue(!WeightRandomization.passes(steps));
            List<WeightRandomization.Step> saliency =
                    check.check(explainer, new Saliency(), picture(1), 0, 10);
            assertTrue(WeightRandomization.passes(saliency), saliency.toString());
        }
    }

    @Test
    void errorsSayWhatWasExpected() {
        try (Explainer explainer = explainer()) {
            assertEquals(
                    "picture: expected 576 values for [3,16,12], actual 5",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> explainer.scores(new float[5]))
                            .getMessage());
            assertEquals(
                    "class: expected 0 to 4, actual 5",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> new Saliency().attribute(explainer, picture(1), 5))
                            .getMessage());
            assertEquals(
                    "value 'maps': the network has none of this name",
                    assertThrows(
                                    ModelException.class,
                                    () -> new GradCam("maps").attribute(explainer, picture(1), 0))
                            .getMessage());
            ExplainerOptions other = ExplainerOptions.defaults().withInput("photo");
            assertTrue(
                    assertThrows(ModelException.class, () -> Explainer.of(network(true), other))
                            .getMessage()
                            .startsWith("input 'photo': expected one of [input FLOAT32["));
        }
        assertThrows(IllegalArgumentException.class, () -> new Occlusion(2, 3));
    }

    @Test
    void rankCorrelationOfKnownMaps() {
        HeatMap a = new HeatMap(2, 2, new float[] {1, 2, 3, 4});
        assertEquals(1, a.rankCorrelation(new HeatMap(2, 2, new float[] {1, 5, 6, 100})), 1e-12);
        assertEquals(-1, a.rankCorrelation(new HeatMap(2, 2, new float[] {4, 3, 2, 1})), 1e-12);
        // Ties share their mean rank: ranks 0.5 0.5 2 3 against 0 1 2 3.
        assertEquals(
                4.5 / Math.sqrt(5 * 4.5),
                a.rankCorrelation(new HeatMap(2, 2, new float[] {1, 1, 2, 3})),
                1e-12);
    }

    @Test
    void heatMapsAreResizedBetweenTheCentresOfPixels() {
        HeatMap map = new HeatMap(2, 1, new float[] {0, 4});
        assertArrayEquals(new float[] {0, 1, 3, 4}, map.resized(4, 1).values());
        assertArrayEquals(new int[] {1, 0}, map.hottest());
    }
}
