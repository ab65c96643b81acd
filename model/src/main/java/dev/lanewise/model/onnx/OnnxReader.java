package dev.lanewise.model.onnx;

import dev.lanewise.model.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Reads ONNX model files ({@code ModelProto}) into graphs. */
public final class OnnxReader {

    private OnnxReader() {}

    /**
     * Reads a model.
     *
     * @param file the bytes of the file; large weights stay views of it, so it must live as long as
     *     the graph
     * @param name what error messages call the file
     * @param folder where external data lies, or null where there is none
     * @throws dev.lanewise.model.ModelException if the bytes are no ONNX model, damaged,
     *     contradictory, or use operators that are not supported: then the message lists every such
     *     node with operator, domain and opset
     */
    public static Graph read(MemorySegment file, String name, @Nullable Path folder) {
        throw new UnsupportedOperationException();
    }
}
