package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.AdaptiveAvgPool2d;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.nn.Softmax;
import dev.lanewise.model.onnx.OnnxReader;
import dev.lanewise.model.onnx.OnnxWriter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.imageio.ImageIO;

class TrainCommandTest {

    @TempDir Path folder;

    private Path data;

    /** Pictures whose brightness tells the class; as few as the command's split allows. */
    @BeforeEach
    void makePictures() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        write("train", 5_000 + 128);
        write("t10k", 100);
    }

    private void write(String name, int count) throws IOException {
        Random random = new Random(1);
        ByteBuffer pictures = ByteBuffer.allocate(16 + count * 784);
        pictures.putInt(0x803).putInt(count).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + count);
        labels.putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            labels.put((byte) (i % 10));
            for (int p = 0; p < 784; p++) {
                pictures.put((byte) (i % 10 * 25 + random.nextInt(20)));
            }
        }
        Files.write(data.resolve(name + "-images-idx3-ubyte"), pictures.array());
        Files.write(data.resolve(name + "-labels-idx1-ubyte"), labels.array());
    }

    private Lanewise train(String out, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "train",
                                "fashion-mnist",
                                "--data",
                                data.toString(),
                                "--epochs",
                                "1",
                                "--out",
                                folder.resolve(out).toString()));
        arguments.addAll(List.of(more));
        return Lanewise.run(arguments.toArray());
    }

    @Test
    void aRunWritesModelWeightsAndPicturesAndEndsWithTheAccuracy() throws IOException {
        Lanewise outcome = train("run");
        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().startsWith("epoch 1: loss "), outcome.out());
        String last = outcome.out().strip().lines().reduce((a, b) -> b).orElse("");
        assertTrue(last.matches("test accuracy \\d+\\.\\d\\d %"), last);
        Path run = folder.resolve("run");
        for (String picture : List.of("loss.png", "accuracy.png", "confusion.png")) {
            assertTrue(ImageIO.read(run.resolve(picture).toFile()).getWidth() > 100, picture);
        }
        Path onnx = run.resolve("model.onnx");
        Lanewise inspected = Lanewise.run("inspect", onnx.toString());
        assertEquals(0, inspected.exit(), inspected.err());
        Lanewise again = train("run");
        assertEquals(1, again.exit());
        assertTrue(again.err().contains("a run is there already"), again.err());
        assertEquals(0, train("run", "--resume").exit());
    }

    @Test
    void theSameSeedWritesTheSameBytes() throws IOException {
        assertEquals(0, train("one").exit());
        assertEquals(0, train("two", "--threads", "2").exit());
        for (String file : List.of("model.onnx", "model.safetensors", "checkpoint.safetensors")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("one").resolve(file)),
                    Files.readAllBytes(folder.resolve("two").resolve(file)),
                    file);
        }
    }

    @Test
    void presetsKeepTheirSizes() {
        Shape pictures = Shape.of(1, 1, 28, 28);
        assertTrue(TrainPreset.SMALL.net().summary(pictures).parameters() <= 120_000);
        assertTrue(TrainPreset.ACCURATE.net().summary(pictures).parameters() <= 500_000);
    }

    /** A network that knows nothing, and pictures whose colour tells the class. */
    private Path coloursToLearn() throws IOException {
        Sequential net =
                Sequential.of(
                        Conv2d.of(3, 8, 3),
                        ReLU.of(),
                        AdaptiveAvgPool2d.of(1),
                        Flatten.of(),
                        Linear.of(8, 1000),
                        Softmax.of(1));
        OnnxWriter.write(net.graph(Shape.of(1, 3, 16, 16)), folder.resolve("net.onnx"));
        Path pictures = folder.resolve("colours");
        Random random = new Random(2);
        for (String kind : List.of("green, dark", "red", "white")) {
            Files.createDirectories(pictures.resolve(kind));
            for (int i = 0; i < 20; i++) {
                BufferedImage picture = new BufferedImage(20, 18, BufferedImage.TYPE_INT_RGB);
                int noise = random.nextInt(20);
                int rgb =
                        switch (kind) {
                            case "red" -> 0xD00000 + noise;
                            case "white" -> 0xE0E0E0 + noise;
                            default -> 0x006000 + noise;
                        };
                for (int p = 0; p < 20 * 18; p++) {
                    picture.setRGB(p % 20, p / 20, rgb);
                }
                Path file = pictures.resolve(kind).resolve("%02d.png".formatted(i));
                ImageIO.write(picture, "png", file.toFile());
            }
        }
        return pictures;
    }

    private Lanewise tune(Path pictures, String out, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "train",
                                pictures.toString(),
                                "--model",
                                folder.resolve("net.onnx").toString(),
                                "--rate",
                                "0.05",
                                "--out",
                                folder.resolve(out).toString()));
        arguments.addAll(List.of(more));
        return Lanewise.run(arguments.toArray());
    }

    @Test
    void aTrainedModelLearnsTheClassesOfAFolder() throws IOException {
        Path pictures = coloursToLearn();
        Lanewise outcome = tune(pictures, "tuned");
        assertEquals(0, outcome.exit(), outcome.err());
        List<String> lines = outcome.out().lines().toList();
        assertEquals(
                "model     net.onnx learns 3 classes: 27 parameters, those of its last layer",
                lines.getFirst());
        assertTrue(
                lines.contains("pictures  48 to learn from, 12 held out; 46.1 kB of memory"),
                outcome.out());
        assertEquals("held-out accuracy 100.00 %", lines.getLast());
        Path model = folder.resolve("tuned").resolve("model.onnx");
        for (String kind : List.of("green, dark", "red", "white")) {
            Path picture = pictures.resolve(kind).resolve("00.png");
            Lanewise run = Lanewise.run("run", model.toString(), picture.toString(), "--top", "1");
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.out().strip().endsWith("  " + kind), run.out());
        }
        assertEquals(0, tune(pictures, "all", "--tune", "all", "--mirror").exit());
        assertEquals(0, tune(pictures, "all", "--tune", "all", "--mirror", "--resume").exit());
        assertEquals(1, tune(pictures, "all", "--resume").exit(), "another run's checkpoint");
    }

    @Test
    void aFolderNeedsNoNameOfItsOwn() throws IOException {
        Path pictures = coloursToLearn();
        Path same = pictures.resolve("red").resolve("..");
        assertEquals(0, tune(same, "tuned", "--epochs", "1").exit());
        Graph learnt = OnnxReader.read(folder.resolve("tuned").resolve("model.onnx"));
        assertEquals("colours", learnt.name());
        assertEquals("pictures", FineTuningOptions.name(pictures.getRoot()));
    }

    @Test
    void aModelOfFloat16LearnsAsOneOfFloat32() throws IOException {
        Path pictures = coloursToLearn();
        Graph graph = OnnxReader.read(folder.resolve("net.onnx"));
        Map<String, Tensor> weights = new HashMap<>();
        graph.constants()
                .forEach((name, tensor) -> {
                    Tensor half = Tensor.allocate(Arena.ofAuto(), DType.FLOAT16, tensor.shape());
                    for (int i = 0; i < tensor.shape().elements(); i++) {
                        half.setDouble(i, tensor.getDouble(i));
                    }
                    weights.put(name, tensor.dtype() == DType.FLOAT32 ? half : tensor);
                });
        TensorInfo input = graph.inputs().getFirst();
        TensorInfo narrow = new TensorInfo(input.name(), DType.FLOAT16, input.dims());
        Graph halves =
                new Graph(
                        "halves",
                        List.of(narrow),
                        graph.outputs(),
                        graph.nodes(),
                        weights,
                        Map.of());
        OnnxWriter.write(halves, folder.resolve("net.onnx"));
        Lanewise outcome = tune(pictures, "tuned");
        assertEquals(0, outcome.exit(), outcome.err());
        List<String> lines = outcome.out().lines().toList();
        assertTrue(lines.contains("input     input FLOAT32[1,3,16,16]"), outcome.out());
        assertTrue(lines.contains("          (FLOAT16 in the file)"), outcome.out());
        assertEquals("held-out accuracy 100.00 %", lines.getLast());
    }

    @Test
    void optionsThatDontGoTogetherAreOneLine() throws IOException {
        Path pictures = coloursToLearn();
        assertEquals(
                "lanewise train: --mirror: expected with a folder of pictures, actual"
                        + " fashion-mnist; see lanewise train --help",
                train("run", "--mirror").err().strip());
        assertEquals(2, train("run", "--mean", "0.5").exit());
        assertEquals(2, tune(pictures, "run", "--preset", "small").exit());
        assertEquals(2, tune(pictures, "run", "--batch", "0").exit());
        assertEquals(2, tune(pictures, "run", "--tune", "some").exit());
        Lanewise none = tune(folder.resolve("nowhere"), "run");
        assertEquals(1, none.exit());
        assertEquals(1, none.err().strip().lines().count(), none.err());
        Files.createDirectory(folder.resolve("single"));
        Files.move(pictures.resolve("red"), folder.resolve("single").resolve("red"));
        Lanewise single = tune(folder.resolve("single"), "run");
        assertEquals(1, single.exit());
        assertTrue(single.err().contains("classes: expected at least 2, actual 1"), single.err());
    }

    @Test
    void badUsageAndMissingDataAreOneLine() throws IOException {
        assertEquals(2, Lanewise.run("train", "cifar", "--out", "x").exit());
        assertEquals(2, train("run", "--threads", "0").exit());
        Lanewise huge = train("run", "--preset", "huge");
        assertEquals(2, huge.exit());
        assertTrue(
                huge.err().contains("expected one of [small, accurate], actual 'huge'"),
                huge.err());
        Files.createFile(folder.resolve("file"));
        assertEquals(
                "lanewise: " + folder.resolve("file") + ": expected a folder, actual a file",
                train("file").fails(1));
        Lanewise nothing = train("run", "--resume");
        assertEquals(1, nothing.exit());
        assertTrue(nothing.err().contains("begin without --resume"), nothing.err());
        Files.write(data.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 100});
        Lanewise cut = train("run");
        assertEquals(1, cut.exit());
        assertEquals(1, cut.err().strip().lines().count(), cut.err());
        assertTrue(cut.err().contains("is the file complete?"), cut.err());
    }
}
