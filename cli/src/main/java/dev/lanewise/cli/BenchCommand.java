package dev.lanewise.cli;

import dev.lanewise.cli.peer.Peer;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.WarmUp;

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
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;

/** {@code lanewise bench}. */
@Command(
        name = "bench",
        description = {
            "Times models on random input, alone or side by side with other engines.",
            "Turns of 50 ms are interleaved. A ratio is the other engine's p50 over Lanewise's."
        })
final class BenchCommand implements Callable<Integer> {

    private static final long SEED = 1;

    @Spec private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "ONNX files.")
    private List<Path> files;

    @Option(
            names = "--threads",
            paramLabel = "N[,N...]",
            split = ",",
            hideParamSyntax = true,
            defaultValue = "1",
            description = "Threads of a run (default: ${DEFAULT-VALUE}).")
    private List<Integer> threads;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3",
            description =
                    "Measured time for each engine (default: ${DEFAULT-VALUE}), after a warm-up of"
                            + " half as much, at least 1, and until times no longer fall.")
    private double seconds;

    @Option(
            names = "--vs",
            paramLabel = "ENGINE[,ENGINE...]",
            split = ",",
            hideParamSyntax = true,
            description = {
                "Other engines: onnxruntime, pytorch.",
                "PyTorch needs a TorchScript file beside the model: NAME.pt for NAME.onnx."
            })
    private List<String> engines = List.of();

    @Mixin private SessionSetup setup;

    @Option(
            names = "--json",
            description = "Print an object per model and thread count, a line each.")
    private boolean json;

    @Option(
            names = "--settled",
            description =
                    "Read each engine's memory, which --json tells, some seconds after its first"
                            + " run, when it has settled.")
    private boolean settled;

    @Option(
            names = "--mapped",
            description = "Keep the file mapped instead of a copy of its weights.")
    private boolean mapped;

    /**
     * An engine's part of a row.
     *
     * @param resident bytes that the process grew by outside its Java heap with load and first run
     * @param difference the outputs' largest difference from Lanewise's, relative to the largest
     *     absolute value of the output
     */
    private record Other(Peer peer, Timings timings, long resident, double difference) {}

    /**
     * One model at one thread count.
     *
     * @param bytes bytes on the Java heap that a run allocates
     * @param resident as in {@link Other}
     * @param lines what {@link CacheLine} tells between turns; none with one thread
     */
    private record Row(
            String model,
            int threads,
            Timings ours,
            double bytes,
            long resident,
            Timings lines,
            List<Other> others) {

        /** The other engine's p50 over ours. */
        double ratio(Other other) {
            return (double) other.timings.percentile(50) / ours.percentile(50);
        }
    }

    @Override
    public Integer call() {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw usage("--seconds: expected more than 0 and at most 3600, actual " + seconds);
        }
        threads.forEach(count -> ThreadsOption.check(count, spec));
        List<Peer> peers = engines.stream().map(this::peer).toList();
        PrintWriter out = spec.commandLine().getOut();
        List<Row> rows = new ArrayList<>();
        for (Path file : files) {
            for (int count : threads) {
                Row row = measure(file, count, peers);
                rows.add(row);
                if (json) {
                    Json.printLine(describe(row), out);
                    out.flush();
                }
            }
        }
        if (!json) {
            print(rows, peers, out);
        }
        return 0;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Peer peer(String name) {
        List<Peer> peers =
                ServiceLoader.load(Peer.class).stream().map(ServiceLoader.Provider::get).toList();
        for (Peer peer : peers) {
            if (peer.name().equalsIgnoreCase(name)) {
                return peer;
            }
        }
        throw usage(
                "--vs: expected one of "
                        + peers.stream().map(Peer::name).toList()
                        + ", actual '"
                        + name
                        + "'");
    }

    private Row measure(Path file, int count, List<Peer> peers) {
        long before = Footprint.resident();
        ModelOptions options = setup.modelOptions().withWarmUp(WarmUp.WAIT).withMapped(mapped);
        try (Model model = Model.load(file, options);
                Session session = model.newSession(setup.options(model).withThreads(count))) {
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            for (int i = 0; i < model.inputs().size(); i++) {
                inputs.put(model.inputs().get(i).name(), session.input(i));
            }
            SessionSetup.fillAtRandom(List.copyOf(inputs.values()), SEED);
            session.run();
            long resident = memory() - before;
            List<Peer.Loaded> loaded = new ArrayList<>();
            try {
                List<Other> others = new ArrayList<>();
                List<Runnable> contenders = new ArrayList<>(List.of(session::run));
                for (Peer peer : peers) {
                    long start = Footprint.resident();
                    Peer.Loaded other = peer.load(file, count, inputs);
                    loaded.add(other);
                    other.run();
                    long grown = memory() - start;
                    double difference = difference(model, session, other.outputs());
                    others.add(new Other(peer, new Timings(), grown, difference));
                    contenders.add(other::run);
                }
                String name = String.valueOf(file.getFileName());
                Timings lines = new Timings();
                Runnable between = () -> {};
                if (count > 1) {
                    CacheLine.nanos(); // some of it compiled
                    between =
                            () -> {
                                // A thread that still spins would share a processor with these.
                                Contest.rest();
                                lines.add(Math.round(CacheLine.nanos()));
                            };
                }
                List<Timings> timings = contest(name, contenders, between);
                for (int i = 0; i < others.size(); i++) {
                    Other other = others.get(i);
                    others.set(
                            i,
                            new Other(
                                    other.peer,
                                    timings.get(i + 1),
                                    other.resident,
                                    other.difference));
                }
                double bytes = Footprint.bytesPerRun(session::run);
                return new Row(name, count, timings.getFirst(), bytes, resident, lines, others);
            } finally {
                loaded.forEach(Peer.Loaded::close);
            }
        }
    }

    private long memory() {
        return settled ? Footprint.settled() : Footprint.resident();
    }

    private List<Timings> contest(String name, List<Runnable> contenders, Runnable between) {
        try (Progress progress = new Progress(name, Contest.nanos(contenders.size(), seconds))) {
            return Contest.hold(contenders, seconds, between, progress);
        }
    }

    private static double difference(Model model, Session session, Map<String, float[]> expected) {
        double worst = 0;
        for (TensorInfo output : model.outputs()) {
            float[] actual = session.output(output.name()).toFloatArray();
            float[] wanted = expected.get(output.name());
            if (wanted == null || wanted.length != actual.length) {
                throw new ModelException(
                        "output "
                                + output
                                + ": expected as many values as the other engine has, "
                                + (wanted == null ? 0 : wanted.length)
                                + ", actual "
                                + actual.length);
            }
            worst = Math.max(worst, relativeDifference(actual, wanted));
        }
        return worst;
    }

    private static double relativeDifference(float[] actual, float[] expected) {
        double difference = 0;
        double scale = Float.MIN_NORMAL;
        for (int i = 0; i < actual.length; i++) {
            boolean same = Float.compare(actual[i], expected[i]) == 0;
            difference = Math.max(difference, same ? 0 : Math.abs(actual[i] - expected[i]));
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return difference / scale;
    }

    private static void print(List<Row> rows, List<Peer> peers, PrintWriter out) {
        Table table = new Table().left("model", 24).right("threads").right("p50").right("p99");
        List<String> head = new ArrayList<>();
        if (peers.isEmpty()) {
            table.right("runs");
        }
        for (Peer peer : peers) {
            head.add("against " + peer.name() + " " + peer.version());
            table.right(peer.name() + " p50").right("p99").right("ratio").right("max diff");
        }
        Timings lines = new Timings();
        rows.forEach(row -> lines.addAll(row.lines));
        if (lines.count() > 0) {
            head.add(
                    "a cache line takes %s between two threads, %s to %s in nine of ten rounds"
                            .formatted(
                                    Quantity.time(lines.percentile(50)),
                                    Quantity.time(lines.percentile(5)),
                                    Quantity.time(lines.percentile(95))));
        }
        head.forEach(out::println);
        if (!head.isEmpty()) {
            out.println();
        }
        for (Row row : rows) {
            List<String> cells = new ArrayList<>();
            cells.add(row.model);
            cells.add(Integer.toString(row.threads));
            cells.add(Quantity.time(row.ours.percentile(50)));
            cells.add(Quantity.time(row.ours.percentile(99)));
            if (row.others.isEmpty()) {
                cells.add(Integer.toString(row.ours.count()));
            }
            for (Other other : row.others) {
                cells.add(Quantity.time(other.timings.percentile(50)));
                cells.add(Quantity.time(other.timings.percentile(99)));
                cells.add(String.format(Locale.ROOT, "%.2f", row.ratio(other)));
                cells.add(String.format(Locale.ROOT, "%.1e", other.difference));
            }
            table.row(cells.toArray(String[]::new));
        }
        table.print(out);
    }

    private static Map<String, Object> describe(Row row) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("model", row.model);
        result.put("threads", row.threads);
        result.put("unit", "us");
        if (row.lines.count() > 0) {
            Map<String, Object> lines = new LinkedHashMap<>();
            for (int percent : List.of(5, 50, 95)) {
                lines.put("p" + percent, row.lines.percentile(percent));
            }
            result.put("cacheLineNanos", lines);
        }
        Map<String, Object> ours = describe(Version.number(), row.ours, row.resident);
        ours.put("bytesPerRun", row.bytes);
        result.put("lanewise", ours);
        for (Other other : row.others) {
            Map<String, Object> theirs =
                    describe(other.peer.version(), other.timings, other.resident);
            theirs.put("ratio", row.ratio(other));
            theirs.put("maxRelativeDifference", other.difference);
            result.put(other.peer.name(), theirs);
        }
        if (row.others.size() == 1) {
            result.put("ratio", row.ratio(row.others.getFirst()));
            result.put("maxRelativeDifference", row.others.getFirst().difference);
        }
        return result;
    }

    private static Map<String, Object> describe(String version, Timings timings, long resident) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("version", version);
        result.put("runs", timings.count());
        result.put("p50", timings.percentile(50) / 1e3);
        result.put("p99", timings.percentile(99) / 1e3);
        result.put("residentBytes", resident);
        return result;
    }
}
