package example;

import dev.lanewise.model.classify.ImageClassifier;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import java.nio.file.Path;

/** Names what a picture shows: {@code --model=MODEL --picture=PICTURE}. */
@SpringBootApplication
public class Application {

    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    /** Closed with the application. */
    @Bean
    ImageClassifier classifier(@Value("${model}") Path model) {
        return ImageClassifier.load(model);
    }

    @Bean
    CommandLineRunner classify(ImageClassifier classifier, @Value("${picture}") Path picture) {
        return arguments -> System.out.println(classifier.classify(picture).getFirst().label());
    }
}
