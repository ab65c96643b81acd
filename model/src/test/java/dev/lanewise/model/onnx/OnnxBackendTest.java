package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.model.file.FileBytes;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.onnx.OnnxTestCase.Result;
import dev.lanewise.model.onnx.OnnxTestCase.Verdict;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** ONNX's own test data, as Debian's package libonnx-testdata has it, against the interpreter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnnxBackendTest {

    private static final Path DATA = Path.of("/usr/share/libonnx-testdata/data");

    private static final Path PAGE =
            Path.of(System.getProperty("lanewise.root"), "docs/onnx-suite.md");

    private static final Set<String> CORE =
            Set.of(
                    ("Conv MaxPool AveragePool GlobalAveragePool GlobalMaxPool Gemm MatMul"
                                    + " BatchNormalization Relu LeakyRelu Clip Sigmoid Tanh Softmax"
                                    + " Add Mul Sub Div Concat Flatten Reshape Transpose Squeeze"
                                    + " Unsqueeze Constant Identity Dropout")
                            .split(" "));

    /** What inference doesn't have. */
    private static final String BEYOND = "training mode";

    private final Map<OnnxTestCase, Result> results = new LinkedHashMap<>();

    @BeforeAll
    void runAll() {
        assumeTrue(Files.isDirectory(DATA), "libonnx-testdata is not installed");
        for (OnnxTestCase testCase : OnnxTestCase.find(DATA)) {
            results.put(testCase, testCase.run(Interpreter::run));
        }
    }

    private static Set<String> operators(OnnxTestCase testCase) {
        Path file = testCase.folder().resolve("model.onnx");
        if (!Files.exists(file)) {
            return Set.of();
        }
        ModelProto model = ModelProto.read(new ProtoReader(FileBytes.read(file), testCase.name()));
        return Objects.requireNonNull(model.graph()).nodes().stream()
                .map(NodeProto::type)
                .collect(Collectors.toSet());
    }

    @Test
    void noCaseFails() {
        results.forEach((testCase, result) ->
                assertTrue(
                        result.verdict() != Verdict.FAILED,
                        testCase.name() + ": " + result.detail()));
    }

    @Test
    void everyCaseOfTheCoreOperatorsPasses() {
        int passed = 0;
        for (Map.Entry<OnnxTestCase, Result> entry : results.entrySet()) {
            Set<String> operators = operators(entry.getKey());
            String detail = entry.getValue().detail();
            if (!operators.isEmpty() && CORE.containsAll(operators) && !detail.contains(BEYOND)) {
                assertEquals(
                        Verdict.PASSED,
                        entry.getValue().verdict(),
                        entry.getKey().name() + ": " + detail);
                passed++;
            }
        }
        assertTrue(passed >= 150, "only " + passed + " cases");
    }

    @Test
    void ofTheCasesOfTensorsAtLeast97PercentPass() {
        double share = new SuitePage(results).share();
        assertTrue(share >= 0.97, Double.toString(share));
    }

    @Test
    void thePageOfDocsTellsWhatPassesAndWhyTheRestDoesNot() throws IOException {
        String page = new SuitePage(results).text();
        if (Boolean.getBoolean("lanewise.write.docs")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(Files.readString(PAGE), page, "run this test with -Dlanewise.write.docs=true");
    }

    @Test
    void asManyCasesPassAsEver() {
        Map<String, Long> passed =
                new SuitePage(results)
                        .passed().stream()
                                .collect(
                                        Collectors.groupingBy(
                                                SuitePage::folder, Collectors.counting()));
        assertTrue(passed.get("node") >= 884, passed.toString());
        assertTrue(passed.get("simple") >= 15, passed.toString());
        assertTrue(passed.get("pytorch-operator") >= 35, passed.toString());
        assertTrue(passed.get("pytorch-converted") >= 82, passed.toString());
    }
}
