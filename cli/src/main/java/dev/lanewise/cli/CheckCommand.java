package dev.lanewise.cli;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.onnx.OnnxTestCase;
import dev.lanewise.model.onnx.OnnxTestCase.Result;
import dev.lanewise.model.onnx.OnnxTestCase.Verdict;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code lanewise check}. */
@Command(
        name = "check",
        description = {
            "Runs ONNX test cases and compares their outputs.",
            "A case is a folder with model.onnx and test_data_set_*/{input,output}_*.pb."
        })
final class CheckCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders that are cases or hold them.")
    private List<Path> folders;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<OnnxTestCase> cases = new ArrayList<>();
        folders.forEach(folder -> cases.addAll(OnnxTestCase.find(folder)));
        if (cases.isEmpty()) {
            throw new ModelException(
                    "no test case in "
                            + folders
                            + ": expected folders with model.onnx and test_data_set_0");
        }
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        List<Map<String, Object>> results = new ArrayList<>();
        for (OnnxTestCase testCase : cases) {
            Result result = testCase.run(CheckCommand::run);
            counts.merge(result.verdict(), 1, Integer::sum);
            if (json) {
                results.add(describe(testCase, result));
            } else {
                out.println(line(testCase, result));
                out.flush();
            }
        }
        int passed = counts.getOrDefault(Verdict.PASSED, 0);
        int failed = counts.getOrDefault(Verdict.FAILED, 0);
        int skipped = counts.getOrDefault(Verdict.SKIPPED, 0);
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("passed", passed);
            all.put("failed", failed);
            all.put("skipped", skipped);
            all.put("cases", results);
            Json.print(all, out);
        } else {
            out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
        }
        return failed == 0 ? 0 : 1;
    }

    private static List<Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        SessionOptions options = SessionOptions.defaults();
        for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
            options = options.withShape(input.getKey(), input.getValue().shape());
        }
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession(options)) {
            inputs.forEach(
                    (name, tensor) -> session.input(name).segment().copyFrom(tensor.segment()));
            session.run();
            List<Tensor> outputs = new ArrayList<>();
            for (int i = 0; i < graph.outputs().size(); i++) {
                outputs.add(copy(session.output(i)));
            }
            return outputs;
        } catch (OutOfMemoryError e) {
            throw new ModelException("not enough memory (" + e.getMessage() + ")", e);
        }
    }

    /** The session's own tensors die with it. */
    private static Tensor copy(Tensor tensor) {
        Tensor copy = Tensor.allocate(Arena.ofAuto(), tensor.dtype(), tensor.shape());
        copy.segment().copyFrom(tensor.segment());
        return copy;
    }

    private static String line(OnnxTestCase testCase, Result result) {
        String verdict = String.format(Locale.ROOT, "%-7s  ", name(result.verdict()));
        String detail = result.detail().isEmpty() ? "" : ": " + Errors.oneLine(result.detail());
        return verdict + testCase.name() + detail;
    }

    private static String name(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> describe(OnnxTestCase testCase, Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("case", testCase.name());
        json.put("verdict", name(result.verdict()));
        if (!result.detail().isEmpty()) {
            json.put("detail", result.detail());
        }
        return json;
    }
}
