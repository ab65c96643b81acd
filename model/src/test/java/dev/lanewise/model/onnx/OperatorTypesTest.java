package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.file.FileBytes;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.onnx.OnnxTestCase.Verdict;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Operators compute in every element type that ONNX's schemas allow. The data come from ONNX's own
 * cases, which say what is right for the type that they are in; here they are given in each other
 * type, and the widest type of the kind, given the same numbers, says what must come out, rounded
 * to the other.
 */
class OperatorTypesTest {

    private static final Path DATA = Path.of("/usr/share/libonnx-testdata/data/node");
    private static final int CASES_OF_AN_OPERATOR = 3;

    /** The results of these hang on the type by their nature, or are not of numbers. */
    private static final List<String> TELLING_THE_TYPE =
            List.of("BitwiseNot", "BitShift", "CastLike", "Cast", "BitCast");

    private final List<String> differences = new ArrayList<>();
    private int compared;

    private record Captured(Graph graph, Map<String, Tensor> inputs) {}

    private record Kind(List<Tensor> outputs, boolean failed, String message) {}

    @Test
    void everyAllowedTypeGivesWhatTheWidestGives() {
        assumeTrue(Files.isDirectory(DATA), "libonnx-testdata is not installed");
        Map<String, Integer> seen = new HashMap<>();
        Map<String, List<OperatorSchema>> schemas = OperatorSchemasTest.byName();
        for (OnnxTestCase testCase : OnnxTestCase.find(DATA)) {
            ModelProto model = model(testCase);
            List<NodeProto> nodes = Objects.requireNonNull(model.graph()).nodes();
            if (nodes.size() != 1 || !schemas.containsKey(nodes.getFirst().type())) {
                continue;
            }
            NodeProto node = nodes.getFirst();
            OperatorSchema schema = schemas.get(node.type()).getLast();
            List<Captured> captured = new ArrayList<>();
            if (schema.withdrawn()
                    || TELLING_THE_TYPE.contains(node.type())
                    || seen.merge(node.type(), 1, Integer::sum) > CASES_OF_AN_OPERATOR
                    || testCase.run(
                                            (graph, inputs) -> {
                                                captured.add(
                                                        new Captured(graph, Map.copyOf(inputs)));
                                                return CompiledRun.run(graph, inputs);
                                            })
                                    .verdict()
                            != Verdict.PASSED) {
                continue;
            }
            Map<String, String> parameters = parameters(node, schema);
            for (String parameter : schema.types().keySet()) {
                compare(testCase.name(), node, schema, captured.getFirst(), parameters, parameter);
            }
        }
        assertEquals("", String.join("\n", differences));
        assertTrue(compared > 1000, compared + " comparisons");
    }

    private static ModelProto model(OnnxTestCase testCase) {
        Path file = testCase.folder().resolve("model.onnx");
        return ModelProto.read(new ProtoReader(FileBytes.read(file), testCase.name()));
    }

    /** The type parameter of each input and output. */
    private static Map<String, String> parameters(NodeProto node, OperatorSchema schema) {
        Map<String, String> parameters = new LinkedHashMap<>();
        add(parameters, node.inputs(), schema.inputs());
        add(parameters, node.outputs(), schema.outputs());
        return parameters;
    }

    private static void add(Map<String, String> to, List<String> names, List<String> formal) {
        for (int i = 0; i < names.size() && !formal.isEmpty(); i++) {
            if (!names.get(i).isEmpty()) {
                to.put(names.get(i), formal.get(Math.min(i, formal.size() - 1)));
            }
        }
    }

    private void compare(
            String name,
            NodeProto node,
            OperatorSchema schema,
            Captured captured,
            Map<String, String> parameters,
            String parameter) {
        boolean isInput =
                node.inputs().stream().anyMatch(in -> parameter.equals(parameters.get(in)));
        List<DType> allowed =
                schema.types().get(parameter).stream().flatMap(OperatorTypesTest::dtype).toList();
        for (DType dtype : isInput ? allowed : List.<DType>of()) {
            DType widest = widest(dtype, allowed);
            if (widest == dtype) {
                continue;
            }
            Map<String, Tensor> values = new HashMap<>(captured.inputs);
            values.putAll(captured.graph.constants());
            Map<String, Tensor> given = new HashMap<>();
            Map<String, Tensor> wide = new HashMap<>();
            values.forEach((value, tensor) -> {
                if (parameter.equals(parameters.get(value))) {
                    Tensor converted = converted(tensor, dtype);
                    given.put(value, converted);
                    wide.put(value, exact(converted, widest));
                }
            });
            Kind expected = tried(captured, wide);
            if (expected.failed) {
                continue; // The numbers don't suit the kind: there is nothing to compare with.
            }
            Kind actual = tried(captured, given);
            String what = name + " " + node.type() + " " + parameter + "=" + dtype;
            if (actual.failed) {
                differences.add(what + ": " + actual.message);
                continue;
            }
            for (int i = 0; i < expected.outputs.size(); i++) {
                String of = parameters.get(captured.graph.outputs().get(i));
                // Of another output the type is as ONNX's own cases have it.
                DType to = parameter.equals(of) ? dtype : actual.outputs.get(i).dtype();
                difference(
                        what + " output " + i,
                        expected.outputs.get(i),
                        actual.outputs.get(i),
                        to,
                        Math.max(ulps(dtype), ulps(to)));
            }
            compared++;
        }
    }

    private static Stream<DType> dtype(String name) {
        return Stream.of(DType.values()).filter(dtype -> dtype.name().equals(name));
    }

    /** The type of the same kind that holds all of the others' numbers. */
    private static DType widest(DType dtype, List<DType> allowed) {
        if (dtype.isSmallFloat()) {
            return DType.FLOAT64; // Where ONNX doesn't allow it, the operator may all the same.
        }
        List<DType> preferred =
                dtype.isFloat()
                        ? List.of(DType.FLOAT64, DType.FLOAT32)
                        : List.of(DType.INT64, DType.INT32);
        return dtype == DType.BOOL
                ? dtype
                : preferred.stream().filter(allowed::contains).findFirst().orElse(dtype);
    }

    /** The numbers as they are in another type; integers become small ones, and none is 0. */
    private static Tensor converted(Tensor tensor, DType dtype) {
        Tensor converted = Tensor.allocate(Arena.ofAuto(), dtype, tensor.shape());
        for (int i = 0; i < tensor.shape().elements(); i++) {
            double value = tensor.getDouble(i);
            if (tensor.dtype().isFloat() && !dtype.isFloat()) {
                value = Math.clamp(Math.rint(2 * value), -7, 7);
                value = value == 0 ? 1 : value;
            }
            boolean narrow = !dtype.isFloat() && dtype.bits() < 8;
            value = narrow ? Math.clamp(value, -1, 1) : value;
            converted.setDouble(i, dtype.isUnsigned() ? Math.abs(value) : value);
        }
        return converted;
    }

    private static Tensor exact(Tensor tensor, DType dtype) {
        Tensor exact = Tensor.allocate(Arena.ofAuto(), dtype, tensor.shape());
        for (int i = 0; i < tensor.shape().elements(); i++) {
            exact.setDouble(i, tensor.getDouble(i));
        }
        return exact;
    }

    private static Kind tried(Captured captured, Map<String, Tensor> given) {
        List<TensorInfo> infos = new ArrayList<>();
        Map<String, Tensor> inputs = new HashMap<>();
        for (TensorInfo info : captured.graph.inputs()) {
            Tensor tensor = given.getOrDefault(info.name(), captured.inputs.get(info.name()));
            infos.add(TensorInfo.of(info.name(), tensor.dtype(), tensor.shape()));
            inputs.put(info.name(), tensor);
        }
        Map<String, Tensor> constants = new HashMap<>(captured.graph.constants());
        constants.replaceAll((name, tensor) -> given.getOrDefault(name, tensor));
        try {
            Graph graph =
                    new Graph(
                            "typed",
                            infos,
                            captured.graph.outputs(),
                            captured.graph.nodes(),
                            constants,
                            Map.of());
            return new Kind(CompiledRun.run(graph, inputs), false, "");
        } catch (ModelException e) {
            return new Kind(List.of(), true, String.valueOf(e.getMessage()));
        }
    }

    private void difference(String what, Tensor expected, Tensor actual, DType dtype, double ulps) {
        if (actual.dtype() != dtype || !actual.shape().equals(expected.shape())) {
            differences.add(what + ": expected " + dtype + expected.shape() + ", actual " + actual);
            return;
        }
        Tensor rounded = exact(expected, dtype);
        double largest = 0;
        for (int i = 0; i < rounded.shape().elements(); i++) {
            double value = Math.abs(rounded.getDouble(i));
            largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
        }
        for (int i = 0; i < rounded.shape().elements(); i++) {
            double e = rounded.getDouble(i);
            double a = actual.getDouble(i);
            double most = dtype.isFloat() ? ulps * (Math.abs(e) + largest / 16) : 0;
            if (Double.compare(e, a) != 0 && !(Math.abs(e - a) <= most)) {
                differences.add(what + ": element " + i + " expected " + e + ", actual " + a);
                return;
            }
        }
    }

    /** Two units in the last place: values on the way may be rounded, too. */
    private static double ulps(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 0x1p-50;
            case FLOAT32 -> 0x1p-20;
            case FLOAT16 -> 0x1p-9;
            case BFLOAT16 -> 0x1p-6;
            default -> 0;
        };
    }
}
