package dev.lanewise.cli;

import dev.lanewise.model.Model;
import dev.lanewise.model.image.Labels;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** The names of a model's classes: a file's, or those that the model carries. */
final class LabelsOption {

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Names of the classes, a line each.")
    private @Nullable Path file;

    boolean isGiven() {
        return file != null;
    }

    /** Where the names come from, for errors. */
    String source() {
        return file == null ? "the model's metadata" : file.toString();
    }

    /** In the order of the classes; empty if there are none. */
    List<String> of(Model model) {
        return file == null ? Labels.of(model.metadata()).orElse(List.of()) : Labels.read(file);
    }
}
