package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;

/**
 * Scalar functions, correctly rounded or within 1 ulp: transcendental ones are computed in double.
 */
public final class ScalarMath {

    private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

    private ScalarMath() {}

    /** The function at x, computed in double. */
    public static double apply(Unary u, double x) {
        double alpha = u.alpha();
        double beta = u.beta();
        return switch (u.function()) {
            case IDENTITY -> x;
            case RELU -> clamp(x, 0, Double.POSITIVE_INFINITY);
            case CLIP -> clamp(x, alpha, beta);
            case LEAKY_RELU -> x >= 0 ? x : alpha * x;
            case HARD_SIGMOID -> clamp(alpha * x + beta, 0, 1);
            case HARD_SWISH -> x * clamp(x / 6 + 0.5, 0, 1);
            case SCALED_HARD_SWISH -> alpha * x * clamp(x / 6 + 0.5, 0, 1) + beta;
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case SILU -> x / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            case GELU -> 0.5 * x * erfc(-x * Math.sqrt(0.5));
            case ELU -> x > 0 ? x : alpha * Math.expm1(x);
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case ERF -> erf(x);
            case SQRT -> Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case AFFINE -> x * alpha + beta;
        };
    }

    /** The derivative, computed in double, from x or y as {@link Unary#derivative} has it. */
    public static double derivative(Unary u, double v) {
        double alpha = u.alpha();
        double beta = u.beta();
        return switch (u.function()) {
            case IDENTITY -> 1;
            case RELU -> v > 0 ? 1 : 0;
            case CLIP -> v > alpha && v < beta ? 1 : 0;
            case LEAKY_RELU -> v > 0 ? 1 : alpha;
            case HARD_SIGMOID -> hardSigmoidDerivative(u, v);
            case HARD_SWISH -> hardSwishDerivative(v);
            case SCALED_HARD_SWISH -> alpha * hardSwishDerivative(v);
            case SIGMOID -> v * (1 - v);
            case SILU -> siluDerivative(v);
            case TANH -> 1 - v * v;
            case GELU ->
                    0.5 * erfc(-v * Math.sqrt(0.5))
                            + v * Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
            case ELU -> v > 0 ? 1 : u.derivesFromOutput() ? v + alpha : alpha * Math.exp(v);
            case SOFTPLUS -> 1 / (1 + Math.exp(-v));
            case EXP -> v;
            case LOG -> 1 / v;
            case ERF -> TWO_OVER_SQRT_PI * Math.exp(-v * v);
            case SQRT -> 0.5 / v;
            case RECIPROCAL -> -v * v;
            case NEG -> -1;
            case ABS -> Math.signum(v);
            case FLOOR, CEIL -> 0;
            case AFFINE -> alpha;
        };
    }

    private static double hardSigmoidDerivative(Unary u, double v) {
        double y = u.derivesFromOutput() ? v : apply(u, v);
        return y > 0 && y < 1 ? u.alpha() : 0;
    }

    private static double hardSwishDerivative(double x) {
        return x < -3 ? 0 : x > 3 ? 1 : x / 3 + 0.5;
    }

    private static double siluDerivative(double x) {
        double sigmoid = 1 / (1 + Math.exp(-x));
        return sigmoid * (1 + x * (1 - sigmoid));
    }

    /** The function at x, rounded to float. */
    public static float apply(Unary u, float x) {
        return (float) apply(u, (double) x);
    }

    /** The function at (a, b), computed in double. */
    public static double apply(Binary function, double a, double b) {
        return switch (function) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case POW -> Math.pow(a, b);
            case PRELU -> a >= 0 ? a : b * a;
        };
    }

    /** The function at (a, b), rounded to float; for + - * / that is the float operation itself. */
    public static float apply(Binary function, float a, float b) {
        return (float) apply(function, (double) a, (double) b);
    }

    /**
     * Softmax, or its logarithm, of {@code count} floats that lie {@code stride} bytes apart; x may
     * be y.
     */
    public static void softmax(long x, long y, int count, long stride, boolean log) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, Memory.getFloat(x + i * stride));
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.exp((double) Memory.getFloat(x + i * stride) - max);
        }
        for (int i = 0; i < count; i++) {
            double shifted = (double) Memory.getFloat(x + i * stride) - max;
            double value = log ? shifted - Math.log(sum) : Math.exp(shifted) / sum;
            Memory.setFloat(y + i * stride, (float) value);
        }
    }

    /** min(max(x, low), high), except that NaN stays NaN. */
    private static double clamp(double x, double low, double high) {
        double raised = x < low ? low : x;
        return raised > high ? high : raised;
    }

    /** 1 - erf(x), also where the difference would cancel: there by its continued fraction. */
    static double erfc(double x) {
        if (!(x > 2)) {
            return 1 - erf(x);
        }
        double fraction = x;
        for (int k = 100; k > 0; k--) {
            fraction = x + k / (2 * fraction);
        }
        return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
    }

    /**
     * erf by its all-positive series, exp(-x^2) 2/sqrt(pi) sum of 2^n x^(2n+1) / (2n+1)!!; it is 1
     * in double from 6 on.
     */
    static double erf(double x) {
        if (Double.isNaN(x) || Math.abs(x) > 6) {
            return Double.isNaN(x) ? x : Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
    }
}
