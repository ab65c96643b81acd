package dev.lanewise.model.data;

import dev.lanewise.model.ModelException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST: grey pictures of clothing, 28x28, of ten classes; 60,000 to learn from and 10,000
 * to test with.
 *
 * @param training the pictures to learn from
 * @param test the pictures to test with
 */
public record FashionMnist(Dataset training, Dataset test) {

    /** The names of the classes. */
    public static final List<String> CLASSES =
            List.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot");

    /** Mean and standard deviation of the grey values, from 0 to 1, of the training pictures. */
    public static final Normalization NORMALIZATION = Normalization.of(0.2860f, 0.3530f);

    /** Where Debian's package dataset-fashion-mnist puts it. */
    public static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

    /**
     * Reads what Debian's package has installed.
     *
     * @throws ModelException if it is not there; the message says how to get it
     */
    public static FashionMnist read() {
        if (!Files.isDirectory(DEBIAN)) {
            throw new ModelException(
                    "Fashion-MNIST is not installed in "
                            + DEBIAN
                            + "; on Debian: apt install dataset-fashion-mnist; elsewhere download"
                            + " its four files from"
                            + " https://github.com/zalandoresearch/fashion-mnist and name their"
                            + " folder with --data");
        }
        return read(DEBIAN);
    }

    /**
     * Reads the four files {@code train-images-idx3-ubyte} and so on, gzipped or not.
     *
     * @throws ModelException if one is missing, damaged or doesn't fit the others
     */
    public static FashionMnist read(Path folder) {
        return new FashionMnist(part(folder, "train"), part(folder, "t10k"));
    }

    private static Dataset part(Path folder, String name) {
        try {
            return Dataset.of(
                    Idx.read(file(folder, name + "-images-idx3-ubyte")),
                    Idx.read(file(folder, name + "-labels-idx1-ubyte")),
                    CLASSES);
        } catch (ModelException e) {
            String message = String.valueOf(e.getMessage());
            throw message.contains(folder.toString())
                    ? e
                    : new ModelException(folder.resolve(name) + ": " + message, e);
        }
    }

    private static Path file(Path folder, String name) {
        Path zipped = folder.resolve(name + ".gz");
        Path plain = folder.resolve(name);
        if (!Files.exists(zipped) && !Files.exists(plain)) {
            throw new ModelException(
                    folder
                            + ": expected the four files of Fashion-MNIST, but there is no "
                            + name
                            + ".gz");
        }
        return Files.exists(zipped) ? zipped : plain;
    }
}
