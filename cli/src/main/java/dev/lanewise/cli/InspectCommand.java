package dev.lanewise.cli;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.PlanReport;
import dev.lanewise.model.PlanReport.Step;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.WarmUp;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.onnx.OnnxHeader;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code lanewise inspect}. */
@Command(
        name = "inspect",
        description = "Shows what a model holds and what the compiler makes of it.")
final class InspectCommand implements Callable<Integer> {

    private static final int MAX_METADATA = 100;
    private static final long PROFILE_NANOS = 2_000_000_000;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
    private Path file;

    @Mixin private SessionSetup setup;

    @Option(
            names = "--profile",
            description = "Run the model for some seconds and show where the time goes.")
    private boolean profile;

    @Option(
            names = "--graph",
            paramLabel = "FILE",
            description =
                    "Write the network as a picture: FILE.svg, FILE.dot (Graphviz), FILE.mmd"
                            + " (Mermaid).")
    private @Nullable Path picture;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (picture != null) {
            GraphPicture.ending(picture);
        }
        ModelOptions load = setup.modelOptions();
        // Kernels that run once a run take hundreds of runs until they are compiled.
        try (Model model = Model.load(file, profile ? load.withWarmUp(WarmUp.WAIT) : load)) {
            SessionOptions options = setup.options(model);
            if (picture != null) {
                new GraphPicture(typed(model, options)).write(picture);
            }
            PlanReport report = profile ? profiled(model, options) : planned(model, options);
            if (json) {
                Json.print(describe(model, report), out);
            } else {
                printSummary(model, report, out);
                out.println();
                printSteps(report, out);
            }
        }
        return 0;
    }

    /** The network as it was read, for the shapes of the session. */
    private static Graph typed(Model model, SessionOptions options) {
        Map<String, Shape> shapes = new HashMap<>();
        for (TensorInfo input : model.inputs()) {
            Shape given = options.shapes().get(input.name());
            shapes.put(input.name(), given == null ? input.shape(1) : given);
        }
        return Types.infer(model.graph(), shapes);
    }

    private static PlanReport planned(Model model, SessionOptions options) {
        try (Session session = model.newSession(options)) {
            return session.report();
        }
    }

    private static PlanReport profiled(Model model, SessionOptions options) {
        try (Progress progress = new Progress("profile", PROFILE_NANOS);
                Session session = model.newSession(options.withProfile(true))) {
            fillAtRandom(session, model);
            long start = System.nanoTime();
            long elapsed = 0;
            while (elapsed < PROFILE_NANOS) {
                session.run();
                elapsed = System.nanoTime() - start;
                progress.stepTo(elapsed);
            }
            return session.report();
        }
    }

    private static void fillAtRandom(Session session, Model model) {
        SessionSetup.fillAtRandom(
                IntStream.range(0, model.inputs().size()).mapToObj(session::input).toList(), 1);
    }

    private static long sum(PlanReport report, ToLongFunction<Step> what) {
        return report.steps().stream().mapToLong(what).sum();
    }

    private void printSummary(Model model, PlanReport report, PrintWriter out) {
        OnnxHeader header = OnnxHeader.read(file);
        out.println("model       " + file.getFileName());
        out.println(
                "opset       "
                        + header.opsets().entrySet().stream()
                                .map(set -> set.getKey() + " " + set.getValue())
                                .collect(Collectors.joining(", "))
                        + ", IR version "
                        + header.irVersion());
        if (!header.producer().isEmpty()) {
            out.println("producer    " + header.producer());
        }
        for (TensorInfo input : model.inputs()) {
            out.println("input       " + input);
        }
        for (TensorInfo output : model.outputs()) {
            out.println("output      " + output);
        }
        out.println("parameters  " + Quantity.count(sum(report, Step::parameters)));
        out.println("MACs        " + Quantity.count(sum(report, Step::macs)));
        out.println("FLOPs       " + Quantity.count(2 * sum(report, Step::macs)));
        out.println(
                "weights     "
                        + Quantity.bytes(report.weightBytes())
                        + String.format(
                                Locale.ROOT,
                                " packed, %.2f x the parameters",
                                (double) report.weightBytes()
                                        / Math.max(1, 4 * sum(report, Step::parameters))));
        out.println(
                "arena       "
                        + Quantity.bytes(report.arenaBytes())
                        + " per session, of which "
                        + Quantity.bytes(report.leastArenaBytes())
                        + " live at once");
        new TreeMap<>(model.metadata())
                .forEach((key, value) -> out.println("metadata    " + key + ": " + shown(value)));
        if (profile) {
            double nanos = (double) sum(report, Step::nanos) / Math.max(1, report.runs());
            out.println(
                    "time        "
                            + Quantity.time(nanos)
                            + " per run, "
                            + gigaflops(sum(report, Step::macs), nanos)
                            + " GFLOP/s, mean of "
                            + report.runs()
                            + " runs");
        }
    }

    /** A text of the model's author on one line of sensible length. */
    private static String shown(String value) {
        String line = value.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > MAX_METADATA ? line.substring(0, MAX_METADATA) + "..." : line;
    }

    private void printSteps(PlanReport report, PrintWriter out) {
        Table table = new Table().left("node", 20).left("op").left("output");
        if (profile) {
            table.left("kernel").right("MACs").right("time").right("share").right("GF/s");
        } else {
            table.left("layout").left("kernel").right("params").right("MACs");
        }
        long total = sum(report, Step::nanos);
        for (Step step : report.steps()) {
            List<String> cells = new ArrayList<>();
            cells.add(step.node());
            cells.add(step.op());
            cells.add(step.output().shape().toString());
            if (profile) {
                double nanos = (double) step.nanos() / Math.max(1, report.runs());
                cells.add(step.kernel());
                cells.add(count(step.macs()));
                cells.add(Quantity.time(nanos));
                cells.add(percent(step.nanos(), total));
                cells.add(step.macs() == 0 ? "" : gigaflops(step.macs(), nanos));
            } else {
                cells.add(step.layout());
                cells.add(step.kernel());
                cells.add(count(step.parameters()));
                cells.add(count(step.macs()));
            }
            table.row(cells.toArray(String[]::new));
        }
        // The launcher sets this property if the output is a terminal.
        int most = Integer.getInteger("lanewise.columns", Integer.MAX_VALUE);
        List<String> left =
                profile
                        ? table.print(out, most, "op", "output")
                        : table.print(out, most, "op", "layout", "output");
        if (!left.isEmpty()) {
            out.println();
            out.println("not shown for want of room: " + String.join(", ", left));
        }
    }

    private static String count(long value) {
        return value == 0 ? "" : Quantity.count(value);
    }

    private static String percent(long part, long total) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / Math.max(1, total));
    }

    private static String gigaflops(long macs, double nanos) {
        return String.format(Locale.ROOT, "%.1f", 2 * macs / Math.max(1, nanos));
    }

    private Map<String, Object> describe(Model model, PlanReport report) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("model", String.valueOf(file.getFileName()));
        OnnxHeader header = OnnxHeader.read(file);
        result.put("opsets", header.opsets());
        result.put("irVersion", header.irVersion());
        result.put("producer", header.producer());
        result.put("inputs", model.inputs().stream().map(InspectCommand::describe).toList());
        result.put("outputs", model.outputs().stream().map(InspectCommand::describe).toList());
        result.put("metadata", model.metadata());
        result.put("parameters", sum(report, Step::parameters));
        result.put("macs", sum(report, Step::macs));
        result.put("flops", 2 * sum(report, Step::macs));
        result.put("weightBytes", report.weightBytes());
        result.put("arenaBytes", report.arenaBytes());
        result.put("leastArenaBytes", report.leastArenaBytes());
        if (profile) {
            result.put("profiledRuns", report.runs());
        }
        result.put("steps", report.steps().stream().map(this::describe).toList());
        return result;
    }

    private static Map<String, Object> describe(TensorInfo info) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("name", info.name());
        result.put("dtype", info.dtype().name());
        List<Object> dims = new ArrayList<>();
        info.dims().forEach(dim -> dims.add(dim.isFixed() ? dim.size() : dim.toString()));
        result.put("shape", dims);
        return result;
    }

    private Map<String, Object> describe(Step step) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("node", step.node());
        result.put("op", step.op());
        result.put("dtype", step.output().dtype().name());
        result.put("shape", step.output().shape().dims());
        result.put("layout", step.layout());
        result.put("kernel", step.kernel());
        result.put("parameters", step.parameters());
        result.put("macs", step.macs());
        if (profile) {
            result.put("nanos", step.nanos());
        }
        return result;
    }
}
