package dev.lanewise.model.gradient;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.ArithmeticGradient;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.ElementwiseGradient;
import dev.lanewise.model.op.MathFunction;
import dev.lanewise.model.op.MathFunctionGradient;

import org.jspecify.annotations.Nullable;

/** Functions of one value. */
final class ElementwiseRules {

    private ElementwiseRules() {}

    static void elementwise(Node node, Elementwise op, Backward b) {
        Unary function = op.function();
        switch (function.function()) {
            case IDENTITY -> b.give(0, b.gradient(0));
            case NEG -> b.give(0, op, b.gradient(0));
            case AFFINE -> b.give(0, scale(function.alpha()), b.gradient(0));
            case FLOOR, CEIL -> {
                // Steps.
            }
            default ->
                    b.give(
                            0,
                            new ElementwiseGradient(function),
                            function.derivesFromOutput() ? node.output() : node.input(0),
                            b.gradient(0));
        }
    }

    /** Multiplies by a number. */
    static Elementwise scale(float factor) {
        return new Elementwise(new Unary(Unary.Function.AFFINE, factor, 0));
    }

    static void mathFunction(Node node, MathFunction op, Backward b) {
        b.give(0, new MathFunctionGradient(op), node.input(0), b.gradient(0));
    }

    /** Between constant bounds as the function Clip, else as a maximum and a minimum. */
    static void clip(Node node, Backward b) {
        boolean constant =
                (node.input(1).isEmpty() || b.constant(1) != null)
                        && (node.input(2).isEmpty() || b.constant(2) != null);
        if (constant) {
            Unary function =
                    Unary.clip(
                            bound(b.constant(1), Float.NEGATIVE_INFINITY),
                            bound(b.constant(2), Float.POSITIVE_INFINITY));
            b.give(0, new ElementwiseGradient(function), node.output(), b.gradient(0));
            return;
        }
        String x = node.input(0);
        String gradient = b.gradient(0);
        if (!node.input(2).isEmpty()) {
            String raised =
                    node.input(1).isEmpty()
                            ? x
                            : b.add(new Arithmetic(Binary.MAX), x, node.input(1));
            String rest =
                    b.add(new ArithmeticGradient(Binary.MIN), raised, node.input(2), gradient);
            b.giveBroadcast(2, b.add(new Arithmetic(Binary.SUB), gradient, rest));
            gradient = rest;
        }
        if (!node.input(1).isEmpty()) {
            String rest = b.add(new ArithmeticGradient(Binary.MAX), x, node.input(1), gradient);
            b.giveBroadcast(1, b.add(new Arithmetic(Binary.SUB), gradient, rest));
            gradient = rest;
        }
        b.give(0, gradient);
    }

    private static float bound(@Nullable Tensor bound, float none) {
        return bound == null ? none : (float) bound.getDouble(0);
    }
}
