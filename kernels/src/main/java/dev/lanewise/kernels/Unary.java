package dev.lanewise.kernels;

import dev.lanewise.kernels.reference.ScalarMath;

/**
 * A function of one value, with its parameters: an elementwise operator by itself or the activation
 * in an {@link Epilogue}.
 *
 * @param function which function
 * @param alpha first parameter, where the function has one
 * @param beta second parameter, where the function has one
 */
public record Unary(Function function, float alpha, float beta) {

    /** y = x. */
    public static final Unary IDENTITY = of(Function.IDENTITY);

    /** y = max(0, x). */
    public static final Unary RELU = of(Function.RELU);

    /** The functions, as ONNX defines them. */
    public enum Function {
        /** x. */
        IDENTITY,
        /** max(0, x); NaN stays NaN. */
        RELU,
        /** min(max(x, alpha), beta); NaN stays NaN. */
        CLIP,
        /** x if x >= 0, else alpha x. */
        LEAKY_RELU,
        /** max(0, min(1, alpha x + beta)). */
        HARD_SIGMOID,
        /** x max(0, min(1, x / 6 + 1 / 2)). */
        HARD_SWISH,
        /** alpha hardSwish(x) + beta. */
        SCALED_HARD_SWISH,
        /** 1 / (1 + exp(-x)). */
        SIGMOID,
        /** x / (1 + exp(-x)). */
        SILU,
        /** Hyperbolic tangent. */
        TANH,
        /** x / 2 (1 + erf(x / sqrt 2)). */
        GELU,
        /** x if x > 0, else alpha (exp(x) - 1). */
        ELU,
        /** log(1 + exp(x)). */
        SOFTPLUS,
        /** e to the x. */
        EXP,
        /** Natural logarithm. */
        LOG,
        /** Error function. */
        ERF,
        /** Square root. */
        SQRT,
        /** 1 / x. */
        RECIPROCAL,
        /** -x. */
        NEG,
        /** |x|. */
        ABS,
        /** Largest integer at most x. */
        FLOOR,
        /** Smallest integer at least x. */
        CEIL,
        /** x * alpha + beta. */
        AFFINE
    }

    /** A function without parameters. */
    public static Unary of(Function function) {
        return new Unary(function, 0, 0);
    }

    /** min(max(x, low), high). */
    public static Unary clip(float low, float high) {
        return new Unary(Function.CLIP, low, high);
    }

    /** The function at x, computed in double: the definition that kernels approximate. */
    public double apply(double x) {
        return ScalarMath.apply(this, x);
    }

    /**
     * Whether {@link #derivative} is a function of the result y = f(x), so that a gradient needs y
     * and not x.
     */
    public boolean derivesFromOutput() {
        return switch (function) {
            case RELU, CLIP, SIGMOID, TANH, EXP, SQRT, RECIPROCAL -> true;
            case LEAKY_RELU, HARD_SIGMOID, ELU -> alpha > 0;
            case IDENTITY,
                    HARD_SWISH,
                    SCALED_HARD_SWISH,
                    SILU,
                    GELU,
                    SOFTPLUS,
                    LOG,
                    ERF,
                    NEG,
                    ABS,
                    FLOOR,
                    CEIL,
                    AFFINE ->
                    false;
        };
    }

    /**
     * The derivative, computed in double: the definition that kernels approximate. At a bend it is
     * PyTorch's.
     *
     * @param v y = f(x) if {@link #derivesFromOutput}, else x
     */
    public double derivative(double v) {
        return ScalarMath.derivative(this, v);
    }

    /** Whether this is the identity. */
    public boolean isIdentity() {
        return function == Function.IDENTITY;
    }

    @Override
    public String toString() {
        String name = function.name().toLowerCase(java.util.Locale.ROOT);
        return switch (function) {
            case CLIP, HARD_SIGMOID, SCALED_HARD_SWISH, AFFINE ->
                    name + "(" + alpha + ", " + beta + ")";
            case LEAKY_RELU, ELU -> name + "(" + alpha + ")";
            default -> name;
        };
    }
}
