package dev.lanewise.model.onnx.writer;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.op.Bitwise;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MathFunction;

import java.util.stream.IntStream;

/** Functions of single elements, and what is fused with one. */
final class ElementwiseWriting {

    private ElementwiseWriting() {}

    /** All inputs of a node. */
    static String[] inputs(NodeWriting out) {
        return IntStream.range(0, out.inputs()).mapToObj(out::input).toArray(String[]::new);
    }

    /** An operator with a function behind it. */
    static void activated(Unary activation, NodeWriting out, NodeForm form, String... inputs) {
        if (activation.isIdentity()) {
            out.becomes(form, inputs);
        } else {
            function(activation, out, out.value(form, inputs));
        }
    }

    static void gemm(Gemm op, NodeWriting out) {
        activated(
                op.activation(),
                out,
                out.form("Gemm")
                        .real("alpha", op.alpha())
                        .real("beta", op.beta())
                        .flag("transA", op.transA())
                        .flag("transB", op.transB()),
                inputs(out));
    }

    /** The node becomes a function of x. */
    static void function(Unary function, NodeWriting out, String x) {
        String type = new Elementwise(function).type();
        switch (function.function()) {
            case IDENTITY,
                    RELU,
                    HARD_SWISH,
                    SIGMOID,
                    TANH,
                    SOFTPLUS,
                    EXP,
                    LOG,
                    ERF,
                    SQRT,
                    RECIPROCAL,
                    NEG,
                    ABS,
                    FLOOR,
                    CEIL ->
                    out.becomes(out.form(type), x);
            case LEAKY_RELU, ELU -> out.becomes(out.form(type).real("alpha", function.alpha()), x);
            case HARD_SIGMOID ->
                    out.becomes(
                            out.form(type)
                                    .real("alpha", function.alpha())
                                    .real("beta", function.beta()),
                            x);
            case CLIP -> {
                String low = isFinite(function.alpha()) ? out.scalar(function.alpha(), x) : "";
                String high = isFinite(function.beta()) ? out.scalar(function.beta(), x) : "";
                out.becomes(out.form(type), x, low, high);
            }
            case SILU -> out.becomes(out.form("Mul"), x, out.value("Sigmoid", x));
            case GELU -> {
                String scaled = out.value("Mul", x, out.scalar((float) Math.sqrt(0.5), x));
                String erf = out.value("Erf", scaled);
                String sum = out.value("Add", erf, out.scalar(1, x));
                String product = out.value("Mul", x, sum);
                out.becomes(out.form("Mul"), product, out.scalar(0.5f, x));
            }
            case AFFINE -> {
                String product = out.value("Mul", x, out.scalar(function.alpha(), x));
                out.becomes(out.form("Add"), product, out.scalar(function.beta(), x));
            }
        }
    }

    private static boolean isFinite(float bound) {
        return !Float.isInfinite(bound);
    }

    static void math(MathFunction op, NodeWriting out) {
        String x = out.input(0);
        switch (op.function()) {
            case SIN,
                    COS,
                    TAN,
                    ASIN,
                    ACOS,
                    ATAN,
                    SINH,
                    COSH,
                    ASINH,
                    ACOSH,
                    ATANH,
                    SIGN,
                    ROUND,
                    SOFTSIGN ->
                    out.becomes(op.type());
            case SELU ->
                    out.becomes(
                            out.form("Selu").real("alpha", op.alpha()).real("gamma", op.beta()));
            case CELU, THRESHOLDED_RELU ->
                    out.becomes(out.form(op.type()).real("alpha", op.alpha()));
            case SHRINK ->
                    out.becomes(
                            out.form("Shrink").real("bias", op.alpha()).real("lambd", op.beta()));
            case MISH ->
                    out.becomes(out.form("Mul"), x, out.value("Tanh", out.value("Softplus", x)));
            case SWISH -> {
                String scaled = out.value("Mul", x, out.scalar(op.alpha(), x));
                out.becomes(out.form("Mul"), x, out.value("Sigmoid", scaled));
            }
            case GELU_TANH -> geluTanh(out, x);
        }
    }

    /** x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), as Gelu's own definition has it. */
    private static void geluTanh(NodeWriting out, String x) {
        String cube = out.value("Mul", x, out.value("Mul", x, x));
        String small = out.value("Mul", cube, out.scalar(0.044715f, x));
        String sum = out.value("Add", x, small);
        String scaled = out.value("Mul", sum, out.scalar((float) Math.sqrt(2 / Math.PI), x));
        String gate = out.value("Add", out.value("Tanh", scaled), out.scalar(1, x));
        out.becomes(out.form("Mul"), out.value("Mul", x, out.scalar(0.5f, x)), gate);
    }

    /** Booleans and integers have different operators. */
    static void bitwise(Bitwise op, NodeWriting out) {
        switch (op.kind()) {
            case AND, OR, XOR -> {
                boolean booleans = out.dtype(0) == DType.BOOL;
                out.becomes(of(booleans, op.type(), out));
            }
            case SHIFT_LEFT -> out.becomes(out.form("BitShift").text("direction", "LEFT"));
            case SHIFT_RIGHT -> out.becomes(out.form("BitShift").text("direction", "RIGHT"));
        }
    }

    static void not(NodeWriting out) {
        out.becomes(of(out.dtype(0) == DType.BOOL, "Not", out));
    }

    private static NodeForm of(boolean booleans, String type, NodeWriting out) {
        if (!booleans) {
            out.needs(18);
        }
        return out.form(booleans ? type : "Bitwise" + type);
    }
}
