package dev.lanewise.bench.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line of the table: one work by one of our algorithms.
 *
 * @param family kind of kernel
 * @param work text form of the work
 * @param algorithm ours
 * @param nanos median time of a run
 * @param flops of a run
 * @param bytes least bytes of a run
 * @param memoryBound whether a copy of the bytes takes longer than the operations at their peak
 * @param ofCeiling share of the multiply-add peak, or of the speed of a copy, measured alongside
 * @param peers the fastest of each peer's algorithms
 */
public record KernelRow(
        String family,
        String work,
        String algorithm,
        double nanos,
        double flops,
        long bytes,
        boolean memoryBound,
        double ofCeiling,
        List<PeerTime> peers) {

    private static final List<String> PEERS = List.of("onednn", "mkl", "openblas");

    /**
     * A peer's time.
     *
     * @param engine the peer
     * @param algorithm its name of what was fastest
     * @param nanos median time of a run
     */
    public record PeerTime(String engine, String algorithm, double nanos) {}

    /**
     * Rows of a work: one for each of our algorithms.
     *
     * @param nanos medians of the contenders
     * @param limit nanoseconds that the machine allows
     * @param memoryBound what says so
     */
    static List<KernelRow> of(
            String text,
            Work work,
            List<Contender> contenders,
            double[] nanos,
            double limit,
            boolean memoryBound) {
        Map<String, PeerTime> best = new LinkedHashMap<>();
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get(i);
            if (!contender.engine().equals("lanewise")) {
                PeerTime time = new PeerTime(contender.engine(), contender.algorithm(), nanos[i]);
                best.merge(contender.engine(), time, (a, b) -> a.nanos <= b.nanos ? a : b);
            }
        }
        List<KernelRow> rows = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            if (contenders.get(i).engine().equals("lanewise")) {
                rows.add(
                        new KernelRow(
                                work.family(),
                                text,
                                contenders.get(i).algorithm(),
                                nanos[i],
                                work.flops(),
                                work.bytes(),
                                memoryBound,
                                limit / nanos[i],
                                List.copyOf(best.values())));
            }
        }
        return rows;
    }

    /** The best peer's time over ours: above 1, ours is the faster. Empty without peers. */
    Optional<Double> ratio() {
        return peers.stream()
                .map(PeerTime::nanos)
                .min(Comparator.naturalOrder())
                .map(least -> least / nanos);
    }

    private Optional<PeerTime> peer(String engine) {
        return peers.stream().filter(peer -> peer.engine.equals(engine)).findFirst();
    }

    /** The rows among which it stands. */
    String group() {
        return family + (memoryBound ? ", bound by memory" : "");
    }

    /** The table's head. */
    static List<String> header(boolean memoryBound) {
        return memoryBound
                ? List.of(
                        "| work | algorithm | us | GB/s | of copy | onednn us | mkl us | openblas"
                                + " us | ratio |",
                        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
                : List.of(
                        "| work | algorithm | GF/s | us | of peak | onednn GF/s | mkl GF/s |"
                                + " openblas GF/s | ratio |",
                        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    }

    String markdown() {
        String time = format("%.2f", nanos / 1e3);
        List<String> cells = new ArrayList<>(List.of(work, algorithm));
        cells.addAll(
                memoryBound
                        ? List.of(time, format("%.0f", bytes / nanos))
                        : List.of(format("%.1f", flops / nanos), time));
        cells.add(format("%.2f", ofCeiling));
        for (String engine : PEERS) {
            cells.add(
                    peer(engine)
                            .map(peer ->
                                    memoryBound
                                            ? format("%.2f", peer.nanos / 1e3)
                                            : format("%.1f", flops / peer.nanos))
                            .orElse(""));
        }
        cells.add(ratio().map(ratio -> format("%.2f", ratio)).orElse(""));
        return "| " + String.join(" | ", cells) + " |";
    }

    /** A line for each family: geometric means over works, each by our fastest algorithm. */
    static List<String> summaries(List<KernelRow> rows) {
        Map<String, KernelRow> fastest = new LinkedHashMap<>();
        rows.forEach(row -> fastest.merge(row.work, row, (a, b) -> a.nanos <= b.nanos ? a : b));
        return fastest.values().stream()
                .collect(
                        Collectors.groupingBy(
                                KernelRow::group, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> summary(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String summary(String family, List<KernelRow> rows) {
        double[] ratios =
                rows.stream()
                        .flatMap(row -> row.ratio().stream())
                        .mapToDouble(Double::doubleValue)
                        .toArray();
        String peers =
                ratios.length == 0
                        ? "no peer"
                        : format(
                                "%.2f x the best peer (%d of %d works at 1.0 or better)",
                                geometricMean(ratios),
                                Arrays.stream(ratios).filter(ratio -> ratio >= 1).count(),
                                ratios.length);
        double[] shares = rows.stream().mapToDouble(KernelRow::ofCeiling).toArray();
        String ceiling = rows.getFirst().memoryBound ? "a copy's speed" : "peak";
        return format(
                "%s: %s, %.2f of %s in geometric mean",
                family, peers, geometricMean(shares), ceiling);
    }

    private static double geometricMean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += Math.log(value);
        }
        return Math.exp(sum / values.length);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
