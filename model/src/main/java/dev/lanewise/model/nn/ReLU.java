package dev.lanewise.model.nn;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.Elementwise;

/** max(0, x). */
public record ReLU() implements Module {

    /** The layer. */
    public static ReLU of() {
        return new ReLU();
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(new Elementwise(Unary.RELU), x);
    }
}
