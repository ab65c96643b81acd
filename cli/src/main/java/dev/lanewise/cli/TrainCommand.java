package dev.lanewise.cli;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.data.FashionMnist;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.onnx.OnnxWriter;
import dev.lanewise.model.safetensors.Safetensors;
import dev.lanewise.model.train.Evaluation;
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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** {@code lanewise train}. */
@Command(
        name = "train",
        customSynopsis = {
            "lanewise train [OPTIONS] --out=DIR fashion-mnist",
            "       lanewise train [OPTIONS] --out=DIR --model=MODEL FOLDER"
        },
        description = {
            "Trains a classifier: of Fashion-MNIST's pictures of clothing, or of your own pictures,"
                    + " beginning with a trained ONNX model.",
            "Writes into a folder: model.onnx, model.safetensors, checkpoint.safetensors, loss.png,"
                    + " accuracy.png, confusion.png.",
            "Ctrl-C saves a checkpoint, from which --resume goes on."
        })
final class TrainCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "DATASET",
            description =
                    "fashion-mnist, or a folder with a folder of pictures for each class, which"
                            + " --model learns.")
    private String dataset;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder with Fashion-MNIST's four IDX files (default: where Debian has them).")
    private @Nullable Path data;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = TrainPreset.Converter.class,
            description = {
                "Network and recipe for Fashion-MNIST: ${COMPLETION-CANDIDATES} (default: small).",
                "small: at most 120,000 parameters. accurate: at most 500,000, batch"
                        + " normalisation, mirrored pictures."
            })
    private @Nullable TrainPreset preset;

    @Mixin private FineTuningOptions fineTuning;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the pictures (default: the preset's, or 10 with --model).")
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
        PrintWriter to = spec.commandLine().getOut();
        Path checkpoint = out.resolve("checkpoint.safetensors");
        check(checkpoint);
        TrainTask task = task(to);
        Trainer trainer = new Trainer(task.recipe(), task.data(), seed, threads.count());
        makeFolder();
        Trainer.Result result;
        try (TrainObserver observer = new TrainObserver(task.recipe(), trainer.steps(), to)) {
            result = trainer.run(checkpoint, resume, observer);
        }
        if (!result.complete()) {
            to.println("stopped; go on with --resume");
            to.flush();
            return 1;
        }
        Evaluation test = trainer.evaluate(result.best(), task.test());
        write(task, result, test);
        to.printf(Locale.ROOT, "%s %.2f %%%n", task.tested(), 100 * test.accuracy());
        to.flush();
        return 0;
    }

    private void checkUsage() {
        boolean fashion = dataset.equals(TrainPreset.DATASET);
        if (!fashion && !fineTuning.hasModel()) {
            throw usage(
                    "DATASET: expected "
                            + TrainPreset.DATASET
                            + ", or a folder and --model, actual "
                            + dataset
                            + " alone");
        }
        if (fashion && fineTuning.given() != null) {
            throw usage(
                    fineTuning.given()
                            + ": expected with a folder of pictures, actual "
                            + TrainPreset.DATASET);
        }
        if (!fashion && (data != null || preset != null)) {
            throw usage(
                    "--data and --preset: expected with "
                            + TrainPreset.DATASET
                            + ", actual a folder");
        }
        if (epochs != null && epochs < 1) {
            throw usage("--epochs: expected at least 1, actual " + epochs);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private TrainTask task(PrintWriter to) {
        if (!dataset.equals(TrainPreset.DATASET)) {
            return fineTuning.task(Path.of(dataset), epochs == null ? 10 : epochs, seed, to);
        }
        TrainPreset which = preset == null ? TrainPreset.SMALL : preset;
        FashionMnist pictures = data == null ? FashionMnist.read() : FashionMnist.read(data);
        return which.task(pictures, epochs == null ? which.epochs : epochs, seed);
    }

    /** Whether the folder is as it should be, before anything is read. */
    private void check(Path checkpoint) {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new ModelException(out + ": expected a folder, actual a file");
        }
        if (resume && !Files.exists(checkpoint)) {
            throw new ModelException(checkpoint + ": no such file; begin without --resume");
        }
        if (!resume && Files.exists(checkpoint)) {
            throw new ModelException(
                    checkpoint
                            + ": a run is there already; go on with --resume, or take another"
                            + " --out");
        }
    }

    private void makeFolder() {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(TrainTask task, Trainer.Result result, Evaluation test) {
        Map<String, String> metadata = new TreeMap<>(task.metadata());
        metadata.put(
                task.tested().replaceAll("[ -]", "_"),
                String.format(Locale.ROOT, "%.4f", test.accuracy()));
        metadata.put("training", "lanewise train " + task.command() + " --seed " + seed);
        new Safetensors(result.best(), metadata).write(out.resolve("model.safetensors"));
        Graph graph = task.classifier().graph(task.input(), result.best());
        OnnxWriter.write(
                new Graph(
                        task.name(),
                        graph.inputs(),
                        graph.outputs(),
                        graph.nodes(),
                        graph.constants(),
                        metadata),
                out.resolve("model.onnx"));
        System.setProperty("java.awt.headless", "true");
        TrainCharts.loss(result.history(), out.resolve("loss.png"));
        TrainCharts.accuracy(result.history(), out.resolve("accuracy.png"));
        TrainCharts.confusion(test, task.test().classes(), out.resolve("confusion.png"));
    }
}
