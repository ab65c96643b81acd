package dev.lanewise.cli;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.data.Augmentation;
import dev.lanewise.model.data.Batches;
import dev.lanewise.model.data.Dataset;
import dev.lanewise.model.data.FashionMnist;
import dev.lanewise.model.data.Normalization;
import dev.lanewise.model.explain.Explainer;
import dev.lanewise.model.explain.ExplainerOptions;
import dev.lanewise.model.features.Neighbours;
import dev.lanewise.model.features.Pca;
import dev.lanewise.model.features.PenultimateFeatures;
import dev.lanewise.model.features.Points;
import dev.lanewise.model.features.Tsne;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.image.Preprocessing;
import dev.lanewise.model.image.PreprocessingGuess;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** {@code lanewise project}. */
@Command(
        name = "project",
        description = {
            "Shows where a classifier puts pictures: the features before its last layer, brought to"
                    + " the plane.",
            "Without arguments: the bundled clothing classifier on Fashion-MNIST's test pictures."
        })
final class ProjectCommand implements Callable<Integer> {

    private static final int NEIGHBOURS = 10;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", description = "An ONNX file.")
    private @Nullable Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FOLDER",
            description = {
                "A folder of pictures for each class, or the four IDX files of Fashion-MNIST or"
                        + " MNIST",
                "(default: where Debian has Fashion-MNIST)."
            })
    private @Nullable Path folder;

    @Option(
            names = "--method",
            paramLabel = "pca|tsne",
            defaultValue = "tsne",
            description = "How they are brought to the plane (default: ${DEFAULT-VALUE}).")
    private String method;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "5000",
            description =
                    "How many pictures at most, of a folder's classes as many of each (default:"
                            + " ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--perplexity",
            paramLabel = "X",
            defaultValue = "30",
            description = "Of t-SNE: about how many neighbours count (default: ${DEFAULT-VALUE}).")
    private double perplexity;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of t-SNE (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "The value that holds the features (default: the last layer's input).")
    private @Nullable String layer;

    @Option(
            names = "--out",
            paramLabel = "FILE.png",
            description = "Where the chart goes (default: METHOD.png in this folder).")
    private @Nullable Path out;

    @Option(
            names = "--thumbnails",
            paramLabel = "FILE.png",
            description = "Also a picture of the pictures, each at its place.")
    private @Nullable Path thumbnails;

    @Option(
            names = "--tsv",
            paramLabel = "DIR",
            description =
                    "Also the features as vectors.tsv and metadata.tsv, for"
                            + " projector.tensorflow.org.")
    private @Nullable Path tsv;

    @Mixin private PictureOptions pictures;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() {
        checkUsage();
        checkOutput();
        System.setProperty("java.awt.headless", "true");
        PrintWriter to = spec.commandLine().getOut();
        try (Model model = file == null ? Bundled.model() : Model.load(file)) {
            TensorInfo input = model.inputs().getFirst();
            Preprocessing preprocessing = preprocessing(model, input);
            Dataset data = data(preprocessing);
            Shape picture = data.shape();
            ExplainerOptions options =
                    ExplainerOptions.defaults()
                            .withThreads(threads.count())
                            .withShape(
                                    input.name(),
                                    Shape.of(1, picture.dim(0), picture.dim(1), picture.dim(2)));
            try (Explainer explainer = Explainer.of(model.graph(), options)) {
                String value = layer == null ? lastInput(explainer.graph()) : layer;
                Points features = features(explainer, value, data, preprocessing);
                to.println(
                        "features  "
                                + features.dims()
                                + " of "
                                + features.count()
                                + " pictures, value '"
                                + Errors.oneLine(value)
                                + "'");
                project(features, data, to);
            }
        }
        to.flush();
        return 0;
    }

    private void checkUsage() {
        if (!method.equals("pca") && !method.equals("tsne")) {
            throw usage("--method: expected pca or tsne, actual " + method);
        }
        if (count < 5) {
            throw usage("--count: expected at least 5, actual " + count);
        }
        if (!(perplexity >= 1) || iterations < 1) {
            throw usage(
                    "--perplexity and --iterations: expected at least 1, actual "
                            + perplexity
                            + " and "
                            + iterations);
        }
    }

    private void checkOutput() {
        PngFiles.check(chart());
        if (thumbnails != null) {
            PngFiles.check(thumbnails);
        }
        if (tsv != null && Files.exists(tsv) && !Files.isDirectory(tsv)) {
            throw new ModelException(tsv + ": expected a folder, actual a file");
        }
    }

    private Path chart() {
        return out == null ? Path.of(method + ".png") : out;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Preprocessing preprocessing(Model model, TensorInfo input) {
        PreprocessingGuess guess = pictures.preprocessing(input, model.metadata());
        return guess.preprocessing();
    }

    private Dataset data(Preprocessing preprocessing) {
        Dataset all;
        if (folder == null) {
            all = FashionMnist.read().test();
        } else if (Files.exists(folder.resolve("t10k-labels-idx1-ubyte.gz"))
                || Files.exists(folder.resolve("t10k-labels-idx1-ubyte"))) {
            all = FashionMnist.read(folder).test();
        } else {
            all = PictureOptions.read(folder, preprocessing, count);
        }
        if (all.size() < 5) {
            throw new ModelException("expected at least 5 pictures, actual " + all.size());
        }
        return all.size() <= count ? all : all.subset(IntStream.range(0, count).toArray());
    }

    private static String lastInput(Graph graph) {
        try {
            return PenultimateFeatures.layer(graph);
        } catch (ModelException e) {
            throw new ModelException(
                    e.getMessage() + "; say with --layer which value holds the features", e);
        }
    }

    /** One picture after the other, normalised as the network wants it. */
    private static Explainer.Source source(Dataset data, Preprocessing preprocessing) {
        Batches batches =
                Batches.inOrder(data, 1, Normalization.of(preprocessing), Augmentation.NONE);
        Tensor picture = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, batches.shape());
        Tensor label = Tensor.ofLongs(Shape.of(1), 0);
        return (i, values) -> {
            batches.fill(0, i, picture, label);
            picture.copyTo(values);
        };
    }

    private Points features(
            Explainer explainer, String value, Dataset data, Preprocessing preprocessing) {
        try (Progress progress = new Progress("features", data.size())) {
            explainer.onProgress((done, total) -> progress.stepTo(done));
            return PenultimateFeatures.of(
                    explainer, value, data.size(), source(data, preprocessing));
        }
    }

    private void project(Points features, Dataset data, PrintWriter to) {
        Points plane;
        long start = System.nanoTime();
        if (method.equals("pca")) {
            Pca pca = Pca.of(features, 2);
            plane = pca.project(features);
            to.printf(
                    Locale.ROOT,
                    "pca       explains %.1f %% and %.1f %% of the variance, %s%n",
                    100 * pca.explained(0),
                    100 * (pca.variance().length > 1 ? pca.explained(1) : 0),
                    Quantity.time(System.nanoTime() - start));
        } else {
            Tsne tsne = new Tsne(perplexity, 12, iterations, threads.count());
            Tsne.Result result;
            try (Progress progress = new Progress("t-SNE", iterations)) {
                result = tsne.fit(features, (done, all) -> progress.stepTo(done));
            }
            plane = result.points();
            to.printf(
                    Locale.ROOT,
                    "t-SNE     perplexity %.0f, divergence %.3f, %s%n",
                    result.perplexity(),
                    result.divergence(),
                    Quantity.time(System.nanoTime() - start));
        }
        int[] labels = IntStream.range(0, data.size()).map(data::label).toArray();
        if (data.size() > NEIGHBOURS) {
            to.printf(
                    Locale.ROOT,
                    "%d nearest neighbours tell %.1f %% of the classes by features, %.1f %% in the"
                            + " plane%n",
                    NEIGHBOURS,
                    100 * Neighbours.of(features, NEIGHBOURS, threads.count()).accuracy(labels),
                    100 * Neighbours.of(plane, NEIGHBOURS, threads.count()).accuracy(labels));
        }
        Path chart = chart();
        PngFiles.write(PointPictures.scatter(plane, labels, data.classes(), title(data)), chart);
        to.println("wrote " + chart);
        if (thumbnails != null) {
            PngFiles.write(PointPictures.thumbnails(plane, labels, data), thumbnails);
            to.println("wrote " + thumbnails);
        }
        if (tsv != null) {
            ProjectorFiles.write(features, labels, data.classes(), tsv);
            to.println("wrote " + tsv.resolve("vectors.tsv") + " and metadata.tsv");
        }
    }

    private String title(Dataset data) {
        String name = file == null ? Bundled.NAME : String.valueOf(file.getFileName());
        return (method.equals("pca") ? "PCA" : "t-SNE")
                + " of the last features of "
                + name
                + ", "
                + data.size()
                + " pictures";
    }
}
