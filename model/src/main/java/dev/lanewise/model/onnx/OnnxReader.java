package dev.lanewise.model.onnx;

import dev.lanewise.model.file.FileBytes;
import dev.lanewise.model.file.FilePart;
import dev.lanewise.model.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;

/** Reads ONNX model files ({@code ModelProto}) into graphs. */
public final class OnnxReader {

    private OnnxReader() {}

    /**
     * Reads a model.
     *
     * @param file the file
     * @throws UnsupportedModelException if the model is sound but uses what is not supported; the
     *     message lists every such node with operator, domain and opset
     * @throws dev.lanewise.model.ModelException if the bytes are no ONNX model, damaged or
     *     contradictory
     */
    public static Graph read(Path file) {
        ModelProto proto = FileBytes.whileMapped(file, bytes -> copied(bytes, file.toString()));
        return translate(proto, file.toString(), file.toAbsolutePath().getParent());
    }

    /**
     * Reads a model whose weights stay in the mapped file, which must not change while the graph
     * lives.
     *
     * @throws dev.lanewise.model.ModelException as {@link #read(Path)}
     */
    public static Graph map(Path file) {
        return read(FileBytes.map(file), file.toString(), file.toAbsolutePath().getParent());
    }

    /**
     * Reads a model from the bytes of a file.
     *
     * @param file the bytes; large weights stay views of it, so it must live as long as the graph
     * @param name what error messages call the file
     * @param folder where external data lies, or null where there is none
     * @throws dev.lanewise.model.ModelException as {@link #read(Path)}
     */
    public static Graph read(MemorySegment file, String name, @Nullable Path folder) {
        return translate(proto(file, name), name, folder);
    }

    private static Graph translate(ModelProto proto, String name, @Nullable Path folder) {
        return new GraphTranslation(name, proto, folder, Map.of()).translate();
    }

    /** With the elements of tensors copied, all other parts being objects anyway. */
    private static ModelProto copied(MemorySegment file, String name) {
        ProtoReader in = new ProtoReader(file, name);
        ModelProto proto = ModelProto.read(in);
        FilePart.copy(in.parts());
        return proto;
    }

    static ModelProto proto(MemorySegment file, String name) {
        return ModelProto.read(new ProtoReader(FileBytes.offHeap(file), name));
    }
}
