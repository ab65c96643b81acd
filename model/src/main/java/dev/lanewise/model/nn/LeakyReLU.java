package dev.lanewise.model.nn;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.Elementwise;

/**
 * x if x is positive, else a part of it.
 *
 * @param negativeSlope factor below 0
 */
public record LeakyReLU(float negativeSlope) implements Module {

    /** With PyTorch's default, 0.01f. */
    public static LeakyReLU of() {
        return new LeakyReLU(0.01f);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(
                new Elementwise(new Unary(Unary.Function.LEAKY_RELU, negativeSlope, 0)), x);
    }
}
