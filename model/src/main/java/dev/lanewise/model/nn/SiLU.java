package dev.lanewise.model.nn;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.Elementwise;

/** x / (1 + exp(-x)). */
public record SiLU() implements Module {

    /** The layer. */
    public static SiLU of() {
        return new SiLU();
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(new Elementwise(Unary.of(Unary.Function.SILU)), x);
    }
}
