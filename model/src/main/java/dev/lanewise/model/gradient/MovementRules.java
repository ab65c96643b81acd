package dev.lanewise.model.gradient;

import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.CastLike;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.ConcatGradient;
import dev.lanewise.model.op.GatherElements;
import dev.lanewise.model.op.MovementGradient;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.ResizeGradient;
import dev.lanewise.model.op.Split;
import dev.lanewise.model.op.TopK;
import dev.lanewise.model.op.Transpose;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that move elements about. */
final class MovementRules {

    private MovementRules() {}

    /** Back to where each element came from. */
    static void moved(Node node, Backward b) {
        if (b.wants(0)) {
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.addFirst(b.gradient(0));
            b.give(0, new MovementGradient(node.op()), inputs.toArray(String[]::new));
        }
    }

    /** What is filled in gets no gradient, so its value does not matter. */
    static void pad(Node node, Pad op, Backward b) {
        b.give(
                0,
                new MovementGradient(op),
                b.gradient(0),
                node.input(0),
                node.input(1),
                "",
                node.input(3));
    }

    static void topK(Node node, TopK op, Backward b) {
        if (node.outputs().size() < 2 || node.outputs().get(1).isEmpty()) {
            throw b.fail("expected the indices to be an output for a gradient");
        }
        b.give(
                0,
                new MovementGradient(new GatherElements(op.axis())),
                b.gradient(0),
                node.input(0),
                node.outputs().get(1));
    }

    static void cast(Node node, Backward b) {
        b.give(0, new CastLike(), b.gradient(0), node.input(0));
    }

    static void transpose(Transpose op, Backward b) {
        List<Integer> order = op.perm();
        List<Integer> inverse = IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
        b.give(0, new Transpose(inverse), b.gradient(0));
    }

    static void concat(Node node, Concat op, Backward b) {
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.addFirst(b.gradient(0));
        List<String> parts =
                b.add(
                        new ConcatGradient(op.axis()),
                        node.inputs().size(),
                        inputs.toArray(String[]::new));
        for (int i = 0; i < parts.size(); i++) {
            b.give(i, parts.get(i));
        }
    }

    static void split(Node node, Split op, Backward b) {
        b.give(
                0,
                new Concat(op.axis()),
                IntStream.range(0, node.outputs().size())
                        .mapToObj(b::gradient)
                        .toArray(String[]::new));
    }

    static void resize(Node node, Resize op, Backward b) {
        if (op.mode() == Resize.Mode.NEAREST) {
            moved(node, b);
        } else if (b.wants(0)) {
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.addFirst(b.gradient(0));
            b.give(0, new ResizeGradient(op), inputs.toArray(String[]::new));
        }
    }
}
