package dev.lanewise.model.onnx;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.file.NewFile;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.onnx.writer.ModelWriting;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Writes graphs as ONNX model files: operator set 17, or the first that has all that the graph
 * needs. What Lanewise fused is written as the operators that it was made of. A graph without types
 * keeps its symbolic extents; one with types is written for its shapes. The same graph gives the
 * same bytes. The type of an output that can't be inferred without the sizes of symbolic inputs is
 * left out, which ONNX's checker minds and runtimes don't.
 *
 * <pre>{@code
 * OnnxWriter.write(model.graph(), Path.of("net.onnx"));
 * }</pre>
 *
 * <p>Thread-safe. Weights are not copied.
 */
public final class OnnxWriter {

    private OnnxWriter() {}

    /**
     * Writes a model, whole or not at all. Weights of more than 1.9 GB go into a file beside, named
     * as this one with {@code .data} behind: ONNX files end at 2 GB.
     *
     * @throws ModelException if an operator has no form in ONNX's standard domain, or the file
     *     can't be written
     */
    public static void write(Graph graph, Path file) {
        write(graph, file, false);
    }

    /**
     * Writes a model, its weights into a file beside, named as this one with {@code .data} behind.
     *
     * @throws ModelException as {@link #write}
     */
    public static void writeExternal(Graph graph, Path file) {
        write(graph, file, true);
    }

    private static void write(Graph graph, Path file, boolean external) {
        Path beside = file.resolveSibling(file.getFileName() + ".data");
        ModelWriting writing =
                new ModelWriting(graph, String.valueOf(beside.getFileName()), external);
        // The weights first: whoever finds the model finds them.
        if (!writing.external().isEmpty()) {
            NewFile.write(beside, writing.external());
        }
        NewFile.write(file, writing.model());
    }

    /**
     * A model file as bytes.
     *
     * @throws ModelException if an operator has no form in ONNX's standard domain, or the weights
     *     exceed 1.9 GB
     */
    public static byte[] toBytes(Graph graph) {
        ModelWriting writing = new ModelWriting(graph, "", false);
        if (!writing.external().isEmpty()) {
            throw new ModelException(
                    "graph '"
                            + graph.name()
                            + "': expected weights of at most 1.9 GB; write it to a file");
        }
        byte[] bytes = new byte[Math.toIntExact(writing.size())];
        int at = 0;
        for (MemorySegment piece : writing.model()) {
            MemorySegment.ofArray(bytes).asSlice(at, piece.byteSize()).copyFrom(piece);
            at += (int) piece.byteSize();
        }
        return bytes;
    }
}
