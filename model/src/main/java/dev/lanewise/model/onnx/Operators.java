package dev.lanewise.model.onnx;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every operator of ONNX's standard domain that can be read. */
final class Operators {

    /** The newest version of the standard operator set that the translators know. */
    static final int NEWEST_OPSET = 28;

    /** For operators that take any number of inputs. */
    static final int ANY = Integer.MAX_VALUE;

    private static final String RANDOM = "random numbers are not supported";
    private static final String STRINGS = "texts are not supported";

    /** What inference on tensors has no use for. */
    private static final Map<String, String> BEYOND =
            Map.ofEntries(
                    Map.entry("Bernoulli", RANDOM),
                    Map.entry("Multinomial", RANDOM),
                    Map.entry("RandomNormal", RANDOM),
                    Map.entry("RandomNormalLike", RANDOM),
                    Map.entry("RandomUniform", RANDOM),
                    Map.entry("RandomUniformLike", RANDOM),
                    Map.entry("RegexFullMatch", STRINGS),
                    Map.entry("StringConcat", STRINGS),
                    Map.entry("StringNormalizer", STRINGS),
                    Map.entry("StringSplit", STRINGS),
                    Map.entry("ImageDecoder", "encoded pictures are not supported"));

    private static final Map<String, Entry> ENTRIES = entries();

    private Operators() {}

    /**
     * An operator.
     *
     * @param minInputs inputs that must be there
     * @param maxInputs inputs that may be there
     * @param translator what it means
     * @param takesSequences whether inputs may be sequences
     */
    record Entry(int minInputs, int maxInputs, Translator translator, boolean takesSequences) {

        /**
         * @throws dev.lanewise.model.ModelException if there are too few or too many inputs, or no
         *     output
         */
        void checkCounts(OnnxNode node) {
            int count = node.inputs();
            boolean missing = count < minInputs;
            for (int i = 0; i < minInputs && !missing; i++) {
                missing = !node.has(i);
            }
            if (missing || count > maxInputs) {
                throw node.wrong(
                        "expected "
                                + (minInputs == maxInputs
                                        ? ""
                                        : maxInputs == ANY ? "at least " : "from ")
                                + minInputs
                                + (minInputs == maxInputs || maxInputs == ANY
                                        ? ""
                                        : " to " + maxInputs)
                                + " inputs, actual "
                                + (count < minInputs || count > maxInputs
                                        ? Integer.toString(count)
                                        : "one of the first " + minInputs + " absent"));
            }
            if (node.outputs() == 0) {
                throw node.wrong("expected an output, actual none");
            }
        }
    }

    /** Where families of operators put theirs. */
    interface Registry {
        /** Adds an operator. */
        void add(String type, int minInputs, int maxInputs, Translator translator);
    }

    /** The operator of this name, or null. */
    static @Nullable Entry find(String type) {
        return ENTRIES.get(type);
    }

    /** Why an operator of this name can't be found. */
    static String reason(String domain, String type) {
        if (domain.equals("ai.onnx.preview.training")) {
            return "operators of training are not supported";
        }
        return domain.equals(NodeProto.STANDARD_DOMAIN)
                ? BEYOND.getOrDefault(
                        type, "no such operator; expected one that docs/operators.md lists")
                : "no such operator; expected one of domain ai.onnx or a function of the file";
    }

    /** All names. */
    static Set<String> names() {
        return new TreeSet<>(ENTRIES.keySet());
    }

    private static Map<String, Entry> entries() {
        Map<String, Entry> entries = new HashMap<>();
        Registry registry =
                (type, min, max, translator) ->
                        entries.put(type, new Entry(min, max, translator, false));
        Registry sequences =
                (type, min, max, translator) ->
                        entries.put(type, new Entry(min, max, translator, true));
        ElementwiseOperators.register(registry);
        WindowOperators.register(registry);
        MatrixOperators.register(registry);
        NormalizationOperators.register(registry);
        ShapeOperators.register(registry);
        ReductionOperators.register(registry);
        IndexOperators.register(registry);
        QuantizedOperators.register(registry);
        LossOperators.register(registry);
        ControlOperators.register(registry);
        RecurrentOperators.register(registry);
        ResizeOperators.register(registry);
        SignalOperators.register(registry);
        AttentionOperators.register(registry);
        EarlyOperators.register(registry);
        SequenceOperators.register(sequences);
        return Map.copyOf(entries);
    }
}
