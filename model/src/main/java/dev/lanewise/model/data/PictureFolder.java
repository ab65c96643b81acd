package dev.lanewise.model.data;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.image.Preprocessing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads a folder of pictures that has a folder for each class, named after it. */
public final class PictureFolder {

    private PictureFolder() {}

    /**
     * Reads all pictures, brought to one size. Classes are in the order of their names, and so are
     * the pictures of each; hidden files are passed over.
     *
     * @param preprocessing channels and size; its range, mean and std are not applied
     * @throws ModelException if there are no classes, one is empty, or a file is no picture
     */
    public static Dataset read(Path folder, Preprocessing preprocessing) {
        List<String> classes = new ArrayList<>();
        List<float[]> pictures = new ArrayList<>();
        List<Long> labels = new ArrayList<>();
        Preprocessing levels = preprocessing.withRange(Preprocessing.Range.BYTE);
        Shape shape = null;
        for (Path kind : visible(folder)) {
            if (!Files.isDirectory(kind)) {
                continue;
            }
            List<Path> files = visible(kind);
            if (files.isEmpty()) {
                throw new ModelException(kind + ": expected pictures, actual an empty folder");
            }
            for (Path file : files) {
                var picture = Pictures.read(file);
                if (shape == null) {
                    shape = levels.shape(picture);
                } else if (!levels.shape(picture).equals(shape)) {
                    throw new ModelException(
                            file
                                    + ": expected the size of the pictures before it, "
                                    + shape
                                    + ", actual "
                                    + levels.shape(picture)
                                    + "; have them resized");
                }
                pictures.add(levels.apply(picture));
                labels.add((long) classes.size());
            }
            classes.add(kind.getFileName().toString());
        }
        if (shape == null) {
            throw new ModelException(
                    folder + ": expected a folder of pictures for each class, actual none");
        }
        return Dataset.of(
                tensor(pictures, shape.with(0, pictures.size())),
                Tensor.ofLongs(
                        Shape.of(labels.size()),
                        labels.stream().mapToLong(Long::longValue).toArray()),
                classes);
    }

    private static Tensor tensor(List<float[]> pictures, Shape shape) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), DType.UINT8, shape);
        int at = 0;
        for (float[] picture : pictures) {
            for (float level : picture) {
                tensor.setLong(at, Math.round(level));
                at++;
            }
        }
        return tensor;
    }

    private static List<Path> visible(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelException(folder + ": expected a folder of pictures; can't be read", e);
        }
    }
}
