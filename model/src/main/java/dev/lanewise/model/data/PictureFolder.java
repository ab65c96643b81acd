package dev.lanewise.model.data;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.image.Preprocessing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
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
        return read(folder, preprocessing, (done, total) -> {});
    }

    /**
     * The same, with news of how many pictures of how many have been read.
     *
     * @throws ModelException if there are no classes, one is empty, or a file is no picture
     */
    public static Dataset read(
            Path folder, Preprocessing preprocessing, BiConsumer<Integer, Integer> progress) {
        if (preprocessing.channelsLast()) {
            throw new ModelException(
                    folder + ": pictures are read with channels first, the network has them last");
        }
        Preprocessing levels =
                preprocessing
                        .withRange(Preprocessing.Range.BYTE)
                        .withMean(List.of(0f))
                        .withStd(List.of(1f));
        List<String> classes = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        List<Long> labels = new ArrayList<>();
        for (Path kind : visible(folder)) {
            if (!Files.isDirectory(kind)) {
                continue;
            }
            List<Path> pictures = visible(kind);
            if (pictures.isEmpty()) {
                throw new ModelException(kind + ": expected pictures, actual an empty folder");
            }
            files.addAll(pictures);
            labels.addAll(Collections.nCopies(pictures.size(), (long) classes.size()));
            classes.add(kind.getFileName().toString());
        }
        if (files.isEmpty()) {
            throw new ModelException(
                    folder + ": expected a folder of pictures for each class, actual none");
        }
        return Dataset.of(
                pictures(files, levels, progress),
                Tensor.ofLongs(
                        Shape.of(labels.size()),
                        labels.stream().mapToLong(Long::longValue).toArray()),
                classes);
    }

    private static Tensor pictures(
            List<Path> files, Preprocessing levels, BiConsumer<Integer, Integer> progress) {
        Shape shape = levels.shape(Pictures.read(files.getFirst()));
        int size = shape.elements();
        long most = Shape.MAX_ELEMENTS / size;
        if (files.size() > most) {
            throw new ModelException(
                    "pictures: expected at most "
                            + most
                            + " of shape "
                            + shape
                            + ", actual "
                            + files.size());
        }
        Tensor all = Tensor.allocate(Arena.ofAuto(), DType.UINT8, shape.with(0, files.size()));
        for (int i = 0; i < files.size(); i++) {
            BufferedImage picture = Pictures.read(files.get(i));
            if (!levels.shape(picture).equals(shape)) {
                throw new ModelException(
                        files.get(i)
                                + ": expected the size of the pictures before it, "
                                + shape
                                + ", actual "
                                + levels.shape(picture)
                                + "; have them resized");
            }
            float[] values = levels.apply(picture);
            for (int p = 0; p < size; p++) {
                all.setLong(i * size + p, Math.round(values[p]));
            }
            progress.accept(i + 1, files.size());
        }
        return all;
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
