package dev.lanewise.bench.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The list of works: layer shapes of well-known networks, and a few sizes beside them. */
final class KernelShapes {

    private static final String RESOURCE = "kernel-shapes.txt";

    private KernelShapes() {}

    /** The text of every work, in the order of the file. */
    static List<String> list() throws IOException {
        try (InputStream stream = KernelShapes.class.getResourceAsStream(RESOURCE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
