package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.onnx.OnnxTestCase.Result;
import dev.lanewise.model.onnx.OnnxTestCase.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The small node cases of ONNX 1.23 that the suite of 1.12 lacks, operator sets 18 to 28 above all,
 * as test-vectors/src/main/python/node_cases.py bundles them.
 */
class NewerCasesTest {

    /** Expected are sums that are rounded to 16 bits on the way, or the noise of zeros. */
    private static final Set<String> DIFFERENT =
            Set.of(
                    "test_attention_4d_causal_bf16",
                    "test_attention_4d_causal_padded_kv_bf16",
                    "test_dft_inverse_opset19");

    @TempDir Path folder;

    @Test
    void casesOfNewerOperatorSetsPass() throws IOException {
        unpack();
        Map<String, String> failed = new TreeMap<>();
        Map<String, String> skipped = new TreeMap<>();
        int passed = 0;
        for (OnnxTestCase testCase : OnnxTestCase.find(folder)) {
            Result result = testCase.run(CompiledRun::run);
            if (result.verdict() == Verdict.PASSED) {
                passed++;
            } else {
                (result.verdict() == Verdict.FAILED ? failed : skipped)
                        .put(testCase.name(), result.detail());
            }
        }
        assertEquals(DIFFERENT, failed.keySet(), failed.toString());
        assertEquals(Set.of(), unexplained(skipped));
        assertTrue(passed >= 590, passed + " passed, skipped: " + skipped.keySet());
    }

    /** Every case that passes must still pass when its graph is written and read again. */
    @Test
    void casesPassAfterBeingWritten() throws IOException {
        unpack();
        Map<String, String> broken = new TreeMap<>();
        for (OnnxTestCase testCase : OnnxTestCase.find(folder)) {
            if (testCase.run(Interpreter::run).verdict() == Verdict.PASSED) {
                Result result =
                        testCase.run((graph, inputs) ->
                                Interpreter.run(OnnxFile.read(OnnxWriter.toBytes(graph)), inputs));
                if (result.verdict() != Verdict.PASSED) {
                    broken.put(testCase.name(), result.detail());
                }
            }
        }
        assertEquals(Map.of(), broken);
    }

    /** What is skipped for another reason than that inference on tensors has no use for it. */
    private static Set<String> unexplained(Map<String, String> skipped) {
        Set<String> unexplained = new TreeSet<>();
        skipped.forEach((name, reason) -> {
            if (!reason.contains("string")
                    && !reason.contains("texts are not")
                    && !reason.contains("random numbers")
                    && !reason.contains("encoded pictures")
                    && !reason.contains("operators of training")
                    && !reason.contains("expected one of domain ai.onnx")
                    && !reason.contains("known at run time only")) {
                unexplained.add(name + ": " + reason);
            }
        });
        return unexplained;
    }

    private void unpack() throws IOException {
        try (InputStream resource = getClass().getResourceAsStream("node-cases.zip.gz");
                ZipInputStream zip =
                        new ZipInputStream(new GZIPInputStream(Objects.requireNonNull(resource)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.write(target, zip.readAllBytes());
            }
        }
    }
}
