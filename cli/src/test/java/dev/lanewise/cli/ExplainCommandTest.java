package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

class ExplainCommandTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grad-cam",
                "occlusion",
                "saliency",
                "integrated-gradients",
                "guided-backprop",
                "feature-maps",
                "filters"
            })
    void aMethodWritesAPicture(String method) throws IOException {
        Path file = folder.resolve("out.png");
        Lanewise outcome = Lanewise.run("explain", "--method", method, "--out", file).succeeds();
        assertTrue(outcome.lines().getFirst().startsWith("Ankle boot, score "), outcome.out());
        assertEquals("wrote " + file, outcome.lines().getLast());
        BufferedImage image = ImageIO.read(file.toFile());
        assertTrue(image.getWidth() >= 320 && image.getHeight() > 60);
        assertTrue(colours(image) > 20, "a picture of few colours: " + colours(image));
    }

    private static long colours(BufferedImage image) {
        int[] pixels =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return java.util.Arrays.stream(pixels).distinct().count();
    }

    @Test
    void theReportIsOneFileWithEveryMethod() throws IOException {
        Path file = folder.resolve("report.html");
        Lanewise.run("explain", "--all", "--html", file, "--samples", 3, "--steps", 5).succeeds();
        String page = Files.readString(file);
        for (String title :
                new String[] {"Grad-CAM", "Occlusion", "Saliency", "SmoothGrad", "Deconvnet"}) {
            assertTrue(page.contains("<h3>" + title), title);
        }
        assertTrue(page.contains("Why &ldquo;Ankle boot&rdquo;?"));
        assertTrue(page.contains("<th>Saliency</th><td"));
        assertFalse(page.contains("{{"), "a place of the template is not filled");
        assertFalse(page.contains("src=\"http"), "the report needs other files");
    }

    @Test
    void aClassIsChosenByItsName() {
        Path file = folder.resolve("out.png");
        Lanewise outcome = Lanewise.run("explain", "--class", "sneak", "--out", file).succeeds();
        assertTrue(outcome.out().startsWith("Sneaker, score "), outcome.out());
        assertEquals(
                "lanewise: --class: expected 0 to 9 or a label, actual 'cat'",
                Lanewise.run("explain", "--class", "cat", "--out", file).fails(1));
    }

    @Test
    void theProbabilityIsExplainedIfItIsAskedFor() throws IOException {
        Path scores = folder.resolve("score.png");
        Path probabilities = folder.resolve("probability.png");
        Object[] options = {"explain", "--method", "integrated-gradients", "--class", "Sandal"};
        Lanewise.run(with(options, "--out", scores)).succeeds();
        Lanewise outcome =
                Lanewise.run(with(options, "--out", probabilities, "--score", "probability"))
                        .succeeds();
        assertTrue(outcome.out().matches("(?s)Sandal, probability \\d.*"), outcome.out());
        assertTrue(outcome.out().contains("the change of the probability: off"), outcome.out());
        assertNotEquals(-1, Files.mismatch(scores, probabilities));
        assertTrue(
                Lanewise.run("explain", "--score", "loss")
                        .fails(2)
                        .contains("--score: expected score or probability, actual loss"));
    }

    private static Object[] with(Object[] some, Object... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
    }

    @Test
    void whatIsNoClassifierIsRefused() throws IOException {
        Shape shape = Shape.of(1, 1, 8, 8);
        Graph net = Sequential.of(Conv2d.of(1, 2, 3)).graph(shape);
        Path model = folder.resolve("net.onnx");
        OnnxWriter.write(net, model);
        Path picture = folder.resolve("picture.png");
        ImageIO.write(
                new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "png", picture.toFile());
        String error = Lanewise.run("explain", model, picture).fails(1);
        assertTrue(error.contains("the network is no classifier"), error);
        assertTrue(error.contains("[1,2,6,6]"), error);
        Path out = folder.resolve("maps.png");
        Lanewise.run("explain", model, picture, "--method", "filters", "--out", out).succeeds();
        assertTrue(
                Lanewise.run("explain", model, picture, "--score", "probability")
                        .fails(1)
                        .contains("ends in a softmax"));
    }

    @Test
    void badUsageIsSaid() {
        assertTrue(
                Lanewise.run("explain", "--method", "magic")
                        .fails(2)
                        .startsWith("lanewise explain: --method: expected one of [grad-cam,"));
        assertTrue(
                Lanewise.run("explain", "--window", 4, "--stride", 5)
                        .fails(2)
                        .contains("--stride: expected at most the window's 4, actual 5"));
        assertTrue(
                Lanewise.run("explain", "--out", folder.resolve("a.jpg"))
                        .fails(1)
                        .endsWith("expected a name that ends in .png"));
    }
}
