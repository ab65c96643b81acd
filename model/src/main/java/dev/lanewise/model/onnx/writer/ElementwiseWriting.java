package dev.lanewise.model.onnx.writer;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.op.Bitwise;
import dev.lanewise.model.op.Cast;
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

    /**
     * The operator with which a composition ends. A record, so that no function can be forgotten.
     */
    private record Last(NodeForm form, String... inputs) {
        void write(NodeWriting out) {
            out.becomes(form, inputs);
        }
    }

    /** The node becomes a function of x. */
    static void function(Unary function, NodeWriting out, String x) {
        NodeForm form = out.form(new Elementwise(function).type());
        Last last =
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
                            new Last(form, x);
                    case LEAKY_RELU, ELU -> new Last(form.real("alpha", function.alpha()), x);
                    case HARD_SIGMOID ->
                            new Last(
                                    form.real("alpha", function.alpha())
                                            .real("beta", function.beta()),
                                    x);
                    case CLIP ->
                            new Last(
                                    form,
                                    x,
                                    bound(function.alpha(), out, x),
                                    bound(function.beta(), out, x));
                    case SILU -> product(out, x, out.value("Sigmoid", x));
                    case GELU -> {
                        String root = out.scalar((float) Math.sqrt(0.5), x);
                        String erf = out.value("Erf", out.value("Mul", x, root));
                        String sum = out.value("Add", erf, out.scalar(1, x));
                        yield product(out, out.value("Mul", x, sum), out.scalar(0.5f, x));
                    }
                    case AFFINE -> affine(function, out, x);
                    case SCALED_HARD_SWISH -> affine(function, out, out.value("HardSwish", x));
                };
        last.write(out);
    }

    private static Last product(NodeWriting out, String a, String b) {
        return new Last(out.form("Mul"), a, b);
    }

    private static Last affine(Unary function, NodeWriting out, String x) {
        String product = out.value("Mul", x, out.scalar(function.alpha(), x));
        return new Last(out.form("Add"), product, out.scalar(function.beta(), x));
    }

    private static String bound(float value, NodeWriting out, String x) {
        return Float.isInfinite(value) ? "" : out.scalar(value, x);
    }

    static void math(MathFunction op, NodeWriting out) {
        String x = out.input(0);
        NodeForm form = out.form(op.type());
        Last last =
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
                            new Last(form, x);
                    case SELU ->
                            new Last(form.real("alpha", op.alpha()).real("gamma", op.beta()), x);
                    case CELU, THRESHOLDED_RELU -> new Last(form.real("alpha", op.alpha()), x);
                    case SHRINK ->
                            new Last(form.real("bias", op.alpha()).real("lambd", op.beta()), x);
                    case MISH -> product(out, x, out.value("Tanh", out.value("Softplus", x)));
                    case SWISH -> {
                        String scaled = out.value("Mul", x, out.scalar(op.alpha(), x));
                        yield product(out, x, out.value("Sigmoid", scaled));
                    }
                    case GELU_TANH -> geluTanh(out, x);
                };
        last.write(out);
    }

    /** x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), as Gelu's own definition has it. */
    private static Last geluTanh(NodeWriting out, String x) {
        String cube = out.value("Mul", x, out.value("Mul", x, x));
        String small = out.value("Mul", cube, out.scalar(0.044715f, x));
        String sum = out.value("Add", x, small);
        String scaled = out.value("Mul", sum, out.scalar((float) Math.sqrt(2 / Math.PI), x));
        String gate = out.value("Add", out.value("Tanh", scaled), out.scalar(1, x));
        return product(out, out.value("Mul", x, out.scalar(0.5f, x)), gate);
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

    static void cast(Cast op, NodeWriting out) {
        out.needs(GraphWriting.since(op.to()));
        out.becomes(saturate(out.form("Cast").dtype("to", op.to()), op.saturate(), out));
    }

    /** The attribute is left out where it says nothing new. */
    static NodeForm saturate(NodeForm form, boolean saturate, NodeWriting out) {
        if (saturate) {
            return form;
        }
        out.needs(19);
        return form.flag("saturate", false);
    }
}
