package dev.lanewise.model.classify;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.SessionStatistics;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.image.Labels;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.image.Preprocessing;
import dev.lanewise.model.image.PreprocessingFile;
import dev.lanewise.model.image.PreprocessingGuess;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Names what pictures show.
 *
 * <pre>{@code
 * try (ImageClassifier classifier = ImageClassifier.load(Path.of("squeezenet.onnx"))) {
 *     System.out.println(classifier.classify(Path.of("kitten.png")).getFirst().label());
 * }
 * }</pre>
 *
 * <p>A classifier may be used by any thread, but only one at a time; make one for each, they share
 * the model. Needs the module {@code java.desktop}.
 */
public final class ImageClassifier implements AutoCloseable {

    private static final int TOP = 5;

    private final Model model;
    private final Settings settings;
    private final boolean ownsModel;
    private @Nullable Session session;

    /** Of sessions for pictures of other sizes. */
    private SessionStatistics past = SessionStatistics.NONE;

    /**
     * How pictures become input, and output answers. Immutable.
     *
     * @param preprocessing how a picture becomes the network's input
     * @param labels a label per class, or none at all
     * @param softmax whether the network's scores are turned into probabilities
     * @param top how many classes an answer has, at most
     * @param threads of a run, the calling one included
     */
    public record Settings(
            Preprocessing preprocessing,
            List<String> labels,
            boolean softmax,
            int top,
            int threads) {

        /**
         * @throws IllegalArgumentException if {@code top} or {@code threads} is less than 1
         */
        public Settings {
            labels = List.copyOf(labels);
            if (top < 1 || threads < 1) {
                throw new IllegalArgumentException(
                        "top and threads: expected at least 1, actual " + top + " and " + threads);
            }
        }

        /**
         * What the model says itself: preprocessing by {@link PreprocessingGuess}, labels of its
         * metadata; the five best classes, values as the network gives them, one thread.
         *
         * @throws ModelException if the model doesn't take one picture
         */
        public static Settings of(Model model) {
            return new Settings(
                    PreprocessingGuess.of(input(model), model.metadata()).preprocessing(),
                    Labels.of(model.metadata()).orElse(List.of()),
                    false,
                    TOP,
                    1);
        }

        /** These settings with another preprocessing. */
        public Settings withPreprocessing(Preprocessing other) {
            return new Settings(other, labels, softmax, top, threads);
        }

        /** These settings with other labels. */
        public Settings withLabels(List<String> others) {
            return new Settings(preprocessing, others, softmax, top, threads);
        }

        /** These settings with scores turned into probabilities or not. */
        public Settings withSoftmax(boolean on) {
            return new Settings(preprocessing, labels, on, top, threads);
        }

        /** These settings with so many classes in an answer. */
        public Settings withTop(int count) {
            return new Settings(preprocessing, labels, softmax, count, threads);
        }

        /** These settings with so many threads of a run. */
        public Settings withThreads(int count) {
            return new Settings(preprocessing, labels, softmax, top, count);
        }
    }

    private ImageClassifier(Model model, Settings settings, boolean ownsModel) {
        this.model = model;
        this.settings = settings;
        this.ownsModel = ownsModel;
    }

    /**
     * A classifier with the model's own settings.
     *
     * @throws ModelException if the model doesn't take one picture
     */
    public static ImageClassifier of(Model model) {
        return of(model, Settings.of(model));
    }

    /**
     * A classifier.
     *
     * @throws ModelException if the model doesn't take one picture
     */
    public static ImageClassifier of(Model model, Settings settings) {
        input(model);
        return new ImageClassifier(model, settings, false);
    }

    /**
     * Loads a model; the classifier closes it. Labels come from the file {@code NAME.labels.txt}
     * beside {@code NAME.onnx} if there is one (see {@link Labels#read}), preprocessing from {@code
     * NAME.preprocessing.txt} (see {@link PreprocessingFile}), else both from the model.
     *
     * @throws ModelException if a file is missing, damaged or not supported, or the model doesn't
     *     take one picture
     */
    public static ImageClassifier load(Path file) {
        Model model = Model.load(file, ModelOptions.defaults());
        try {
            Settings settings = Settings.of(model);
            Path labels = beside(file, ".labels.txt");
            if (Files.exists(labels)) {
                settings = settings.withLabels(Labels.read(labels));
            }
            Path preprocessing = beside(file, ".preprocessing.txt");
            if (Files.exists(preprocessing)) {
                settings =
                        settings.withPreprocessing(
                                PreprocessingFile.read(
                                                preprocessing, input(model), model.metadata())
                                        .preprocessing());
            }
            return new ImageClassifier(model, settings, true);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Path beside(Path file, String ending) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ending);
    }

    private static TensorInfo input(Model model) {
        if (model.inputs().size() != 1) {
            throw new ModelException(
                    "model '"
                            + model.name()
                            + "': expected one input for a picture, actual "
                            + model.inputs());
        }
        return model.inputs().getFirst();
    }

    /** How this classifier works. */
    public Settings settings() {
        return settings;
    }

    /**
     * The best classes of a picture, best first.
     *
     * @param picture of any type
     * @throws ModelException if it doesn't fit the network, whose output isn't a row of classes, or
     *     the labels aren't one per class
     * @throws IllegalStateException if the classifier's model is closed, or the classifier is
     *     running on another thread
     */
    public List<Prediction> classify(BufferedImage picture) {
        BufferedImage flat =
                picture.getType() == BufferedImage.TYPE_INT_RGB
                        ? picture
                        : Pictures.flatten(picture);
        Session current = session(settings.preprocessing.shape(flat));
        settings.preprocessing.apply(flat, current.input(0));
        current.run();
        if (model.graph().outputs().size() != 1 || !Classes.fits(current.output(0), 1)) {
            throw new ModelException(
                    "model '"
                            + model.name()
                            + "': expected one output [1, classes], actual "
                            + model.outputs());
        }
        Classes classes = Classes.of(current.output(0), settings.softmax).getFirst();
        classes.check(settings.labels, "labels of model '" + model.name() + "'");
        return classes.top(settings.top, settings.labels);
    }

    /**
     * The best classes of a picture, best first.
     *
     * @param file the bytes of a picture file
     * @throws ModelException if they are no picture, or as {@link #classify(BufferedImage)} does
     */
    public List<Prediction> classify(byte[] file) {
        return classify(Pictures.read(file, "picture"));
    }

    /**
     * The best classes of a picture, best first.
     *
     * @throws ModelException if the file is missing or no picture, or as {@link
     *     #classify(BufferedImage)} does
     */
    public List<Prediction> classify(Path file) {
        return classify(Pictures.read(file));
    }

    /** {@link #classify(BufferedImage)} for each picture, in their order. */
    public List<List<Prediction>> classifyAll(List<BufferedImage> pictures) {
        return pictures.stream().map(this::classify).toList();
    }

    /** Kept while pictures have one size; another is made where the model leaves the size open. */
    private Session session(Shape shape) {
        Session current = session;
        if (current != null && current.input(0).shape().equals(shape)) {
            return current;
        }
        TensorInfo input = input(model);
        SessionOptions options = SessionOptions.defaults().withThreads(settings.threads);
        Session made =
                model.newSession(
                        input.isFixed() ? options : options.withShape(input.name(), shape));
        if (current != null) {
            past = past.plus(current.statistics());
            current.close();
        }
        session = made;
        return made;
    }

    /** How many pictures were run, and how long the network took for each. */
    public SessionStatistics statistics() {
        return session == null ? past : past.plus(session.statistics());
    }

    /** Frees the session, and the model if the classifier has loaded it. */
    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
        if (ownsModel) {
            model.close();
        }
    }
}
