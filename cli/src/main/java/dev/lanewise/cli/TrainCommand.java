package dev.lanewise.cli;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.data.Dataset;
import dev.lanewise.model.data.FashionMnist;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.Module;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.nn.Softmax;
import dev.lanewise.model.onnx.OnnxWriter;
import dev.lanewise.model.safetensors.Safetensors;
import dev.lanewise.model.train.Evaluation;
import dev.lanewise.model.train.Recipe;
import dev.lanewise.model.train.Trainer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code lanewise train}. */
@Command(
        name = "train",
        description = {
            "Trains a classifier of Fashion-MNIST's pictures of clothing.",
            "Writes into a folder: model.onnx, model.safetensors, checkpoint.safetensors, loss.png,"
                    + " accuracy.png, confusion.png.",
            "Ctrl-C saves a checkpoint, from which --resume goes on."
        })
final class TrainCommand implements Callable<Integer> {

    private static final String DATASET = "fashion-mnist";
    private static final int HELD_OUT = 5_000;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DATASET", description = "fashion-mnist.")
    private String dataset;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with its four IDX files (default: where Debian has them).")
    private @Nullable Path data;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "small",
            description = {
                "Network and recipe: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
                "small: at most 120,000 parameters. accurate: at most 500,000, batch"
                        + " normalisation, mirrored pictures."
            })
    private TrainPreset preset;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the pictures (default: the preset's).")
    private @Nullable Integer epochs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Where all that is random begins (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin private ThreadsOption threads;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder to write to; made if it is missing.")
    private Path out;

    @Option(names = "--resume", description = "Go on from the folder's checkpoint.")
    private boolean resume;

    @Override
    public Integer call() throws InterruptedException {
        checkUsage();
        Path checkpoint = out.resolve("checkpoint.safetensors");
        FashionMnist pictures = data == null ? FashionMnist.read() : FashionMnist.read(data);
        prepare(checkpoint);
        Dataset.Split split = pictures.training().split(HELD_OUT, seed);
        int passes = epochs == null ? preset.epochs : epochs;
        Recipe recipe = preset.recipe(passes, split.training().size());
        Trainer trainer = new Trainer(recipe, split, seed, threads.count());
        PrintWriter to = spec.commandLine().getOut();
        Trainer.Result result;
        try (TrainObserver observer = new TrainObserver(recipe, trainer.steps(), to)) {
            result = trainer.run(checkpoint, resume, observer);
        }
        if (!result.complete()) {
            to.println("stopped; go on with --resume");
            to.flush();
            return 1;
        }
        Evaluation test = trainer.evaluate(result.best(), pictures.test());
        write(recipe, passes, result, test);
        to.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * test.accuracy());
        to.flush();
        return 0;
    }

    private void checkUsage() {
        if (!dataset.equals(DATASET)) {
            throw usage("DATASET: expected " + DATASET + ", actual " + dataset);
        }
        if (epochs != null && epochs < 1) {
            throw usage("--epochs: expected at least 1, actual " + epochs);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void prepare(Path checkpoint) {
        if (resume && !Files.exists(checkpoint)) {
            throw new ModelException(checkpoint + ": no such file; begin without --resume");
        }
        if (!resume && Files.exists(checkpoint)) {
            throw new ModelException(
                    checkpoint
                            + ": a run is there already; go on with --resume, or take another"
                            + " --out");
        }
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Recipe recipe, int passes, Trainer.Result result, Evaluation test) {
        Map<String, String> metadata =
                Map.of(
                        "labels",
                        String.join(",", FashionMnist.CLASSES),
                        "mean",
                        recipe.normalization().mean().getFirst().toString(),
                        "std",
                        recipe.normalization().std().getFirst().toString(),
                        "scale",
                        "0..1",
                        "test_accuracy",
                        String.format(Locale.ROOT, "%.4f", test.accuracy()),
                        "training",
                        "lanewise train "
                                + DATASET
                                + " --preset "
                                + preset
                                + " --epochs "
                                + passes
                                + " --seed "
                                + seed);
        new Safetensors(result.best(), metadata).write(out.resolve("model.safetensors"));
        OnnxWriter.write(classifier(recipe, result.best(), metadata), out.resolve("model.onnx"));
        System.setProperty("java.awt.headless", "true");
        TrainCharts.loss(result.history(), out.resolve("loss.png"));
        TrainCharts.accuracy(result.history(), out.resolve("accuracy.png"));
        TrainCharts.confusion(test, FashionMnist.CLASSES, out.resolve("confusion.png"));
    }

    /** The network with probabilities as its output, for any number of pictures. */
    static Graph classifier(
            Recipe recipe, Map<String, Tensor> weights, Map<String, String> metadata) {
        List<Module> layers = new ArrayList<>(recipe.net().modules());
        layers.add(Softmax.of(1));
        TensorInfo input =
                new TensorInfo(
                        Sequential.INPUT,
                        DType.FLOAT32,
                        List.of(
                                new TensorInfo.Dim("batch", -1),
                                new TensorInfo.Dim("", 1),
                                new TensorInfo.Dim("", 28),
                                new TensorInfo.Dim("", 28)));
        Graph graph = new Sequential(layers).graph(input, weights);
        return new Graph(
                DATASET,
                graph.inputs(),
                graph.outputs(),
                graph.nodes(),
                graph.constants(),
                metadata);
    }
}
