package dev.lanewise.model.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.ChildJvm;
import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.image.Preprocessing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import javax.imageio.ImageIO;

class PictureFolderTest {

    private static Preprocessing rgb(Preprocessing.Resize resize, int width, int height) {
        return new Preprocessing(
                Preprocessing.Channels.RGB,
                resize,
                width,
                height,
                Preprocessing.Range.UNIT,
                List.of(0f),
                List.of(1f));
    }

    @Test
    void aFolderHasAClassForEachFolderInIt(@TempDir Path folder) throws IOException {
        for (String name : List.of("cat/b.png", "cat/a.png", "dog/c.png")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            BufferedImage image = new BufferedImage(6, 5, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, name.startsWith("cat/a") ? 0xFF0000 : 0);
            ImageIO.write(image, "png", file.toFile());
        }
        Preprocessing asTheyAre = rgb(Preprocessing.Resize.NONE, 0, 0);
        Dataset data = PictureFolder.read(folder, asTheyAre);
        assertEquals(List.of("cat", "dog"), data.classes());
        assertEquals(List.of(2, 1), data.counts());
        assertEquals(Shape.of(3, 5, 6), data.shape());
        assertEquals(255, data.pictures().getLong(0));
        Files.createDirectory(folder.resolve("emu"));
        assertTrue(
                assertThrows(ModelException.class, () -> PictureFolder.read(folder, asTheyAre))
                        .getMessage()
                        .endsWith("emu: expected pictures, actual an empty folder"));
    }

    @Test
    void asManyPicturesOfEachClassComeFirst(@TempDir Path folder) throws IOException {
        int grey = 0;
        for (String name : List.of("a/1", "a/2", "a/3", "b/1", "c/1", "c/2", "c/3", "c/4")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, 0x010101 * grey++);
            ImageIO.write(image, "png", file.toFile());
        }
        Preprocessing pixel =
                new Preprocessing(
                        Preprocessing.Channels.GREY,
                        Preprocessing.Resize.NONE,
                        0,
                        0,
                        Preprocessing.Range.UNIT,
                        List.of(0f),
                        List.of(1f));
        int[][] expected = {{0}, {0, 3}, {0, 3, 4}, {0, 1, 3, 4}, {0, 1, 3, 4, 5}};
        for (int[] greys : expected) {
            Dataset data = PictureFolder.read(folder, pixel, greys.length, (done, total) -> {});
            assertArrayEquals(greys, ints(data.pictures()));
            assertEquals(List.of("a", "b", "c"), data.classes());
        }
        Dataset all = PictureFolder.read(folder, pixel, 100, (done, total) -> {});
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, ints(all.pictures()));
        assertEquals(List.of(3, 1, 4), all.counts());
    }

    private static int[] ints(Tensor tensor) {
        return Arrays.stream(tensor.toLongArray()).mapToInt(Math::toIntExact).toArray();
    }

    @Test
    void aPipeAmongPicturesIsRefusedAndNotWaitedFor(@TempDir Path folder) throws Exception {
        Path kind = Files.createDirectory(folder.resolve("cats"));
        Path pipe = kind.resolve("cat.png");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertEquals(0, mkfifo.waitFor());
        ModelException e =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20),
                        () ->
                                assertThrows(
                                        ModelException.class,
                                        () ->
                                                PictureFolder.read(
                                                        folder,
                                                        rgb(Preprocessing.Resize.NONE, 0, 0))));
        assertEquals(pipe + ": expected a picture, actual a pipe or a device", e.getMessage());
    }

    @Test
    void moreThanMemoryHoldsIsKnownBeforeItIsRead(@TempDir Path folder) throws IOException {
        for (String name : List.of("cat/1.png", "cat/2.png", "dog/3.png")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "no picture");
        }
        BufferedImage image = new BufferedImage(6, 5, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", folder.resolve("cat/1.png").toFile());
        Preprocessing huge = rgb(Preprocessing.Resize.STRETCH, 20_000, 15_000);
        assertEquals(
                folder
                        + ": 3 pictures of [1,3,15000,20000] need 2,700 MB; expected at most 2,147"
                        + " MB, 2 of them: take fewer, or have them made smaller",
                assertThrows(ModelException.class, () -> PictureFolder.read(folder, huge))
                        .getMessage());
    }

    @Test
    void moreThanTheJvmMayTakeIsOneErrorToo(@TempDir Path folder) throws Exception {
        ChildJvm.Result result =
                ChildJvm.run(
                        List.of(),
                        List.of("-XX:MaxDirectMemorySize=16m"),
                        Reading.class,
                        folder.toString());
        assertEquals(
                folder
                        + ": 2 pictures of [1,3,2000,2000] need 24 MB: too large for the native"
                        + " memory that this JVM may take (-XX:MaxDirectMemorySize, by default as"
                        + " much as -Xmx):",
                result.output()
                        .lines()
                        .reduce("", (before, line) -> line)
                        .replaceAll(" Cannot reserve.*", ""));
    }

    /** Reads pictures of 12 MB. */
    static final class Reading {

        private Reading() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            for (String name : List.of("cat", "dog")) {
                Files.createDirectory(folder.resolve(name));
                ImageIO.write(
                        new BufferedImage(6, 5, BufferedImage.TYPE_INT_RGB),
                        "png",
                        folder.resolve(name).resolve("1.png").toFile());
            }
            try {
                PictureFolder.read(folder, rgb(Preprocessing.Resize.STRETCH, 2000, 2000));
            } catch (ModelException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void picturesOfAFolderComeAsANetworkWantsThem(@TempDir Path folder) throws IOException {
        BufferedImage picture = new BufferedImage(6, 5, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(4);
        for (int i = 0; i < 30; i++) {
            picture.setRGB(i % 6, i / 6, random.nextInt(1 << 24));
        }
        for (String name : List.of("a", "b")) {
            Files.createDirectory(folder.resolve(name));
            ImageIO.write(picture, "png", folder.resolve(name).resolve("1.png").toFile());
        }
        for (Preprocessing.Range range : Preprocessing.Range.values()) {
            Preprocessing wanted =
                    new Preprocessing(
                                    Preprocessing.Channels.BGR,
                                    Preprocessing.Resize.STRETCH,
                                    4,
                                    3,
                                    Preprocessing.Range.UNIT,
                                    List.of(0f),
                                    List.of(1f))
                            .withRange(range)
                            .withMean(List.of(0.1f, 0.2f, 0.3f))
                            .withStd(List.of(0.5f, 0.6f, 0.7f));
            List<String> news = new ArrayList<>();
            Dataset data =
                    PictureFolder.read(
                            folder, wanted, 9, (done, total) -> news.add(done + " of " + total));
            assertEquals(List.of("1 of 2", "2 of 2"), news);
            Batches batches = Batches.inOrder(data, 1, Normalization.of(wanted), Augmentation.NONE);
            Tensor one = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, batches.shape());
            batches.fill(0, 1, one, Tensor.ofLongs(Shape.of(1), 0));
            float[] expected = wanted.apply(picture);
            for (int i = 0; i < expected.length; i++) {
                float unit = Math.max(1, Math.abs(expected[i]));
                assertEquals(expected[i], one.getDouble(i), 2e-6 * unit, range + " " + i);
            }
        }
        Preprocessing last =
                new Preprocessing(
                        Preprocessing.Channels.RGB,
                        Preprocessing.Resize.NONE,
                        0,
                        0,
                        Preprocessing.Range.UNIT,
                        List.of(0f),
                        List.of(1f),
                        true);
        assertTrue(
                assertThrows(ModelException.class, () -> PictureFolder.read(folder, last))
                        .getMessage()
                        .endsWith("channels first, the network has them last"));
    }
}
