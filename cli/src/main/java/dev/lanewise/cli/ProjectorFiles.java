package dev.lanewise.cli;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.features.Points;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Points as TensorBoard's projector reads them: tab-separated, a line each. */
final class ProjectorFiles {

    private ProjectorFiles() {}

    static void write(Points points, int[] labels, List<String> classes, Path folder) {
        try {
            Files.createDirectories(folder);
            try (Writer vectors = Files.newBufferedWriter(folder.resolve("vectors.tsv"));
                    Writer metadata = Files.newBufferedWriter(folder.resolve("metadata.tsv"))) {
                for (int i = 0; i < points.count(); i++) {
                    StringBuilder line = new StringBuilder();
                    for (int d = 0; d < points.dims(); d++) {
                        line.append(d == 0 ? "" : "\t").append(points.at(i, d));
                    }
                    vectors.write(line.append('\n').toString());
                    // A file of one column has no header.
                    metadata.write(classes.get(labels[i]).replaceAll("\\s+", " ") + "\n");
                }
            }
        } catch (IOException e) {
            throw new ModelException(folder + ": can't be written: " + Errors.reason(e), e);
        }
    }
}
