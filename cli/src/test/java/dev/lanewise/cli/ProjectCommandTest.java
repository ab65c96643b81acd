package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import javax.imageio.ImageIO;

class ProjectCommandTest {

    @TempDir Path folder;

    /** Two classes of small grey pictures: bars across and bars down. */
    @BeforeEach
    void makePictures() throws IOException {
        Random random = new Random(1);
        for (String kind : List.of("across", "down")) {
            Path to = Files.createDirectories(folder.resolve("pictures").resolve(kind));
            for (int i = 0; i < 12; i++) {
                BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
                int at = random.nextInt(20);
                for (int y = 0; y < 28; y++) {
                    for (int x = 0; x < 28; x++) {
                        int along = kind.equals("across") ? y : x;
                        boolean bar = along >= at && along < at + 8;
                        image.setRGB(x, y, (bar ? 200 + random.nextInt(50) : 0) * 0x010101);
                    }
                }
                ImageIO.write(image, "png", to.resolve(i + ".png").toFile());
            }
        }
        Files.write(
                folder.resolve("model.onnx"),
                Bundled.class.getResourceAsStream("bundled/fashion-mnist.onnx").readAllBytes());
    }

    private Lanewise project(Object... more) {
        Object[] arguments = new Object[more.length + 5];
        arguments[0] = "project";
        arguments[1] = folder.resolve("model.onnx");
        arguments[2] = folder.resolve("pictures");
        arguments[3] = "--out";
        arguments[4] = folder.resolve("chart.png");
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Lanewise.run(arguments);
    }

    @Test
    void tsneWritesChartThumbnailsAndTables() throws IOException {
        Lanewise outcome =
                project("--thumbnails", folder.resolve("small.png"), "--tsv", folder.resolve("tsv"))
                        .succeeds();
        assertTrue(outcome.lines().get(1).startsWith("t-SNE     perplexity 8, divergence "));
        assertTrue(ImageIO.read(folder.resolve("chart.png").toFile()).getWidth() > 500);
        assertTrue(ImageIO.read(folder.resolve("small.png").toFile()).getWidth() > 500);
        List<String> vectors = Files.readAllLines(folder.resolve("tsv/vectors.tsv"));
        List<String> metadata = Files.readAllLines(folder.resolve("tsv/metadata.tsv"));
        assertEquals(24, vectors.size());
        assertEquals(24, metadata.size());
        assertEquals("across", metadata.getFirst());
        assertEquals("down", metadata.getLast());
        String dims = outcome.lines().getFirst().replaceAll("features +(\\d+) of 24.*", "$1");
        assertEquals(Integer.parseInt(dims), vectors.getFirst().split("\t").length);
    }

    @Test
    void pcaSaysWhatItExplains() {
        Lanewise outcome = project("--method", "pca").succeeds();
        assertTrue(
                outcome.lines().get(1).matches("pca +explains \\S+ % and \\S+ % of the variance.*"),
                outcome.out());
    }

    @Test
    void aNetworkWithoutLayersAsksWhereItsFeaturesAre() {
        Graph graph = Sequential.of(MaxPool2d.of(4, 4), Flatten.of()).graph(Shape.of(1, 1, 28, 28));
        OnnxWriter.write(graph, folder.resolve("model.onnx"));
        assertEquals(
                "lanewise: network '"
                        + graph.name()
                        + "': expected a linear layer or a convolution, actual none; say with"
                        + " --layer which value holds the features",
                project().fails(1));
        String value = graph.outputs().getFirst();
        Lanewise outcome = project("--layer", value).succeeds();
        assertEquals(
                "features  49 of 24 pictures, value '" + value + "'", outcome.lines().getFirst());
    }

    @Test
    void countTakesAsManyOfEachClass() throws IOException {
        project("--count", 6, "--tsv", folder.resolve("tsv")).succeeds();
        assertEquals(
                List.of("across", "across", "across", "down", "down", "down"),
                Files.readAllLines(folder.resolve("tsv/metadata.tsv")));
    }

    @Test
    void whereItCannotWriteIsSaidBeforeItBegins() {
        Path elsewhere = folder.resolve("missing").resolve("a.png");
        assertEquals(
                "lanewise: " + elsewhere + ": can't be written: no such folder",
                project("--thumbnails", elsewhere).fails(1));
        assertEquals(
                "lanewise: a.jpg: expected a name that ends in .png",
                project("--thumbnails", "a.jpg").fails(1));
        Path file = folder.resolve("model.onnx");
        assertEquals(
                "lanewise: " + file + ": expected a folder, actual a file",
                project("--tsv", file).fails(1));
    }

    @Test
    void badUsageIsSaid() {
        assertTrue(project("--method", "umap").fails(2).contains("expected pca or tsne"));
        assertTrue(project("--count", 3).fails(2).contains("--count: expected at least 5"));
    }
}
