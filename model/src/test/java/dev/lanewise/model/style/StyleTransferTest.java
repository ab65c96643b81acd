package dev.lanewise.model.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.image.Preprocessing;
import dev.lanewise.model.image.Preprocessing.Channels;
import dev.lanewise.model.image.Preprocessing.Range;
import dev.lanewise.model.image.Preprocessing.Resize;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.style.StyleOptions.Optimizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;

class StyleTransferTest {

    private static final Preprocessing CAFFE =
            new Preprocessing(
                    Channels.BGR,
                    Resize.NONE,
                    1,
                    1,
                    Range.BYTE,
                    List.of(104f, 117f, 123f),
                    List.of(60f, 58f, 57f));

    /** A classifier whose last layers take no other size than 32x32. */
    private static Graph classifier() {
        return Sequential.of(
                        Conv2d.of(3, 8, 3).withPadding(1),
                        ReLU.of(),
                        Conv2d.of(8, 12, 3).withPadding(1),
                        ReLU.of(),
                        MaxPool2d.of(2, 2),
                        Conv2d.of(12, 10, 3).withPadding(1),
                        ReLU.of(),
                        MaxPool2d.of(4, 4),
                        Flatten.of(),
                        Linear.of(10 * 4 * 4, 5))
                .graph(TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 3, 32, 32)), 1);
    }

    private static FeatureExtractor extractor(String kind) {
        return kind.equals("random")
                ? FeatureExtractor.random(1)
                : FeatureExtractor.of(classifier(), CAFFE, 20, 24);
    }

    private static BufferedImage picture(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        double angle = random.nextDouble();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double wave = Math.sin(x * Math.cos(angle) + y * Math.sin(angle) + seed);
                int red = (int) (127 + 100 * wave);
                int green = random.nextInt(256);
                image.setRGB(x, y, red << 16 | green << 8 | (int) (20 * seed) % 256);
            }
        }
        return image;
    }

    private static StyleLoss loss(FeatureExtractor extractor, StyleOptions options) {
        return new StyleLoss(
                extractor,
                options,
                StyleTransfer.levels(picture(20, 24, 1)),
                Shape.of(3, 24, 20),
                StyleTransfer.levels(picture(30, 17, 2)),
                Shape.of(3, 17, 30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "classifier"})
    void gradientOfThePictureIsThatOfTheLoss(String kind) {
        float[] x = StyleTransfer.levels(picture(20, 24, 3));
        try (StyleLoss loss = loss(extractor(kind), StyleOptions.defaults())) {
            float[] gradient = new float[x.length];
            float[] ignored = new float[x.length];
            loss.evaluate(x, gradient);
            Random random = new Random(4);
            // Along random directions: single pixels drown in the rounding of the sum.
            for (int trial = 0; trial < 8; trial++) {
                float[] direction = new float[x.length];
                double slope = 0;
                for (int i = 0; i < x.length; i++) {
                    // Mostly along the gradient, so that the slope is not a small difference.
                    direction[i] = (float) (random.nextDouble() * Math.signum(gradient[i]));
                    slope += (double) direction[i] * gradient[i];
                }
                double h = 1e-3;
                double more = loss.evaluate(moved(x, direction, h), ignored);
                double less = loss.evaluate(moved(x, direction, -h), ignored);
                assertEquals(slope, (more - less) / (2 * h), 0.01 * slope);
            }
        }
    }

    private static float[] moved(float[] x, float[] direction, double by) {
        float[] moved = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            moved[i] = (float) (x[i] + by * direction[i]);
        }
        return moved;
    }

    @Test
    void lossOfTheTargetsThemselvesIsZero() {
        BufferedImage picture = picture(24, 24, 5);
        float[] x = StyleTransfer.levels(picture);
        Shape shape = Shape.of(3, 24, 24);
        try (StyleLoss loss =
                new StyleLoss(
                        FeatureExtractor.random(2),
                        StyleOptions.defaults().withSmoothness(0),
                        x,
                        shape,
                        x,
                        shape)) {
            assertEquals(0, loss.evaluate(x, new float[x.length]), 1e-9);
        }
    }

    @Test
    void lbfgsNeverRisesAndPaintsTheStyle() {
        for (boolean noise : new boolean[] {false, true}) {
            StyleTransfer.Result result =
                    new StyleTransfer(
                                    FeatureExtractor.random(1),
                                    StyleOptions.defaults()
                                            .withWeights(1, 300)
                                            .withSteps(40)
                                            .withNoise(noise))
                            .paint(
                                    picture(20, 24, 1),
                                    picture(30, 17, 2),
                                    (step, loss, picture) -> true);
            List<Double> losses = result.losses();
            for (int i = 1; i < losses.size(); i++) {
                assertTrue(losses.get(i) < losses.get(i - 1), "step " + i + ": " + losses);
            }
            assertTrue(losses.getLast() < 0.2 * losses.getFirst(), losses.toString());
            assertEquals(20, result.picture().getWidth());
            assertEquals(24, result.picture().getHeight());
        }
    }

    @Test
    void adamMakesTheLossSmallToo() {
        StyleTransfer.Result result =
                new StyleTransfer(
                                extractor("classifier"),
                                StyleOptions.defaults().withSteps(40).withOptimizer(Optimizer.ADAM))
                        .paint(
                                picture(20, 24, 1),
                                picture(30, 17, 2),
                                (step, loss, picture) -> true);
        assertTrue(
                result.losses().getLast() < 0.5 * result.losses().getFirst(),
                result.losses().toString());
    }

    @Test
    void anObserverEndsThePainting() {
        StyleTransfer.Result result =
                new StyleTransfer(FeatureExtractor.random(1), StyleOptions.defaults())
                        .paint(
                                picture(20, 24, 1),
                                picture(30, 17, 2),
                                (step, loss, picture) ->
                                        step < 3 && picture.get().getWidth() == 20);
        assertEquals(4, result.losses().size());
    }

    @Test
    void layersOfANetworkAreChosenBySize() {
        FeatureExtractor chosen = FeatureExtractor.of(classifier(), CAFFE, 40, 48);
        assertEquals(List.of("3/Relu", "6/Relu"), chosen.style());
        assertEquals(List.of("6/Relu"), chosen.content());
        Graph none =
                Sequential.of(Conv2d.of(3, 8, 3))
                        .graph(TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 3, 32, 32)), 1);
        assertThrows(ModelException.class, () -> FeatureExtractor.of(none, CAFFE, 32, 32));
    }

    @Test
    void aLayerThatTheNetworkHasNotIsNamed() {
        String message =
                assertThrows(
                                ModelException.class,
                                () ->
                                        new FeatureExtractor(
                                                classifier(),
                                                CAFFE,
                                                List.of("nix"),
                                                List.of("nix")))
                        .getMessage();
        assertTrue(message.contains("value 'nix'"), message);
    }

    /** Rosenbrock's valley, whose floor is at (1, 1). */
    @Test
    void lbfgsFindsTheFloorOfAValley() {
        Lbfgs search =
                new Lbfgs(
                        (x, g) -> {
                            double a = 1 - x[0];
                            double b = x[1] - (double) x[0] * x[0];
                            g[0] = (float) (-2 * a - 400 * b * x[0]);
                            g[1] = (float) (200 * b);
                            return a * a + 100 * b * b;
                        },
                        new float[] {-1.2f, 1});
        for (int i = 0; i < 200 && search.step(); i++) {
            assertTrue(search.value() >= 0);
        }
        assertEquals(1, search.x()[0], 1e-3);
        assertEquals(1, search.x()[1], 1e-3);
    }
}
