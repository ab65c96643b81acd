package dev.lanewise.cli;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.image.Preprocessing;
import dev.lanewise.model.image.Preprocessing.Range;
import dev.lanewise.model.image.Preprocessing.Resize;
import dev.lanewise.model.image.Resampling;
import dev.lanewise.model.style.FeatureExtractor;
import dev.lanewise.model.style.FeedForwardStyle;
import dev.lanewise.model.style.StyleOptions;
import dev.lanewise.model.style.StyleTransfer;

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
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code lanewise stylize}. */
@Command(
        name = "stylize",
        description = {
            "Paints a picture in the style of another, or by a style network.",
            "The pixels are optimised until features of a network fit both pictures (Gatys et al."
                    + " 2016); an .onnx file as STYLE paints in a single run."
        })
final class StylizeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CONTENT", description = "The picture to be painted.")
    private Path content;

    @Parameters(
            index = "1",
            paramLabel = "STYLE",
            description = "A picture in the style, or a style network (.onnx).")
    private Path style;

    @Option(
            names = "--out",
            paramLabel = "FILE.png",
            description = "Where the painting goes (default: CONTENT-STYLE.png in this folder).")
    private @Nullable Path out;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "A CNN whose features are compared, such as squeezenet.onnx (default: random"
                            + " filters at several scales).")
    private @Nullable Path model;

    @Option(
            names = "--pixels",
            paramLabel = "N",
            defaultValue = "256",
            description =
                    "Longer side of the painting; 0 for the content's own (default:"
                            + " ${DEFAULT-VALUE}).")
    private int pixels;

    @Option(
            names = "--content-layers",
            paramLabel = "NAME",
            split = ",",
            description = "Values of the model for the content.")
    private @Nullable List<String> contentLayers;

    @Option(
            names = "--style-layers",
            paramLabel = "NAME",
            split = ",",
            description = "Values of the model for the style.")
    private @Nullable List<String> styleLayers;

    @Option(
            names = "--style-weight",
            paramLabel = "X",
            description = "Weight of the style; that of the content is 1 (default: 8).")
    private @Nullable Double styleWeight;

    @Option(
            names = "--smoothness",
            paramLabel = "X",
            description = "Weight of the total variation (default: 10).")
    private @Nullable Double smoothness;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps of the optimiser at each size (default: 100).")
    private @Nullable Integer steps;

    @Option(
            names = "--optimizer",
            paramLabel = "lbfgs|adam",
            defaultValue = "lbfgs",
            description = "Which (default: ${DEFAULT-VALUE}).")
    private String optimizer;

    @Option(names = "--noise", description = "Begin with noise instead of the content.")
    private boolean noise;

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "0",
            description = "Save the painting after every N steps as well, numbered; it grows.")
    private int every;

    @Mixin private PictureOptions pictures;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() {
        checkUsage();
        System.setProperty("java.awt.headless", "true");
        Path target = out == null ? Path.of(stem(content) + "-" + stem(style) + ".png") : out;
        PngFiles.check(target);
        BufferedImage picture = Pictures.read(content);
        long start = System.nanoTime();
        PrintWriter to = spec.commandLine().getOut();
        BufferedImage painting =
                style.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")
                        ? byNetwork(picture)
                        : byOptimiser(picture, target, to);
        PngFiles.write(painting, target);
        to.println("wrote " + target + ", " + Quantity.time(System.nanoTime() - start));
        to.flush();
        return 0;
    }

    private void checkUsage() {
        if (!optimizer.equals("lbfgs") && !optimizer.equals("adam")) {
            throw usage("--optimizer: expected lbfgs or adam, actual " + optimizer);
        }
        if (pixels != 0 && (pixels < 16 || pixels > 1 << 14)) {
            throw usage("--pixels: expected 0, or 16 to 16384, actual " + pixels);
        }
        if (steps != null && steps < 0 || every < 0) {
            throw usage(
                    "--steps and --every: expected at least 0, actual " + steps + " and " + every);
        }
        if (model == null && (contentLayers != null || styleLayers != null)) {
            throw usage("--content-layers and --style-layers need a --model");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static String stem(Path file) {
        return OutputFiles.stem(String.valueOf(file.getFileName()));
    }

    /**
     * Networks of this kind take and give levels from 0 to 255, unless an option says otherwise.
     */
    private BufferedImage byNetwork(BufferedImage picture) {
        try (Model network = Model.load(style)) {
            if (!FeedForwardStyle.fits(network)) {
                throw new ModelException(
                        style
                                + ": expected a style network, of one picture in and one out,"
                                + " actual inputs "
                                + network.inputs()
                                + " and outputs "
                                + network.outputs());
            }
            Preprocessing preprocessing =
                    pictures.preprocessing(network.inputs().getFirst(), network.metadata())
                            .preprocessing();
            if (!pictures.saysRange()) {
                preprocessing =
                        preprocessing
                                .withRange(Range.BYTE)
                                .withMean(List.of(0f))
                                .withStd(List.of(1f));
            }
            return FeedForwardStyle.paint(network, picture, preprocessing, threads.count());
        }
    }

    private BufferedImage byOptimiser(BufferedImage picture, Path target, PrintWriter to) {
        BufferedImage sized = sized(picture);
        FeatureExtractor extractor = extractor(sized);
        StyleOptions options =
                StyleOptions.defaults().withThreads(threads.count()).withNoise(noise);
        if (styleWeight != null) {
            options = options.withWeights(1, styleWeight);
        }
        if (smoothness != null) {
            options = options.withSmoothness(smoothness);
        }
        if (steps != null) {
            options = options.withSteps(steps);
        }
        if (optimizer.equals("adam")) {
            options = options.withOptimizer(StyleOptions.Optimizer.ADAM);
        }
        int all = options.steps();
        int[] count = {0};
        StyleTransfer.Result result;
        try (Progress progress = new Progress("stylize", all)) {
            result =
                    new StyleTransfer(extractor, options)
                            .paint(
                                    sized,
                                    sized(Pictures.read(style)),
                                    (step, loss, now) -> {
                                        progress.stepTo(
                                                step,
                                                String.format(
                                                        Locale.ROOT,
                                                        "step %d  loss %.4f",
                                                        step,
                                                        loss));
                                        count[0]++;
                                        if (every > 0 && count[0] % every == 0) {
                                            PngFiles.write(now.get(), numbered(target, count[0]));
                                        }
                                        return true;
                                    });
        }
        to.println("features  " + Errors.oneLine(extractor.graph().name()));
        to.println("content   " + Errors.oneLine(String.join(", ", extractor.content())));
        to.println("style     " + Errors.oneLine(String.join(", ", extractor.style())));
        to.printf(
                Locale.ROOT,
                "loss      %.4f, after %d steps %.4f%n",
                result.losses().getFirst(),
                result.losses().size() - 1,
                result.losses().getLast());
        return result.picture();
    }

    private static Path numbered(Path target, int step) {
        String name = String.format(Locale.ROOT, "%s-%04d.png", stem(target), step);
        return target.resolveSibling(name);
    }

    private BufferedImage sized(BufferedImage picture) {
        int longer = Math.max(picture.getWidth(), picture.getHeight());
        if (pixels == 0 || longer == pixels) {
            return picture;
        }
        return Resampling.stretch(
                picture,
                Math.max(16, Math.round((float) picture.getWidth() * pixels / longer)),
                Math.max(16, Math.round((float) picture.getHeight() * pixels / longer)));
    }

    private FeatureExtractor extractor(BufferedImage picture) {
        if (model == null) {
            return FeatureExtractor.random(1);
        }
        try (Model network = Model.load(model)) {
            TensorInfo input = network.inputs().getFirst();
            Preprocessing preprocessing =
                    pictures.preprocessing(input, network.metadata())
                            .preprocessing()
                            .withSize(Resize.NONE, 1, 1);
            boolean named = contentLayers != null && styleLayers != null;
            FeatureExtractor chosen =
                    named
                            ? new FeatureExtractor(
                                    network.graph(), preprocessing, contentLayers, styleLayers)
                            : FeatureExtractor.of(
                                    network.graph(),
                                    preprocessing,
                                    picture.getWidth(),
                                    picture.getHeight());
            return new FeatureExtractor(
                    chosen.graph(),
                    chosen.preprocessing(),
                    contentLayers == null ? chosen.content() : contentLayers,
                    styleLayers == null ? chosen.style() : styleLayers);
        }
    }
}
