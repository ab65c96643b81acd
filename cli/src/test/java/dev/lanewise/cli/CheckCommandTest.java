package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class CheckCommandTest {

    @TempDir Path folder;

    private void writeCase(String name, String operator, float expected) throws IOException {
        Path data = Files.createDirectories(folder.resolve(name).resolve("test_data_set_0"));
        long[] shape = {2};
        Files.write(data.resolveSibling("model.onnx"), TinyOnnx.model(operator, shape, "x"));
        Files.write(data.resolve("input_0.pb"), TinyOnnx.tensor(shape, 3, -3));
        Files.write(data.resolve("output_0.pb"), TinyOnnx.tensor(shape, 3, expected));
    }

    @Test
    void everyCaseHasALineAndTheLastOneCounts() throws IOException {
        writeCase("a_right", "Relu", 0);
        writeCase("b_wrong", "Relu", 1);
        writeCase("c_strange", "Telepathy", 0);
        Lanewise run = Lanewise.run("check", folder);
        assertEquals(1, run.exit());
        List<String> lines = run.lines();
        assertEquals("passed   a_right", lines.get(0));
        assertEquals("failed   b_wrong:", lines.get(1).split(" test_data_set_0")[0]);
        assertEquals("skipped  c_strange:", lines.get(2).split(" Telepathy")[0]);
        assertEquals("1 passed, 1 failed, 1 skipped", lines.get(3));
        assertEquals(4, lines.size());
    }

    @Test
    void withoutFailuresItSucceeds() throws IOException {
        writeCase("right", "Relu", 0);
        Lanewise run = Lanewise.run("check", folder.resolve("right")).succeeds();
        assertEquals("1 passed, 0 failed, 0 skipped", run.lines().getLast());
        assertEquals(1, Lanewise.run("check", "--json", folder).succeeds().json().get("passed"));
    }
}
