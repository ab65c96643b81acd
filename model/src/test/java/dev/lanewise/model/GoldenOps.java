package dev.lanewise.model;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.SpatialWindow;
import dev.lanewise.testvectors.GoldenFile.Case;

/** What golden cases say of their operators, in the words of the scripts that made them. */
public final class GoldenOps {

    private GoldenOps() {}

    /** A square window. */
    public static SpatialWindow window(Case golden, int dilation, boolean ceil) {
        return SquareWindow.of(
                golden.attribute("kernel"),
                golden.attribute("stride"),
                golden.attribute("padding"),
                dilation,
                ceil);
    }

    /** An activation with the parameters that it has there. */
    public static Unary function(String name) {
        return switch (name) {
            case "relu" -> Unary.RELU;
            case "relu6" -> Unary.clip(0, 6);
            case "leaky_relu" -> new Unary(Unary.Function.LEAKY_RELU, 0.01f, 0);
            case "hardswish" -> Unary.of(Unary.Function.HARD_SWISH);
            case "hardsigmoid" -> new Unary(Unary.Function.HARD_SIGMOID, 1f / 6, 0.5f);
            case "sigmoid" -> Unary.of(Unary.Function.SIGMOID);
            case "silu" -> Unary.of(Unary.Function.SILU);
            case "tanh" -> Unary.of(Unary.Function.TANH);
            case "gelu" -> Unary.of(Unary.Function.GELU);
            case "elu" -> new Unary(Unary.Function.ELU, 1, 0);
            case "softplus" -> Unary.of(Unary.Function.SOFTPLUS);
            case "exp" -> Unary.of(Unary.Function.EXP);
            case "erf" -> Unary.of(Unary.Function.ERF);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
