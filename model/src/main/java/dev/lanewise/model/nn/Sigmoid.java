package dev.lanewise.model.nn;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.Elementwise;

/** 1 / (1 + exp(-x)). */
public record Sigmoid() implements Module {

    /** The layer. */
    public static Sigmoid of() {
        return new Sigmoid();
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(new Elementwise(Unary.of(Unary.Function.SIGMOID)), x);
    }
}
