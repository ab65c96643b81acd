package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.UMIN;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Transcendental functions of runs of whole vectors; y may be any of the inputs.
 *
 * <p>Polynomials are least-maximum fits of the stated relative error, made for this class. The
 * errors stated, in units in the last place, are those that comparisons with the function in double
 * found, rounded up; the tests hold the methods to them. Below 2^-120 they are absolute. NaN gives
 * NaN. Each lane is computed by itself, from the same operations whatever compiles them, so that
 * equal inputs give equal bits.
 *
 * <p>A vector that crosses a call is boxed, and C2 stops inlining somewhere between 50 and 100
 * vector operations. So a function is one loop with its formula written out, which is too long to
 * be inlined itself; what is built on exp or on exp - 1 takes that from memory, where a loop before
 * has left it.
 */
final class VectorMath {

    static final int EXPONENT_SHIFT = Float.PRECISION - 1;
    private static final int EXPONENT_BIAS = Float.MAX_EXPONENT;

    /** x + ROUNDER - ROUNDER rounds to an integer, which stands in the sum's lowest bits. */
    static final float ROUNDER = 0x1.8p23f;

    static final int ROUNDER_BITS = 0x4b400000;

    static final float LOG2_E = 0x1.715476p0f;

    /** The high part of ln 2 has 9 bits: its product with an exponent is exact. */
    static final float LN2_HIGH = 0x1.63p-1f;

    static final float LN2_LOW = -0x1.bd0106p-13f;

    /** exp is infinity above, 0 below. */
    static final float EXP_HIGHEST = 89f;

    static final float EXP_LOWEST = -104f;

    /** The powers that exp comes from are never denormal times this. */
    static final float LIFT = 0x1p24f;

    static final int LIFT_BIAS = EXPONENT_BIAS + 24;

    /**
     * Steps in which a factor of two is divided for sigmoid and SiLU: as many as a vector has
     * lanes, so that the powers of 2^(1 / STEPS) are a vector and fetched from it, which shortens
     * the polynomial. Four would not shorten it enough.
     */
    static final int STEPS = Lanes.COUNT > 4 ? Lanes.COUNT : 1;

    static final int STEP_SHIFT = EXPONENT_SHIFT - Integer.numberOfTrailingZeros(STEPS);

    static final float STEPS_LOG2_E = STEPS * LOG2_E;
    static final float STEP_HIGH = LN2_HIGH / STEPS;
    static final float STEP_LOW = LN2_LOW / STEPS;

    /**
     * What stands for 1 in sigmoid's quotient: LIFT times a factor whose products with the powers
     * of 2^(1 / STEPS) are nearly floats, to 0.31 of 2^-24 with 16 steps and 0.09 with eight, and
     * which is near the root of 2, so that sums with it are rounded by little wherever that counts.
     */
    static final float ONE = LIFT * (STEPS >= 16 ? 0x1.662e56p0f : STEPS == 8 ? 0x1.5f8f4cp0f : 1);

    /**
     * For integers n with bits b, POWERS[n mod STEPS] + (b << STEP_SHIFT) are the bits of ONE 2^(n
     * / STEPS).
     */
    static final int[] SCALAR_POWERS = powers();

    private static final IntVector POWERS =
            (IntVector) SPECIES.withLanes(int.class).fromArray(SCALAR_POWERS, 0);

    /** Sigmoid is 1 above 64, and 0 below -104. */
    static final float SIGMOID_HIGHEST = 64;

    static final int SIGMOID_HIGHEST_BITS = 0x42800000;
    static final int EXP_LOWEST_BITS = 0xc2d00000;

    /**
     * (exp(-r) - 1 + r) / r^2 for |r| up to ln(2) / 32; relative error of exp(-r): 1.6e-9. With
     * fewer steps more of exp's coefficients take part; of eight steps the error is 1.5e-9.
     */
    static final float STEP_2 = STEPS >= 16 ? 0x1.00021ep-1f : VectorMath.EXP_2;

    static final float STEP_3 = STEPS >= 16 ? -0x1.55559ap-3f : -VectorMath.EXP_3;

    /** (exp(r) - 1 - r) / r^2 for |r| up to ln(2) / 2; relative error of exp(r) - 1: 1.4e-8. */
    static final float EXP_2 = 0x1.fffffep-2f;

    static final float EXP_3 = 0x1.5554b4p-3f;
    static final float EXP_4 = 0x1.5556f2p-5f;
    static final float EXP_5 = 0x1.12256p-7f;
    static final float EXP_6 = 0x1.6b9caap-10f;

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

    static final float SQRT_2 = 0x1.6a09e6p0f;

    /** Keeps a float's sign, exponent and 11 bits: its square is exact. */
    private static final int HIGH_HALF = 0xffff_f000;

    private VectorMath() {}

    private static int[] powers() {
        int[] powers = new int[Lanes.COUNT];
        for (int i = 0; i < powers.length; i++) {
            int step = i % STEPS;
            float power = (float) (ONE * StrictMath.pow(2, (double) step / STEPS));
            powers[i] = Float.floatToRawIntBits(power) - (step << STEP_SHIFT);
        }
        return powers;
    }

    /** y = e to the x. Error: 1.1 ulp. */
    static void exp(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector log2e = broadcast(SPECIES, LOG2_E);
        FloatVector rounder = broadcast(SPECIES, ROUNDER);
        FloatVector ln2High = broadcast(SPECIES, -LN2_HIGH);
        FloatVector ln2Low = broadcast(SPECIES, -LN2_LOW);
        FloatVector c6 = broadcast(SPECIES, EXP_6);
        FloatVector c5 = broadcast(SPECIES, EXP_5);
        FloatVector c4 = broadcast(SPECIES, EXP_4);
        FloatVector c3 = broadcast(SPECIES, EXP_3);
        FloatVector c2 = broadcast(SPECIES, EXP_2);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            v = v.blend(EXP_LOWEST, v.compare(LT, EXP_LOWEST));
            v = v.blend(EXP_HIGHEST, v.compare(GT, EXP_HIGHEST));
            FloatVector shifted = Lanes.fma(v, log2e, rounder);
            FloatVector n = shifted.sub(ROUNDER);
            FloatVector r = Lanes.fma(n, ln2High, v);
            r = Lanes.fma(n, ln2Low, r);
            FloatVector p = Lanes.fma(r, c6, c5);
            p = Lanes.fma(p, r, c4);
            p = Lanes.fma(p, r, c3);
            p = Lanes.fma(p, r, c2);
            p = Lanes.fma(r.mul(r), p, r);
            IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
            // In two factors: 2^n itself may overflow or be denormal where the result is neither.
            IntVector half = exponent.lanewise(ASHR, 1);
            IntVector first = half.add(EXPONENT_BIAS).lanewise(LSHL, EXPONENT_SHIFT);
            IntVector rest = exponent.sub(half).add(EXPONENT_BIAS).lanewise(LSHL, EXPONENT_SHIFT);
            FloatVector e = p.add(1).mul(first.reinterpretAsFloats());
            e.mul(rest.reinterpretAsFloats()).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** y = e to the x, minus 1, for x <= 0: accurate near 0, where that cancels. Error: 1.1 ulp. */
    static void expm1(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector log2e = broadcast(SPECIES, LOG2_E);
        FloatVector rounder = broadcast(SPECIES, ROUNDER);
        FloatVector ln2High = broadcast(SPECIES, -LN2_HIGH);
        FloatVector ln2Low = broadcast(SPECIES, -LN2_LOW);
        FloatVector c6 = broadcast(SPECIES, EXP_6);
        FloatVector c5 = broadcast(SPECIES, EXP_5);
        FloatVector c4 = broadcast(SPECIES, EXP_4);
        FloatVector c3 = broadcast(SPECIES, EXP_3);
        FloatVector c2 = broadcast(SPECIES, EXP_2);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            v = v.blend(EXP_LOWEST, v.compare(LT, EXP_LOWEST));
            FloatVector shifted = Lanes.fma(v, log2e, rounder);
            FloatVector n = shifted.sub(ROUNDER);
            FloatVector r = Lanes.fma(n, ln2High, v);
            r = Lanes.fma(n, ln2Low, r);
            FloatVector p = Lanes.fma(r, c6, c5);
            p = Lanes.fma(p, r, c4);
            p = Lanes.fma(p, r, c3);
            p = Lanes.fma(p, r, c2);
            p = Lanes.fma(r.mul(r), p, r);
            IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
            // Below 2^-126 the power would not be a float; against 1 it counts for nothing there.
            IntVector biased = exponent.add(EXPONENT_BIAS).max(1);
            FloatVector power = biased.lanewise(LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
            Lanes.fma(power, p, power.sub(1)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /**
     * y = 1 / (1 + exp(-x)), which for x = n ln(2) / STEPS + r is 2^(n / STEPS) / (2^(n / STEPS) +
     * exp(-r)). Error: 2.5 ulp.
     */
    static void sigmoid(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector log2e = broadcast(SPECIES, STEPS_LOG2_E);
        FloatVector rounder = broadcast(SPECIES, ROUNDER);
        FloatVector stepHigh = broadcast(SPECIES, -STEP_HIGH);
        FloatVector stepLow = broadcast(SPECIES, -STEP_LOW);
        FloatVector c6 = broadcast(SPECIES, ONE * EXP_6);
        FloatVector c5 = broadcast(SPECIES, ONE * -EXP_5);
        FloatVector c4 = broadcast(SPECIES, ONE * EXP_4);
        FloatVector c3 = broadcast(SPECIES, ONE * STEP_3);
        FloatVector c2 = broadcast(SPECIES, ONE * STEP_2);
        FloatVector c1 = broadcast(SPECIES, -ONE);
        FloatVector one = broadcast(SPECIES, ONE);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            FloatVector t = v.blend(EXP_LOWEST, v.compare(LT, EXP_LOWEST));
            t = t.blend(SIGMOID_HIGHEST, t.compare(GT, SIGMOID_HIGHEST));
            FloatVector shifted = Lanes.fma(t, log2e, rounder);
            FloatVector n = shifted.sub(rounder);
            FloatVector r = Lanes.fma(n, stepHigh, t);
            r = Lanes.fma(n, stepLow, r);
            FloatVector p = c3;
            if (STEPS < 16) {
                p = STEPS == 1 ? Lanes.fma(r, Lanes.fma(r, c6, c5), c4) : c4;
                p = Lanes.fma(r, p, c3);
            }
            p = Lanes.fma(r, p, c2);
            p = Lanes.fma(r, p, c1);
            IntVector bits = shifted.reinterpretAsInts();
            IntVector step = STEPS == 1 ? POWERS : bits.selectFrom(POWERS);
            FloatVector power = step.add(bits.lanewise(LSHL, STEP_SHIFT)).reinterpretAsFloats();
            FloatVector sum = Lanes.fma(r, p, power.add(one));
            power.div(sum).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** y = x / (1 + exp(-x)), x times {@link #sigmoid}. Error: 3.5 ulp. */
    static void silu(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector log2e = broadcast(SPECIES, STEPS_LOG2_E);
        FloatVector rounder = broadcast(SPECIES, ROUNDER);
        FloatVector stepHigh = broadcast(SPECIES, -STEP_HIGH);
        FloatVector stepLow = broadcast(SPECIES, -STEP_LOW);
        FloatVector c6 = broadcast(SPECIES, ONE * EXP_6);
        FloatVector c5 = broadcast(SPECIES, ONE * -EXP_5);
        FloatVector c4 = broadcast(SPECIES, ONE * EXP_4);
        FloatVector c3 = broadcast(SPECIES, ONE * STEP_3);
        FloatVector c2 = broadcast(SPECIES, ONE * STEP_2);
        FloatVector c1 = broadcast(SPECIES, -ONE);
        FloatVector one = broadcast(SPECIES, ONE);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            // Between the bounds, by the order of the bits: signed, then as magnitudes. NaN becomes
            // a number too, and NaN again by the product.
            IntVector bounded = v.reinterpretAsInts().min(SIGMOID_HIGHEST_BITS);
            bounded = bounded.lanewise(UMIN, EXP_LOWEST_BITS);
            FloatVector t = bounded.reinterpretAsFloats();
            FloatVector shifted = Lanes.fma(t, log2e, rounder);
            FloatVector n = shifted.sub(rounder);
            FloatVector r = Lanes.fma(n, stepHigh, t);
            r = Lanes.fma(n, stepLow, r);
            FloatVector p = c3;
            if (STEPS < 16) {
                p = STEPS == 1 ? Lanes.fma(r, Lanes.fma(r, c6, c5), c4) : c4;
                p = Lanes.fma(r, p, c3);
            }
            p = Lanes.fma(r, p, c2);
            p = Lanes.fma(r, p, c1);
            IntVector bits = shifted.reinterpretAsInts();
            IntVector step = STEPS == 1 ? POWERS : bits.selectFrom(POWERS);
            FloatVector power = step.add(bits.lanewise(LSHL, STEP_SHIFT)).reinterpretAsFloats();
            FloatVector sum = Lanes.fma(r, p, power.add(one));
            v.mul(power.div(sum)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** y = natural logarithm of x: -infinity at 0, NaN below. Error: 0.9 ulp. */
    static void log(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            VectorMask<Float> denormal = v.compare(LT, Float.MIN_NORMAL);
            IntVector bits = v.blend(v.mul(0x1p23f), denormal).reinterpretAsInts();
            IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(ASHR, EXPONENT_SHIFT);
            IntVector mantissa = bits.sub(exponent.lanewise(LSHL, EXPONENT_SHIFT));
            FloatVector f = mantissa.reinterpretAsFloats().sub(1);
            // The exponent becomes a float by ROUNDER's trick, the other way round.
            FloatVector e = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
            e = e.blend(e.sub(23), denormal);
            FloatVector p = Lanes.fma(f, broadcast(SPECIES, LOG_10), broadcast(SPECIES, LOG_9));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_8));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_7));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_6));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_5));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_4));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_3));
            FloatVector square = f.mul(f);
            FloatVector log = Lanes.fma(e, broadcast(SPECIES, LN2_LOW), p.mul(f).mul(square));
            log = Lanes.fma(square, broadcast(SPECIES, -0.5f), log).add(f);
            log = Lanes.fma(e, broadcast(SPECIES, LN2_HIGH), log);
            log = log.blend(v, v.compare(LT, Float.POSITIVE_INFINITY).not());
            log = log.blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0));
            log.blend(Float.NaN, v.compare(LT, 0)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** y = log(1 + exp(x)), given e = exp(-|x|). Error: 2.5 ulp. */
    static void softplus(long x, long exp, long y, int vectors) {
        x = Memory.address(x);
        exp = Memory.address(exp);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            FloatVector w = fromMemorySegment(SPECIES, ALL, exp + o, ORDER);
            FloatVector u = w.add(1);
            // What rounding took from u goes back in, divided by the derivative's inverse.
            FloatVector lost = w.sub(u.sub(1)).div(u);
            VectorMask<Float> large = u.compare(GE, SQRT_2);
            FloatVector f = u.blend(u.mul(0.5f), large).sub(1);
            FloatVector e = u.sub(u).blend(1, large);
            FloatVector p = Lanes.fma(f, broadcast(SPECIES, LOG_10), broadcast(SPECIES, LOG_9));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_8));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_7));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_6));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_5));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_4));
            p = Lanes.fma(p, f, broadcast(SPECIES, LOG_3));
            FloatVector square = f.mul(f);
            FloatVector log = Lanes.fma(e, broadcast(SPECIES, LN2_LOW), p.mul(f).mul(square));
            log = Lanes.fma(square, broadcast(SPECIES, -0.5f), log).add(f);
            log = Lanes.fma(e, broadcast(SPECIES, LN2_HIGH), log);
            v.blend(0, v.compare(LT, 0)).add(log.add(lost)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /**
     * exp + rest = -t^2 / 2 with t = |x factor|, but no further than where the normal
     * distribution's tail ends. The exponential of the rest is 1 + rest; without it, exp(-t^2 / 2)
     * would be off by t^2 / 2 times as much.
     */
    static void halfSquare(long x, float factor, long exp, long rest, int vectors) {
        x = Memory.address(x);
        exp = Memory.address(exp);
        rest = Memory.address(rest);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector t = fromMemorySegment(SPECIES, ALL, x + o, ORDER).mul(factor).abs();
            t = t.blend(TAIL_END, t.compare(GT, TAIL_END));
            FloatVector high = t.reinterpretAsInts().and(HIGH_HALF).reinterpretAsFloats();
            FloatVector highSquare = high.mul(high);
            FloatVector low = t.sub(high).mul(t.add(high));
            FloatVector square = highSquare.add(low);
            square.mul(-0.5f).intoMemorySegment(ALL, exp + o, ORDER);
            highSquare.sub(square).add(low).mul(-0.5f).intoMemorySegment(ALL, rest + o, ORDER);
        }
    }

    /**
     * y = x P(x) for the normal distribution P, which is x / 2 (1 + erf(x / sqrt 2)), given
     * exp(-x^2 / 2) as exp (1 + rest). Error: 7 ulp.
     */
    static void gelu(long x, long exp, long rest, long y, int vectors) {
        x = Memory.address(x);
        exp = Memory.address(exp);
        rest = Memory.address(rest);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            FloatVector t = v.abs();
            FloatVector u = t.blend(TAIL_END, t.compare(GT, TAIL_END));
            FloatVector w = broadcast(SPECIES, 1).div(u.mul(TAIL_SCALE).add(1));
            FloatVector p = Lanes.fma(w, broadcast(SPECIES, TAIL_9), broadcast(SPECIES, TAIL_8));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_7));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_6));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_5));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_4));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_3));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_2));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_1));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_0));
            FloatVector e = fromMemorySegment(SPECIES, ALL, exp + o, ORDER);
            FloatVector tail =
                    p.mul(w).mul(Lanes.fma(e, fromMemorySegment(SPECIES, ALL, rest + o, ORDER), e));
            FloatVector factor = tail.blend(tail.neg().add(1), v.compare(GE, 0));
            v.mul(factor).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** y = error function of x, given exp(-x^2) as exp (1 + rest). Error: 1.5 ulp. */
    static void erf(long x, long exp, long rest, long y, int vectors) {
        x = Memory.address(x);
        exp = Memory.address(exp);
        rest = Memory.address(rest);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            FloatVector s = v.mul(v);
            FloatVector q = Lanes.fma(s, broadcast(SPECIES, ERF_13), broadcast(SPECIES, ERF_11));
            q = Lanes.fma(q, s, broadcast(SPECIES, ERF_9));
            q = Lanes.fma(q, s, broadcast(SPECIES, ERF_7));
            q = Lanes.fma(q, s, broadcast(SPECIES, ERF_5));
            q = Lanes.fma(q, s, broadcast(SPECIES, ERF_3));
            q = Lanes.fma(q, s, broadcast(SPECIES, ERF_1));
            FloatVector small = Lanes.fma(q, v, v);
            FloatVector t = v.mul(SQRT_2).abs();
            FloatVector u = t.blend(TAIL_END, t.compare(GT, TAIL_END));
            FloatVector w = broadcast(SPECIES, 1).div(u.mul(TAIL_SCALE).add(1));
            FloatVector p = Lanes.fma(w, broadcast(SPECIES, TAIL_9), broadcast(SPECIES, TAIL_8));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_7));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_6));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_5));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_4));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_3));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_2));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_1));
            p = Lanes.fma(p, w, broadcast(SPECIES, TAIL_0));
            FloatVector e = fromMemorySegment(SPECIES, ALL, exp + o, ORDER);
            FloatVector tail =
                    p.mul(w).mul(Lanes.fma(e, fromMemorySegment(SPECIES, ALL, rest + o, ORDER), e));
            FloatVector large = tail.mul(-2).add(1);
            large = large.blend(large.neg(), v.compare(LT, 0));
            small.blend(large, t.compare(GT, SQRT_2)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
