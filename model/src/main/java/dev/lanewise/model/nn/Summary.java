package dev.lanewise.model.nn;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.ViewOp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a network is made of, for one shape of its input; {@link #toString} is a table.
 *
 * @param rows a row for each layer, in order
 */
public record Summary(List<Row> rows) {

    /** Copies the list. */
    public Summary {
        rows = List.copyOf(rows);
    }

    /**
     * A layer.
     *
     * @param name where it is, as in the names of its weights
     * @param layer what it is
     * @param shape of its output
     * @param parameters elements of the weights that training changes
     * @param flops additions and multiplications of convolutions and matrix products; other
     *     operators count one for each element that they read
     */
    public record Row(String name, String layer, Shape shape, long parameters, long flops) {

        Row plus(Shape output, long more) {
            return new Row(name, layer, output, parameters, flops + more);
        }

        Row plusParameters(long more) {
            return new Row(name, layer, shape, parameters + more, flops);
        }

        /** A module of modules that does nothing itself is none. */
        boolean isLayer() {
            return !layer.startsWith(Sequential.class.getSimpleName());
        }
    }

    static long flops(Op op, Inputs in, TensorType output) {
        return switch (op) {
            case ViewOp _ -> 0;
            case Conv _, Gemm _, MatMul _ -> 2 * op.workPerElement(in) * output.elements();
            case ConvTranspose _ ->
                    2L * in.shape(0).elements() * in.shape(1).product(1, in.shape(1).rank());
            default -> op.workPerElement(in) * output.elements();
        };
    }

    /** Of all layers. */
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /** Of all layers. */
    public long flops() {
        return rows.stream().mapToLong(Row::flops).sum();
    }

    /** The table, without a line break at its end. */
    @Override
    public String toString() {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("", "layer", "output", "parameters", "FLOPs"));
        for (Row row : rows) {
            cells.add(
                    List.of(
                            row.name(),
                            row.layer(),
                            row.shape().toString(),
                            count(row.parameters()),
                            count(row.flops())));
        }
        cells.add(List.of("", "total", "", count(parameters()), count(flops())));
        int[] widths = new int[5];
        cells.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<String> line : cells) {
            String format =
                    "%-"
                            + Math.max(1, widths[0])
                            + "s  %-"
                            + widths[1]
                            + "s  %-"
                            + widths[2]
                            + "s  %"
                            + widths[3]
                            + "s  %"
                            + widths[4]
                            + "s";
            lines.add(String.format(Locale.ROOT, format, line.toArray()));
        }
        return String.join("\n", lines);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
