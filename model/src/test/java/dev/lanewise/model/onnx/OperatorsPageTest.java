package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.gradient.Gradients;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.PlainOp;
import dev.lanewise.model.op.ViewOp;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * docs/operators.md says what the registry of operators holds: found out by reading a file of one
 * node for each of them at every opset. {@code mvn -pl model -am test -Dtest=OperatorsPageTest
 * -Dlanewise.write.docs=true -Dsurefire.failIfNoSpecifiedTests=false} writes the page.
 */
class OperatorsPageTest {

    private static final Path PAGE =
            Path.of(System.getProperty("lanewise.root")).resolve("docs/operators.md");

    private static final String HEAD =
            """
            # Operators

            What is read of ONNX's standard domain. This page is made of the registry by \
            `OperatorsPageTest`, which fails when it is stale.

            * **opsets**: operator sets in whose files the operator is read.
            * **versions**: the sets that brought or changed it, all of whose forms are read.
            * **inputs**: how many it takes.
            * **types**: element types of its first input, or else output, in the newest version. `floats` are \
            FLOAT16, BFLOAT16, FLOAT32 and FLOAT64, `float8` those of 8 bits but FLOAT8E8M0, `integers` \
            INT8 to INT64 and UINT8 to UINT64. Texts, complex numbers and floats of 6 bits, which opset 28 \
            brought, are left out.
            * **runs as**: `kernel`: vector kernels for float32 where the shapes allow, else plainly; \
            `plain`: by its plain definition; `view`: the same elements under another shape; `constant`: \
            known before the first run. Operators composed of others name them. Everything runs \
            plainly for every element type that the operator allows: float64 in double, the other \
            floats rounded at the end, all integer widths, booleans; floats of 8 and 4 bits and \
            integers of 4 and 2 are stored, cast, moved and quantised.
            * **gradient**: of the first input: `yes`; `zero` where it is a step function; \
            empty where there is no rule.

            | operator | opsets | versions | inputs | types | runs as | gradient |
            | --- | --- | --- | --- | --- | --- | --- |
            """;

    private static final OnnxFile BODY =
            new OnnxFile(13).node("Identity", List.of("x0"), List.of("b")).output("b");

    private static final OnnxFile LOOP =
            new OnnxFile(13)
                    .input("i", DType.INT64)
                    .input("c", DType.BOOL)
                    .node("Identity", List.of("c"), List.of("d"))
                    .output("d");

    private static final OnnxFile SCAN =
            new OnnxFile(13)
                    .input("s", DType.FLOAT32, 1)
                    .node("Identity", List.of("s"), List.of("t"))
                    .output("t");

    private static final Map<String, List<OperatorSchema>> VERSIONS = OperatorSchemasTest.byName();

    /** Element types that mostly come together. */
    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("floats", List.of("FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"));
        GROUPS.put(
                "integers",
                List.of("INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64"));
        GROUPS.put(
                "float8",
                List.of("FLOAT8E4M3FN", "FLOAT8E4M3FNUZ", "FLOAT8E5M2", "FLOAT8E5M2FNUZ"));
    }

    /** Attributes without which a node says nothing. */
    private static final Map<String, Object[]> ATTRIBUTES =
            Map.ofEntries(
                    Map.entry("BitCast", new Object[] {"to", 6}),
                    Map.entry("BitShift", new Object[] {"direction", "LEFT"}),
                    Map.entry("Cast", new Object[] {"to", 1}),
                    Map.entry("Concat", new Object[] {"axis", 0}),
                    Map.entry("Constant", new Object[] {"value_float", 1f}),
                    Map.entry("Crop", new Object[] {"border", new int[] {0, 0, 0, 0}}),
                    Map.entry("DepthToSpace", new Object[] {"blocksize", 2}),
                    Map.entry("Einsum", new Object[] {"equation", "i->i"}),
                    Map.entry("GRU", new Object[] {"hidden_size", 1}),
                    Map.entry("GroupNormalization", new Object[] {"num_groups", 1}),
                    Map.entry("If", new Object[] {"then_branch", BODY, "else_branch", BODY}),
                    Map.entry("LRN", new Object[] {"size", 3}),
                    Map.entry("LSTM", new Object[] {"hidden_size", 1}),
                    Map.entry("Loop", new Object[] {"body", LOOP}),
                    Map.entry("MaxRoiPool", new Object[] {"pooled_shape", new int[] {2, 2}}),
                    Map.entry("RNN", new Object[] {"hidden_size", 1}),
                    Map.entry("Scan", new Object[] {"num_scan_inputs", 1, "body", SCAN}),
                    Map.entry("SpaceToDepth", new Object[] {"blocksize", 2}));

    private static final List<Object[]> OTHERS =
            List.of(
                    new Object[] {},
                    new Object[] {"kernel_shape", new int[] {2, 2}},
                    new Object[] {"axes", new int[] {0}},
                    new Object[] {"to", "FLOAT"},
                    new Object[] {"k", 1});

    @Test
    void thePageIsWhatTheRegistryHolds() throws IOException {
        String page =
                Operators.names().stream()
                        .map(OperatorsPageTest::row)
                        .collect(Collectors.joining("", HEAD, ""));
        if (Boolean.getBoolean("lanewise.write.docs")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "write docs/operators.md again");
    }

    private static String row(String type) {
        Operators.Entry entry = Objects.requireNonNull(Operators.find(type));
        int first = 0;
        int last = 0;
        Graph newest = null;
        for (int opset = 1; opset <= Operators.NEWEST_OPSET; opset++) {
            Graph graph = probe(type, entry, opset);
            if (graph != null) {
                first = first == 0 ? opset : first;
                last = opset;
                newest = graph;
            }
        }
        if (newest == null) {
            // It needs what a file of one such node hasn't: a sequence, other attributes.
            return "| %s | %d to %d | %s | %s | %s | | |\n"
                    .formatted(
                            type,
                            OperatorVersions.since(type),
                            Operators.NEWEST_OPSET,
                            versions(type),
                            inputs(entry),
                            types(type));
        }
        return "| %s | %d to %d | %s | %s | %s | %s | %s |\n"
                .formatted(
                        type,
                        first,
                        last,
                        versions(type),
                        inputs(entry),
                        types(type),
                        kind(newest),
                        gradient(newest));
    }

    /** Those of ONNX's schemas, none of an operator that was never more than experimental. */
    private static String versions(String type) {
        return VERSIONS.getOrDefault(type, List.of()).stream()
                .map(schema ->
                        schema.withdrawn()
                                ? "withdrawn in " + schema.version()
                                : Integer.toString(schema.version()))
                .collect(Collectors.joining(", "));
    }

    private static String types(String type) {
        List<OperatorSchema> known =
                VERSIONS.getOrDefault(type, List.of()).stream()
                        .filter(schema -> !schema.withdrawn())
                        .toList();
        if (known.isEmpty()) {
            return "";
        }
        OperatorSchema newest = known.getLast();
        List<String> formal = newest.inputs().isEmpty() ? newest.outputs() : newest.inputs();
        Set<String> left = new TreeSet<>();
        if (!formal.isEmpty()) {
            left.addAll(newest.types().getOrDefault(formal.getFirst(), List.of(formal.getFirst())));
        }
        left.retainAll(Stream.of(DType.values()).map(DType::name).toList());
        List<String> names = new ArrayList<>();
        GROUPS.forEach((name, group) -> {
            if (left.containsAll(group)) {
                names.add(name);
                left.removeAll(group);
            }
        });
        names.addAll(left);
        return String.join(", ", names);
    }

    private static String inputs(Operators.Entry entry) {
        return entry.minInputs() == entry.maxInputs()
                ? Integer.toString(entry.minInputs())
                : entry.minInputs()
                        + (entry.maxInputs() == Operators.ANY ? "+" : " to " + entry.maxInputs());
    }

    /** A graph of one such node, or null if none is read at this opset. */
    private static @Nullable Graph probe(String type, Operators.Entry entry, int opset) {
        Object[] given = ATTRIBUTES.get(type);
        List<Object[]> attempts = new ArrayList<>(OTHERS);
        if (given != null) {
            attempts.addFirst(given);
        }
        int most = Math.min(entry.maxInputs(), entry.minInputs() + 3);
        for (int count = entry.minInputs(); count <= most; count++) {
            for (Object[] attributes : attempts) {
                try {
                    return OperatorFile.of(type, count, opset, attributes).read();
                } catch (ModelException e) {
                    // Another number of inputs or other attributes may do.
                }
            }
        }
        return null;
    }

    private static String kind(Graph graph) {
        List<Op> ops = graph.nodes().stream().map(Node::op).toList();
        return switch (ops.size()) {
            case 0 -> "constant";
            case 1 -> kind(ops.getFirst());
            default ->
                    ops.stream()
                            .map(op -> op.type() + " (" + kind(op) + ")")
                            .collect(Collectors.joining(", "));
        };
    }

    private static String kind(Op op) {
        return switch (op) {
            case PlainOp o -> "plain";
            case ViewOp o -> "view";
            default -> "kernel";
        };
    }

    private static String gradient(Graph graph) {
        if (graph.inputs().isEmpty() || graph.nodes().isEmpty()) {
            return "";
        }
        try {
            Graph gradient = Gradients.of(graph, "y", List.of("x0"));
            boolean zero =
                    gradient.nodes().stream()
                            .filter(node -> node.output().equals(Gradients.nameOf("x0")))
                            .allMatch(node -> node.op().type().equals("FilledLike"));
            return zero ? "zero" : "yes";
        } catch (ModelException e) {
            return "";
        }
    }
}
