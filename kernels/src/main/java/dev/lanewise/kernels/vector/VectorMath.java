package dev.lanewise.kernels.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Transcendental functions of vectors of floats.
 *
 * <p>Polynomials are least-maximum fits of the stated relative error, made for this class. The
 * errors stated, in units in the last place, are those that comparisons with the function in double
 * found, rounded up; the tests hold the methods to them. Below 2^-120 they are absolute. Every
 * method is small enough for C2 to inline: a vector that crosses a call is boxed.
 *
 * <p>NaN gives NaN. Each lane is computed by itself, from the same operations whatever compiles
 * them, so that equal inputs give equal bits.
 */
final class VectorMath {

    private static final int EXPONENT_SHIFT = Float.PRECISION - 1;
    private static final int EXPONENT_BIAS = Float.MAX_EXPONENT;

    /** x + ROUNDER - ROUNDER rounds to an integer, which stands in the sum's lowest bits. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final float LOG2_E = 0x1.715476p0f;

    /** The high part of ln 2 has 9 bits: its product with an exponent is exact. */
    private static final float LN2_HIGH = 0x1.63p-1f;

    private static final float LN2_LOW = -0x1.bd0106p-13f;

    /** exp is infinity above, 0 below. */
    private static final float EXP_HIGHEST = 89f;

    private static final float EXP_LOWEST = -104f;

    /** (exp(r) - 1 - r) / r^2 for |r| up to ln(2) / 2; relative error of exp(r) - 1: 1.4e-8. */
    private static final float EXP_2 = 0x1.fffffep-2f;

    private static final float EXP_3 = 0x1.5554b4p-3f;
    private static final float EXP_4 = 0x1.5556f2p-5f;
    private static final float EXP_5 = 0x1.12256p-7f;
    private static final float EXP_6 = 0x1.6b9caap-10f;

    /** (log(1 + f) - f + f^2 / 2) / f^3 for 1 + f in sqrt(1/2) .. sqrt(2); relative 5.9e-9. */
    private static final float LOG_3 = 0x1.555554p-2f;

    private static final float LOG_4 = -0x1.000226p-2f;
    private static final float LOG_5 = 0x1.99a01ep-3f;
    private static final float LOG_6 = -0x1.54728cp-3f;
    private static final float LOG_7 = 0x1.22d8f8p-3f;
    private static final float LOG_8 = -0x1.0d81f2p-3f;
    private static final float LOG_9 = 0x1.05602ep-3f;
    private static final float LOG_10 = -0x1.38cf2p-4f;

    private static final int SQRT_HALF_BITS = 0x3f3504f3;

    /** erf(x) / x - 1 in x^2 for |x| up to 1; relative error of erf: 1.5e-9. */
    private static final float ERF_1 = 0x1.06eba8p-3f;

    private static final float ERF_3 = -0x1.81273ep-2f;
    private static final float ERF_5 = 0x1.ce2ce6p-4f;
    private static final float ERF_7 = -0x1.b7f71ap-6f;
    private static final float ERF_9 = 0x1.53f224p-8f;
    private static final float ERF_11 = -0x1.a3515ep-11f;
    private static final float ERF_13 = 0x1.4771fcp-14f;

    /**
     * exp(t^2 / 2) P(-t) / w in w = 1 / (1 + TAIL_SCALE t), where P is the normal distribution, for
     * t from 0 to 14.5; relative error 3.8e-9.
     */
    private static final float TAIL_SCALE = 0.3f;

    private static final float TAIL_0 = 0x1.ea3c98p-4f;
    private static final float TAIL_1 = 0x1.e9c41p-4f;
    private static final float TAIL_2 = 0x1.c386e2p-4f;
    private static final float TAIL_3 = 0x1.41121ep-4f;
    private static final float TAIL_4 = 0x1.89e66p-4f;
    private static final float TAIL_5 = -0x1.4566d4p-4f;
    private static final float TAIL_6 = 0x1.88d3fp-3f;
    private static final float TAIL_7 = -0x1.d36c7p-3f;
    private static final float TAIL_8 = 0x1.cc92eep-4f;
    private static final float TAIL_9 = -0x1.51ec8ap-6f;

    /** From here on the normal distribution's tail is 0 in float. */
    private static final float TAIL_END = 14.5f;

    private static final float SQRT_2 = 0x1.6a09e6p0f;

    /** Keeps a float's sign, exponent and 11 bits: its square is exact. */
    private static final int HIGH_HALF = 0xffff_f000;

    private VectorMath() {}

    /** e to the x. Error: 1.1 ulp. */
    static FloatVector exp(FloatVector x) {
        FloatVector bounded = clamp(x, EXP_LOWEST, EXP_HIGHEST);
        FloatVector shifted = Lanes.fma(bounded, Lanes.splat(LOG2_E), Lanes.splat(ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector m = expm1Reduced(bounded, n).add(1);
        // In two steps, for 2^n itself may overflow or be denormal where the result is neither.
        IntVector exponent = exponentOf(shifted);
        IntVector half = exponent.lanewise(ASHR, 1);
        return m.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    /**
     * e to the x, minus 1, for x <= 0: accurate near 0, where the difference cancels. Error: 1.1
     * ulp.
     */
    static FloatVector expm1OfNegative(FloatVector x) {
        FloatVector bounded = x.blend(EXP_LOWEST, x.compare(LT, EXP_LOWEST));
        FloatVector shifted = Lanes.fma(bounded, Lanes.splat(LOG2_E), Lanes.splat(ROUNDER));
        FloatVector m = expm1Reduced(bounded, shifted.sub(ROUNDER));
        // Below 2^-126 the power would not be a float; against 1 it counts for nothing there.
        FloatVector power = powerOfTwo(exponentOf(shifted).max(1 - EXPONENT_BIAS));
        return Lanes.fma(power, m, power.sub(1));
    }

    /** exp(x - n ln 2) - 1 for the integer n nearest to x / ln 2. */
    private static FloatVector expm1Reduced(FloatVector x, FloatVector n) {
        FloatVector high = Lanes.fma(n, Lanes.splat(-LN2_HIGH), x);
        FloatVector r = Lanes.fma(n, Lanes.splat(-LN2_LOW), high);
        FloatVector p = Lanes.fma(r, Lanes.splat(EXP_6), Lanes.splat(EXP_5));
        p = Lanes.fma(p, r, Lanes.splat(EXP_4));
        p = Lanes.fma(p, r, Lanes.splat(EXP_3));
        p = Lanes.fma(p, r, Lanes.splat(EXP_2));
        return Lanes.fma(r.mul(r), p, r);
    }

    private static IntVector exponentOf(FloatVector shifted) {
        return shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER));
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(EXPONENT_BIAS).lanewise(LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
    }

    /** Natural logarithm: -infinity at 0, NaN below. Error: 0.9 ulp. */
    static FloatVector log(FloatVector x) {
        VectorMask<Float> denormal = x.compare(LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(0x1p23f), denormal).reinterpretAsInts();
        IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(ASHR, EXPONENT_SHIFT);
        FloatVector f =
                bits.sub(exponent.lanewise(LSHL, EXPONENT_SHIFT)).reinterpretAsFloats().sub(1);
        // An exponent becomes a float by ROUNDER's trick, the other way round.
        FloatVector e =
                exponent.add(Float.floatToRawIntBits(ROUNDER)).reinterpretAsFloats().sub(ROUNDER);
        FloatVector y = logReduced(f, e.blend(e.sub(23), denormal));
        y = y.blend(x, x.compare(LT, Float.POSITIVE_INFINITY).not());
        return y.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0))
                .blend(Float.NaN, x.compare(LT, 0));
    }

    /** log(1 + f) + e ln 2. */
    private static FloatVector logReduced(FloatVector f, FloatVector e) {
        FloatVector p = Lanes.fma(f, Lanes.splat(LOG_10), Lanes.splat(LOG_9));
        p = Lanes.fma(p, f, Lanes.splat(LOG_8));
        p = Lanes.fma(p, f, Lanes.splat(LOG_7));
        p = Lanes.fma(p, f, Lanes.splat(LOG_6));
        p = Lanes.fma(p, f, Lanes.splat(LOG_5));
        p = Lanes.fma(p, f, Lanes.splat(LOG_4));
        p = Lanes.fma(p, f, Lanes.splat(LOG_3));
        FloatVector square = f.mul(f);
        FloatVector y = Lanes.fma(e, Lanes.splat(LN2_LOW), p.mul(f).mul(square));
        y = Lanes.fma(square, Lanes.splat(-0.5f), y).add(f);
        return Lanes.fma(e, Lanes.splat(LN2_HIGH), y);
    }

    /** 1 / (1 + exp(-x)). Error: 2.5 ulp. */
    static FloatVector sigmoid(FloatVector x) {
        // Of -|x|, which can't overflow.
        FloatVector e = exp(x.abs().neg());
        return e.blend(1, x.compare(GE, 0)).div(e.add(1));
    }

    /** x / (1 + exp(-x)). Error: 3.5 ulp. */
    static FloatVector silu(FloatVector x) {
        return x.mul(sigmoid(x));
    }

    /** Hyperbolic tangent. Error: 2.5 ulp. */
    static FloatVector tanh(FloatVector x) {
        FloatVector e = expm1OfNegative(x.abs().mul(-2));
        return withSign(e.div(e.add(2)).abs(), x);
    }

    /** log(1 + exp(x)). Error: 2.5 ulp. */
    static FloatVector softplus(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector u = e.add(1);
        // What rounding took from u goes back in, divided by the derivative's inverse.
        FloatVector lost = e.sub(u.sub(1)).div(u);
        FloatVector log =
                logReduced(
                        u.sub(1).blend(u.mul(0.5f).sub(1), u.compare(GE, SQRT_2)),
                        Lanes.splat(0).blend(1, u.compare(GE, SQRT_2)));
        return x.blend(0, x.compare(LT, 0)).add(log.add(lost));
    }

    /** Error function. Error: 1.5 ulp. */
    static FloatVector erf(FloatVector x) {
        FloatVector s = x.mul(x);
        FloatVector p = Lanes.fma(s, Lanes.splat(ERF_13), Lanes.splat(ERF_11));
        p = Lanes.fma(p, s, Lanes.splat(ERF_9));
        p = Lanes.fma(p, s, Lanes.splat(ERF_7));
        p = Lanes.fma(p, s, Lanes.splat(ERF_5));
        p = Lanes.fma(p, s, Lanes.splat(ERF_3));
        p = Lanes.fma(p, s, Lanes.splat(ERF_1));
        FloatVector small = Lanes.fma(p, x, x);
        FloatVector a = x.abs();
        FloatVector large = Lanes.fma(normalTail(a.mul(SQRT_2)), Lanes.splat(-2), Lanes.splat(1));
        large = large.blend(large.neg(), x.compare(LT, 0));
        return small.blend(large, a.compare(GT, 1));
    }

    /** x P(x) for the normal distribution P: x / 2 (1 + erf(x / sqrt 2)). Error: 7 ulp. */
    static FloatVector gelu(FloatVector x) {
        FloatVector tail = normalTail(x.abs());
        return x.mul(tail.blend(Lanes.splat(1).sub(tail), x.compare(GE, 0)));
    }

    /** The normal distribution at -t, for t >= 0. */
    private static FloatVector normalTail(FloatVector t) {
        FloatVector u = t.blend(TAIL_END, t.compare(GT, TAIL_END));
        FloatVector w = Lanes.splat(1).div(Lanes.fma(u, Lanes.splat(TAIL_SCALE), Lanes.splat(1)));
        FloatVector p = Lanes.fma(w, Lanes.splat(TAIL_9), Lanes.splat(TAIL_8));
        p = Lanes.fma(p, w, Lanes.splat(TAIL_7));
        p = Lanes.fma(p, w, Lanes.splat(TAIL_6));
        p = Lanes.fma(p, w, Lanes.splat(TAIL_5));
        p = Lanes.fma(p, w, Lanes.splat(TAIL_4));
        p = Lanes.fma(p, w, Lanes.splat(TAIL_3));
        p = Lanes.fma(p, w, Lanes.splat(TAIL_2));
        p = Lanes.fma(p, w, Lanes.splat(TAIL_1));
        p = Lanes.fma(p, w, Lanes.splat(TAIL_0));
        return p.mul(w).mul(expOfHalfSquare(u));
    }

    /** exp(-u^2 / 2), with the square's rounding error, which would otherwise be amplified. */
    private static FloatVector expOfHalfSquare(FloatVector u) {
        FloatVector high = u.reinterpretAsInts().and(HIGH_HALF).reinterpretAsFloats();
        FloatVector highSquare = high.mul(high);
        FloatVector remainder = u.sub(high).mul(u.add(high));
        FloatVector square = highSquare.add(remainder);
        FloatVector error = highSquare.sub(square).add(remainder);
        FloatVector e = exp(square.mul(-0.5f));
        return Lanes.fma(e, error.mul(-0.5f), e);
    }

    /** Largest integer at most x. */
    static FloatVector floor(FloatVector x) {
        FloatVector rounded = round(x);
        return withSign(rounded.blend(rounded.sub(1), rounded.compare(GT, x)), x);
    }

    /** Smallest integer at least x. */
    static FloatVector ceil(FloatVector x) {
        FloatVector rounded = round(x);
        return withSign(rounded.blend(rounded.add(1), rounded.compare(LT, x)), x);
    }

    /** The nearest integer; x itself where it has no fraction. */
    private static FloatVector round(FloatVector x) {
        FloatVector a = x.abs();
        return x.blend(withSign(a.add(0x1p23f).sub(0x1p23f), x), a.compare(LT, 0x1p23f));
    }

    /** Gives a zero the sign of {@code x}; other values have it already. */
    private static FloatVector withSign(FloatVector y, FloatVector x) {
        return y.reinterpretAsInts()
                .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
    }

    /** min(max(x, low), high), except that NaN stays NaN. */
    static FloatVector clamp(FloatVector x, float low, float high) {
        FloatVector raised = x.blend(low, x.compare(LT, low));
        return raised.blend(high, raised.compare(GT, high));
    }
}
