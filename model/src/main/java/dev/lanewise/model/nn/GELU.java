package dev.lanewise.model.nn;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.Elementwise;

/** x / 2 (1 + erf(x / sqrt 2)). */
public record GELU() implements Module {

    /** The layer. */
    public static GELU of() {
        return new GELU();
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(new Elementwise(Unary.of(Unary.Function.GELU)), x);
    }
}
