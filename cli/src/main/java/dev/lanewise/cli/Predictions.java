package dev.lanewise.cli;

import dev.lanewise.model.classify.Prediction;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A classifier's best classes for each input. */
final class Predictions {

    private static final int TOP_OF_ONE = 5;

    private final List<Row> rows = new ArrayList<>();

    private record Row(
            String input,
            @Nullable String truth,
            long nanos,
            boolean probabilities,
            List<Prediction> top) {

        boolean isRight() {
            return top.getFirst().label().equals(truth);
        }
    }

    /**
     * Adds an input.
     *
     * @param truth what it shows, if known
     * @param top its best classes, best first
     * @param probabilities whether their values are probabilities
     */
    void add(
            String input,
            @Nullable String truth,
            long nanos,
            List<Prediction> top,
            boolean probabilities) {
        rows.add(new Row(input, truth, nanos, probabilities, top));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** How many classes are shown for each of so many inputs, if nobody says. */
    static int usualTop(int inputs) {
        return inputs == 1 ? TOP_OF_ONE : 1;
    }

    /** Whether every value is a probability. */
    boolean areProbabilities() {
        return rows.stream().allMatch(Row::probabilities);
    }

    void print(PrintWriter out) {
        Table table =
                new Table()
                        .left("input", 30)
                        .right("time")
                        .right(areProbabilities() ? "probability" : "score")
                        .left("label");
        for (Row row : rows) {
            String input = row.input;
            String time = Quantity.time(row.nanos);
            for (Prediction ranked : row.top) {
                String label = ranked.label();
                boolean wrong =
                        row.truth != null && !row.isRight() && ranked.equals(row.top.getFirst());
                table.row(
                        input,
                        time,
                        value(ranked.value()),
                        wrong ? label + " (wrong: " + row.truth + ")" : label);
                input = "";
                time = "";
            }
        }
        table.print(out);
        if (hasTruth()) {
            out.println();
            out.println(right() + " of " + rows.size() + " right");
        }
    }

    private static String value(float value) {
        boolean plain = Float.isFinite(value) && Math.abs(value) < 1e6;
        return String.format(Locale.ROOT, plain ? "%.4f" : "%.4g", value);
    }

    private boolean hasTruth() {
        return rows.stream().allMatch(row -> row.truth != null);
    }

    private long right() {
        return rows.stream().filter(Row::isRight).count();
    }

    /** A JSON object per input. */
    List<Map<String, Object>> describe() {
        return rows.stream().map(Predictions::describe).toList();
    }

    private static Map<String, Object> describe(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("input", row.input);
        if (row.truth != null) {
            json.put("truth", row.truth);
        }
        json.put("milliseconds", row.nanos / 1e6);
        List<Map<String, Object>> top = new ArrayList<>();
        for (Prediction ranked : row.top) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("class", ranked.index());
            entry.put("label", ranked.label());
            entry.put(row.probabilities ? "probability" : "score", ranked.value());
            top.add(entry);
        }
        json.put("top", top);
        return json;
    }
}
