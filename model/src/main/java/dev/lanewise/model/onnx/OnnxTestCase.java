package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.file.FileBytes;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.graph.UnknownValueException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder in the form of ONNX's backend tests: {@code model.onnx}, and in every {@code
 * test_data_set_*} the files {@code input_*.pb} and the {@code output_*.pb} expected of them.
 *
 * @param name the folder's own name
 * @param folder the folder
 */
public record OnnxTestCase(String name, Path folder) {

    private static final String MODEL = "model.onnx";
    private static final String DATA_SET = "test_data_set_";
    private static final int MAX_DEPTH = 5;

    /** Data that the model can't take by its own word: such a case proves nothing. */
    private static final class Contradiction extends RuntimeException {
        private static final long serialVersionUID = 1;

        Contradiction(String message) {
            super(message, null, false, false);
        }
    }

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
        /** The model needs what Lanewise lacks, or the case proves nothing: no model, no data. */
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
     * @throws ModelException if there is no such folder or it can't be read
     */
    public static List<OnnxTestCase> find(Path root) {
        if (!Files.isDirectory(root)) {
            throw new ModelException(
                    root
                            + ": expected a folder, actual "
                            + (Files.exists(root) ? "a file" : "none"));
        }
        try (Stream<Path> paths = Files.walk(root, MAX_DEPTH)) {
            return paths.filter(OnnxTestCase::isCase)
                    .sorted()
                    .map(p -> new OnnxTestCase(String.valueOf(p.getFileName()), p))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new ModelException(root + ": can't be read: " + e.getMessage(), e);
        }
    }

    /** Some of ONNX's own folders name a model to be fetched instead of holding one. */
    private static boolean isCase(Path path) {
        return Files.isRegularFile(path.resolve(MODEL))
                || Files.isRegularFile(path.resolve("data.json"));
    }

    /**
     * Runs the model on every data set and compares as ONNX's own runner does: same element type
     * and shape, floats within 1e-7 + 1e-3 |expected|, all else equal. Never throws because of what
     * is in the folder.
     */
    public Result run(Runner runner) {
        try {
            Path model = folder.resolve(MODEL);
            if (!Files.isRegularFile(model)) {
                return new Result(Verdict.SKIPPED, "no " + MODEL);
            }
            ModelProto proto = OnnxReader.proto(FileBytes.read(model), model.toString());
            List<Path> sets = dataSets();
            if (sets.isEmpty()) {
                return new Result(Verdict.SKIPPED, "no " + DATA_SET + "*");
            }
            for (Path set : sets) {
                String difference = run(proto, set, runner);
                if (!difference.isEmpty()) {
                    return new Result(Verdict.FAILED, set.getFileName() + ": " + difference);
                }
            }
            return new Result(Verdict.PASSED, "");
        } catch (UnsupportedModelException e) {
            return new Result(
                    Verdict.SKIPPED,
                    e.unsupported().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining("; ")));
        } catch (Contradiction e) {
            return new Result(Verdict.SKIPPED, "the case contradicts itself: " + e.getMessage());
        } catch (ModelException e) {
            return new Result(Verdict.FAILED, oneLine(e.getMessage()));
        } catch (RuntimeException e) {
            // A bug: it fails this case, not the run over all.
            return new Result(Verdict.FAILED, oneLine(e.toString()));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    private List<Path> dataSets() {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(p -> String.valueOf(p.getFileName()).startsWith(DATA_SET))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelException(folder + ": can't be read: " + e.getMessage(), e);
        }
    }

    /** Runs one data set; gives what differs, or nothing. */
    private String run(ModelProto model, Path set, Runner runner) {
        GraphProto proto = model.graph();
        if (proto == null) {
            throw new ModelException(folder.resolve(MODEL) + ": no graph");
        }
        Set<String> weights =
                proto.initializers().stream().map(TensorProto::name).collect(Collectors.toSet());
        List<ValueInfoProto> given =
                proto.inputs().stream().filter(input -> !weights.contains(input.name())).toList();
        // A graph has no sequences, but the tensors that they hold: those must be known first.
        Map<String, List<Tensor>> sequences = new HashMap<>();
        Map<String, List<Shape>> shapes = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            ValueInfoProto input = given.get(i);
            if (input.isSequence()) {
                List<Tensor> elements = read(set, "input_" + i, input);
                sequences.put(input.name(), elements);
                shapes.put(input.name(), elements.stream().map(Tensor::shape).toList());
            }
        }
        Graph graph =
                new GraphTranslation(folder.resolve(MODEL).toString(), model, folder, shapes)
                        .translate();
        List<Tensor> data = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            List<Tensor> elements = sequences.get(given.get(i).name());
            data.addAll(elements == null ? read(set, "input_" + i, given.get(i)) : elements);
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < data.size(); i++) {
            TensorInfo info = graph.inputs().get(i);
            Tensor tensor = as(info.dtype(), data.get(i));
            if (info.dtype() != tensor.dtype()) {
                throw new Contradiction(
                        "the data of input " + i + " is " + tensor + ", not " + info);
            }
            inputs.put(info.name(), tensor);
        }
        Graph bound = bind(shaped(graph, inputs), inputs);
        bound.constants().keySet().forEach(inputs::remove);
        List<Tensor> outputs = runner.run(bound, inputs);
        List<Tensor> expected = new ArrayList<>();
        for (int i = 0; i < proto.outputs().size(); i++) {
            expected.addAll(read(set, "output_" + i, proto.outputs().get(i)));
        }
        if (expected.size() != outputs.size()) {
            return "expected " + expected.size() + " tensors, actual " + outputs.size();
        }
        for (int i = 0; i < expected.size(); i++) {
            String difference =
                    TensorDifference.find(
                            as(outputs.get(i).dtype(), expected.get(i)), outputs.get(i));
            if (!difference.isEmpty()) {
                return "output '" + graph.outputs().get(i) + "': " + difference;
            }
        }
        return "";
    }

    private static List<Tensor> read(Path set, String name, ValueInfoProto type) {
        return OnnxTensors.read(set.resolve(name + ".pb"), type);
    }

    /** ONNX's generator, which has no bfloat16, writes the bits as uint16. */
    private static Tensor as(DType declared, Tensor tensor) {
        return declared == DType.BFLOAT16 && tensor.dtype() == DType.UINT16
                ? new Tensor(declared, tensor.shape(), tensor.segment())
                : tensor;
    }

    /** The data tell an input's shape: some of ONNX's own cases declare another. */
    private static Graph shaped(Graph graph, Map<String, Tensor> inputs) {
        List<TensorInfo> infos = new ArrayList<>();
        for (TensorInfo info : graph.inputs()) {
            Tensor tensor = Objects.requireNonNull(inputs.get(info.name()));
            infos.add(TensorInfo.of(info.name(), tensor.dtype(), tensor.shape()));
        }
        return new Graph(
                graph.name(),
                infos,
                graph.outputs(),
                graph.nodes(),
                graph.constants(),
                graph.metadata());
    }

    /** Makes constants of the inputs whose values decide on shapes. */
    private static Graph bind(Graph graph, Map<String, Tensor> inputs) {
        Map<String, Shape> shapes = new HashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        Graph bound = graph;
        while (true) {
            try {
                Types.infer(bound, shapes);
                return bound;
            } catch (UnknownValueException e) {
                Set<String> known = sources(bound, e.value());
                if (known.isEmpty()) {
                    throw e;
                }
                bound = withConstants(bound, known, inputs);
            }
        }
    }

    /** The graph inputs from which a value is computed. */
    private static Set<String> sources(Graph graph, String value) {
        Map<String, Node> producers = graph.producers();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(value));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next) && producers.containsKey(next)) {
                open.addAll(producers.get(next).inputs());
            }
        }
        seen.retainAll(graph.inputs().stream().map(TensorInfo::name).toList());
        return seen;
    }

    private static Graph withConstants(Graph graph, Set<String> known, Map<String, Tensor> inputs) {
        List<TensorInfo> left = new ArrayList<>(graph.inputs());
        left.removeIf(input -> known.contains(input.name()));
        Map<String, Tensor> constants = new HashMap<>(graph.constants());
        known.forEach(name -> constants.put(name, inputs.get(name)));
        return new Graph(
                graph.name(), left, graph.outputs(), graph.nodes(), constants, graph.metadata());
    }
}
