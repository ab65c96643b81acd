import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Formats the Java sources below a folder with google-java-format, or only says which differ.
///
/// Run by the parent pom as `java FormatSources.java check|apply FOLDER`; exit code 1 when a check
/// fails or a file cannot be parsed.
final class FormatSources {
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".mvn");

    private static final Formatter FORMATTER =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    public static void main(String[] args) throws IOException {
        boolean apply =
                switch (args[0]) {
                    case "apply" -> true;
                    case "check" -> false;
                    default -> throw new IllegalArgumentException("check or apply: " + args[0]);
                };
        Path root = Path.of(args[1]);
        List<String> wrong =
                sources(root).parallelStream()
                        .map(file -> process(root, file, apply))
                        .filter(message -> !message.isEmpty())
                        .toList();
        wrong.forEach(System.err::println);
        if (!wrong.isEmpty()) {
            if (!apply) {
                System.err.println("To format every file: mvn -N verify -Dformat=apply");
            }
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return SKIPPED.contains(folder.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(".java")) {
                            sources.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sources;
    }

    /// Returns what is wrong with the file, or the empty string.
    private static String process(Path root, Path file, boolean apply) {
        try {
            String before = Files.readString(file);
            String after = FORMATTER.formatSourceAndFixImports(before);
            if (after.equals(before)) {
                return "";
            }
            if (apply) {
                Files.writeString(file, after);
                return "";
            }
            return "not formatted: " + root.relativize(file);
        } catch (FormatterException | IOException e) {
            return root.relativize(file) + ": " + e.getMessage();
        }
    }
}
