package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.imageio.ImageIO;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;

/**
 * The blocks of code in the README and in docs, as they stand there: Java is compiled and run with
 * the bundled model, commands are run, XML names what there is.
 */
public class DocumentsTest {

    private static final Path ROOT = Path.of(System.getProperty("lanewise.root"));

    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern MILLISECONDS = Pattern.compile("\\d+(\\.\\d+)? m?s\\b");

    /** They take minutes, or want data sets: their options are checked, and they have own tests. */
    private static final Set<String> LONG = Set.of("train", "project", "stylize", "bench", "--all");

    private static final String IMPORTS =
            """
            import dev.lanewise.kernels.*;
            import dev.lanewise.model.*;
            import dev.lanewise.model.classify.*;
            import dev.lanewise.model.image.*;
            import dev.lanewise.model.nn.*;
            import java.awt.image.BufferedImage;
            import java.io.*;
            import java.lang.foreign.*;
            import java.nio.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.*;
            """;

    private static final Set<String> ARTIFACTS =
            Set.of("lanewise-kernels", "lanewise-model", "lanewise-cli", "lanewise-bom");

    private static final Pattern MODULE_JAR =
            Pattern.compile(
                    "(lanewise-(kernels|model)|protobuf-javalite|jspecify)-[^/\\\\]*\\.jar$");

    /** What examples find without declaring it. */
    public static class Given {
        public static Path modelFile;
        public static Path pictureFile;
        public static Path folder;
        public static byte[] modelBytes;
        public static byte[] pictureBytes;
        public static BufferedImage image;
        public static float[] picture = new float[64];
        public static float[] row = new float[28 * 28];
    }

    /**
     * @param place file and line
     */
    private record Block(String place, String language, String code) {
        boolean isModule() {
            return code.startsWith("module ");
        }

        /** Says where it stands in messages of the compiler. */
        String className() {
            return place.replaceAll("\\W", "_");
        }
    }

    @TempDir static Path folder;

    @TestFactory
    Stream<DynamicTest> everyBlock() throws IOException {
        Given.folder = folder;
        Given.modelFile = Lanewise.resource("bundled/fashion-mnist.onnx", folder);
        Given.pictureFile = Lanewise.resource("bundled/08-bag.png", folder);
        Given.modelBytes = Files.readAllBytes(Given.modelFile);
        Given.pictureBytes = Files.readAllBytes(Given.pictureFile);
        Given.image = ImageIO.read(Given.pictureFile.toFile());
        List<Block> blocks = blocks();
        assertTrue(blocks.size() > 5, "blocks found");
        // All at once: a compiler that starts takes longer than what it has to do.
        Path classes =
                compile(
                        blocks.stream()
                                .filter(block -> block.language.equals("java"))
                                .filter(block -> !block.isModule())
                                .collect(Collectors.toMap(Block::className, DocumentsTest::source)),
                        "--class-path",
                        System.getProperty("java.class.path"));
        return blocks.stream()
                .map(block -> DynamicTest.dynamicTest(block.place, () -> check(block, classes)));
    }

    private static List<Block> blocks() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        List<Block> blocks = new ArrayList<>();
        for (Path document : documents) {
            String text = Files.readString(document);
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                long line = text.substring(0, block.start()).lines().count() + 1;
                blocks.add(
                        new Block(
                                document.getFileName() + ":" + line,
                                block.group(1),
                                block.group(2)));
            }
        }
        return blocks;
    }

    private static void check(Block block, Path classes) throws Exception {
        switch (block.language) {
            case "java" -> {
                if (block.isModule()) {
                    assumeFalse(modulePath().isEmpty(), "built without descriptors");
                    compile(Map.of("module-info", block.code), "--module-path", modulePath());
                } else {
                    run(block, classes);
                }
            }
            case "xml" -> checkXml(block.code);
            case "" -> command(block.code);
            default -> fail("a block of " + block.language + ": nobody checks it");
        }
    }

    // Java

    private static String source(Block block) {
        String imports =
                block.code
                        .lines()
                        .filter(line -> line.startsWith("import "))
                        .collect(Collectors.joining("\n"));
        String body =
                block.code
                        .lines()
                        .filter(line -> !line.startsWith("import "))
                        .collect(Collectors.joining("\n"));
        return """
        // %s
        %s
        %s
        public class %s extends dev.lanewise.cli.DocumentsTest.Given {
            public static Object run() throws Exception {
                %s
                %s
            }
        }
        """
                .formatted(
                        block.place,
                        IMPORTS,
                        imports,
                        block.className(),
                        body,
                        body.contains("return ") ? "" : "return null;");
    }

    private static void run(Block block, Path classes) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {classes.toUri().toURL()},
                        DocumentsTest.class.getClassLoader())) {
            Object result = loader.loadClass(block.className()).getMethod("run").invoke(null);
            if (result instanceof float[] values) {
                assertTrue(values.length > 0);
                for (float value : values) {
                    assertTrue(Float.isFinite(value), Arrays.toString(values));
                }
            }
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /**
     * @param sources by class name
     * @return the folder of the classes
     */
    private static Path compile(Map<String, String> sources, String... path) throws IOException {
        Path classes = Files.createTempDirectory(folder, "classes");
        StringWriter messages = new StringWriter();
        List<String> options = new ArrayList<>(List.of(path));
        options.addAll(
                List.of(
                        "-d",
                        classes.toString(),
                        "-proc:none",
                        "-Xlint:-incubating",
                        "--add-modules=jdk.incubator.vector"));
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((name, source) -> files.add(file(name, source)));
        boolean compiled =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(messages, null, null, options, null, files)
                        .call();
        assertTrue(compiled, messages::toString);
        return classes;
    }

    private static JavaFileObject file(String name, String source) {
        return new SimpleJavaFileObject(
                URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    /**
     * The modules of Lanewise and what they need; empty if they were compiled without descriptors.
     */
    private static String modulePath() {
        String[] entries = System.getProperty("java.class.path").split(java.io.File.pathSeparator);
        if (Arrays.stream(entries).noneMatch(DocumentsTest::isOurModule)) {
            return "";
        }
        return Arrays.stream(entries)
                .filter(entry -> isOurModule(entry) || MODULE_JAR.matcher(entry).find())
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private static boolean isOurModule(String entry) {
        return entry.endsWith(".jar")
                ? entry.contains("lanewise-model-")
                : Files.exists(Path.of(entry, "module-info.class"));
    }

    // Commands

    private static void command(String code) throws IOException {
        List<String> lines = code.lines().toList();
        for (String line : lines) {
            String stripped = line.startsWith("$ ") ? line.substring(2) : line;
            if (stripped.startsWith("./lanewise ")) {
                String[] words = stripped.replaceFirst("\\s+#.*", "").split("\\s+");
                execute(Arrays.copyOfRange(words, 1, words.length), line, lines);
            } else if (stripped.startsWith("mvn ")) {
                assertTrue(
                        stripped.matches("mvn .*\\b(test|verify|package|install|deploy)( .*)?"),
                        line);
            }
        }
    }

    private static void execute(String[] arguments, String line, List<String> lines)
            throws IOException {
        Main.commandLine().parseArgs(arguments);
        if (Arrays.stream(arguments).anyMatch(LONG::contains)) {
            return;
        }
        Path shared = ROOT.resolveSibling("shared");
        boolean printed = line.startsWith("$ ");
        if (printed && !Files.isDirectory(shared)) {
            return;
        }
        List<Object> replaced = new ArrayList<>();
        for (String word : arguments) {
            replaced.add(printed ? real(word, shared) : standIn(word));
        }
        if (arguments[0].equals("explain")) {
            replaced.addAll(List.of("--out", folder.resolve("explained.png")));
        }
        Lanewise run = Lanewise.run(replaced.toArray()).succeeds();
        if (printed) {
            assertEquals(
                    withoutTimes(String.join("\n", lines.subList(1, lines.size()))),
                    withoutTimes(run.out()));
        }
    }

    private static String withoutTimes(String text) {
        return MILLISECONDS.matcher(text).replaceAll("TIME").replaceAll("\\s+", " ").strip();
    }

    /** The file that is meant, where it is. */
    private static Object real(String word, Path shared) {
        Path file = shared.resolve("images").resolve(word);
        return word.startsWith("../shared/")
                ? shared.getParent().resolve(word.substring(3))
                : Files.exists(file) ? file : word;
    }

    /** The bundled model and its things for any. */
    private static Object standIn(String word) {
        try {
            if (word.endsWith(".onnx")) {
                return Given.modelFile;
            } else if (word.endsWith(".png") || word.endsWith(".jpg")) {
                return Given.pictureFile;
            } else if (word.endsWith("labels.txt")) {
                Path labels = folder.resolve("labels.txt");
                Files.writeString(labels, "label\n".repeat(10));
                return labels;
            }
            return word;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // XML

    private static void checkXml(String code) throws Exception {
        String text = "<block>" + code + "</block>";
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(
                        new ByteArrayInputStream(
                                text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Matcher artifact = Pattern.compile("<artifactId>(lanewise-.*?)</artifactId>").matcher(code);
        while (artifact.find()) {
            assertTrue(ARTIFACTS.contains(artifact.group(1)), artifact.group(1));
        }
        String pom = Files.readString(ROOT.resolve("config/bom/pom.xml"));
        Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(code);
        while (version.find()) {
            assertTrue(pom.contains(version.group()), version.group());
        }
    }
}
