package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.model.ModelException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The reader knows the operators that ONNX's own schemas list, in each of their versions. */
class OperatorSchemasTest {

    /** Experimental before ONNX took them up with another version; old files have them. */
    private static final Set<String> EARLIER = Set.of("ThresholdedRelu");

    /** Experimental once, and gone before the schemas were as they are. */
    private static final Set<String> EXPERIMENTAL =
            Set.of("Affine", "Crop", "ImageScaler", "ParametricSoftplus", "Scale", "ScaledTanh");

    /** What is not read, and not because of texts or random numbers. */
    private static final Set<String> MISSING = Set.of("SequenceMap");

    /** What a node of required attributes and pictures alone doesn't do for. */
    private static final Set<String> NEEDING_MORE =
            Set.of(
                    "BitShift",
                    "Cast",
                    "ConcatFromSequence",
                    "Constant",
                    "GRU",
                    "If",
                    "LSTM",
                    "Loop",
                    "LpPool",
                    "RNN",
                    "Scan",
                    "SequenceAt",
                    "SequenceErase",
                    "SequenceInsert",
                    "SequenceLength",
                    "TfIdfVectorizer",
                    "Tile");

    static Map<String, List<OperatorSchema>> byName() {
        Map<String, List<OperatorSchema>> byName = new TreeMap<>();
        for (OperatorSchema schema : OperatorSchema.all()) {
            byName.computeIfAbsent(schema.name(), name -> new ArrayList<>()).add(schema);
        }
        return byName;
    }

    @Test
    void theNewestOpsetIsKnown() {
        int newest =
                OperatorSchema.all().stream().mapToInt(OperatorSchema::version).max().orElse(0);
        assertEquals(newest, Operators.NEWEST_OPSET);
    }

    @Test
    void everyOperatorIsReadOrTheReasonIsGiven() {
        Set<String> unknown = new TreeSet<>();
        for (String name : byName().keySet()) {
            if (Operators.find(name) == null
                    && Operators.reason(NodeProto.STANDARD_DOMAIN, name)
                            .startsWith("no such operator")) {
                unknown.add(name);
            }
        }
        assertEquals(new TreeSet<>(MISSING), unknown);
        Set<String> invented = new TreeSet<>(Operators.names());
        invented.removeAll(byName().keySet());
        assertEquals(new TreeSet<>(EXPERIMENTAL), invented);
    }

    @Test
    void everyOperatorIsReadSinceItIsThere() {
        Map<String, Integer> expected = new LinkedHashMap<>();
        Map<String, Integer> actual = new LinkedHashMap<>();
        byName().forEach((name, versions) -> {
            if (!EARLIER.contains(name)) {
                expected.put(name, versions.getFirst().version());
                actual.put(name, OperatorVersions.since(name));
            }
            OperatorSchema last = versions.getLast();
            expected.put(name + " withdrawn", last.withdrawn() ? last.version() : 0);
            actual.put(name + " withdrawn", OperatorVersions.withdrawn(name));
        });
        assertEquals(expected, actual);
    }

    /** Each attribute alone, with those that must be there: the file may be wrong otherwise. */
    @Test
    void everyAttributeOfEveryVersionIsKnown() {
        List<String> unknown = new ArrayList<>();
        byName().forEach((name, versions) -> {
            if (Operators.find(name) != null) {
                for (OperatorSchema schema : versions) {
                    schema.attributes()
                            .keySet()
                            .forEach(attribute -> {
                                String message = message(schema, attribute);
                                if (message.contains("expected none of this name")) {
                                    unknown.add(name + " " + schema.version() + ": " + attribute);
                                }
                            });
                }
            }
        });
        assertEquals(List.of(), unknown);
    }

    @Test
    void everyNumberOfInputsOfEveryVersionIsTaken() {
        List<String> refused = new ArrayList<>();
        byName().forEach((name, versions) -> {
            Operators.Entry entry = Operators.find(name);
            for (OperatorSchema schema : versions) {
                if (entry != null
                        && !schema.withdrawn()
                        && (schema.minInputs() < entry.minInputs()
                                || schema.maxInputs() > entry.maxInputs())) {
                    refused.add(
                            name
                                    + " "
                                    + schema.version()
                                    + ": "
                                    + schema.minInputs()
                                    + " to "
                                    + schema.maxInputs());
                }
            }
        });
        assertEquals(List.of(), refused);
    }

    @Test
    void aNodeOfEveryVersionIsRead() {
        Set<String> refused = new TreeSet<>();
        byName().forEach((name, versions) -> {
            for (OperatorSchema schema : versions) {
                if (Operators.find(name) != null
                        && !schema.withdrawn()
                        && !message(schema, "").isEmpty()) {
                    refused.add(name);
                }
            }
        });
        assertEquals(new TreeSet<>(NEEDING_MORE), refused);
    }

    private static String message(OperatorSchema schema, String attribute) {
        List<Object> attributes = new ArrayList<>();
        schema.attributes()
                .forEach((name, described) -> {
                    if (described.required() || name.equals(attribute)) {
                        Object value = value(described);
                        if (value != null) {
                            attributes.add(name);
                            attributes.add(value);
                        }
                    }
                });
        try {
            OperatorFile.of(
                            schema.name(),
                            schema.minInputs(),
                            schema.version(),
                            attributes.toArray())
                    .read();
            return "";
        } catch (ModelException e) {
            assertNotNull(e.getMessage());
            return e.getMessage();
        }
    }

    private static @Nullable Object value(OperatorSchema.Attribute attribute) {
        String text = attribute.value();
        return switch (attribute.type()) {
            case "INT" -> text.isEmpty() ? 1 : (int) Long.parseLong(text);
            case "FLOAT" -> text.isEmpty() ? 1f : Float.parseFloat(text);
            case "STRING" -> text;
            case "INTS" -> new int[] {1, 1};
            case "FLOATS" -> new float[] {1, 1, 1, 1};
            default -> null; // Graphs, tensors and lists of texts.
        };
    }

    @Test
    void anOperatorOfALaterOpsetIsRefusedWithTheOneThatBroughtIt() {
        UnsupportedModelException e =
                assertThrows(
                        UnsupportedModelException.class,
                        () -> OperatorFile.of("Gelu", 1, 19).read());
        assertEquals(
                "Gelu 'the Gelu' (ai.onnx opset 19): expected an opset of at least 20, which"
                        + " brought this operator",
                e.unsupported().getFirst().toString());
    }
}
