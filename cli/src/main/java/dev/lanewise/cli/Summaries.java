package dev.lanewise.cli;

import dev.lanewise.model.DType;
import dev.lanewise.model.Session;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shape and range of each output for each input. */
final class Summaries {

    private final List<Row> rows = new ArrayList<>();

    private record Row(String input, long nanos, List<Output> outputs) {}

    private record Output(
            String name, DType dtype, String shape, double min, double mean, double max) {

        static Output of(String name, Tensor tensor) {
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int count = tensor.shape().elements();
            for (int i = 0; i < count; i++) {
                double value = tensor.getDouble(i);
                min = Math.min(min, value);
                max = Math.max(max, value);
                sum += value;
            }
            boolean empty = count == 0;
            return new Output(
                    name,
                    tensor.dtype(),
                    tensor.shape().toString(),
                    empty ? Double.NaN : min,
                    sum / count,
                    empty ? Double.NaN : max);
        }
    }

    /** Adds an input. */
    void add(String input, long nanos, List<TensorInfo> outputs, Session session) {
        List<Output> summaries = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            summaries.add(Output.of(outputs.get(i).name(), session.output(i)));
        }
        rows.add(new Row(input, nanos, summaries));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(PrintWriter out) {
        Table table =
                new Table()
                        .left("input", 20)
                        .right("time")
                        .left("output", 20)
                        .left("shape")
                        .right("min")
                        .right("mean")
                        .right("max");
        for (Row row : rows) {
            String input = row.input;
            String time = Quantity.time(row.nanos);
            for (Output output : row.outputs) {
                table.row(
                        input,
                        time,
                        output.name,
                        output.shape,
                        value(output.min),
                        value(output.mean),
                        value(output.max));
                input = "";
                time = "";
            }
        }
        table.print(out);
    }

    private static String value(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /** A JSON object per input. */
    List<Map<String, Object>> describe() {
        return rows.stream().map(Summaries::describe).toList();
    }

    private static Map<String, Object> describe(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("input", row.input);
        json.put("milliseconds", row.nanos / 1e6);
        json.put("outputs", row.outputs.stream().map(Summaries::describe).toList());
        return json;
    }

    private static Map<String, Object> describe(Output output) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", output.name);
        json.put("dtype", output.dtype.name());
        json.put("shape", output.shape);
        json.put("min", output.min);
        json.put("mean", output.mean);
        json.put("max", output.max);
        return json;
    }
}
