package dev.lanewise.model.onnx;

import dev.lanewise.model.file.FileBytes;
import dev.lanewise.model.onnx.OnnxTestCase.Result;
import dev.lanewise.model.onnx.OnnxTestCase.Verdict;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of docs that tells how much of ONNX's suite passes, and why the rest doesn't. */
final class SuitePage {

    /** Why a case may be missing. */
    enum Reason {
        TEXTS("texts", "string", "texts"),
        SEQUENCES("sequences and optionals", "sequence", "optional", "Sequence", "Optional"),
        RANDOM("random numbers", "random numbers"),
        TRAINING("operators of training", "operators of training"),
        NO_MODEL("the package names a model to be downloaded, and holds none", "no model.onnx");

        private final String title;
        private final List<String> signs;

        Reason(String title, String... signs) {
            this.title = title;
            this.signs = List.of(signs);
        }

        /** The first that a skipped case's detail is a sign of. */
        static Reason of(String testCase, String detail) {
            return Stream.of(values())
                    .filter(reason -> reason.signs.stream().anyMatch(detail::contains))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(testCase + ": " + detail));
        }
    }

    private final Map<OnnxTestCase, Result> results;

    SuitePage(Map<OnnxTestCase, Result> results) {
        this.results = results;
    }

    static String folder(OnnxTestCase testCase) {
        return String.valueOf(testCase.folder().getParent().getFileName());
    }

    /** Whether there is a model whose inputs and outputs are tensors of numbers. */
    static boolean isOfTensors(OnnxTestCase testCase) {
        Path file = testCase.folder().resolve("model.onnx");
        if (!Files.exists(file)) {
            return false;
        }
        ModelProto model = ModelProto.read(new ProtoReader(FileBytes.read(file), testCase.name()));
        GraphProto graph = Objects.requireNonNull(model.graph());
        return Stream.concat(graph.inputs().stream(), graph.outputs().stream())
                .allMatch(value -> value.isTensor() && value.elementType() != 8);
    }

    List<OnnxTestCase> passed() {
        return results.entrySet().stream()
                .filter(entry -> entry.getValue().verdict() == Verdict.PASSED)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Of the cases of tensors, the part that passes. */
    double share() {
        List<OnnxTestCase> cases =
                results.keySet().stream().filter(SuitePage::isOfTensors).toList();
        return (double) passed().stream().filter(cases::contains).count() / cases.size();
    }

    /** The page. */
    String text() {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # ONNX's own suite

                What `OnnxBackendTest` finds in the data of ONNX 1.12 (Debian's libonnx-testdata). The test
                compares this page with what it finds; `-Dlanewise.write.docs=true` writes it anew.

                | folder | cases | pass | of tensors only | pass |
                | --- | ---: | ---: | ---: | ---: |
                """);
        Map<String, List<OnnxTestCase>> folders =
                results.keySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        SuitePage::folder,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        folders.forEach((name, cases) -> page.append(row(name, cases)));
        page.append(row("all", List.copyOf(results.keySet())))
                .append(
                        String.format(
                                Locale.ROOT,
                                """

                                A case counts as one of tensors if the model is there and all its inputs and outputs are
                                tensors of numbers; of those %.1f %% pass. The others, and why:

                                """,
                                Math.floor(1000 * share()) / 10));
        for (Reason reason : Reason.values()) {
            List<String> names =
                    results.entrySet().stream()
                            .filter(entry -> entry.getValue().verdict() == Verdict.SKIPPED)
                            .filter(entry ->
                                    Reason.of(entry.getKey().name(), entry.getValue().detail())
                                            == reason)
                            .map(entry -> "`" + entry.getKey().name() + "`")
                            .sorted()
                            .toList();
            if (!names.isEmpty()) {
                page.append("* **")
                        .append(reason.title)
                        .append("**, ")
                        .append(names.size())
                        .append(": ")
                        .append(String.join(", ", names))
                        .append('\n');
            }
        }
        return page.toString();
    }

    private String row(String name, List<OnnxTestCase> cases) {
        List<OnnxTestCase> tensors = cases.stream().filter(SuitePage::isOfTensors).toList();
        List<OnnxTestCase> passed = passed();
        return "| "
                + name
                + " | "
                + cases.size()
                + " | "
                + cases.stream().filter(passed::contains).count()
                + " | "
                + tensors.size()
                + " | "
                + tensors.stream().filter(passed::contains).count()
                + " |\n";
    }
}
