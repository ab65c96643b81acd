package dev.lanewise.model.onnx;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder in the form of ONNX's backend tests: {@code model.onnx}, and in every {@code
 * test_data_set_*} the files {@code input_*.pb} and the {@code output_*.pb} expected of them.
 *
 * @param name the folder's own name
 * @param folder the folder
 */
public record OnnxTestCase(String name, Path folder) {

    /** Something that runs graphs. */
    @FunctionalInterface
    public interface Runner {
        /**
         * Runs a graph once.
         *
         * @param graph the model as read; inputs whose values decide on shapes are constants of it
         * @param inputs the others, by name
         * @return the outputs in the graph's order
         */
        List<Tensor> run(Graph graph, Map<String, Tensor> inputs);
    }

    /** What came out. */
    public enum Verdict {
        /** All outputs of all data sets are as expected. */
        PASSED,
        /** An output differs, or something went wrong. */
        FAILED,
        /** The model needs what Lanewise lacks, or the folder has no model or data. */
        SKIPPED
    }

    /**
     * What came out of a case.
     *
     * @param verdict passed, failed or skipped
     * @param detail why, on one line; empty if passed
     */
    public record Result(Verdict verdict, String detail) {}

    /**
     * The cases in a folder: itself if it is one, else those below it, sorted by path.
     *
     * @throws dev.lanewise.model.ModelException if there is no such folder or it can't be read
     */
    public static List<OnnxTestCase> find(Path root) {
        throw new UnsupportedOperationException();
    }

    /**
     * Runs the model on every data set and compares as ONNX's own runner does: same element type
     * and shape, floats within 1e-7 + 1e-3 |expected|, all else equal. Never throws because of what
     * is in the folder.
     */
    public Result run(Runner runner) {
        throw new UnsupportedOperationException();
    }
}
