package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.cli.peer.Peer;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;

class OnnxRuntimePeerTest {

    @TempDir Path folder;

    private static Peer peer() {
        return ServiceLoader.load(Peer.class).findFirst().orElseThrow();
    }

    private Path bundled() throws IOException {
        Path file = folder.resolve("fashion-mnist.onnx");
        try (InputStream stream =
                Peer.class.getResourceAsStream("/dev/lanewise/cli/bundled/fashion-mnist.onnx")) {
            Files.write(file, stream.readAllBytes());
        }
        return file;
    }

    @Test
    void itIsFoundAsAService() {
        assertEquals("onnxruntime", peer().name());
        assertTrue(peer().version().matches("\\d+\\.\\d+\\.\\d+"), peer().version());
    }

    @Test
    void itComputesTheSameFromTheSameInputs() throws IOException {
        Path file = bundled();
        try (Model model = Model.load(file);
                Session session = model.newSession()) {
            for (int i = 0; i < session.input(0).shape().elements(); i++) {
                session.input(0).setDouble(i, Math.sin(i));
            }
            session.run();
            try (Peer.Loaded loaded = peer().load(file, 1, Map.of("input", session.input(0)))) {
                loaded.run();
                float[] first = loaded.outputs().get("output");
                assertArrayEquals(session.output(0).toFloatArray(), first, 1e-5f);
                // Inputs are the session's memory: they change without being handed over again.
                session.input(0).segment().fill((byte) 0);
                session.run();
                loaded.run();
                assertArrayEquals(
                        session.output(0).toFloatArray(), loaded.outputs().get("output"), 1e-5f);
            }
        }
    }

    @Test
    void whatItCantLoadIsNamed() throws IOException {
        Path file = Files.write(folder.resolve("no.onnx"), new byte[] {1, 2, 3});
        ModelException e = assertThrows(ModelException.class, () -> peer().load(file, 1, Map.of()));
        assertTrue(e.getMessage().contains("no.onnx: ONNX Runtime can't load it"), e.getMessage());
    }
}
