package dev.lanewise.model.onnx;

import dev.lanewise.model.op.ArgExtreme;
import dev.lanewise.model.op.CumSum;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Reduce;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.TopK;

/** Operators that make one element of many, or pick among them. */
final class ReductionOperators {

    private ReductionOperators() {}

    static void register(Operators.Registry r) {
        r.add("ReduceMean", 1, 2, ReductionOperators::mean);
        for (Reduce.Kind kind : Reduce.Kind.values()) {
            r.add(new Reduce(kind, true, false).type(), 1, 2, node -> reduce(node, kind));
        }
        r.add("ArgMax", 1, 1, node -> argExtreme(node, true));
        r.add("ArgMin", 1, 1, node -> argExtreme(node, false));
        r.add("CumSum", 2, 2, node -> cumulative(node, false));
        r.add("CumProd", 2, 2, node -> cumulative(node, true));
        r.add("TopK", 1, 2, ReductionOperators::topK);
    }

    private static void cumulative(OnnxNode node, boolean product) {
        node.becomes(
                new CumSum(product, node.flag("exclusive", false), node.flag("reverse", false)));
    }

    private static void mean(OnnxNode node) {
        if (node.flag("noop_with_empty_axes", false)) {
            throw node.unsupported("attribute noop_with_empty_axes=1");
        }
        axes(node, 18, new ReduceMean(node.flag("keepdims", true)));
    }

    private static void reduce(OnnxNode node, Reduce.Kind kind) {
        boolean noneByDefault = node.flag("noop_with_empty_axes", false);
        if (noneByDefault && changesSingleElements(kind)) {
            throw node.unsupported("attribute noop_with_empty_axes=1");
        }
        // The sum got its axes as an input earlier than the others.
        axes(
                node,
                kind == Reduce.Kind.SUM ? 13 : 18,
                new Reduce(kind, node.flag("keepdims", true), noneByDefault));
    }

    /** The axes were an attribute up to some opset. */
    private static void axes(OnnxNode node, int inputSince, Op op) {
        if (node.opset() < inputSince && node.hasAttribute("axes")) {
            node.becomes(op, node.input(0), node.constant("axes", node.int64s("axes")));
        } else {
            node.becomes(op);
        }
    }

    private static boolean changesSingleElements(Reduce.Kind kind) {
        return switch (kind) {
            case SUM, PROD, MAX, MIN -> false;
            case L1, L2, SUM_SQUARE, LOG_SUM, LOG_SUM_EXP -> true;
        };
    }

    private static void argExtreme(OnnxNode node, boolean largest) {
        node.becomes(
                new ArgExtreme(
                        largest,
                        node.int32("axis", 0),
                        node.flag("keepdims", true),
                        node.flag("select_last_index", false)));
    }

    /** The number of elements was an attribute up to opset 9. */
    private static void topK(OnnxNode node) {
        node.ignore("sorted");
        Op op = new TopK(node.int32("axis", -1), node.flag("largest", true));
        if (node.opset() >= 10) {
            node.becomes(op);
        } else {
            node.becomes(op, node.input(0), node.constant("k", node.int32("k")));
        }
    }
}
