package dev.lanewise.model.data;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.file.FileBytes;
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
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Reads a folder of pictures that has a folder for each class, named after it. */
public final class PictureFolder {

    private PictureFolder() {}

    /**
     * Reads all pictures, brought to one size. Classes are in the order of their names, and so are
     * the pictures of each; hidden files are passed over. The pictures are UINT8, in native memory
     * that the garbage collector frees.
     *
     * @param preprocessing channels and size; its range, mean and std are not applied
     * @throws ModelException if there are no classes, one is empty, a file is no picture, or the
     *     pictures are more than memory or a tensor holds, which is known before they are read
     */
    public static Dataset read(Path folder, Preprocessing preprocessing) {
        return read(folder, preprocessing, Integer.MAX_VALUE, (done, total) -> {});
    }

    /**
     * The same of some of the pictures: the first ones of each class, as many of each as there are
     * of the others.
     *
     * @param most how many pictures in all, at most
     * @param progress told how many pictures of how many have been read, after each
     * @throws ModelException as {@link #read(Path, Preprocessing)}
     */
    public static Dataset read(
            Path folder,
            Preprocessing preprocessing,
            int most,
            BiConsumer<Integer, Integer> progress) {
        if (preprocessing.channelsLast()) {
            throw new ModelException(
                    folder + ": pictures are read with channels first, the network has them last");
        }
        Preprocessing levels =
                preprocessing
                        .withRange(Preprocessing.Range.BYTE)
                        .withMean(List.of(0f))
                        .withStd(List.of(1f));
        List<Path> kinds = visible(folder).stream().filter(Files::isDirectory).toList();
        if (kinds.isEmpty()) {
            throw new ModelException(
                    folder + ": expected a folder of pictures for each class, actual none");
        }
        List<List<Path>> all = kinds.stream().map(PictureFolder::picturesOf).toList();
        int[] counts = counts(all, most);
        List<Path> files = new ArrayList<>();
        List<Long> labels = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            files.addAll(all.get(i).subList(0, counts[i]));
            labels.addAll(Collections.nCopies(counts[i], (long) i));
        }
        return Dataset.of(
                pictures(folder, files, levels, progress),
                Tensor.ofLongs(
                        Shape.of(labels.size()),
                        labels.stream().mapToLong(Long::longValue).toArray()),
                kinds.stream().map(kind -> kind.getFileName().toString()).toList());
    }

    private static List<Path> picturesOf(Path kind) {
        List<Path> pictures = visible(kind);
        if (pictures.isEmpty()) {
            throw new ModelException(kind + ": expected pictures, actual an empty folder");
        }
        for (Path picture : pictures) {
            // Who opens a pipe waits until somebody writes into it.
            if (Files.exists(picture)
                    && !Files.isRegularFile(picture)
                    && !Files.isDirectory(picture)) {
                throw new ModelException(
                        picture + ": expected a picture, actual a pipe or a device");
            }
        }
        return pictures;
    }

    /** How many pictures of each class are read: one of each in turn, as long as there are any. */
    private static int[] counts(List<List<Path>> pictures, int most) {
        int[] counts = new int[pictures.size()];
        int left = Math.min(most, pictures.stream().mapToInt(List::size).sum());
        for (int i = 0; left > 0; i = (i + 1) % counts.length) {
            if (counts[i] < pictures.get(i).size()) {
                counts[i]++;
                left--;
            }
        }
        return counts;
    }

    /** Memory for pictures of this shape: [1, C, H, W]. */
    private static Tensor allocate(Path folder, int count, Shape shape) {
        String what =
                String.format(
                        Locale.ROOT,
                        "%s: %,d pictures of %s need %,d MB",
                        folder,
                        count,
                        shape,
                        (long) count * shape.elements() / 1_000_000);
        long most = Shape.MAX_ELEMENTS / shape.elements();
        if (count > most) {
            throw new ModelException(
                    String.format(
                            Locale.ROOT,
                            "%s; expected at most %,d MB, %,d of them: take fewer, or have them"
                                    + " made smaller",
                            what,
                            Shape.MAX_ELEMENTS / 1_000_000,
                            most));
        }
        try {
            return Tensor.allocate(Arena.ofAuto(), DType.UINT8, shape.with(0, count));
        } catch (OutOfMemoryError e) {
            throw FileBytes.tooLarge(what, e);
        }
    }

    private static Tensor pictures(
            Path folder,
            List<Path> files,
            Preprocessing levels,
            BiConsumer<Integer, Integer> progress) {
        Shape shape = levels.shape(Pictures.read(files.getFirst()));
        int size = shape.elements();
        Tensor all = allocate(folder, files.size(), shape);
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
