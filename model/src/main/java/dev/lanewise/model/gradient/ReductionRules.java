package dev.lanewise.model.gradient;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.BroadcastLike;
import dev.lanewise.model.op.CastLike;
import dev.lanewise.model.op.Comparison;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.ElementwiseGradient;
import dev.lanewise.model.op.Reduce;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Unsqueeze;

/** Reductions. */
final class ReductionRules {

    private ReductionRules() {}

    static void mean(Node node, ReduceMean op, Backward b) {
        String gradient = kept(node, b.gradient(0), op.keepDims(), b);
        b.give(0, new BroadcastLike(true), gradient, node.input(0));
    }

    static void reduce(Node node, Reduce op, Backward b) {
        String x = node.input(0);
        String gradient =
                b.add(new BroadcastLike(false), kept(node, b.gradient(0), op.keepDims(), b), x);
        switch (op.kind()) {
            case SUM -> b.give(0, gradient);
            case L1 ->
                    b.give(0, new ElementwiseGradient(Unary.of(Unary.Function.ABS)), x, gradient);
            case SUM_SQUARE -> b.give(0, times(), b.add(ElementwiseRules.scale(2), x), gradient);
            case L2 ->
                    b.give(
                            0,
                            times(),
                            gradient,
                            b.add(new Arithmetic(Binary.DIV), x, result(node, op, b)));
            case LOG_SUM -> {
                Elementwise exp = new Elementwise(Unary.of(Unary.Function.EXP));
                b.give(0, new Arithmetic(Binary.DIV), gradient, b.add(exp, result(node, op, b)));
            }
            case LOG_SUM_EXP -> {
                Elementwise exp = new Elementwise(Unary.of(Unary.Function.EXP));
                String share =
                        b.add(exp, b.add(new Arithmetic(Binary.SUB), x, result(node, op, b)));
                b.give(0, times(), gradient, share);
            }
            case MAX, MIN -> extreme(node, op, gradient, b);
            case PROD -> throw StandardRules.none(b);
        }
    }

    /** All that are as large as the largest share the gradient. */
    private static void extreme(Node node, Reduce op, String gradient, Backward b) {
        String x = node.input(0);
        String equal = b.add(new Comparison(Comparison.Kind.EQUAL), x, result(node, op, b));
        String mask = b.add(new CastLike(), equal, x);
        Reduce sum = new Reduce(Reduce.Kind.SUM, true, op.noneByDefault());
        String count = node.input(1).isEmpty() ? b.add(sum, mask) : b.add(sum, mask, node.input(1));
        String share = b.add(new Arithmetic(Binary.DIV), mask, count);
        b.give(0, times(), gradient, share);
    }

    private static Arithmetic times() {
        return new Arithmetic(Binary.MUL);
    }

    /** The result, broadcast to the input's shape. */
    private static String result(Node node, Reduce op, Backward b) {
        return b.add(
                new BroadcastLike(false),
                kept(node, node.output(), op.keepDims(), b),
                node.input(0));
    }

    /** A value of the result's shape with the reduced axes back, so that it broadcasts. */
    private static String kept(Node node, String value, boolean keepDims, Backward b) {
        return keepDims || node.input(1).isEmpty()
                ? value
                : b.add(new Unsqueeze(), value, node.input(1));
    }
}
