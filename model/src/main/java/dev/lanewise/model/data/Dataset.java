package dev.lanewise.model.data;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Pictures with their classes. Immutable and thread-safe; parts of a dataset share its memory.
 *
 * <p>Pictures are [N, C, H, W]: UINT8 from 0 to 255, or FLOAT32 of any range.
 */
public final class Dataset {

    private final Tensor pictures;
    private final int[] labels;
    private final List<String> classes;

    /** Which pictures these are, of all in the tensor. */
    private final int[] rows;

    private Dataset(Tensor pictures, int[] labels, List<String> classes, int[] rows) {
        this.pictures = pictures;
        this.labels = labels;
        this.classes = classes;
        this.rows = rows;
    }

    /**
     * Pictures and labels as read from files, for example by {@link
     * dev.lanewise.model.npy.Npy#read}.
     *
     * @param pictures [N, C, H, W], or [N, H, W] for one channel; UINT8 or FLOAT32; not copied
     * @param labels [N] of any integer type
     * @param classes names of the classes 0, 1, ...
     * @throws ModelException if there are no pictures, types or shapes are others, or a label is
     *     out of range
     */
    public static Dataset of(Tensor pictures, Tensor labels, List<String> classes) {
        Shape shape = pictures.shape();
        if (pictures.dtype() != DType.UINT8 && pictures.dtype() != DType.FLOAT32
                || shape.rank() != 3 && shape.rank() != 4) {
            throw new ModelException(
                    "pictures: expected UINT8 or FLOAT32 of [N, H, W] or [N, C, H, W], actual "
                            + pictures.dtype()
                            + shape);
        }
        if (labels.dtype().isFloat() || !labels.shape().equals(Shape.of(shape.dim(0)))) {
            throw new ModelException(
                    "labels: expected integers of ["
                            + shape.dim(0)
                            + "], one for each picture, actual "
                            + labels.dtype()
                            + labels.shape());
        }
        if (shape.elements() == 0) {
            throw new ModelException("pictures: expected at least one, actual " + shape);
        }
        int[] numbers = new int[shape.dim(0)];
        for (int i = 0; i < numbers.length; i++) {
            long label = labels.getLong(i);
            if (label < 0 || label >= classes.size()) {
                throw new ModelException(
                        "label of picture "
                                + i
                                + ": expected 0 to "
                                + (classes.size() - 1)
                                + ", actual "
                                + label);
            }
            numbers[i] = (int) label;
        }
        Tensor images =
                shape.rank() == 4
                        ? pictures
                        : pictures.reshaped(Shape.of(shape.dim(0), 1, shape.dim(1), shape.dim(2)));
        return new Dataset(
                images,
                numbers,
                List.copyOf(classes),
                IntStream.range(0, numbers.length).toArray());
    }

    /** Number of pictures. */
    public int size() {
        return rows.length;
    }

    /** The shape of one picture: [C, H, W]. */
    public Shape shape() {
        Shape shape = pictures.shape();
        return Shape.of(shape.dim(1), shape.dim(2), shape.dim(3));
    }

    /** The class of picture {@code i}. */
    public int label(int i) {
        return labels[rows[i]];
    }

    /** The names of the classes. */
    public List<String> classes() {
        return classes;
    }

    /** All pictures, of which this dataset may be a part. */
    Tensor pictures() {
        return pictures;
    }

    /** Where picture {@code i} is among all of them. */
    int row(int i) {
        return rows[i];
    }

    /**
     * The pictures at these places, in this order.
     *
     * @throws IndexOutOfBoundsException if there is no such picture
     */
    public Dataset subset(int... indices) {
        return new Dataset(
                pictures, labels, classes, Arrays.stream(indices).map(i -> rows[i]).toArray());
    }

    /**
     * Two parts at random.
     *
     * @param training the pictures to learn from
     * @param validation those held out, to choose with
     */
    public record Split(Dataset training, Dataset validation) {}

    /**
     * Holds some pictures out, at random; the same seed always takes the same ones.
     *
     * @throws ModelException unless both parts have pictures
     */
    public Split split(int validation, long seed) {
        if (validation < 1 || validation >= size()) {
            throw new ModelException(
                    "validation split: expected from 1 to "
                            + (size() - 1)
                            + " of "
                            + size()
                            + " pictures, actual "
                            + validation);
        }
        int[] order = shuffled(size(), new Random(seed));
        return new Split(
                subset(Arrays.copyOfRange(order, validation, order.length)),
                subset(Arrays.copyOf(order, validation)));
    }

    /**
     * Holds the same part of each class out, at random: at least one picture of each that has two.
     * The same seed always takes the same ones.
     *
     * @param part above 0, below 1
     * @throws ModelException unless both parts have pictures
     */
    public Split splitEachClass(double part, long seed) {
        List<Integer> counts = counts();
        int[] held = new int[counts.size()];
        for (int c = 0; c < held.length; c++) {
            int count = counts.get(c);
            held[c] =
                    Math.clamp(Math.round(part * count), count < 2 ? 0 : 1, Math.max(0, count - 1));
        }
        List<Integer> training = new ArrayList<>();
        List<Integer> validation = new ArrayList<>();
        for (int i : shuffled(size(), new Random(seed))) {
            held[label(i)]--;
            (held[label(i)] >= 0 ? validation : training).add(i);
        }
        if (!(part > 0 && part < 1) || validation.isEmpty()) {
            throw new ModelException(
                    "validation split: expected a part between 0 and 1 of classes with at least two"
                            + " pictures, actual "
                            + part
                            + " of classes with "
                            + counts);
        }
        return new Split(subset(array(training)), subset(array(validation)));
    }

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /** 0 to n - 1 in random order. */
    static int[] shuffled(int n, Random random) {
        int[] order = IntStream.range(0, n).toArray();
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** How many pictures each class has. */
    public List<Integer> counts() {
        int[] counts = new int[classes.size()];
        for (int row : rows) {
            counts[labels[row]]++;
        }
        List<Integer> list = new ArrayList<>();
        for (int count : counts) {
            list.add(count);
        }
        return list;
    }
}
