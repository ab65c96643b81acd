package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.Model;
import dev.lanewise.model.Session;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.image.PreprocessingGuess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The example in the README, as it stands there. */
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
        assertTrue(example.find());
        String readme = Files.readString(root.resolve("README.md"));
        assertTrue(
                readme.contains("```java\n" + example.group(1).stripIndent() + "\n```"),
                example.group(1).stripIndent());
    }
}
