package dev.lanewise.cli;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.classify.Classes;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** {@code lanewise run}. */
@Command(
        name = "run",
        description = {
            "Runs a model on pictures or tensors.",
            "Without arguments: the bundled clothing classifier on its bundled pictures."
        })
final class RunCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", description = "An ONNX file.")
    private @Nullable Path file;

    @Parameters(
            index = "1..*",
            paramLabel = "INPUT",
            description = {
                "Pictures (PNG, JPEG, BMP, GIF, WebP), .npy files or ONNX tensors (.pb).",
                "A model of several inputs takes them in its order, again and again."
            })
    private List<Path> inputs = List.of();

    @Mixin private LabelsOption labels;

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "Classes shown for each input: 5, or 1 if there are several inputs.")
    private @Nullable Integer top;

    @Option(names = "--softmax", description = "Turn scores into probabilities.")
    private boolean softmax;

    @Mixin private PictureOptions pictures;

    @Option(
            names = "--output",
            paramLabel = "DIR|FILE.npy",
            description = "Save the outputs as .npy files.")
    private @Nullable Path output;

    @Mixin private ThreadsOption threads;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Predictions predictions = new Predictions();
    private final Summaries summaries = new Summaries();

    /** One run to be made; {@code truth} is what the input shows, if known. */
    private record Job(String name, @Nullable String truth, Supplier<List<Given>> inputs) {}

    @Override
    public Integer call() {
        checkUsage();
        PrintWriter out = spec.commandLine().getOut();
        try (Model model = file == null ? Bundled.model() : Model.load(file);
                Runner runner = new Runner(model, threads.count(), pictures)) {
            boolean complete = runAll(model, runner);
            if (json) {
                Json.print(describe(runner), out);
            } else {
                print(runner, out);
            }
            return complete ? 0 : 1;
        }
    }

    private void checkUsage() {
        if (top != null && top < 1) {
            throw usage("--top: expected at least 1, actual " + top);
        }
        if (file != null && inputs.isEmpty()) {
            throw usage("expected at least one INPUT after MODEL: a picture, .npy or .pb file");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Whether all runs were made: one whose input can't be read is reported and passed over. */
    private boolean runAll(Model model, Runner runner) {
        boolean complete = true;
        List<Job> jobs = file == null ? bundledJobs() : jobs(model);
        List<String> names = labels.of(model);
        OutputFiles files = outputFiles(model, jobs.size());
        try (Progress progress = new Progress("run", jobs.size())) {
            for (Job job : jobs) {
                List<Given> given = read(job);
                if (given == null) {
                    complete = false;
                } else {
                    Runner.Result result = runner.run(given);
                    collect(job, result, model, names, jobs.size());
                    if (files != null) {
                        files.save(job.name, model.outputs(), result.session());
                    }
                }
                progress.step();
            }
        }
        return complete;
    }

    private static List<Job> bundledJobs() {
        return Bundled.samples().stream()
                .map(sample ->
                        new Job(
                                sample.picture().name(),
                                sample.label(),
                                () -> List.of(sample.picture())))
                .toList();
    }

    private List<Job> jobs(Model model) {
        int each = model.inputs().size();
        if (each == 0 || inputs.size() % each != 0) {
            throw usage(
                    "the model takes "
                            + model.inputs()
                            + ": expected a multiple of "
                            + each
                            + " INPUTs, actual "
                            + inputs.size());
        }
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i += each) {
            List<Path> files = inputs.subList(i, i + each);
            String name = String.valueOf(files.getFirst().getFileName());
            jobs.add(new Job(name, null, () -> files.stream().map(Given::read).toList()));
        }
        return jobs;
    }

    private @Nullable List<Given> read(Job job) {
        try {
            return job.inputs.get();
        } catch (ModelException e) {
            Errors.print(e, spec.root().commandLine());
            return null;
        }
    }

    private @Nullable OutputFiles outputFiles(Model model, int runs) {
        if (output == null) {
            return null;
        }
        OutputFiles files = new OutputFiles(output);
        if (files.isSingleFile() && (runs != 1 || model.outputs().size() != 1)) {
            throw usage(
                    "--output: expected a folder for "
                            + runs * model.outputs().size()
                            + " outputs, actual "
                            + output);
        }
        return files;
    }

    private void collect(Job job, Runner.Result result, Model model, List<String> names, int runs) {
        Session session = result.session();
        Shape first = session.input(0).shape();
        int batch = first.rank() == 0 ? 1 : first.dim(0);
        boolean classifier = model.outputs().size() == 1 && Classes.fits(session.output(0), batch);
        if (!classifier) {
            if (labels.isGiven() || softmax) {
                throw new ModelException(
                        "--labels and --softmax: expected one output [N, classes], actual "
                                + model.outputs());
            }
            summaries.add(job.name, result.nanos(), model.outputs(), session);
            return;
        }
        List<Classes> rows = Classes.of(session.output(0), softmax);
        int shown = top != null ? top : Predictions.usualTop(runs * rows.size());
        for (int row = 0; row < rows.size(); row++) {
            String name = rows.size() == 1 ? job.name : job.name + "[" + row + "]";
            Classes classes = rows.get(row);
            classes.check(names, labels.source());
            predictions.add(
                    name,
                    job.truth,
                    result.nanos(),
                    classes.top(shown, names),
                    classes.probabilities());
        }
    }

    private void print(Runner runner, PrintWriter out) {
        if (predictions.isEmpty() && summaries.isEmpty()) {
            return;
        }
        out.println("model   " + modelName());
        runner.preprocessing()
                .forEach((input, guess) -> {
                    out.println("input   " + input);
                    out.println("        " + guess.preprocessing());
                    out.println("        (" + guess.reason() + ")");
                });
        if (!predictions.isEmpty()) {
            out.println("output  " + meaning());
        }
        out.println();
        if (!predictions.isEmpty()) {
            predictions.print(out);
        }
        if (!summaries.isEmpty()) {
            summaries.print(out);
        }
    }

    private String meaning() {
        if (softmax) {
            return "probabilities, by a softmax over the model's scores";
        }
        return predictions.areProbabilities()
                ? "probabilities"
                : "scores; --softmax makes them probabilities";
    }

    private Map<String, Object> describe(Runner runner) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("model", modelName());
        List<Map<String, Object>> preprocessing = new ArrayList<>();
        runner.preprocessing()
                .forEach((input, guess) ->
                        preprocessing.add(
                                Map.of(
                                        "input",
                                        input,
                                        "preprocessing",
                                        guess.preprocessing().toString(),
                                        "reason",
                                        guess.reason())));
        result.put("preprocessing", preprocessing);
        List<Object> results = new ArrayList<>(predictions.describe());
        results.addAll(summaries.describe());
        result.put("results", results);
        return result;
    }

    private String modelName() {
        return file == null ? Bundled.NAME : String.valueOf(file.getFileName());
    }
}
