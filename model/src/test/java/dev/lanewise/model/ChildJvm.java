package dev.lanewise.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs a main class of the tests in a JVM of its own, whose end is part of what is tested. */
public final class ChildJvm {

    /** How the JVM ended and all that it printed. */
    public record Result(int exitCode, String output) {}

    private ChildJvm() {}

    /**
     * @param prefix a command that becomes the JVM, such as {@code prlimit}; may be empty
     * @param options of the JVM
     * @param main its main class
     * @param arguments what the main class is given
     */
    public static Result run(
            List<String> prefix, List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Stream.of(arguments).toList());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
