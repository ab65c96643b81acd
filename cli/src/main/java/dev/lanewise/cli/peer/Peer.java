package dev.lanewise.cli.peer;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;

import java.nio.file.Path;
import java.util.Map;

/**
 * Another inference engine, to be measured against. Implementations have a public constructor
 * without parameters and are found by {@link java.util.ServiceLoader}.
 */
public interface Peer {

    /** The engine's name as {@code --vs} takes it, in lower case. */
    String name();

    /** The engine's version. */
    String version();

    /**
     * Loads a model, in the configuration that the engine's documentation advises for speed.
     *
     * @param model an ONNX file
     * @param threads threads that a run may use, the calling one included
     * @param inputs the inputs of every run, by name; they outlive the result
     * @throws ModelException if the engine can't load it
     */
    Loaded load(Path model, int threads, Map<String, Tensor> inputs);

    /** A model that is ready to run. Used by one thread at a time. */
    interface Loaded extends AutoCloseable {

        /** Computes the outputs. Allocates as little as the engine's interface allows. */
        void run();

        /** The outputs of the last run by name, row-major. */
        Map<String, float[]> outputs();

        @Override
        void close();
    }
}
