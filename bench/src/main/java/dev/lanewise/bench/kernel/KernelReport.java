package dev.lanewise.bench.kernel;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** The table as files: JSON for machines and, made from it, markdown for people. */
final class KernelReport {

    private static final JSON PRETTY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private final List<Engine> engines;

    KernelReport(List<Engine> engines) {
        this.engines = engines;
    }

    /** The works whose rows are there. */
    Set<String> works(Path base) throws IOException {
        return read(base).keySet();
    }

    private static Path json(Path base) {
        return base.resolveSibling(base.getFileName() + ".json");
    }

    private static Map<String, List<KernelRow>> read(Path base) throws IOException {
        return !Files.exists(json(base))
                ? new LinkedHashMap<>()
                : JSON.std.listOfFrom(KernelRow.class, Files.readString(json(base))).stream()
                        .collect(byWork());
    }

    /** Writes both files; earlier rows of other works stay. */
    void write(Path base, List<KernelRow> rows) throws IOException {
        Map<String, List<KernelRow>> works = read(base);
        works.putAll(rows.stream().collect(byWork()));
        // In the order of the list, however the rows were measured.
        List<KernelRow> all = new ArrayList<>();
        List<String> order = KernelShapes.list();
        order.forEach(work -> all.addAll(works.getOrDefault(work, List.of())));
        works.forEach((work, its) -> {
            if (!order.contains(work)) {
                all.addAll(its);
            }
        });
        Files.writeString(json(base), PRETTY.asString(all) + "\n");
        Path markdown = base.resolveSibling(base.getFileName() + ".md");
        Files.writeString(markdown, String.join("\n", markdown(all)) + "\n");
    }

    private static Collector<KernelRow, ?, LinkedHashMap<String, List<KernelRow>>> byWork() {
        return Collectors.groupingBy(KernelRow::work, LinkedHashMap::new, Collectors.toList());
    }

    private List<String> markdown(List<KernelRow> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# Kernels against native libraries");
        lines.add("");
        lines.add(
                "%s; Java %s; %s. One thread each, medians of interleaved turns, outputs compared first."
                        .formatted(
                                processor(),
                                Runtime.version(),
                                engines.stream()
                                        .map(engine -> engine.name() + " " + engine.version())
                                        .collect(Collectors.joining(", "))));
        lines.add(
                "`ratio` is the best peer's time over ours: above 1, Lanewise is faster. Winograd"
                        + " counts the operations of the direct algorithm.");
        lines.add(
                "`of peak` is the share of the multiply-adds, `of copy` of the bytes per second"
                        + " that a copy");
        lines.add(
                "reaches, measured in the same rounds. Made by `KernelTable`, see"
                        + " [bench](../README.md).");
        lines.add("");
        KernelRow.summaries(rows).forEach(line -> lines.add("* " + line));
        rows.stream()
                .collect(
                        Collectors.groupingBy(
                                KernelRow::group, LinkedHashMap::new, Collectors.toList()))
                .forEach((group, its) -> {
                    lines.addAll(List.of("", "## " + group, ""));
                    lines.addAll(KernelRow.header(its.getFirst().memoryBound()));
                    its.forEach(row -> lines.add(row.markdown()));
                });
        return lines;
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        String unknown = System.getProperty("os.arch");
        return !Files.exists(info)
                ? unknown
                : Files.readString(info)
                        .lines()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst(".*: ", ""))
                        .findFirst()
                        .orElse(unknown);
    }
}
