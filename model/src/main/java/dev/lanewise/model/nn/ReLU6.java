package dev.lanewise.model.nn;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.Elementwise;

/** min(max(0, x), 6). */
public record ReLU6() implements Module {

    /** The layer. */
    public static ReLU6 of() {
        return new ReLU6();
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(new Elementwise(Unary.clip(0, 6)), x);
    }
}
