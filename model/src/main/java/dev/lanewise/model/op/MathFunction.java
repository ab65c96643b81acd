package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A function of one value, applied to each element, that has no kernel. Floats; Sign and Shrink
 * also integers.
 *
 * @param function which
 * @param alpha first parameter, where the function has one
 * @param beta second parameter, where the function has one
 */
public record MathFunction(Function function, float alpha, float beta) implements PlainOp {

    /** The functions, as ONNX defines them. */
    public enum Function {
        /** Sine. */
        SIN("Sin"),
        /** Cosine. */
        COS("Cos"),
        /** Tangent. */
        TAN("Tan"),
        /** Inverse sine. */
        ASIN("Asin"),
        /** Inverse cosine. */
        ACOS("Acos"),
        /** Inverse tangent. */
        ATAN("Atan"),
        /** Hyperbolic sine. */
        SINH("Sinh"),
        /** Hyperbolic cosine. */
        COSH("Cosh"),
        /** Inverse hyperbolic sine. */
        ASINH("Asinh"),
        /** Inverse hyperbolic cosine. */
        ACOSH("Acosh"),
        /** Inverse hyperbolic tangent. */
        ATANH("Atanh"),
        /** -1, 0 or 1. */
        SIGN("Sign"),
        /** The nearest integer; halves go to the even one. */
        ROUND("Round"),
        /** x / (1 + |x|). */
        SOFTSIGN("Softsign"),
        /** beta x if x > 0, else beta alpha (exp(x) - 1). */
        SELU("Selu"),
        /** x if x > 0, else alpha (exp(x / alpha) - 1). */
        CELU("Celu"),
        /** x if x > alpha, else 0. */
        THRESHOLDED_RELU("ThresholdedRelu"),
        /** {@code x - alpha if x > beta, x + alpha if x < -beta, else 0}. */
        SHRINK("Shrink"),
        /** x tanh(log(1 + exp(x))). */
        MISH("Mish"),
        /** x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). */
        GELU_TANH("Gelu"),
        /** x / (1 + exp(-alpha x)). */
        SWISH("Swish");

        private final String type;

        Function(String type) {
            this.type = type;
        }
    }

    @Override
    public String type() {
        return function.type;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.check(
                in.type(0).dtype().isFloat()
                        || function == Function.SIGN
                        || function == Function.SHRINK,
                "expected a float type, actual " + in.type(0));
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            // Integers beyond 2^53 have the right sign as doubles too.
            y.setDouble(i, apply(x.getDouble(i)));
        }
    }

    private double apply(double x) {
        return switch (function) {
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TAN -> Math.tan(x);
            case ASIN -> Math.asin(x);
            case ACOS -> Math.acos(x);
            case ATAN -> Math.atan(x);
            case SINH -> Math.sinh(x);
            case COSH -> Math.cosh(x);
            case ASINH -> Math.copySign(log1p(Math.abs(x)), x);
            case ACOSH -> Math.log(x + Math.sqrt((x - 1) * (x + 1)));
            case ATANH -> 0.5 * (Math.log1p(x) - Math.log1p(-x));
            case SIGN -> Math.signum(x);
            case ROUND -> Math.rint(x);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case SELU -> beta * (x > 0 ? x : alpha * Math.expm1(x));
            case CELU -> x > 0 ? x : alpha * Math.expm1(x / alpha);
            case THRESHOLDED_RELU -> x > alpha ? x : 0;
            case SHRINK -> x > beta ? x - alpha : x < -beta ? x + alpha : 0;
            case MISH -> x * Math.tanh(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
            case GELU_TANH ->
                    0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case SWISH -> x / (1 + Math.exp(-alpha * x));
        };
    }

    /** The derivative at x. */
    double derivative(double x) {
        return switch (function) {
            case SIN -> Math.cos(x);
            case COS -> -Math.sin(x);
            case TAN -> 1 + Math.tan(x) * Math.tan(x);
            case ASIN -> 1 / Math.sqrt(1 - x * x);
            case ACOS -> -1 / Math.sqrt(1 - x * x);
            case ATAN -> 1 / (1 + x * x);
            case SINH -> Math.cosh(x);
            case COSH -> Math.sinh(x);
            case ASINH -> 1 / Math.sqrt(x * x + 1);
            case ACOSH -> 1 / Math.sqrt(x * x - 1);
            case ATANH -> 1 / (1 - x * x);
            case SIGN, ROUND -> 0;
            case SOFTSIGN -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)));
            case SELU -> beta * (x > 0 ? 1 : alpha * Math.exp(x));
            case CELU -> x > 0 ? 1 : Math.exp(x / alpha);
            case THRESHOLDED_RELU -> x > alpha ? 1 : 0;
            case SHRINK -> x > beta || x < -beta ? 1 : 0;
            case MISH -> {
                double tanh = apply(x) / x;
                double limit = Math.tanh(Math.log(2));
                tanh = x == 0 ? limit : tanh;
                yield tanh + x * (1 - tanh * tanh) / (1 + Math.exp(-x));
            }
            case GELU_TANH -> {
                double scale = Math.sqrt(2 / Math.PI);
                double tanh = Math.tanh(scale * (x + 0.044715 * x * x * x));
                double inner = scale * (1 + 3 * 0.044715 * x * x);
                yield 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * inner;
            }
            case SWISH -> {
                double sigmoid = 1 / (1 + Math.exp(-alpha * x));
                yield sigmoid * (1 + alpha * x * (1 - sigmoid));
            }
        };
    }

    /** log(x + sqrt(x^2 + 1)) without cancellation near 0. */
    private static double log1p(double x) {
        return Math.log1p(x + x * x / (1 + Math.sqrt(x * x + 1)));
    }
}
