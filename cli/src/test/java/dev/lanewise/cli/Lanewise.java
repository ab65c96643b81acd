package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;

import picocli.CommandLine;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The command, executed within the test.
 *
 * @param exit the exit code
 * @param out what it printed
 * @param err what it printed on the error stream
 */
record Lanewise(int exit, String out, String err) {

    static Lanewise run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit =
                line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        line.getOut().flush();
        return new Lanewise(exit, out.toString(), err.toString());
    }

    /** Copies a resource of this package to a folder. */
    static Path resource(String name, Path folder) throws IOException {
        Path file = folder.resolve(Path.of(name).getFileName());
        try (InputStream stream = Lanewise.class.getResourceAsStream(name)) {
            Files.write(file, stream.readAllBytes());
        }
        return file;
    }

    /** The output, line by line. */
    List<String> lines() {
        return out.lines().toList();
    }

    Map<String, Object> json() throws IOException {
        return JSON.std.mapFrom(out);
    }

    Lanewise succeeds() {
        assertEquals("", err);
        assertEquals(0, exit);
        return this;
    }

    /** Asserts a failure: exit code, nothing but one line on the error stream; gives the line. */
    String fails(int code) {
        assertEquals(1, err.lines().count(), err);
        assertEquals(code, exit, err);
        assertEquals("", out);
        return err.strip();
    }
}
