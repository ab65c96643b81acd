package dev.lanewise.model.image;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.file.FileBytes;

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
    public static final int MAX_FILE_BYTES = 100_000_000;

    private Labels() {}

    /**
     * Reads a text file with a class per line. If every line begins with its class's index, counted
     * from 0 and followed by a comma, a colon or blanks, the indices are dropped.
     *
     * @throws ModelException if the file is missing, empty, no UTF-8 text or too large
     */
    public static List<String> read(Path file) {
        List<String> labels =
                withoutIndices(FileBytes.text(file, "labels", MAX_FILE_BYTES).lines().toList());
        if (labels.isEmpty()) {
            throw new ModelException(file + ": expected labels, a line each, actual none");
        }
        return labels;
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
