package dev.lanewise.model.nn;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.Elementwise;

/** x max(0, min(1, x / 6 + 1 / 2)). */
public record Hardswish() implements Module {

    /** The layer. */
    public static Hardswish of() {
        return new Hardswish();
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(new Elementwise(Unary.of(Unary.Function.HARD_SWISH)), x);
    }
}
