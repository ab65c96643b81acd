package dev.lanewise.model.gradient;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.ArithmeticGradient;
import dev.lanewise.model.op.CastLike;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.ElementwiseGradient;
import dev.lanewise.model.op.FilledLike;
import dev.lanewise.model.op.Where;

/** Functions of two values, with broadcasting, and choices between two. */
final class ArithmeticRules {

    private ArithmeticRules() {}

    static void arithmetic(Node node, Arithmetic op, Backward b) {
        if (!op.activation().isIdentity()) {
            throw b.fail(MatrixRules.FUSED);
        }
        String x = node.input(0);
        String y = node.input(1);
        String gradient = b.gradient(0);
        switch (op.function()) {
            case ADD -> {
                b.giveBroadcast(0, gradient);
                b.giveBroadcast(1, gradient);
            }
            case SUB -> {
                b.giveBroadcast(0, gradient);
                if (b.wants(1)) {
                    b.giveBroadcast(1, b.add(negation(), gradient));
                }
            }
            case MUL -> {
                if (b.wants(0)) {
                    b.giveBroadcast(0, b.add(times(), gradient, y));
                }
                if (b.wants(1)) {
                    b.giveBroadcast(1, b.add(times(), gradient, x));
                }
            }
            case DIV -> {
                String quotient = b.add(new Arithmetic(Binary.DIV), gradient, y);
                b.giveBroadcast(0, quotient);
                if (b.wants(1)) {
                    String scaled = b.add(times(), quotient, node.output());
                    b.giveBroadcast(1, b.add(negation(), scaled));
                }
            }
            case MIN, MAX -> {
                String first = b.add(new ArithmeticGradient(op.function()), x, y, gradient);
                b.giveBroadcast(0, first);
                if (b.wants(1)) {
                    b.giveBroadcast(1, b.add(new Arithmetic(Binary.SUB), gradient, first));
                }
            }
            case POW -> power(node, gradient, b);
            case PRELU -> prelu(node, gradient, b);
        }
    }

    private static Arithmetic times() {
        return new Arithmetic(Binary.MUL);
    }

    private static Elementwise negation() {
        return new Elementwise(Unary.of(Unary.Function.NEG));
    }

    /** b a^(b - 1) and a^b log(a). */
    private static void power(Node node, String gradient, Backward b) {
        String base = node.input(0);
        String exponent = b.add(new CastLike(), node.input(1), base);
        if (b.wants(0)) {
            Unary less = new Unary(Unary.Function.AFFINE, 1, -1);
            String lower =
                    b.add(new Arithmetic(Binary.POW), base, b.add(new Elementwise(less), exponent));
            b.giveBroadcast(0, b.add(times(), gradient, b.add(times(), exponent, lower)));
        }
        if (b.wants(1)) {
            String log = b.add(new Elementwise(Unary.of(Unary.Function.LOG)), base);
            b.giveBroadcast(1, b.add(times(), gradient, b.add(times(), node.output(), log)));
        }
    }

    /** The gradient where x is positive, slope times it elsewhere. */
    private static void prelu(Node node, String gradient, Backward b) {
        String positive = b.add(new ElementwiseGradient(Unary.RELU), node.input(0), gradient);
        String rest = b.add(new Arithmetic(Binary.SUB), gradient, positive);
        b.give(0, new Arithmetic(Binary.ADD), positive, b.add(times(), rest, node.input(1)));
        if (b.wants(1)) {
            b.giveBroadcast(1, b.add(times(), rest, node.input(0)));
        }
    }

    static void where(Node node, Backward b) {
        String gradient = b.gradient(0);
        String zeros = b.add(new FilledLike(0, false), gradient);
        if (b.wants(1)) {
            b.giveBroadcast(1, b.add(new Where(), node.input(0), gradient, zeros));
        }
        if (b.wants(2)) {
            b.giveBroadcast(2, b.add(new Where(), node.input(0), zeros, gradient));
        }
    }
}
