package dev.lanewise.model.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

class BatchesTest {

    private static final Normalization PLAIN = Normalization.of(0, 1 / 255f);

    /** Picture i is 3x4 and holds 12 i + 1, 12 i + 2, ... */
    private static Dataset pictures(int count) {
        Tensor pictures = Tensor.allocate(Arena.ofAuto(), DType.UINT8, Shape.of(count, 3, 4));
        long[] labels = new long[count];
        for (int i = 0; i < 12 * count; i++) {
            pictures.setLong(i, i + 1);
            labels[i / 12] = i / 12 % 3;
        }
        return Dataset.of(
                pictures, Tensor.ofLongs(Shape.of(count), labels), List.of("a", "b", "c"));
    }

    private static float[] fill(Batches batches, long epoch, int batch) {
        Tensor x = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, batches.shape());
        Tensor y = Tensor.allocate(Arena.ofAuto(), DType.INT64, Shape.of(batches.batchSize()));
        batches.fill(epoch, batch, x, y);
        float[] values = x.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            // 255 / 255f * 255 isn't always exact.
            values[i] = Math.round(values[i]);
        }
        return values;
    }

    @Test
    void anEpochHasEachPictureOnceInAnOrderOfItsOwn() {
        Batches batches = Batches.training(pictures(20), 4, PLAIN, Augmentation.NONE, 1);
        Set<Integer> seen = new HashSet<>();
        for (int b = 0; b < batches.count(); b++) {
            float[] x = fill(batches, 0, b);
            for (int i = 0; i < 4; i++) {
                seen.add(Math.round(x[12 * i]));
            }
        }
        assertEquals(20, seen.size());
        assertFalse(Arrays.equals(fill(batches, 0, 0), fill(batches, 1, 0)));
    }

    @Test
    void aBatchFollowsFromSeedEpochAndPlaceAlone() {
        Augmentation all = new Augmentation(true, 1, 2);
        Batches one = Batches.training(pictures(20), 4, PLAIN, all, 9);
        Batches other = Batches.training(pictures(20), 4, PLAIN, all, 9);
        fill(one, 3, 0);
        fill(one, 2, 1);
        assertArrayEquals(fill(other, 5, 2), fill(one, 5, 2));
    }

    @Test
    void theBackgroundLoaderGivesTheSameFromAnywhereOn() throws InterruptedException {
        Batches batches = Batches.training(pictures(20), 4, PLAIN, Augmentation.of(true, 1), 9);
        try (BackgroundLoader loader = new BackgroundLoader(batches, 1, 3)) {
            for (int i = 0; i < 6; i++) {
                BackgroundLoader.Batch next = loader.next();
                assertEquals((8 + i) / 5, next.epoch());
                assertEquals((8 + i) % 5, next.index());
                assertArrayEquals(
                        fill(batches, (8 + i) / 5, (8 + i) % 5),
                        next.pictures().toFloatArray(),
                        0.01f);
            }
        }
    }

    @Test
    void shiftsMoveInBlackAndFlipsMirror() {
        Batches flips = Batches.training(pictures(1), 1, PLAIN, Augmentation.of(true, 0), 1);
        Set<String> seen = new HashSet<>();
        for (int epoch = 0; epoch < 20; epoch++) {
            seen.add(Arrays.toString(Arrays.copyOf(fill(flips, epoch, 0), 4)));
        }
        assertEquals(Set.of("[1.0, 2.0, 3.0, 4.0]", "[4.0, 3.0, 2.0, 1.0]"), seen);
        Batches shifts = Batches.training(pictures(1), 1, PLAIN, Augmentation.of(false, 1), 1);
        seen.clear();
        for (int epoch = 0; epoch < 200; epoch++) {
            seen.add(Arrays.toString(fill(shifts, epoch, 0)));
        }
        assertEquals(9, seen.size());
        assertTrue(seen.contains("[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 0.0, 5.0, 6.0, 7.0]"));
    }

    @Test
    void evaluationIsInOrderFilledUpAndCroppedInTheMiddle() {
        Batches batches = Batches.inOrder(pictures(3), 2, PLAIN, new Augmentation(false, 0, 2));
        assertEquals(2, batches.count());
        assertArrayEquals(new float[] {2, 3, 6, 7, 14, 15, 18, 19}, fill(batches, 0, 0));
        assertArrayEquals(new float[] {26, 27, 30, 31, 2, 3, 6, 7}, fill(batches, 0, 1));
    }

    @Test
    void aSplitHasEveryPictureOnce() {
        Dataset.Split split = pictures(20).split(5, 1);
        assertEquals(15, split.training().size());
        assertEquals(5, split.validation().size());
        Set<Integer> rows = new HashSet<>();
        for (int i = 0; i < 15; i++) {
            rows.add(split.training().row(i));
        }
        for (int i = 0; i < 5; i++) {
            rows.add(split.validation().row(i));
        }
        assertEquals(20, rows.size());
    }

    @Test
    void aLabelOutOfRangeIsNamed() {
        Tensor pictures = Tensor.allocate(Arena.ofAuto(), DType.UINT8, Shape.of(2, 3, 3));
        assertEquals(
                "label of picture 1: expected 0 to 1, actual 2",
                assertThrows(
                                ModelException.class,
                                () ->
                                        Dataset.of(
                                                pictures,
                                                Tensor.ofLongs(Shape.of(2), 0, 2),
                                                List.of("a", "b")))
                        .getMessage());
    }

    @Test
    void asManyLabelsAsPicturesAreNeeded() {
        Tensor pictures = Tensor.allocate(Arena.ofAuto(), DType.UINT8, Shape.of(2, 3, 3));
        assertEquals(
                "labels: expected integers of [2], one for each picture, actual INT64[3]",
                assertThrows(
                                ModelException.class,
                                () ->
                                        Dataset.of(
                                                pictures,
                                                Tensor.ofLongs(Shape.of(3), 0, 1, 0),
                                                List.of("a", "b")))
                        .getMessage());
    }

    @Test
    void eachClassHasItsPartHeldOut() {
        int[] counts = {10, 5, 2, 1};
        int size = 18;
        long[] labels = new long[size];
        int at = 0;
        for (int c = 0; c < counts.length; c++) {
            for (int i = 0; i < counts[c]; i++) {
                labels[at++] = c;
            }
        }
        Dataset data =
                Dataset.of(
                        Tensor.allocate(Arena.ofAuto(), DType.UINT8, Shape.of(size, 1, 1, 1)),
                        Tensor.ofLongs(Shape.of(size), labels),
                        List.of("a", "b", "c", "d"));
        Dataset.Split split = data.splitEachClass(0.2, 3);
        assertEquals(List.of(2, 1, 1, 0), split.validation().counts());
        assertEquals(List.of(8, 4, 1, 1), split.training().counts());
        Set<Integer> rows = new HashSet<>();
        for (Dataset part : List.of(split.training(), split.validation())) {
            for (int i = 0; i < part.size(); i++) {
                assertTrue(rows.add(part.row(i)), "a picture in both parts");
            }
        }
        assertEquals(rows(split.validation()), rows(data.splitEachClass(0.2, 3).validation()));
        assertNotEquals(rows(split.training()), rows(data.splitEachClass(0.2, 4).training()));
        for (double part : new double[] {0, 1, Double.NaN, -1}) {
            assertThrows(ModelException.class, () -> data.splitEachClass(part, 3));
        }
        assertThrows(ModelException.class, () -> data.subset(17).splitEachClass(0.2, 3));
    }

    private static List<Integer> rows(Dataset data) {
        return IntStream.range(0, data.size()).map(data::row).boxed().toList();
    }

    @Test
    void anEmptyFolderIsOneClearMessage(@TempDir Path folder) {
        assertEquals(
                folder
                        + ": expected the four files of Fashion-MNIST, but there is no"
                        + " train-images-idx3-ubyte.gz",
                assertThrows(ModelException.class, () -> FashionMnist.read(folder)).getMessage());
    }
}
