package dev.lanewise.model.nn;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.Elementwise;

/**
 * x if x is positive, else alpha (exp(x) - 1).
 *
 * @param alpha minus the limit far below 0
 */
public record ELU(float alpha) implements Module {

    /** With PyTorch's default, 1. */
    public static ELU of() {
        return new ELU(1);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(new Elementwise(new Unary(Unary.Function.ELU, alpha, 0)), x);
    }
}
