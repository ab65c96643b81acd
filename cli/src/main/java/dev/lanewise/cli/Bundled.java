package dev.lanewise.cli;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.image.Pictures;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The model that comes with the command, a classifier of clothing, and pictures for it. */
final class Bundled {

    /** What output calls the model. */
    static final String NAME = "fashion-mnist.onnx (bundled)";

    private Bundled() {}

    /** A picture and what it shows. */
    record Sample(Given.Picture picture, String label) {}

    static Model model() {
        return Model.load(resource("fashion-mnist.onnx"), ModelOptions.defaults());
    }

    /** A picture of each class, from Fashion-MNIST's test set. */
    static List<Sample> samples() {
        return new String(resource("samples.txt"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("\t"))
                .map(fields -> new Sample(picture(fields[0]), fields[1]))
                .toList();
    }

    private static Given.Picture picture(String file) {
        return new Given.Picture(file, Pictures.read(resource(file), file));
    }

    private static byte[] resource(String file) {
        try (InputStream stream = Bundled.class.getResourceAsStream("bundled/" + file)) {
            if (stream == null) {
                throw new IllegalStateException("resource bundled/" + file + " is missing");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
