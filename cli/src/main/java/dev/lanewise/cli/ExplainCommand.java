package dev.lanewise.cli;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.explain.Attribution;
import dev.lanewise.model.explain.Explainer;
import dev.lanewise.model.explain.ExplainerOptions;
import dev.lanewise.model.explain.FeatureMaps;
import dev.lanewise.model.explain.HeatMapPicture;
import dev.lanewise.model.explain.IntegratedGradients;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.LastLayer;
import dev.lanewise.model.image.Preprocessing;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code lanewise explain}. */
@Command(
        name = "explain",
        description = {
            "Shows which parts of a picture a classifier goes by, as a PNG or a report.",
            "Without arguments: the bundled clothing classifier on its last bundled picture."
        })
final class ExplainCommand implements Callable<Integer> {

    private static final double ALPHA = 0.6;
    private static final String SCORE = "score";
    private static final String PROBABILITY = "probability";

    @Spec private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", description = "An ONNX file.")
    private @Nullable Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "IMAGE",
            description = "A picture (PNG, JPEG, BMP, GIF, WebP).")
    private @Nullable Path image;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "grad-cam",
            description = {
                "grad-cam, occlusion, saliency, smoothgrad, integrated-gradients, input-x-gradient,"
                        + " guided-backprop, guided-grad-cam, deconvnet, feature-maps or filters",
                "(default: ${DEFAULT-VALUE})."
            })
    private String method;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the PNG goes (default: IMAGE-METHOD.png in this folder).")
    private @Nullable Path out;

    @Option(names = "--all", description = "All methods side by side, as a report.")
    private boolean all;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Where the report of --all goes (default: IMAGE-explained.html).")
    private @Nullable Path html;

    @Option(
            names = "--class",
            paramLabel = "N|LABEL",
            description = "The class to be explained (default: the one of the highest score).")
    private @Nullable String wanted;

    @Option(
            names = "--score",
            paramLabel = "WHAT",
            defaultValue = SCORE,
            description =
                    "What is explained: the score before the softmax, or the probability behind it,"
                            + " in which all classes have a part (score or probability; default:"
                            + " ${DEFAULT-VALUE}).")
    private String score;

    @Mixin private LabelsOption labels;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description =
                    "Convolution of feature-maps and filters (default: the first), or value that"
                            + " Grad-CAM weighs (default: the last maps).")
    private @Nullable String layer;

    @Option(
            names = "--window",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description = "Side of the window of occlusion (default: a seventh of the picture).")
    private int window;

    @Option(
            names = "--stride",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description = "From window to window (default: a quarter of the window).")
    private int stride;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "50",
            description = "Copies with noise of SmoothGrad (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "50",
            description = "Steps of integrated gradients (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Mixin private PictureOptions pictures;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() {
        checkUsage();
        System.setProperty("java.awt.headless", "true");
        try (Model model = file == null ? Bundled.model() : Model.load(file)) {
            TensorInfo input = model.inputs().getFirst();
            Preprocessing preprocessing =
                    pictures.preprocessing(input, model.metadata()).preprocessing();
            Given.Picture given = picture();
            ExplainerOptions options = ExplainerOptions.defaults().withThreads(threads.count());
            if (!input.isFixed()) {
                options = options.withShape(input.name(), preprocessing.shape(given.image()));
            }
            if (isOfProbability()) {
                options = options.withScore(probability(model.graph()));
            }
            try (Explainer explainer = Explainer.of(model.graph(), options)) {
                if (all || !isOfLayer()) {
                    checkClassifier(explainer);
                }
                Subject subject =
                        Subject.of(
                                explainer,
                                file == null ? Bundled.NAME : String.valueOf(file.getFileName()),
                                given,
                                preprocessing,
                                labels.of(model),
                                wanted,
                                isOfProbability());
                if (all) {
                    return report(subject);
                }
                BufferedImage result = draw(subject);
                Path target =
                        out == null
                                ? Path.of(OutputFiles.stem(given.name()) + "-" + method + ".png")
                                : out;
                PngFiles.write(result, target);
                say(subject, target);
            }
        }
        return 0;
    }

    private boolean isOfProbability() {
        return score.equals(PROBABILITY);
    }

    private boolean isOfLayer() {
        return method.equals("feature-maps") || method.equals("filters");
    }

    private static String probability(Graph graph) {
        String output = graph.outputs().getFirst();
        if (LastLayer.scores(graph).equals(output)) {
            throw new ModelException(
                    "--score: a probability is explained of a network that ends in a softmax;"
                            + " output '"
                            + output
                            + "' has none before it");
        }
        return output;
    }

    /** Of a detector, a class would be a place in a map. */
    private static void checkClassifier(Explainer explainer) {
        Shape shape = explainer.graph().type(explainer.score()).shape();
        int classes = explainer.classes();
        if (classes < 2 || shape.rank() > 1 && shape.dim(1) != classes) {
            throw new ModelException(
                    "the network is no classifier: expected scores [1,classes], actual '"
                            + explainer.score()
                            + "' "
                            + shape
                            + "; --method feature-maps and filters work for any");
        }
    }

    private void checkUsage() {
        if (file != null && image == null) {
            throw usage("expected an IMAGE after MODEL");
        }
        if (!Methods.names().contains(method)) {
            throw usage("--method: expected one of " + Methods.names() + ", actual " + method);
        }
        if (!isOfProbability() && !score.equals(SCORE)) {
            throw usage("--score: expected score or probability, actual " + score);
        }
        if (html != null) {
            all = true;
        }
        if (all && out != null) {
            throw usage("--out is for one method; the report of --all goes to --html");
        }
        if (out != null) {
            PngFiles.check(out);
        }
        atLeast("--samples", samples, 1);
        atLeast("--steps", steps, 1);
        atLeast("--window", window, 0);
        atLeast("--stride", stride, 0);
        if (window > 0 && stride > window) {
            throw usage("--stride: expected at most the window's " + window + ", actual " + stride);
        }
    }

    private void atLeast(String option, int value, int least) {
        if (value < least) {
            throw usage(option + ": expected at least " + least + ", actual " + value);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Given.Picture picture() {
        if (image == null) {
            return Bundled.samples().getLast().picture();
        }
        if (Given.read(image) instanceof Given.Picture picture) {
            return picture;
        }
        throw new ModelException(image + ": expected a picture, actual a tensor");
    }

    private List<Methods.Described> methods(Subject subject) {
        return Methods.all(
                subject.explainer().shape(), gradCamLayer(), window, stride, samples, steps);
    }

    /** Of a picture of a layer, --layer is the convolution. */
    private @Nullable String gradCamLayer() {
        return isOfLayer() ? null : layer;
    }

    private BufferedImage draw(Subject subject) {
        Explainer explainer = subject.explainer();
        if (isOfLayer()) {
            List<FeatureMaps.Layer> layers = FeatureMaps.layers(explainer);
            if (layers.isEmpty()) {
                throw new ModelException("the model has no convolutions");
            }
            FeatureMaps.Layer chosen =
                    layer == null ? layers.getFirst() : FeatureMaps.layer(explainer, layer);
            return LayerPictures.grid(subject, chosen, method.equals("filters"));
        }
        Methods.Described chosen =
                methods(subject).stream()
                        .filter(one -> one.method().name().equals(method))
                        .findFirst()
                        .orElseThrow();
        try (Progress progress = new Progress("explain", 1_000)) {
            explainer.onProgress((done, total) -> progress.stepTo(1_000L * done / total));
            Attribution attribution;
            if (chosen.method() instanceof IntegratedGradients integrated) {
                IntegratedGradients.Integral integral =
                        integrated.integrate(explainer, subject.values(), subject.target());
                subject.note(Methods.completeness(integral, subject.what()));
                attribution = integral.attribution();
            } else {
                attribution =
                        chosen.method().attribute(explainer, subject.values(), subject.target());
            }
            return HeatMapPicture.of(attribution.heatMap())
                    .sheet(
                            subject.image(),
                            List.of(
                                    chosen.title() + ": " + subject.label(),
                                    subject.scoreText() + ", " + subject.model()),
                            ALPHA);
        }
    }

    private int report(Subject subject) {
        Path target =
                html == null
                        ? Path.of(OutputFiles.stem(subject.given().name()) + "-explained.html")
                        : html;
        try (Progress progress = new Progress("explain", 10_000)) {
            new ExplainReport(subject, methods(subject), progress).write(target);
        }
        say(subject, target);
        return 0;
    }

    private void say(Subject subject, Path target) {
        PrintWriter to = spec.commandLine().getOut();
        to.println(subject.label() + ", " + subject.scoreText());
        subject.notes().forEach(to::println);
        to.println("wrote " + target);
        to.flush();
    }
}
