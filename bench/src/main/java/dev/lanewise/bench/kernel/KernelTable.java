package dev.lanewise.bench.kernel;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** Times kernels beside those of native libraries and prints a table. */
@Command(
        name = "kernels",
        mixinStandardHelpOptions = true,
        description = {
            "Times kernels beside those of oneDNN, MKL and OpenBLAS, one thread each, in"
                    + " interleaved",
            "turns; what they compute is compared first."
        })
public final class KernelTable implements Callable<Integer> {

    @Option(
            names = "--family",
            split = ",",
            description =
                    "gemm, matmul, conv, winograd, depthwise, pool, elementwise, softmax, copy"
                            + " (default: all).")
    private List<String> families = List.of();

    @Option(names = "--shape", description = "Only works whose text matches this pattern.")
    private Pattern pattern = Pattern.compile("");

    @Option(
            names = "--work",
            description = "A work that need not be in the list, such as 'gemm 8x512x512'.")
    private List<String> works = List.of();

    @Option(
            names = "--peers",
            split = ",",
            description = "Among onednn, mkl, openblas (default: those).")
    private List<String> peers = List.of("onednn", "mkl", "openblas");

    @Option(
            names = "--seconds",
            description = "Measured time for each contender (default: ${DEFAULT-VALUE}).")
    private double seconds = 0.05;

    @Option(
            names = "--out",
            description =
                    "Writes FILE.json and FILE.md; rows that are there and aren't measured now"
                            + " stay.")
    private Path out;

    @Option(
            names = "--missing",
            description = "Only works that FILE.json doesn't have yet: goes on after a stop.")
    private boolean missing;

    private double leastMultiplyAdds = Double.POSITIVE_INFINITY;

    /** Used by the command line. */
    public KernelTable() {}

    /**
     * Runs the command.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new KernelTable()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<Engine> engines = new ArrayList<>();
        engines.add(LanewiseEngine.vector());
        engines.addAll(Peers.named(peers.stream().filter(name -> !name.isEmpty()).toList()));
        PrintStream print = System.out;
        for (Engine engine : engines) {
            print.println(engine.name() + " " + engine.version());
        }
        KernelReport report = new KernelReport(engines);
        Set<String> there = missing && out != null ? report.works(out) : Set.of();
        List<KernelRow> rows = new ArrayList<>();
        String head = "";
        for (String text : works.isEmpty() ? KernelShapes.list() : works) {
            Work work = Work.parse(text);
            if (!families.isEmpty() && !families.contains(work.family())
                    || !pattern.matcher(text).find()
                    || there.contains(text)) {
                continue;
            }
            List<KernelRow> measured = measure(text, work, engines);
            for (KernelRow row : measured) {
                if (!head.equals(row.group())) {
                    head = row.group();
                    print.println();
                    KernelRow.header(row.memoryBound()).forEach(print::println);
                }
                print.println(row.markdown());
            }
            rows.addAll(measured);
            if (out != null) {
                report.write(out, measured);
            }
        }
        print.println();
        KernelRow.summaries(rows).forEach(print::println);
        return 0;
    }

    private List<KernelRow> measure(String text, Work work, List<Engine> engines) {
        try (Match match = new Match(work, engines)) {
            List<Contender> contenders = match.contenders();
            List<Runnable> runnables = new ArrayList<>();
            contenders.forEach(contender -> runnables.add(contender::run));
            List<Ceiling> ceilings = match.ceilings();
            ceilings.forEach(ceiling -> runnables.add(ceiling::run));
            double[] nanos = Rounds.medians(runnables, seconds);
            double limit = 0;
            boolean memoryBound = false;
            for (int i = 0; i < ceilings.size(); i++) {
                Ceiling ceiling = ceilings.get(i);
                double run = nanos[contenders.size() + i];
                if (!ceiling.isMemory()) {
                    // The JVM may compile the loop badly for a while: the best of the process
                    // counts.
                    leastMultiplyAdds = Math.min(leastMultiplyAdds, run);
                    run = leastMultiplyAdds;
                }
                double least = ceiling.limit(work, run);
                if (least > limit) {
                    limit = least;
                    memoryBound = ceiling.isMemory();
                }
            }
            return KernelRow.of(text, work, contenders, nanos, limit, memoryBound);
        }
    }
}
