package dev.lanewise.model;

import dev.lanewise.model.classify.Classifier;
import dev.lanewise.model.classify.ImageClassifier;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** What {@link ReloadTest} has each copy of the library do: all that holds something. */
public final class Reloaded implements Runnable {

    /** Where the model is written, the first time. */
    private final Path file;

    /** Whether all is closed; else it is dropped. */
    private final boolean closed;

    public Reloaded(Path file, boolean closed) {
        this.file = file;
        this.closed = closed;
    }

    @Override
    public void run() {
        if (closed) {
            use();
        } else {
            drop();
        }
    }

    private static Sequential network() {
        return Sequential.of(
                Conv2d.of(1, 32, 3), ReLU.of(), Flatten.of(), Linear.of(32 * 26 * 26, 10));
    }

    private void use() {
        try (Model model =
                        Model.of(
                                network().graph(Shape.of(1, 1, 28, 28)),
                                ModelOptions.defaults().withWarmUp(WarmUp.BACKGROUND));
                Session session = model.newSession(SessionOptions.defaults().withThreads(2));
                ThroughputRunner runner =
                        new ThroughputRunner(model, SessionOptions.defaults(), 2);
                Classifier rows = Classifier.of(model);
                ImageClassifier pictures = ImageClassifier.of(model)) {
            session.run();
            runner.run(4, (each, index) -> each.run());
            rows.classify(new float[28 * 28]);
            pictures.classify(new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB));
            if (!file.toFile().exists()) {
                OnnxWriter.write(model.graph(), file);
            }
            try (ModelHandle handle = ModelHandle.of(file);
                    Session another = handle.model().newSession()) {
                another.run();
            }
        }
    }

    private void drop() {
        Model model = Model.of(network().graph(Shape.of(1, 1, 28, 28)), ModelOptions.defaults());
        model.newSession(SessionOptions.defaults().withThreads(2)).run();
        Classifier.of(model).classify(new float[28 * 28]);
        ModelHandle.of(file).model().newSession().run();
    }
}
