package dev.lanewise.model.image;

import dev.lanewise.model.ModelException;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Names of a classifier's classes, in the order of its output. */
public final class Labels {

    /** Most bytes of a file of labels. */
    public static final long MAX_FILE_BYTES = 100_000_000;

    private Labels() {}

    /**
     * Reads a text file with a class per line. If every line begins with its class's index, counted
     * from 0 and followed by a comma, a colon or blanks, the indices are dropped.
     *
     * @throws ModelException if the file is missing, no UTF-8 text or too large
     */
    public static List<String> read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new ModelException(file + ": expected a file of labels, actual a folder");
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new ModelException(
                        file
                                + ": expected a file of labels of at most "
                                + MAX_FILE_BYTES
                                + " bytes, actual "
                                + Files.size(file));
            }
            return withoutIndices(Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new ModelException(file + ": expected labels as UTF-8 text", e);
        } catch (IOException e) {
            throw new ModelException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * The labels in a model's metadata: under {@code labels}, a line each, or on one line with
     * commas between them.
     */
    public static Optional<List<String>> of(Map<String, String> metadata) {
        return Optional.ofNullable(metadata.get("labels"))
                .map(text -> {
                    String between = text.contains("\n") ? "\n" : ",";
                    return Arrays.stream(text.split(between)).map(String::strip).toList();
                });
    }

    /** Labels as a model's metadata has them: what {@link #of} reads. */
    public static String text(List<String> labels) {
        boolean commas = labels.stream().anyMatch(label -> label.contains(","));
        return String.join(commas ? "\n" : ",", labels);
    }

    private static List<String> withoutIndices(List<String> lines) {
        List<String> stripped = new ArrayList<>(lines.stream().map(String::strip).toList());
        while (!stripped.isEmpty() && stripped.getLast().isEmpty()) {
            stripped.removeLast();
        }
        boolean numbered =
                IntStream.range(0, stripped.size())
                        .allMatch(i -> stripped.get(i).matches(i + "(:|,|\\s).*"));
        return numbered
                ? IntStream.range(0, stripped.size())
                        .mapToObj(i -> stripped.get(i).replaceFirst("^\\d+[:,]?\\s*", ""))
                        .toList()
                : List.copyOf(stripped);
    }
}
