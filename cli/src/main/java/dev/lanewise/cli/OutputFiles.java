package dev.lanewise.cli;

import dev.lanewise.model.Session;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.npy.Npy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Saves outputs as {@code .npy} files: all in a folder, or a single one under a given name. */
final class OutputFiles {

    private final Path target;
    private final Set<String> used = new HashSet<>();

    /**
     * @param target a folder, which is made if it is missing, or a file that ends in {@code .npy}
     */
    OutputFiles(Path target) {
        this.target = target;
    }

    /** Whether there is room for one output only. */
    boolean isSingleFile() {
        return target.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    }

    /** Writes the outputs of one run: INPUT-OUTPUT.npy, or what was named. */
    void save(String input, List<TensorInfo> outputs, Session session) {
        if (isSingleFile()) {
            Npy.write(target, session.output(0));
            return;
        }
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < outputs.size(); i++) {
            String name = unused(plain(stem(input)) + "-" + plain(outputs.get(i).name()));
            Npy.write(target.resolve(name + ".npy"), session.output(i));
        }
    }

    private String unused(String name) {
        String candidate = name;
        for (int i = 2; !used.add(candidate); i++) {
            candidate = name + "-" + i;
        }
        return candidate;
    }

    /** A file's name without what follows its last dot. */
    static String stem(String file) {
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /** Names in a model may hold anything, separators of folders included. */
    private static String plain(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}._ -]", "_");
        return plain.substring(0, Math.min(100, plain.length()));
    }
}
