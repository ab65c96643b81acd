package dev.lanewise.cli;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.explain.AttributionMethod;
import dev.lanewise.model.explain.Explainer;
import dev.lanewise.model.explain.ExplainerOptions;
import dev.lanewise.model.explain.HeatMap;
import dev.lanewise.model.explain.HeatMapPicture;
import dev.lanewise.model.explain.Occlusion;
import dev.lanewise.model.explain.SmoothGrad;
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
import dev.lanewise.model.train.Adam;
import dev.lanewise.model.train.CrossEntropyLoss;
import dev.lanewise.model.train.TrainingStep;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * {@code lanewise wolf-and-snow}: the experiment of Ribeiro, Singh and Guestrin ("Why should I
 * trust you?", 2016, section 6.4) with generated pictures.
 */
@Command(
        name = "wolf-and-snow",
        description = {
            "Trains a classifier of wolves and dogs on generated pictures, in which all wolves"
                    + " stand on snow, and shows that it looks at the snow.",
            "A second one, whose pictures have either ground, has to look at the animals."
        })
final class WolfAndSnowCommand implements Callable<Integer> {

    private static final int WOLF = 0;
    private static final int DOG = 1;
    private static final int BATCH = 32;
    private static final int TESTED = 200;
    private static final int EXPLAINED = 12;
    private static final Preprocessing PREPROCESSING =
            new Preprocessing(
                    Channels.RGB, Resize.NONE, 1, 1, Range.UNIT, List.of(0.6f), List.of(0.25f));

    @Spec private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "wolf-and-snow",
            description = "Folder for the pictures (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "600",
            description = "Steps of training (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Mixin private ThreadsOption threads;

    private static Sequential net() {
        return Sequential.of(
                Conv2d.of(3, 16, 3).withPadding(1),
                ReLU.of(),
                MaxPool2d.of(2, 2),
                Conv2d.of(16, 24, 3).withPadding(1),
                ReLU.of(),
                MaxPool2d.of(2, 2),
                Conv2d.of(24, 32, 3).withPadding(1),
                ReLU.of(),
                MaxPool2d.of(2, 2),
                Flatten.of(),
                Linear.of(32 * 6 * 6, 32),
                ReLU.of(),
                Linear.of(32, 2));
    }

    private static TensorInfo input(int batch) {
        return TensorInfo.of(
                Sequential.INPUT,
                DType.FLOAT32,
                Shape.of(batch, 3, AnimalPictures.SIDE, AnimalPictures.SIDE));
    }

    @Override
    public Integer call() {
        if (steps < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--steps: expected at least 1, actual " + steps);
        }
        System.setProperty("java.awt.headless", "true");
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PrintWriter to = spec.commandLine().getOut();
        try (Progress progress = new Progress("wolves", 2L * steps)) {
            examine("snow", 1, progress, to);
            examine("mixed", 0.5, progress, to);
        }
        to.println("wrote pictures to " + out);
        to.flush();
        return 0;
    }

    /**
     * @param giveaway how often the ground fits the animal in training
     */
    private void examine(String name, double giveaway, Progress progress, PrintWriter to) {
        Map<String, Tensor> weights = train(giveaway, progress);
        try (Explainer explainer =
                Explainer.of(
                        net().graph(input(1), weights),
                        ExplainerOptions.defaults().withThreads(threads.count()))) {
            to.printf(
                    Locale.ROOT,
                    "%s: right with the usual ground %.0f %%, with the other ground %.0f %%%n",
                    name.equals("snow") ? "wolves on snow only" : "either ground",
                    100 * accuracy(explainer, true),
                    100 * accuracy(explainer, false));
            for (AttributionMethod method : List.of(new Occlusion(10, 2), new SmoothGrad())) {
                to.printf(
                        Locale.ROOT,
                        "  %s: a pixel of the ground counts %.2f times as much as one of the"
                                + " animal%n",
                        method.name(),
                        groundToAnimal(explainer, method));
            }
            pictures(explainer, name);
        }
    }

    private Map<String, Tensor> train(double giveaway, Progress progress) {
        Random random = new Random(7);
        Map<String, Tensor> weights = new HashMap<>();
        try (TrainingStep step =
                new TrainingStep(
                        net().trainingGraph(input(BATCH), 1),
                        new CrossEntropyLoss(),
                        Adam.of(0.001),
                        threads.count())) {
            float[] batch = new float[step.input().shape().elements()];
            int each = batch.length / BATCH;
            for (int i = 0; i < steps; i++) {
                for (int k = 0; k < BATCH; k++) {
                    boolean wolf = random.nextBoolean();
                    boolean fits = random.nextDouble() < giveaway;
                    float[] picture =
                            PREPROCESSING.apply(
                                    AnimalPictures.draw(wolf, wolf == fits, random).image());
                    System.arraycopy(picture, 0, batch, k * each, each);
                    step.target().setLong(k, wolf ? WOLF : DOG);
                }
                step.input().copyFrom(batch);
                step.run(0.001);
                progress.step();
            }
            step.weights()
                    .forEach((name, tensor) ->
                            weights.put(name, Tensor.of(tensor.shape(), tensor.toFloatArray())));
        }
        return weights;
    }

    private static double accuracy(Explainer explainer, boolean usualGround) {
        Random random = new Random(11);
        int right = 0;
        for (int i = 0; i < TESTED; i++) {
            boolean wolf = i % 2 == 0;
            float[] picture =
                    PREPROCESSING.apply(
                            AnimalPictures.draw(wolf, wolf == usualGround, random).image());
            right += explainer.best(picture) == (wolf ? WOLF : DOG) ? 1 : 0;
        }
        return (double) right / TESTED;
    }

    /** Mean magnitude of the map on the ground over that on the animal. */
    private static double groundToAnimal(Explainer explainer, AttributionMethod method) {
        Random random = new Random(13);
        double ground = 0;
        double animal = 0;
        int grounds = 0;
        int animals = 0;
        for (int i = 0; i < EXPLAINED; i++) {
            boolean wolf = i % 2 == 0;
            AnimalPictures.Drawn drawn = AnimalPictures.draw(wolf, wolf, random);
            float[] picture = PREPROCESSING.apply(drawn.image());
            HeatMap map = method.attribute(explainer, picture, explainer.best(picture)).heatMap();
            for (int p = 0; p < drawn.animal().length; p++) {
                double value = Math.abs(map.values()[p]);
                if (drawn.animal()[p]) {
                    animal += value;
                    animals++;
                } else {
                    ground += value;
                    grounds++;
                }
            }
        }
        return ground / grounds / (animal / animals);
    }

    /** A wolf on snow and a dog on snow, each by two methods. */
    private void pictures(Explainer explainer, String name) {
        for (boolean wolf : new boolean[] {true, false}) {
            AnimalPictures.Drawn drawn =
                    AnimalPictures.draw(wolf, true, new Random(wolf ? 21 : 22));
            float[] picture = PREPROCESSING.apply(drawn.image());
            int best = explainer.best(picture);
            for (AttributionMethod method : List.of(new Occlusion(10, 2), new SmoothGrad())) {
                HeatMap map = method.attribute(explainer, picture, best).heatMap();
                PngFiles.write(
                        HeatMapPicture.of(map)
                                .sheet(
                                        drawn.image(),
                                        List.of(
                                                (wolf ? "A wolf" : "A dog")
                                                        + " on snow, taken for a "
                                                        + (best == WOLF ? "wolf" : "dog"),
                                                method.name()
                                                        + (name.equals("snow")
                                                                ? ", trained with wolves on snow"
                                                                        + " only"
                                                                : ", trained with either ground")),
                                        0.6),
                        out.resolve(
                                name
                                        + "-"
                                        + (wolf ? "wolf" : "dog")
                                        + "-"
                                        + method.name()
                                        + ".png"));
            }
        }
    }
}
