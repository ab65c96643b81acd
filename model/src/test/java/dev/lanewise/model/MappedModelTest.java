package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.onnx.OnnxWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void aFileThatIsMissingOrAFolderSaysSo() {
        ModelOptions mapped = ModelOptions.defaults().withMapped(true);
        for (Path file : List.of(folder, folder.resolve("missing.onnx"))) {
            ModelException e = assertThrows(ModelException.class, () -> Model.load(file, mapped));
            assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        }
    }
}
