package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The launcher script, with a JDK and a Maven that only say how they were called. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class LauncherTest {

    @TempDir Path folder;
    private Path home;
    private Path jdk;
    private Path tools;

    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void makeAHouse() throws IOException {
        home = Files.createDirectories(folder.resolve("a house"));
        Path root = Path.of(System.getProperty("lanewise.root"));
        Files.copy(root.resolve("lanewise"), home.resolve("lanewise"));
        for (String module : new String[] {"kernels", "model", "cli", "bench"}) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            write(home.resolve(module).resolve("pom.xml"), "");
        }
        write(home.resolve("pom.xml"), "");
        jdk = jdk("a jdk", "25.0.1");
        tools = Files.createDirectories(folder.resolve("tools"));
        makeJar("cli/target/lanewise.jar");
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void script(Path file, String text) throws IOException {
        write(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void makeJar(String path) throws IOException {
        Path jar = write(home.resolve(path), "");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    }

    /** A java that prints its arguments behind Main, each in brackets. */
    private Path jdk(String name, String version) throws IOException {
        Path path = folder.resolve(name);
        write(path.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(
                path.resolve("bin/java"),
                """
                echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
                case "$*" in *ArchiveClassesAtExit*) exit 0 ;; esac
                while [ "$1" != dev.lanewise.cli.Main ]; do options="${options-} $1"; shift; done
                shift
                printf '[%s]' "$@"; echo
                echo "options$options" >&2
                printf 'no end of line' >&2
                [ "${1-}" != sleep ] || exec sleep 30
                [ "${1-}" != read ] || cat
                exit 7
                """);
        return path;
    }

    private Run lanewise(String... arguments) throws IOException, InterruptedException {
        return lanewise(home.resolve("lanewise"), arguments);
    }

    private Run lanewise(Path script, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(script, arguments);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        // Read only now: everything must have arrived when the launcher ends.
        return new Run(
                process.exitValue(),
                Files.readString(folder.resolve("out")),
                Files.readString(folder.resolve("err")));
    }

    private Process start(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().remove("LANEWISE_JAVA_OPTS");
        builder.directory(folder.toFile());
        builder.redirectInput(write(folder.resolve("in"), "input\n").toFile());
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        return builder.start();
    }

    @Test
    void argumentsInputOutputAndExitCodeGoThrough() throws Exception {
        Run run = lanewise("read", "two words", "*", "");
        assertEquals("[read][two words][*][]\ninput\n", run.out);
        assertEquals(7, run.exit);
    }

    @Test
    void onlyTheWarningOfTheIncubatorIsDropped() throws Exception {
        String err = lanewise("run").err;
        assertTrue(err.startsWith("options "), err);
        assertTrue(err.endsWith("\nno end of line"), err);
        assertFalse(err.contains("WARNING"), err);
        assertTrue(err.contains(" --add-modules jdk.incubator.vector "), err);
        assertTrue(err.contains(" --enable-native-access=ALL-UNNAMED "), err);
    }

    @Test
    void theTerminalsWidthIsPassedOn() throws Exception {
        assertFalse(lanewise("run").err.contains("lanewise.columns"));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no terminal to try it on");
        Path inTerminal = folder.resolve("in-terminal");
        script(
                inTerminal,
                "exec /usr/bin/script -qec 'stty cols 61; \"a house/lanewise\" run' /dev/null\n");
        String out = lanewise(inTerminal).out;
        assertTrue(out.contains(" -Dlanewise.columns=61"), out);
    }

    @Test
    void itRunsFromAnywhereAndThroughLinks() throws Exception {
        Path direct = Files.createSymbolicLink(folder.resolve("a link"), home.resolve("lanewise"));
        Path relative = Files.createSymbolicLink(folder.resolve("b link"), Path.of("a link"));
        for (Path link : List.of(direct, relative, Path.of("b link"))) {
            assertEquals("[run]\n", lanewise(link, "run").out);
        }
    }

    @Test
    void anOldJdkIsPassedOver() throws Exception {
        jdk = jdk("an old jdk", "17.0.9");
        Path newer = jdk("tools/jdk", "26-ea");
        Files.createSymbolicLink(tools.resolve("java"), newer.resolve("bin/java"));
        assertEquals("[run]\n", lanewise("run").out);
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        Path script = home.resolve("lanewise");
        // Every JDK of this machine is too old for that.
        Files.writeString(
                script, Files.readString(script).replace("least_java=25", "least_java=9999"));
        Run run = lanewise("run");
        assertEquals(2, run.exit);
        assertEquals("", run.out);
        assertTrue(
                run.err.startsWith(
                        "lanewise: a JDK of version 9999 or newer is needed, and none was found.\n"
                                + "lanewise: Install one (https://adoptium.net"),
                run.err);
    }

    @Test
    void whatIsMissingIsBuiltQuietly() throws Exception {
        Files.delete(home.resolve("cli/target/lanewise.jar"));
        script(
                tools.resolve("mvn"),
                "echo chatter; echo \"$PWD $*\" >called; : >cli/target/lanewise.jar");
        Run run = lanewise("run");
        assertTrue(run.err.startsWith("building Lanewise (first use, about a minute)...\noptions"));
        assertEquals("[run]\n", run.out);
        assertEquals(
                home.toRealPath() + " -q -B -Dquick -pl cli -am package\n",
                Files.readString(home.resolve("called")));
        assertFalse(lanewise("run").err.contains("building"));
    }

    @Test
    void whatIsOlderThanItsSourcesIsBuiltAgain() throws Exception {
        script(tools.resolve("mvn"), "touch cli/target/lanewise.jar");
        Path source = write(home.resolve("kernels/src/main/java/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(120)));
        assertTrue(lanewise("run").err.startsWith("building Lanewise (its sources have changed)"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(120)));
        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().minusSeconds(120)));
        assertFalse(lanewise("run").err.contains("building"));
    }

    @Test
    void enginesToCompareWithAreBuiltOnlyWhenAskedFor() throws Exception {
        assertFalse(lanewise("bench", "x").err.contains("bench/target"));
        makeJar("bench/target/lanewise-bench.jar");
        String err = lanewise("bench", "x", "--vs", "onnxruntime").err;
        assertTrue(err.contains("a house/bench/target/lanewise-bench.jar:"), err);
        assertTrue(err.contains("a house/bench/target/lib/*"), err);
    }

    @Test
    void aFailedBuildShowsItsEnd() throws Exception {
        Files.delete(home.resolve("cli/target/lanewise.jar"));
        script(tools.resolve("mvn"), "echo '[ERROR] no luck'; exit 1");
        Run run = lanewise("run");
        assertEquals(1, run.exit);
        assertTrue(run.err.contains("[ERROR] no luck\nlanewise: the build failed"), run.err);
    }

    @Test
    void aSignalIsPassedOn() throws Exception {
        Process process = start(home.resolve("lanewise"), "sleep");
        while (!Files.exists(folder.resolve("out")) || Files.size(folder.resolve("out")) == 0) {
            Thread.sleep(10);
        }
        ProcessHandle child =
                process.descendants()
                        .filter(p -> p.info().commandLine().orElse("").contains("sleep 30"))
                        .findFirst()
                        .orElseThrow();
        process.destroy();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(143, process.exitValue());
        assertFalse(child.isAlive());
    }
}
