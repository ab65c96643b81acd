package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class MappedModelTest {

    private static final Shape INPUT = Shape.of(1, 3, 12, 12);

    @TempDir private Path folder;

    private static float[] run(Path file, ModelOptions options) {
        try (Model model = Model.load(file, options);
                Session session = model.newSession()) {
            for (int i = 0; i < INPUT.elements(); i++) {
                session.input("x").setDouble(i, Math.sin(i));
            }
            session.run();
            return session.output(0).toFloatArray();
        }
    }

    @Test
    void aMappedFileComputesTheSame() {
        Graph graph = RandomGraph.build(INPUT, List.of(0, 5, 4, 1, 68, 8, 1, 6, 7, 3, 12));
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(graph, file);
        assertArrayEquals(
                run(file, ModelOptions.defaults()),
                run(file, ModelOptions.defaults().withMapped(true)));
    }

    @Test
    void packedWeightsOfAMappedFileTakeNoMemoryTwice() throws IOException {
        Path smaps = Path.of("/proc/self/smaps");
        assumeTrue(Files.isReadable(smaps), "only Linux says what is resident");
        Path file = folder.resolve("wide.onnx");
        OnnxWriter.write(Sequential.of(Conv2d.of(256, 256, 3)).graph(Shape.of(1, 256, 4, 4)), file);
        try (Model model = Model.load(file, ModelOptions.defaults().withMapped(true));
                Session session = model.newSession()) {
            session.run();
            List<String> lines = Files.readAllLines(smaps, StandardCharsets.ISO_8859_1);
            int mapping = 0;
            while (!lines.get(mapping).endsWith(file.toString())) {
                mapping++;
            }
            String resident =
                    lines.subList(mapping, lines.size()).stream()
                            .filter(line -> line.startsWith("Rss:"))
                            .findFirst()
                            .orElseThrow();
            // The pages of what is no weight, before and after them.
            assertTrue(Long.parseLong(resident.replaceAll("\\D", "")) <= 128, resident);
        }
    }

    @Test
    void aFileThatIsMissingOrAFolderSaysSo() {
        ModelOptions mapped = ModelOptions.defaults().withMapped(true);
        for (Path file : List.of(folder, folder.resolve("missing.onnx"))) {
            ModelException e = assertThrows(ModelException.class, () -> Model.load(file, mapped));
            assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        }
    }
}
