package dev.lanewise.model.data;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/**
 * The mini-batches of a dataset. What a batch holds follows from seed, epoch and its place alone,
 * so a run can go on anywhere. Thread-safe.
 */
public final class Batches {

    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final Dataset data;
    private final int batchSize;
    private final Normalization normalization;
    private final Augmentation augmentation;
    private final boolean training;
    private final long seed;

    /** What each level of each channel becomes; empty for pictures of floats. */
    private final float[][] levels;

    /** The order of the last epoch asked for. */
    private record Order(long epoch, int[] places) {}

    private volatile Order order = new Order(-1, new int[0]);

    private Batches(
            Dataset data,
            int batchSize,
            Normalization normalization,
            Augmentation augmentation,
            boolean training,
            long seed) {
        if (batchSize < 1 || data.size() == 0 || training && batchSize > data.size()) {
            throw new ModelException(
                    "batch size: expected from 1 to the number of pictures, "
                            + data.size()
                            + ", actual "
                            + batchSize);
        }
        int channels = data.shape().dim(0);
        if (normalization.mean().size() != 1 && normalization.mean().size() != channels
                || normalization.std().size() != 1 && normalization.std().size() != channels) {
            throw new ModelException(
                    "normalization: expected 1 or "
                            + channels
                            + " values, actual "
                            + normalization);
        }
        augmentation.shape(data.shape());
        this.data = data;
        this.batchSize = batchSize;
        this.normalization = normalization;
        this.augmentation = augmentation;
        this.training = training;
        this.seed = seed;
        this.levels =
                data.pictures().dtype() == DType.UINT8 ? new float[channels][256] : new float[0][];
        for (int c = 0; c < levels.length; c++) {
            for (int level = 0; level < 256; level++) {
                levels[c][level] = normalization.apply(level / 255f, c);
            }
        }
    }

    /**
     * Batches to train with: in another random order in each epoch, and with random changes. What
     * is left over at the end of an epoch is passed over; the next one has another order.
     *
     * @throws ModelException if the batch is larger than the dataset
     */
    public static Batches training(
            Dataset data,
            int batchSize,
            Normalization normalization,
            Augmentation augmentation,
            long seed) {
        return new Batches(data, batchSize, normalization, augmentation, true, seed);
    }

    /**
     * Batches to evaluate with: all pictures, in order, without random changes. The last one is
     * filled up with pictures from the beginning.
     */
    public static Batches inOrder(
            Dataset data, int batchSize, Normalization normalization, Augmentation augmentation) {
        return new Batches(data, batchSize, normalization, augmentation, false, 0);
    }

    /** Batches in an epoch. */
    public int count() {
        return training ? data.size() / batchSize : (data.size() + batchSize - 1) / batchSize;
    }

    /** Pictures in a batch. */
    public int batchSize() {
        return batchSize;
    }

    /** The pictures that the batches are of. */
    public Dataset data() {
        return data;
    }

    /** The shape of a batch: [N, C, H, W]. */
    public Shape shape() {
        Shape picture = augmentation.shape(data.shape());
        return Shape.of(batchSize, picture.dim(0), picture.dim(1), picture.dim(2));
    }

    /**
     * Fills tensors with a batch.
     *
     * @param epoch any number
     * @param batch from 0 to {@link #count} - 1
     * @param pictures FLOAT32 of {@link #shape}
     * @param labels INT64 of [N]
     * @throws ModelException if a tensor has another type or shape
     */
    public void fill(long epoch, int batch, Tensor pictures, Tensor labels) {
        require(pictures, DType.FLOAT32, shape(), "pictures");
        require(labels, DType.INT64, Shape.of(batchSize), "labels");
        int[] places = training ? order(epoch) : new int[0];
        Random random = new Random(mix(mix(seed, epoch) + 1, batch));
        for (int i = 0; i < batchSize; i++) {
            int at = batch * batchSize + i;
            int picture = training ? places[at] : at % data.size();
            Augmentation.Placement placement =
                    training
                            ? augmentation.draw(data.shape(), random)
                            : augmentation.middle(data.shape());
            copy(data.row(picture), placement, i, pictures);
            labels.setLong(i, data.label(picture));
        }
    }

    private int[] order(long epoch) {
        Order known = order;
        if (known.epoch() != epoch) {
            known = new Order(epoch, Dataset.shuffled(data.size(), new Random(mix(seed, epoch))));
            order = known;
        }
        return known.places();
    }

    private static void require(Tensor tensor, DType dtype, Shape shape, String what) {
        if (tensor.dtype() != dtype || !tensor.shape().equals(shape)) {
            throw new ModelException(
                    what
                            + ": expected "
                            + dtype
                            + shape
                            + ", actual "
                            + tensor.dtype()
                            + tensor.shape());
        }
    }

    private void copy(int row, Augmentation.Placement placement, int to, Tensor pictures) {
        Shape from = data.shape();
        int height = pictures.shape().dim(2);
        int width = pictures.shape().dim(3);
        int channels = from.dim(0);
        MemorySegment source = data.pictures().segment();
        MemorySegment target = pictures.segment();
        for (int c = 0; c < channels; c++) {
            float black = normalization.apply(0, c);
            for (int y = 0; y < height; y++) {
                int sourceY = y + placement.top();
                long sourceRow =
                        (((long) row * channels + c) * from.dim(1) + sourceY) * from.dim(2);
                long targetRow = (((long) to * channels + c) * height + y) * width;
                boolean inside = sourceY >= 0 && sourceY < from.dim(1);
                for (int x = 0; x < width; x++) {
                    int sourceX = (placement.mirrored() ? width - 1 - x : x) + placement.left();
                    float value = black;
                    if (inside && sourceX >= 0 && sourceX < from.dim(2)) {
                        value =
                                levels.length > 0
                                        ? levels[c][
                                                source.get(
                                                                ValueLayout.JAVA_BYTE,
                                                                sourceRow + sourceX)
                                                        & 0xFF]
                                        : normalization.apply(
                                                source.getAtIndex(F32, sourceRow + sourceX), c);
                    }
                    target.setAtIndex(F32, targetRow + x, value);
                }
            }
        }
    }

    /** Two numbers made one, so that neighbours have nothing in common. */
    private static long mix(long a, long b) {
        long z = a * 0x9E3779B97F4A7C15L + b;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
