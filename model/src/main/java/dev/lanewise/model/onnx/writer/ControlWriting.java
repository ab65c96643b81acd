package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.If;
import dev.lanewise.model.op.Loop;
import dev.lanewise.model.op.Scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operators that run others. What their bodies read of the graph around is no input in ONNX. */
final class ControlWriting {

    private ControlWriting() {}

    static void branch(If op, NodeWriting out) {
        int then = op.then().inputs().size();
        out.becomes(
                out.form("If")
                        .graph("then_branch", out.body(op.then(), List.of(), 1))
                        .graph("else_branch", out.body(op.otherwise(), List.of(), 1 + then)),
                out.input(0));
    }

    static void loop(Loop op, NodeWriting out) {
        int own = 2 + op.states();
        Shape scalar = Shape.of(new int[0]);
        List<Optional<TensorType>> formal = new ArrayList<>();
        formal.add(Optional.of(new TensorType(DType.INT64, scalar)));
        formal.add(Optional.of(new TensorType(DType.BOOL, scalar)));
        IntStream.range(2, own).forEach(i -> formal.add(out.type(i)));
        out.becomes(
                out.form("Loop").graph("body", out.body(op.body(), formal, own)), first(own, out));
    }

    static void scan(Scan op, NodeWriting out) {
        int own = op.states() + op.inputAxes().size();
        List<Optional<TensorType>> formal = new ArrayList<>();
        IntStream.range(0, own).forEach(i -> formal.add(type(op, i, out)));
        out.becomes(
                out.form("Scan")
                        .graph("body", out.body(op.body(), formal, own))
                        .integer("num_scan_inputs", op.inputAxes().size())
                        .integers("scan_input_axes", op.inputAxes())
                        .integers("scan_input_directions", directions(op.inputsBackwards()))
                        .integersIfAny("scan_output_axes", op.outputAxes())
                        .integersIfAny("scan_output_directions", directions(op.outputsBackwards())),
                first(own, out));
    }

    /** What the body gets of an input: state as it is, of the others a slice. */
    private static Optional<TensorType> type(Scan op, int i, NodeWriting out) {
        if (i < op.states()) {
            return out.type(i);
        }
        return out.type(i)
                .map(type ->
                        type.withShape(
                                Shape.of(
                                        Arrays.copyOf(
                                                type.shape().dims(), type.shape().rank() - 1))));
    }

    private static String[] first(int count, NodeWriting out) {
        return IntStream.range(0, count).mapToObj(out::input).toArray(String[]::new);
    }

    private static List<Integer> directions(List<Boolean> backwards) {
        return backwards.stream().map(b -> b ? 1 : 0).toList();
    }
}
