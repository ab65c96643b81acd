package dev.lanewise.model.onnx;

import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.If;
import dev.lanewise.model.op.Loop;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Scan;
import dev.lanewise.model.op.Subgraph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Operators that run others. */
final class ControlOperators {

    private ControlOperators() {}

    static void register(Operators.Registry r) {
        r.add("If", 1, 1, ControlOperators::branch);
        r.add("Loop", 0, Operators.ANY, ControlOperators::loop);
        r.add("Scan", 0, Operators.ANY, ControlOperators::scan);
    }

    private static void branch(OnnxNode node) {
        GraphTranslation.Body then = node.body("then_branch");
        GraphTranslation.Body otherwise = node.body("else_branch");
        List<String> inputs = new ArrayList<>();
        inputs.add(node.input(0));
        inputs.addAll(then.captured());
        inputs.addAll(otherwise.captured());
        node.becomes(new If(then.subgraph(), otherwise.subgraph()), inputs);
    }

    private static void loop(OnnxNode node) {
        GraphTranslation.Body body = node.body("body");
        int states = node.inputs() - 2;
        if (states < 0 || body.formal().size() != 2 + states) {
            throw node.wrong(
                    "attribute body expected of "
                            + (2 + states)
                            + " inputs, actual "
                            + body.formal().size());
        }
        node.becomes(new Loop(body.subgraph(), states), with(node, body));
    }

    private static void scan(OnnxNode node) {
        if (node.opset() < 9) {
            batchedScan(node);
            return;
        }
        GraphTranslation.Body body = node.body("body");
        int scanned = node.int32("num_scan_inputs");
        int states = node.inputs() - scanned;
        if (body.formal().size() != node.inputs() || states < 0) {
            throw node.wrong(
                    "attribute body expected of "
                            + node.inputs()
                            + " inputs, actual "
                            + body.formal().size());
        }
        int stacked = body.subgraph().outputs().size() - states;
        node.becomes(
                new Scan(
                        body.subgraph(),
                        states,
                        axes(node, "scan_input_axes", scanned),
                        backwards(node, "scan_input_directions", scanned),
                        axes(node, "scan_output_axes", stacked),
                        backwards(node, "scan_output_directions", stacked)),
                with(node, body));
    }

    /**
     * In opset 8 the first axis of all inputs is the batch, and what is scanned is the second: one
     * scan for each image, within a scan over the images.
     */
    private static void batchedScan(OnnxNode node) {
        if (node.has(0)) {
            throw node.unsupported("the input sequence_lens of opset 8");
        }
        GraphTranslation.Body body = node.body("body");
        int scanned = node.int32("num_scan_inputs");
        int count = node.inputs() - 1;
        int states = count - scanned;
        Subgraph inner = body.subgraph();
        if (body.formal().size() != count || states < 0) {
            throw node.wrong(
                    "attribute body expected of "
                            + count
                            + " inputs, actual "
                            + body.formal().size());
        }
        int stacked = inner.outputs().size() - states;
        Op scan =
                new Scan(
                        inner,
                        states,
                        Collections.nCopies(scanned, 0),
                        backwards(node, "directions", scanned),
                        Collections.nCopies(stacked, 0),
                        Collections.nCopies(stacked, false));
        List<String> results = new ArrayList<>();
        for (int i = 0; i < inner.outputs().size(); i++) {
            results.add(node.fresh("image"));
        }
        Subgraph image =
                new Subgraph(
                        inner.name(),
                        inner.inputs(),
                        results,
                        List.of(new Node(node.type(), scan, inner.inputs(), results)),
                        Map.of());
        List<String> inputs = new ArrayList<>(node.allInputs().subList(1, count + 1));
        inputs.addAll(body.captured());
        node.becomes(
                new Scan(
                        image,
                        0,
                        Collections.nCopies(count, 0),
                        Collections.nCopies(count, false),
                        Collections.nCopies(results.size(), 0),
                        Collections.nCopies(results.size(), false)),
                inputs);
    }

    private static List<String> with(OnnxNode node, GraphTranslation.Body body) {
        List<String> inputs = new ArrayList<>(node.allInputs());
        inputs.addAll(body.captured());
        return inputs;
    }

    private static List<Integer> axes(OnnxNode node, String name, int count) {
        return node.hasAttribute(name)
                ? node.int32s(name)
                : Collections.nCopies(Math.max(0, count), 0);
    }

    private static List<Boolean> backwards(OnnxNode node, String name, int count) {
        return axes(node, name, count).stream().map(direction -> direction == 1).toList();
    }
}
