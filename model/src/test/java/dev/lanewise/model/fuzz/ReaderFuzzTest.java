package dev.lanewise.model.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.npy.Npy;
import dev.lanewise.model.npy.Npz;
import dev.lanewise.model.onnx.FuzzModels;
import dev.lanewise.model.safetensors.Safetensors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

/**
 * Damaged files of every format end in a {@link ModelException} or are read: within five seconds
 * each and 512 MB. {@code -Dlanewise.fuzz.seconds} says for how long it is tried, all formats in
 * turn; {@code -Pthorough} is ten minutes and {@code -Dlanewise.fuzz.seed} begins elsewhere.
 */
class ReaderFuzzTest {

    /** For the JVM's start, the sound files and the last damaged one. */
    private static final int MOST_SECONDS_MORE = 120;

    private static final Path ROOT = Path.of(System.getProperty("lanewise.root"));

    @TempDir Path folder;

    private void writeSoundFiles(Path sound) throws IOException {
        Files.createDirectories(sound);
        FuzzModels.write(sound);
        Tensor floats = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Tensor longs = Tensor.ofLongs(Shape.of(4), 1, 2, 3, 4);
        Npy.write(sound.resolve("a.npy"), floats);
        Npy.write(sound.resolve("b.npy"), longs);
        Npz.write(sound.resolve("c.npz"), Map.of("a", floats, "b", longs));
        Tensor flags = Tensor.allocate(java.lang.foreign.Arena.ofAuto(), DType.BOOL, Shape.of(3));
        new Safetensors(Map.of("a", floats, "b.c", longs, "d", flags), Map.of("key", "text"))
                .write(sound.resolve("a.safetensors"));
        BufferedImage image = new BufferedImage(19, 13, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 19 * 13; i++) {
            image.setRGB(i % 19, i / 19, i * 7919);
        }
        for (String format : List.of("png", "jpg", "bmp", "gif")) {
            assertTrue(ImageIO.write(image, format, sound.resolve("a." + format).toFile()));
        }
        Path pictures = ROOT.resolve("cli/src/test/resources/dev/lanewise/cli/pictures");
        for (String name : List.of("lossy.webp", "lossless.webp", "palette.png")) {
            Files.copy(pictures.resolve(name), sound.resolve(name));
        }
    }

    @Test
    void damagedFilesEndInAnAnswer() throws IOException, InterruptedException {
        Path sound = folder.resolve("sound");
        writeSoundFiles(sound);
        Path finds = ROOT.resolve("model/target/fuzz-finds");
        Files.createDirectories(finds);
        long seconds = Long.getLong("lanewise.fuzz.seconds", 30);
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx352m",
                        "-XX:MaxDirectMemorySize=160m",
                        "-XX:+UseG1GC",
                        "-Djava.awt.headless=true",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("surefire.test.class.path", classPath()),
                        FuzzRun.class.getName(),
                        sound.toString(),
                        finds.toString(),
                        Long.toString(seconds),
                        System.getProperty("lanewise.fuzz.seed", "1"));
        Path printed = folder.resolve("printed.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start();
        // The run watches itself, but a JVM that can't collect garbage runs no watcher either.
        boolean ended = process.waitFor(seconds + MOST_SECONDS_MORE, TimeUnit.SECONDS);
        process.destroyForcibly();
        String output = Files.readString(printed);
        assertTrue(ended, () -> "never ends; look at the newest file in " + finds + "\n" + output);
        assertEquals(0, process.exitValue(), output);
        assertTrue(output.contains("of which refused"), output);
        System.out.println("fuzz: " + output.lines().reduce("", (a, b) -> b));
    }

    private static String classPath() {
        return Objects.requireNonNull(System.getProperty("java.class.path"), File.pathSeparator);
    }

    /** Files that once ended in something else; {@code finds.txt} lists them. */
    @Test
    void whatWasFoundStaysMended() throws IOException {
        try (InputStream list = getClass().getResourceAsStream("finds.txt")) {
            String names =
                    new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
            for (String name : names.lines().filter(line -> !line.isBlank()).toList()) {
                Path file = folder.resolve(name);
                try (InputStream find = getClass().getResourceAsStream(name)) {
                    Files.write(file, Objects.requireNonNull(find, name).readAllBytes());
                }
                assertTimeoutPreemptively(Duration.ofSeconds(5), () -> answer(file));
            }
        }
    }

    private static void answer(Path file) {
        try {
            FuzzRun.readOne(file);
        } catch (ModelException e) {
            // What a damaged file ends in.
        }
    }
}
