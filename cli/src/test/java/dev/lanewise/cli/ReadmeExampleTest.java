package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.Model;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.image.PreprocessingGuess;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples in the README, as they stand there. */
class ReadmeExampleTest {

    @TempDir Path folder;

    private static float[] classify(Path modelFile, Path pictureFile) {
        // begin
        try (Model model = Model.load(modelFile);
                Session session = model.newSession()) {
            var guess = PreprocessingGuess.of(model.inputs().getFirst(), model.metadata());
            guess.preprocessing().apply(Pictures.read(pictureFile), session.input(0));
            session.run(); // as often as you like: it allocates nothing
            return session.output(0).toFloatArray();
        }
        // end
    }

    private static float[] classic(float[] picture) {
        // begin
        Sequential net =
                Sequential.of(
                        Conv2d.of(1, 32, 5),
                        ReLU.of(),
                        MaxPool2d.of(2, 2),
                        Flatten.of(),
                        Linear.of(32 * 4, 20),
                        ReLU.of());
        System.out.println(net.summary(Shape.of(1, 1, 8, 8)));
        try (Model model = net.compile(Shape.of(1, 1, 8, 8));
                Session session = model.newSession()) {
            session.input("input").copyFrom(picture);
            session.run();
            return session.output("output").toFloatArray();
        }
        // end
    }

    @Test
    void theClassicNetworkRuns() {
        assertEquals(20, classic(new float[64]).length);
    }

    @Test
    void itClassifiesAPicture() throws IOException {
        float[] probabilities =
                classify(
                        Lanewise.resource("bundled/fashion-mnist.onnx", folder),
                        Lanewise.resource("bundled/08-bag.png", folder));
        assertEquals(10, probabilities.length);
        assertTrue(probabilities[8] > 0.9);
    }

    @Test
    void theReadmeHasTheVeryLines() throws IOException {
        Path root = Path.of(System.getProperty("lanewise.root"));
        String source =
                Files.readString(
                        root.resolve("cli/src/test/java/dev/lanewise/cli/ReadmeExampleTest.java"));
        Matcher example =
                Pattern.compile("// begin\n(.*?)\\s*// end", Pattern.DOTALL).matcher(source);
        String readme = Files.readString(root.resolve("README.md"));
        int count = 0;
        while (example.find()) {
            assertTrue(
                    readme.contains("```java\n" + example.group(1).stripIndent() + "\n```"),
                    example.group(1).stripIndent());
            count++;
        }
        assertEquals(2, count);
    }
}
