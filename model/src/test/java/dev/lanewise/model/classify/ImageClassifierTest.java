package dev.lanewise.model.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.image.Preprocessing;
import dev.lanewise.model.nn.AdaptiveAvgPool2d;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

class ImageClassifierTest {

    /** Its scores are the means of red, green and blue. */
    private static Graph colours(boolean open) {
        TensorInfo.Dim side = open ? new TensorInfo.Dim("side", -1) : new TensorInfo.Dim("", 8);
        TensorInfo input =
                new TensorInfo(
                        "pixels",
                        DType.FLOAT32,
                        List.of(new TensorInfo.Dim("", 1), new TensorInfo.Dim("", 3), side, side));
        Graph graph =
                Sequential.of(Conv2d.of(3, 3, 1), AdaptiveAvgPool2d.of(1), Flatten.of())
                        .graph(input, 1);
        return graph.withWeights(
                Map.of(
                        "0.weight",
                        Tensor.of(Shape.of(3, 3, 1, 1), 1, 0, 0, 0, 1, 0, 0, 0, 1),
                        "0.bias",
                        Tensor.of(Shape.of(3), 0, 0, 0)));
    }

    private static BufferedImage picture(Color color, int side, int type) {
        BufferedImage image = new BufferedImage(side, side, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillRect(0, 0, side, side);
        graphics.dispose();
        return image;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    void picturesOfEverySizeAndTypeAreClassified() throws IOException {
        try (Model model = Model.of(colours(false), ModelOptions.defaults());
                ImageClassifier classifier =
                        ImageClassifier.of(
                                model,
                                ImageClassifier.Settings.of(model)
                                        .withLabels(List.of("red", "green", "blue"))
                                        .withSoftmax(true)
                                        .withTop(2))) {
            BufferedImage green = picture(Color.GREEN, 31, BufferedImage.TYPE_4BYTE_ABGR);
            BufferedImage blue = picture(Color.BLUE, 8, BufferedImage.TYPE_INT_RGB);
            List<Prediction> answer = classifier.classify(green);
            assertEquals(2, answer.size());
            assertEquals("green", answer.getFirst().label());
            assertTrue(answer.getFirst().value() > 0.5 && answer.getFirst().value() < 1);
            assertEquals("green", classifier.classify(png(green)).getFirst().label());
            assertEquals(
                    List.of("green", "blue"),
                    classifier.classifyAll(List.of(green, blue)).stream()
                            .map(each -> each.getFirst().label())
                            .toList());
        }
    }

    @Test
    void labelsBesideTheFileAreUsed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("colours.onnx");
        OnnxWriter.write(colours(false), file);
        Files.writeString(folder.resolve("colours.labels.txt"), "0: rosso\n1: verde\n2: blu\n");
        Path red = folder.resolve("red.png");
        Files.write(red, png(picture(Color.RED, 9, BufferedImage.TYPE_INT_RGB)));
        try (ImageClassifier classifier = ImageClassifier.load(file)) {
            assertEquals("rosso", classifier.classify(red).getFirst().label());
        }
    }

    @Test
    void preprocessingBesideTheFileIsUsed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("colours.onnx");
        OnnxWriter.write(colours(false), file);
        Path beside = folder.resolve("colours.preprocessing.txt");
        Files.writeString(beside, "# as trained\norder = BGR\nscale = 0..255\nmean = 1, 2, 3\n");
        BufferedImage red = picture(Color.RED, 8, BufferedImage.TYPE_INT_RGB);
        try (ImageClassifier classifier = ImageClassifier.load(file)) {
            Preprocessing used = classifier.settings().preprocessing();
            assertEquals(Preprocessing.Channels.BGR, used.channels());
            assertEquals(Preprocessing.Range.BYTE, used.range());
            assertEquals(List.of(1f, 2f, 3f), used.mean());
            assertEquals(2, classifier.classify(red).getFirst().index());
        }
        for (String wrong : List.of("order = GREY", "mean = 1, 2", "size = 8", "\\u00zz = 1")) {
            Files.writeString(beside, wrong);
            Exception refusal =
                    assertThrows(ModelException.class, () -> ImageClassifier.load(file));
            assertTrue(refusal.getMessage().startsWith(beside + ": "), refusal.getMessage());
        }
    }

    @Test
    void anOpenSizeIsThePictures() {
        try (Model model = Model.of(colours(true), ModelOptions.defaults());
                ImageClassifier classifier = ImageClassifier.of(model)) {
            assertEquals(Preprocessing.Resize.NONE, classifier.settings().preprocessing().resize());
            for (int side : new int[] {5, 12, 12, 7}) {
                BufferedImage blue = picture(Color.BLUE, side, BufferedImage.TYPE_INT_RGB);
                assertEquals(2, classifier.classify(blue).getFirst().index());
            }
            assertEquals(4, classifier.statistics().runs());
        }
    }

    @Test
    void whatDoesNotFitIsSaid() {
        try (Model model = Model.of(colours(false), ModelOptions.defaults());
                ImageClassifier classifier =
                        ImageClassifier.of(
                                model,
                                ImageClassifier.Settings.of(model).withLabels(List.of("red")))) {
            BufferedImage red = picture(Color.RED, 8, BufferedImage.TYPE_INT_RGB);
            Exception labels = assertThrows(ModelException.class, () -> classifier.classify(red));
            assertTrue(labels.getMessage().contains("expected 3 labels"), labels.getMessage());
            assertThrows(ModelException.class, () -> classifier.classify(new byte[] {1, 2, 3}));
            assertThrows(IllegalArgumentException.class, () -> classifier.settings().withTop(0));
        }
    }
}
