package dev.lanewise.model.image;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.file.FileBytes;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Preprocessing in a file beside a model whose metadata don't tell: a line each for {@code mean},
 * {@code std}, {@code scale} and {@code order}, or some of them, as {@link PreprocessingGuess}
 * explains them.
 *
 * <pre>{@code
 * scale = 0..1
 * order = RGB
 * mean = 0.485, 0.456, 0.406
 * std = 0.229, 0.224, 0.225
 * }</pre>
 */
public final class PreprocessingFile {

    /** Most bytes of a file. */
    private static final int MAX_FILE_BYTES = 100_000;

    private PreprocessingFile() {}

    /**
     * What the file says, and where it says nothing, what is guessed. Unlike metadata, which may be
     * meant for others, the file must be right in every line.
     *
     * @param input the model's input
     * @param metadata the model's metadata, which the file goes before
     * @throws ModelException if the file is missing, no text of such lines, or too large, or a
     *     picture can't be such an input
     */
    public static PreprocessingGuess read(
            Path file, TensorInfo input, Map<String, String> metadata) {
        Map<String, String> own = entries(file);
        PreprocessingGuess guess = PreprocessingGuess.of(input, metadata);
        ImageMetadata understood = new ImageMetadata(own, guess.preprocessing().channels().count());
        own.forEach((key, value) -> {
            Optional<?> read =
                    switch (key) {
                        case "mean" -> understood.mean();
                        case "std" -> understood.std();
                        case "scale" -> understood.range();
                        case "order" -> understood.channels();
                        default ->
                                throw new ModelException(
                                        file
                                                + ": expected lines mean, std, scale or order,"
                                                + " actual "
                                                + key);
                    };
            if (read.isEmpty()) {
                throw new ModelException(
                        file
                                + ": "
                                + key
                                + " '"
                                + value
                                + "' is not understood for input "
                                + input
                                + "; expected numbers for mean and std, one or one for each"
                                + " channel, 0..1 or 0..255 for scale, RGB or BGR for order");
            }
        });
        Map<String, String> all = new HashMap<>(metadata);
        all.keySet().removeIf(key -> own.containsKey(key.toLowerCase(Locale.ROOT)));
        all.putAll(own);
        return PreprocessingGuess.of(input, all);
    }

    private static Map<String, String> entries(Path file) {
        try {
            Properties properties = new Properties();
            properties.load(
                    new StringReader(FileBytes.text(file, "preprocessing", MAX_FILE_BYTES)));
            Map<String, String> entries = new HashMap<>();
            properties.forEach((key, value) -> entries.put(key.toString(), value.toString()));
            return entries;
        } catch (IllegalArgumentException e) {
            throw new ModelException(file + ": expected preprocessing as lines of UTF-8 text", e);
        } catch (IOException e) {
            throw new ModelException(file + ": can't be read: " + e.getMessage(), e);
        }
    }
}
