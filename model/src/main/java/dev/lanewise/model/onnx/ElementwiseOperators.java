package dev.lanewise.model.onnx;

import static dev.lanewise.model.op.MathFunction.Function.ACOS;
import static dev.lanewise.model.op.MathFunction.Function.ACOSH;
import static dev.lanewise.model.op.MathFunction.Function.ASIN;
import static dev.lanewise.model.op.MathFunction.Function.ASINH;
import static dev.lanewise.model.op.MathFunction.Function.ATAN;
import static dev.lanewise.model.op.MathFunction.Function.ATANH;
import static dev.lanewise.model.op.MathFunction.Function.CELU;
import static dev.lanewise.model.op.MathFunction.Function.COS;
import static dev.lanewise.model.op.MathFunction.Function.COSH;
import static dev.lanewise.model.op.MathFunction.Function.MISH;
import static dev.lanewise.model.op.MathFunction.Function.ROUND;
import static dev.lanewise.model.op.MathFunction.Function.SELU;
import static dev.lanewise.model.op.MathFunction.Function.SHRINK;
import static dev.lanewise.model.op.MathFunction.Function.SIGN;
import static dev.lanewise.model.op.MathFunction.Function.SIN;
import static dev.lanewise.model.op.MathFunction.Function.SINH;
import static dev.lanewise.model.op.MathFunction.Function.SOFTSIGN;
import static dev.lanewise.model.op.MathFunction.Function.SWISH;
import static dev.lanewise.model.op.MathFunction.Function.TAN;
import static dev.lanewise.model.op.MathFunction.Function.THRESHOLDED_RELU;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.Unary.Function;
import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.AlignAxis;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.BitCast;
import dev.lanewise.model.op.Bitwise;
import dev.lanewise.model.op.Cast;
import dev.lanewise.model.op.CastLike;
import dev.lanewise.model.op.Clip;
import dev.lanewise.model.op.Comparison;
import dev.lanewise.model.op.Dropout;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Identity;
import dev.lanewise.model.op.IsInf;
import dev.lanewise.model.op.IsNaN;
import dev.lanewise.model.op.MathFunction;
import dev.lanewise.model.op.Mod;
import dev.lanewise.model.op.Not;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Where;

import java.util.List;

/** Functions of single elements. */
final class ElementwiseOperators {

    private static final List<MathFunction.Function> PARAMETERLESS =
            List.of(
                    SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH, SIGN, ROUND,
                    SOFTSIGN, MISH);

    private ElementwiseOperators() {}

    static void register(Operators.Registry r) {
        r.add("Relu", 1, 1, node -> node.becomes(new Elementwise(Unary.RELU)));
        r.add("Sigmoid", 1, 1, function(Function.SIGMOID));
        r.add("Tanh", 1, 1, function(Function.TANH));
        r.add("HardSwish", 1, 1, function(Function.HARD_SWISH));
        r.add("Softplus", 1, 1, function(Function.SOFTPLUS));
        r.add("Exp", 1, 1, function(Function.EXP));
        r.add("Log", 1, 1, function(Function.LOG));
        r.add("Erf", 1, 1, function(Function.ERF));
        r.add("Sqrt", 1, 1, function(Function.SQRT));
        r.add("Reciprocal", 1, 1, function(Function.RECIPROCAL));
        r.add("Neg", 1, 1, function(Function.NEG));
        r.add("Abs", 1, 1, function(Function.ABS));
        r.add("Floor", 1, 1, function(Function.FLOOR));
        r.add("Ceil", 1, 1, function(Function.CEIL));
        r.add("LeakyRelu", 1, 1, function(Function.LEAKY_RELU, 0.01f, 0));
        r.add("Elu", 1, 1, function(Function.ELU, 1, 0));
        r.add("HardSigmoid", 1, 1, function(Function.HARD_SIGMOID, 0.2f, 0.5f));
        r.add("Gelu", 1, 1, ElementwiseOperators::gelu);
        r.add("Clip", 1, 3, ElementwiseOperators::clip);

        r.add("Add", 2, 2, arithmetic(Binary.ADD));
        r.add("Sub", 2, 2, arithmetic(Binary.SUB));
        r.add("Mul", 2, 2, arithmetic(Binary.MUL));
        r.add("Div", 2, 2, arithmetic(Binary.DIV));
        r.add("Pow", 2, 2, arithmetic(Binary.POW));
        r.add("PRelu", 2, 2, ElementwiseOperators::prelu);
        r.add("Sum", 1, Operators.ANY, node -> fold(node, Binary.ADD));
        r.add("Min", 1, Operators.ANY, node -> fold(node, Binary.MIN));
        r.add("Max", 1, Operators.ANY, node -> fold(node, Binary.MAX));

        r.add("Mean", 1, Operators.ANY, ElementwiseOperators::mean);
        r.add("Mod", 2, 2, node -> node.becomes(new Mod(node.flag("fmod", false))));

        for (MathFunction.Function function : PARAMETERLESS) {
            r.add(
                    new MathFunction(function, 0, 0).type(),
                    1,
                    1,
                    node -> node.becomes(new MathFunction(function, 0, 0)));
        }
        r.add(
                "Selu",
                1,
                1,
                node ->
                        node.becomes(
                                new MathFunction(
                                        SELU,
                                        node.real("alpha", 1.67326319217681884765625f),
                                        node.real("gamma", 1.05070102214813232421875f))));
        r.add("Celu", 1, 1, node -> node.becomes(new MathFunction(CELU, node.real("alpha", 1), 0)));
        r.add(
                "ThresholdedRelu",
                1,
                1,
                node -> node.becomes(new MathFunction(THRESHOLDED_RELU, node.real("alpha", 1), 0)));
        r.add(
                "Shrink",
                1,
                1,
                node ->
                        node.becomes(
                                new MathFunction(
                                        SHRINK, node.real("bias", 0), node.real("lambd", 0.5f))));
        r.add(
                "Swish",
                1,
                1,
                node -> node.becomes(new MathFunction(SWISH, node.real("alpha", 1), 0)));

        r.add("IsNaN", 1, 1, node -> node.becomes(new IsNaN()));
        r.add(
                "IsInf",
                1,
                1,
                node ->
                        node.becomes(
                                new IsInf(
                                        node.flag("detect_negative", true),
                                        node.flag("detect_positive", true))));
        for (Comparison.Kind kind : Comparison.Kind.values()) {
            Op op = new Comparison(kind);
            r.add(op.type(), 2, 2, node -> binary(node, op));
        }
        for (Bitwise.Kind kind : List.of(Bitwise.Kind.AND, Bitwise.Kind.OR, Bitwise.Kind.XOR)) {
            Op op = new Bitwise(kind);
            r.add(op.type(), 2, 2, node -> binary(node, op));
            r.add("Bitwise" + op.type(), 2, 2, node -> node.becomes(op));
        }
        r.add("BitShift", 2, 2, ElementwiseOperators::bitShift);
        r.add("Not", 1, 1, node -> node.becomes(new Not()));
        r.add("BitwiseNot", 1, 1, node -> node.becomes(new Not()));
        r.add("Where", 3, 3, node -> node.becomes(new Where()));

        r.add(
                "CastLike",
                2,
                2,
                node -> {
                    node.ignore("round_mode");
                    node.becomes(new CastLike(node.flag("saturate", true)));
                });
        r.add("Cast", 1, 1, ElementwiseOperators::cast);
        r.add("BitCast", 1, 1, node -> node.becomes(new BitCast(type(node, node.int32("to")))));
        r.add("SwiGLU", 2, 2, ElementwiseOperators::swiGlu);
        r.add("Dropout", 1, 3, ElementwiseOperators::dropout);
    }

    private static Translator function(Function function) {
        return node -> node.becomes(new Elementwise(Unary.of(function)));
    }

    /** A function with attributes alpha and beta, of which it uses as many as it has. */
    private static Translator function(Function function, float alpha, float beta) {
        return node -> {
            float a = node.real("alpha", alpha);
            float b = beta == 0 ? 0 : node.real("beta", beta);
            node.becomes(new Elementwise(new Unary(function, a, b)));
        };
    }

    private static void swiGlu(OnnxNode node) {
        Op swish = new MathFunction(SWISH, node.real("alpha", 1), 0);
        node.becomes(new Arithmetic(Binary.MUL), node.value(swish, node.input(0)), node.input(1));
    }

    private static void gelu(OnnxNode node) {
        String approximate = node.text("approximate", "none");
        node.becomes(
                switch (approximate) {
                    case "none" -> new Elementwise(Unary.of(Function.GELU));
                    case "tanh" -> new MathFunction(MathFunction.Function.GELU_TANH, 0, 0);
                    default ->
                            throw node.wrong(
                                    "attribute approximate expected none or tanh, actual '"
                                            + approximate
                                            + "'");
                });
    }

    /** The bounds were attributes up to opset 10. */
    private static void clip(OnnxNode node) {
        if (node.opset() >= 11) {
            node.becomes(new Clip());
            return;
        }
        float low = node.real("min", Float.NEGATIVE_INFINITY);
        float high = node.real("max", Float.POSITIVE_INFINITY);
        node.becomes(new Elementwise(Unary.clip(low, high)), node.input(0));
    }

    static Translator arithmetic(Binary function) {
        return node -> binary(node, new Arithmetic(function));
    }

    /** Up to opset 6, broadcasting had to be asked for and could begin at an axis. */
    static void binary(OnnxNode node, Op op) {
        if (node.opset() >= 7) {
            node.becomes(op);
            return;
        }
        boolean broadcast = node.flag("broadcast", false);
        boolean aligned = node.hasAttribute("axis");
        int axis = node.int32("axis", 0);
        String b =
                broadcast && aligned
                        ? node.value(new AlignAxis(axis), node.input(1), node.input(0))
                        : node.input(1);
        node.becomes(op, node.input(0), b);
    }

    /** Up to opset 6, a slope was one number or one for each channel. */
    private static void prelu(OnnxNode node) {
        Op op = new Arithmetic(Binary.PRELU);
        if (node.opset() >= 7) {
            node.becomes(op);
            return;
        }
        Tensor slope = node.known(1);
        String b =
                slope != null && slope.shape().elements() == 1
                        ? node.input(1)
                        : node.value(new AlignAxis(1), node.input(1), node.input(0));
        node.becomes(op, node.input(0), b);
    }

    /** One function after another over all inputs. */
    private static void fold(OnnxNode node, Binary function) {
        int count = node.inputs();
        if (count == 1) {
            node.becomes(new Identity());
        } else {
            Op op = new Arithmetic(function);
            node.becomes(op, folded(node, op, count - 1), node.input(count - 1));
        }
    }

    private static void mean(OnnxNode node) {
        int count = node.inputs();
        node.becomes(
                new Elementwise(new Unary(Function.AFFINE, 1f / count, 0)),
                folded(node, new Arithmetic(Binary.ADD), count));
    }

    /** The function over the first so many inputs. */
    private static String folded(OnnxNode node, Op op, int count) {
        String left = node.input(0);
        for (int i = 1; i < count; i++) {
            left = node.value(op, left, node.input(i));
        }
        return left;
    }

    private static void bitShift(OnnxNode node) {
        String direction = node.text("direction", "");
        node.becomes(
                new Bitwise(
                        switch (direction) {
                            case "LEFT" -> Bitwise.Kind.SHIFT_LEFT;
                            case "RIGHT" -> Bitwise.Kind.SHIFT_RIGHT;
                            default ->
                                    throw node.wrong(
                                            "attribute direction expected LEFT or RIGHT, actual '"
                                                    + direction
                                                    + "'");
                        }));
    }

    /** The type was a text up to opset 5. */
    private static void cast(OnnxNode node) {
        node.ignore("round_mode");
        boolean saturate = node.flag("saturate", true);
        if (node.opset() >= 6) {
            node.becomes(new Cast(type(node, node.int32("to")), saturate));
            return;
        }
        String name = node.text("to", "");
        node.becomes(
                new Cast(
                        switch (name) {
                            case "FLOAT" -> DType.FLOAT32;
                            case "DOUBLE" -> DType.FLOAT64;
                            default -> {
                                for (DType type : DType.values()) {
                                    if (type.name().equals(name)) {
                                        yield type;
                                    }
                                }
                                throw node.unsupported("attribute to '" + name + "'");
                            }
                        }));
    }

    /** An element type by ONNX's number. */
    static DType type(OnnxNode node, int number) {
        try {
            return DType.ofOnnx(number);
        } catch (IllegalArgumentException e) {
            throw node.unsupported(String.valueOf(e.getMessage()));
        }
    }

    /** Inference form: training must not be asked for, unless it drops nothing. */
    private static void dropout(OnnxNode node) {
        float attribute = node.real("ratio", 0.5f);
        node.ignore("seed");
        if (node.opset() < 7) {
            // A test phase was the exception then; files are read to be run, not trained.
            node.ignore("is_test");
        }
        Tensor training = node.known(2);
        Tensor ratio = node.known(1);
        boolean dropsNothing =
                node.has(1) ? ratio != null && ratio.getDouble(0) == 0 : attribute == 0;
        if (node.has(2) && !dropsNothing && (training == null || training.getLong(0) != 0)) {
            throw node.unsupported("training mode, which draws random numbers");
        }
        if (node.needs(1) && node.opset() < 10) {
            throw node.unsupported("a mask that is no boolean");
        }
        if (node.needs(1)) {
            node.becomes(new Dropout(), node.input(0));
        } else {
            node.becomesFirst(new Dropout(), node.input(0));
        }
    }
}
