package dev.lanewise.model.nn;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.Elementwise;

/** Hyperbolic tangent. */
public record Tanh() implements Module {

    /** The layer. */
    public static Tanh of() {
        return new Tanh();
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(new Elementwise(Unary.of(Unary.Function.TANH)), x);
    }
}
