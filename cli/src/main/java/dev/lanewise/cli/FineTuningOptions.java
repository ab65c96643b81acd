package dev.lanewise.cli;

import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.data.Augmentation;
import dev.lanewise.model.data.Dataset;
import dev.lanewise.model.data.Normalization;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.image.Preprocessing;
import dev.lanewise.model.image.PreprocessingGuess;
import dev.lanewise.model.nn.PretrainedClassifier;
import dev.lanewise.model.nn.PretrainedClassifier.Tuned;
import dev.lanewise.model.onnx.OnnxReader;
import dev.lanewise.model.train.Adam;
import dev.lanewise.model.train.CrossEntropyLoss;
import dev.lanewise.model.train.Recipe;
import dev.lanewise.model.train.Schedule;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** How a trained model learns the classes of a folder of pictures. */
final class FineTuningOptions {

    private static final int BATCH = 16;
    private static final double HELD_OUT = 0.2;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "A trained classifier (ONNX) that is to learn the folder's classes.")
    private @Nullable Path model;

    @Option(
            names = "--tune",
            paramLabel = "last|all",
            description =
                    "Which of its weights change: the last layer's, or all, which takes several"
                            + " times as long (default: last).")
    private @Nullable Tuned tuned;

    @Option(
            names = "--rate",
            paramLabel = "X",
            description = "Highest learning rate (default: 0.002, or 0.0002 with --tune all).")
    private @Nullable Double rate;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures in a step (default: 16).")
    private @Nullable Integer batch;

    @Option(
            names = "--mirror",
            description = "Mirror pictures left to right at random, where that changes no class.")
    private boolean mirror;

    @Mixin private PictureOptions pictures;

    boolean hasModel() {
        return model != null;
    }

    /** The first of the options that was given, or null. */
    @Nullable String given() {
        if (model != null) {
            return "--model";
        }
        if (tuned != null) {
            return "--tune";
        }
        if (rate != null) {
            return "--rate";
        }
        if (batch != null) {
            return "--batch";
        }
        return mirror ? "--mirror" : pictures.given();
    }

    /** What is to be done, once model and pictures are read, which is said. */
    TrainTask task(Path folder, int epochs, long seed, PrintWriter to) {
        if (rate != null && !(rate > 0) || batch != null && batch < 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "--rate and --batch: expected above 0, actual " + rate + " and " + batch);
        }
        Path file = Objects.requireNonNull(model);
        Graph graph = OnnxReader.read(file);
        TensorInfo input = PretrainedClassifier.input(graph);
        PreprocessingGuess guess = pictures.preprocessing(input, graph.metadata());
        Dataset data = PictureOptions.read(folder, guess.preprocessing(), Integer.MAX_VALUE);
        Tuned which = tuned == null ? Tuned.LAST : tuned;
        PretrainedClassifier network =
                new PretrainedClassifier(graph, data.classes().size(), which);
        Dataset.Split split = data.splitEachClass(HELD_OUT, seed);
        to.printf(
                Locale.ROOT,
                "model     %s learns %d classes: %,d parameters, %s%n",
                file.getFileName(),
                data.classes().size(),
                network.parameterCount(),
                which == Tuned.LAST ? "those of its last layer" : "all");
        to.println("input     " + input);
        to.println("          " + guess.preprocessing());
        to.println("          (" + guess.reason() + ")");
        if (graph.inputs().getFirst().dtype() != input.dtype()) {
            to.println("          (" + graph.inputs().getFirst().dtype() + " in the file)");
        }
        to.printf(
                Locale.ROOT,
                "pictures  %,d to learn from, %,d held out; %s of memory%n%n",
                split.training().size(),
                split.validation().size(),
                Quantity.bytes((long) data.size() * data.shape().elements()));
        to.flush();
        Preprocessing preprocessing = guess.preprocessing();
        return new TrainTask(
                        name(folder),
                        "%s --model %s --tune %s --epochs %d"
                                .formatted(name(folder), file.getFileName(), which, epochs),
                        recipe(network, split.training().size(), preprocessing, epochs),
                        split,
                        split.validation(),
                        "held-out accuracy",
                        network.withSoftmax(),
                        TrainTask.input(input.name(), data.shape()),
                        TrainTask.metadata(
                                data.classes(),
                                preprocessing.mean(),
                                preprocessing.std(),
                                preprocessing.range().toString()))
                .with("order", preprocessing.channels().toString());
    }

    private Recipe recipe(
            PretrainedClassifier network, int count, Preprocessing preprocessing, int epochs) {
        int size = Math.min(batch == null ? BATCH : batch, count);
        double most = rate != null ? rate : network.tuned() == Tuned.LAST ? 0.002 : 0.0002;
        return new Recipe(
                network,
                new CrossEntropyLoss(),
                Adam.adamW(most),
                new Schedule.OneCycle(most, (long) epochs * (count / size), 0.2),
                Normalization.of(preprocessing),
                Augmentation.of(mirror, 0),
                size,
                epochs,
                1,
                0);
    }

    /** What the folder is called, also where it is {@code .}; a root has no name. */
    static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "pictures" : name.toString();
    }
}
