package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What HotSpot compiled while a main class ran in a JVM of its own, where each method goes through
 * the first compiler, with profiling, on its way to the second.
 */
public final class CompilationLog {

    /** Milliseconds, number, flags, level, method: {@code 2931 2499 b 3 a.b.C::name (83 bytes)}. */
    private static final Pattern COMPILATION =
            Pattern.compile("\\s*\\d+\\s+\\d+[\\s%sbn!]+([1-4])\\s+dev\\.lanewise\\.(\\S+) .*");

    private final Set<String> compiled;

    private CompilationLog(Set<String> compiled) {
        this.compiled = compiled;
    }

    /** Runs the main class; fails if a compiler refuses a method of the kernels. */
    public static CompilationLog of(Class<?> main, String... options)
            throws IOException, InterruptedException {
        Stream<String> fixed =
                Stream.of(
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:+PrintCompilation",
                        "-Xbatch",
                        "-XX:CompileThresholdScaling=0.1");
        String log =
                Jvm.run(main, Stream.concat(fixed, Arrays.stream(options)).toArray(String[]::new));
        List<String> refused =
                log.lines()
                        .filter(line -> line.contains("dev.lanewise.kernels"))
                        .filter(line -> line.contains("COMPILE SKIPPED"))
                        .toList();
        assertEquals(List.of(), refused);
        return new CompilationLog(
                log.lines()
                        .map(COMPILATION::matcher)
                        .filter(line -> line.matches())
                        .map(line -> line.group(1) + " " + simple(line.group(2)))
                        .collect(Collectors.toSet()));
    }

    private static String simple(String method) {
        return method.substring(method.lastIndexOf('.') + 1);
    }

    /** Fails unless both compilers have compiled all of these, named as {@code Class::method}. */
    public void assertCompiledTwice(List<String> methods) {
        assertEquals(
                List.of(),
                methods.stream()
                        .flatMap(method -> Stream.of("3 " + method, "4 " + method))
                        .filter(method -> !compiled.contains(method))
                        .toList(),
                "levels and methods that were not compiled");
    }
}
