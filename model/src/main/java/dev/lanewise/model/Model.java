package dev.lanewise.model;

import dev.lanewise.model.graph.Graph;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A network with its weights, compiled and ready to run. Immutable, thread-safe, and shared by its
 * sessions.
 *
 * <pre>{@code
 * Model model = Model.load(Path.of("squeezenet.onnx"));
 * try (Session session = model.newSession()) {
 *     session.input("data_0").copyFrom(pixels);
 *     session.run();
 *     float[] probabilities = session.output("softmaxout_1").toFloatArray();
 * }
 * }</pre>
 */
public final class Model implements AutoCloseable {

    private Model() {}

    /**
     * Loads an ONNX file.
     *
     * @throws ModelException if the file is missing, no ONNX model, damaged or not supported
     */
    public static Model load(Path file) {
        return load(file, ModelOptions.defaults());
    }

    /** {@link #load(Path)} with options. */
    public static Model load(Path file, ModelOptions options) {
        throw new UnsupportedOperationException();
    }

    /** {@link #load(Path)} from the bytes of a file. */
    public static Model load(byte[] file, ModelOptions options) {
        throw new UnsupportedOperationException();
    }

    /** {@link #load(Path)} from a stream, which is read to its end and not closed. */
    public static Model load(InputStream stream, ModelOptions options) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** {@link #load(Path)} from the bytes of a file in memory; they are copied where needed. */
    public static Model load(MemorySegment file, ModelOptions options) {
        throw new UnsupportedOperationException();
    }

    /** Compiles a graph. */
    public static Model of(Graph graph, ModelOptions options) {
        throw new UnsupportedOperationException();
    }

    /** The graph's name. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    /** What a run needs. */
    public List<TensorInfo> inputs() {
        throw new UnsupportedOperationException();
    }

    /** What a run computes; extents that depend on symbolic input extents are symbolic. */
    public List<TensorInfo> outputs() {
        throw new UnsupportedOperationException();
    }

    /** Key-value pairs that the model's author left in the file. */
    public Map<String, String> metadata() {
        throw new UnsupportedOperationException();
    }

    /** The network as it was read, before any pass. */
    public Graph graph() {
        throw new UnsupportedOperationException();
    }

    /** A session with default options. */
    public Session newSession() {
        return newSession(SessionOptions.defaults());
    }

    /**
     * A session: one thread's memory and state.
     *
     * @throws ModelException if an input's shape is neither fixed by the model nor given, or does
     *     not fit
     * @throws IllegalStateException if the model is closed
     */
    public Session newSession(SessionOptions options) {
        throw new UnsupportedOperationException();
    }

    /**
     * Frees the weights as soon as the last session is closed; no new session can be made. A model
     * that is dropped without being closed is freed by the garbage collector.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
