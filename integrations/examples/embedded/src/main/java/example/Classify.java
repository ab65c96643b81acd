package example;

import dev.lanewise.model.classify.ImageClassifier;

import java.nio.file.Path;

/** Names what a picture shows: {@code Classify MODEL PICTURE}. */
public final class Classify {

    private Classify() {}

    public static void main(String[] arguments) {
        try (var classifier = ImageClassifier.load(Path.of(arguments[0]))) {
            System.out.println(classifier.classify(Path.of(arguments[1])).getFirst().label());
        }
    }
}
