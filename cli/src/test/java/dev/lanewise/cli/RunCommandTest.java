package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.npy.Npy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class RunCommandTest {

    private static final Path SHARED =
            Path.of(System.getProperty("lanewise.root")).resolveSibling("shared");

    @TempDir Path folder;
    private Path model;
    private Path bag;
    private Path boot;

    @BeforeEach
    void copyTheBundledFiles() throws IOException {
        model = Lanewise.resource("bundled/fashion-mnist.onnx", folder);
        bag = Lanewise.resource("bundled/08-bag.png", folder);
        boot = Lanewise.resource("bundled/09-ankle-boot.png", folder);
    }

    private static List<Map<String, Object>> results(Lanewise run) throws IOException {
        return list(run.json().get("results"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object json) {
        return (List<Map<String, Object>>) json;
    }

    private static Map<String, Object> best(Map<String, Object> result) {
        return list(result.get("top")).getFirst();
    }

    @Test
    void withoutArgumentsTheBundledModelClassifiesTheBundledPictures() {
        Lanewise run = Lanewise.run("run").succeeds();
        assertEquals("10 of 10 right", run.lines().getLast());
        assertTrue(run.out().contains("(scale, mean, std from the model's metadata)"), run.out());
        String bagLine =
                run.lines().stream().filter(l -> l.startsWith("08-bag.png")).findFirst().get();
        assertTrue(bagLine.matches("08-bag\\.png +[\\d.]+ [mu]?s +[01]\\.\\d{4}  Bag"), bagLine);
        assertFalse(run.out().lines().anyMatch(line -> line.endsWith(" ")), run.out());
    }

    @Test
    void onePictureGetsFiveClassesAndSeveralGetOne() throws IOException {
        assertEquals(5, list(results(run(bag)).getFirst().get("top")).size());
        assertEquals(1, list(results(run(bag, boot)).getFirst().get("top")).size());
        assertEquals(3, list(results(run("--top", 3, bag, boot)).get(1).get("top")).size());
        assertEquals(10, list(results(run("--top", 99, bag)).getFirst().get("top")).size());
    }

    private Lanewise run(Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "run";
        all[1] = "--json";
        all[2] = model;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Lanewise.run(all).succeeds();
    }

    @Test
    void labelsComeFromTheModelOrAFile() throws IOException {
        assertEquals("Bag", best(results(run(bag)).getFirst()).get("label"));
        Path labels =
                Files.writeString(folder.resolve("labels.txt"), "a\nb\nc\nd\ne\nf\ng\nh\nBAG\nj\n");
        Map<String, Object> best = best(results(run("--labels", labels, bag)).getFirst());
        assertEquals("BAG", best.get("label"));
        assertEquals(8, best.get("class"));
        assertTrue((Double) best.get("probability") > 0.9);
    }

    @Test
    void aWrongNumberOfLabelsIsRefused() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.txt"), "cat\ndog\n");
        assertEquals(
                "lanewise: "
                        + labels
                        + ": expected 10 labels, one for each class of the output, actual 2",
                Lanewise.run("run", model, bag, "--labels", labels).fails(1));
    }

    @Test
    void preprocessingIsStatedAndEveryPartOfItCanBeGiven() {
        Lanewise run =
                Lanewise.run(
                                "run",
                                model,
                                bag,
                                "--size",
                                "28x28",
                                "--resize",
                                "stretch",
                                "--scale",
                                "0..255",
                                "--mean",
                                "72.9",
                                "--std",
                                "90")
                        .succeeds();
        assertTrue(
                run.out().contains("stretched to 28x28, grey, 0..255, mean 72.9, std 90"),
                run.out());
        assertTrue(run.out().contains("(size, scale, mean, std given; else "), run.out());
        assertTrue(run.out().contains("Bag"), run.out());
    }

    @Test
    void aTensorGivesTheSameAsItsPicture() throws IOException {
        Path saved = folder.resolve("p.npy");
        Lanewise.run("run", model, bag, "--output", saved).succeeds();
        Tensor expected = Npy.read(saved);
        assertEquals(Shape.of(1, 10), expected.shape());
        assertEquals(1, sum(expected.toFloatArray()), 1e-5);

        // The picture's preprocessing by hand.
        java.awt.image.BufferedImage picture = javax.imageio.ImageIO.read(bag.toFile());
        float[] values = new float[28 * 28];
        for (int i = 0; i < values.length; i++) {
            values[i] = (picture.getRaster().getSample(i % 28, i / 28, 0) / 255f - 0.286f) / 0.353f;
        }
        Path npy = folder.resolve("x.npy");
        Npy.write(npy, Tensor.of(Shape.of(1, 1, 28, 28), values));
        Path pb = folder.resolve("x.pb");
        Files.write(pb, TinyOnnx.tensor(new long[] {1, 1, 28, 28}, values));
        for (Path input : List.of(npy, pb)) {
            Lanewise.run("run", model, input, "--output", saved).succeeds();
            assertArrayEquals(
                    expected.toFloatArray(), Npy.read(saved).toFloatArray(), input.toString());
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    @Test
    void aBatchIsManyRows() throws IOException {
        Path npy = folder.resolve("batch.npy");
        Npy.write(npy, Tensor.of(Shape.of(3, 1, 28, 28), new float[3 * 28 * 28]));
        List<Map<String, Object>> results = results(run(npy));
        assertEquals("batch.npy[2]", results.get(2).get("input"));
        assertEquals(best(results.get(0)), best(results.get(2)));
    }

    @Test
    void scoresAreCalledScoresUntilASoftmaxIsAskedFor() throws IOException {
        Path relu = folder.resolve("relu.onnx");
        Files.write(relu, TinyOnnx.model("Relu", new long[] {1, 3}, "x"));
        Path npy = folder.resolve("x.npy");
        Npy.write(npy, Tensor.of(Shape.of(1, 3), 0, 5, -1));
        Lanewise scores = Lanewise.run("run", relu, npy).succeeds();
        assertTrue(scores.out().contains("scores; --softmax makes them probabilities"));
        assertTrue(scores.out().contains("5.0000  class 1"), scores.out());
        Lanewise softmax = Lanewise.run("run", relu, npy, "--softmax").succeeds();
        // exp(5) / (exp(5) + 2)
        assertTrue(softmax.out().contains("0.9867  class 1"), softmax.out());
    }

    @Test
    void otherOutputsAreSummarisedAndSaved() throws IOException {
        Path relu = folder.resolve("relu.onnx");
        Files.write(relu, TinyOnnx.model("Relu", new long[] {1, 1, 2, 2}, "x"));
        Path npy = folder.resolve("x.npy");
        Npy.write(npy, Tensor.of(Shape.of(1, 1, 2, 2), 1, -2, 3, 4));
        Path saved = folder.resolve("saved");
        Lanewise run = Lanewise.run("run", relu, npy, npy, "--output", saved).succeeds();
        assertTrue(
                run.lines()
                        .getLast()
                        .matches(
                                "x\\.npy +[\\d.]+ [mun]?s  y +\\[1,1,2,2\\] +0\\.000 +2\\.000 "
                                        + " 4\\.000"),
                run.out());
        assertArrayEquals(
                new float[] {1, 0, 3, 4}, Npy.read(saved.resolve("x-y.npy")).toFloatArray());
        assertTrue(Files.exists(saved.resolve("x-y-2.npy")));
    }

    @Test
    void inputsAreTakenInTurn() throws IOException {
        Path add = folder.resolve("add.onnx");
        Files.write(add, TinyOnnx.model("Add", new long[] {2}, "a", "b"));
        Path one = folder.resolve("one.npy");
        Npy.write(one, Tensor.of(Shape.of(2), 1, 2));
        Path ten = folder.resolve("ten.npy");
        Npy.write(ten, Tensor.of(Shape.of(2), 10, 20));
        Path saved = folder.resolve("sum.npy");
        Lanewise.run("run", add, one, ten, "--output", saved).succeeds();
        assertArrayEquals(new float[] {11, 22}, Npy.read(saved).toFloatArray());
        assertTrue(
                Lanewise.run("run", add, one).fails(2).contains("expected a multiple of 2 INPUTs"));
    }

    @Test
    void aPictureThatCantBeReadDoesNotStopTheOthers() throws IOException {
        Path broken = Files.write(folder.resolve("broken.png"), new byte[] {1, 2, 3});
        Lanewise run = Lanewise.run("run", model, bag, broken, boot);
        assertEquals(1, run.exit());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains("broken.png: expected a picture"), run.err());
        assertTrue(run.lines().getLast().endsWith("Ankle boot"), run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    run --tpo 3             | Unknown option: '--tpo'
                    run MODEL               | expected at least one INPUT after MODEL
                    run --top 0             | --top: expected at least 1, actual 0
                    run --threads 0         | --threads: expected 1 to 1024, actual 0
                    run --threads 100000    | --threads: expected 1 to 1024, actual 100000
                    run --size 0x3          | expected WIDTHxHEIGHT of 1 to 65536 pixels
                    run --size 3x           | expected WIDTHxHEIGHT of 1 to 65536 pixels
                    run --resize squeeze    | expected one of crop, stretch, letterbox, none
                    run --order GBR         | expected one of grey, RGB, BGR
                    run --scale 1..2        | expected one of 0..1, 0..255
                    run --mean a            | is not a float
                    wrong                   | expected one of run, inspect, check, bench, train
                    """)
    void badUsageIsOneLineAndExitCodeTwo(String arguments, String message) {
        Object[] words = arguments.replace("MODEL", model.toString()).split(" ");
        String line = Lanewise.run(words).fails(2);
        assertTrue(line.contains(message), line);
        assertTrue(line.endsWith("--help"), line);
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : new String[] {"run", "inspect", "check", "bench"}) {
            Lanewise help = Lanewise.run(command, "--help").succeeds();
            assertTrue(help.out().startsWith("Usage: lanewise " + command), help.out());
        }
        assertTrue(Lanewise.run("--version").succeeds().out().startsWith("lanewise "));
        Lanewise nothing = Lanewise.run();
        assertEquals(2, nothing.exit());
        assertTrue(nothing.err().startsWith("Usage: lanewise"));
    }

    @Test
    void debugShowsWhereAnErrorArose() {
        Lanewise run = Lanewise.run("run", "none.onnx", bag, "--debug");
        assertTrue(run.err().startsWith("lanewise: none.onnx: no such file"), run.err());
        assertTrue(run.err().contains("at dev.lanewise.model.Model.load"), run.err());
    }

    @Test
    void squeezenetKnowsACatAndAFish() throws IOException {
        Path squeezenet = SHARED.resolve("models/squeezenet.onnx");
        assumeTrue(Files.exists(squeezenet), squeezenet + " is absent");
        model = squeezenet;
        List<Map<String, Object>> results =
                results(
                        run(
                                SHARED.resolve("images/kitten.png"),
                                SHARED.resolve("images/fish.png"),
                                "--labels",
                                SHARED.resolve("images/imagenet_labels.txt")));
        Map<String, Object> cat = best(results.get(0));
        assertEquals("tabby, tabby cat", cat.get("label"));
        assertTrue((Double) cat.get("probability") > 0.9, cat.toString());
        String fish = (String) best(results.get(1)).get("label");
        assertTrue(fish.startsWith("tench") || fish.startsWith("barracouta"), fish);
    }
}
