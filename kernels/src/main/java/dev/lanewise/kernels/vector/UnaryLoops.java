package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.SQRT;

import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

import java.util.stream.Stream;

/**
 * y = function(x) over a run of floats: one loop per function, so that each compiles by itself. x
 * may be y.
 */
final class UnaryLoops {

    /** Vectors that a function in steps takes at a time. */
    private static final int CHUNK = 64;

    /**
     * Scratch memory: two chunks of results between steps, and the end of a run that is no whole
     * vector.
     */
    static final int SCRATCH_BYTES = (2 * CHUNK + 1) * Lanes.BYTES;

    static final float SIXTH = 1 / 6f;

    static final int ONE_BITS = 0x3f800000;

    /** By function. */
    private static final Readiness[] FORMS =
            Stream.of(Unary.Function.values())
                    .map(f -> ScalarUnary.has(f) ? new Readiness() : Readiness.ALWAYS_READY)
                    .toArray(Readiness[]::new);

    private UnaryLoops() {}

    /** Applies {@code u} to {@code count} floats; the last ones pass through {@code scratch}. */
    static void run(Unary u, long x, long y, int count, long scratch) {
        int vectors = count / Lanes.COUNT;
        vectors(u, x, y, vectors, scratch);
        int rest = count - vectors * Lanes.COUNT;
        if (rest > 0) {
            long done = (long) vectors * Lanes.BYTES;
            long end = scratch + 2L * CHUNK * Lanes.BYTES;
            moveFloats(x + done, end, rest);
            vectors(u, end, end, 1, scratch);
            moveFloats(end, y + done, rest);
        }
    }

    /** Copies fewer floats than a vector has. */
    static void moveFloats(long from, long to, int count) {
        for (int i = 0; i < count; i++) {
            Memory.setInt(to + 4L * i, Memory.getInt(from + 4L * i));
        }
    }

    /**
     * The address of a vector that repeats {@code block} floats, which divide it: theirs, or {@code
     * scratch} after it has been filled.
     */
    static long vector(long from, int block, long scratch) {
        if (block == Lanes.COUNT) {
            return from;
        }
        for (int i = 0; i < Lanes.COUNT; i++) {
            Memory.setInt(scratch + 4L * i, Memory.getInt(from + 4L * (i & block - 1)));
        }
        return scratch;
    }

    /** Applies {@code u} to whole vectors. */
    static void vectors(Unary u, long x, long y, int vectors, long scratch) {
        Readiness form = FORMS[u.function().ordinal()];
        if (form.isReady()) {
            inVectors(u, x, y, vectors, scratch);
            return;
        }
        form.run(
                vectors,
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    inVectors(u, x + o, y + o, count, scratch);
                },
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    ScalarUnary.run(u, x + o, y + o, count * Lanes.COUNT);
                });
    }

    /** The same in vectors, compiled or not. */
    static void inVectors(Unary u, long x, long y, int vectors, long scratch) {
        switch (u.function()) {
            // Not a loop that loads and stores vectors: C2 at times boxes those for good.
            case IDENTITY -> Memory.copy(x, y, (long) vectors * Lanes.BYTES);
            case RELU -> relu(x, y, vectors);
            case CLIP -> clip(x, y, vectors, u.alpha(), u.beta());
            case LEAKY_RELU -> leakyRelu(x, y, vectors, u.alpha());
            case HARD_SIGMOID -> hardSigmoid(x, y, vectors, u.alpha(), u.beta());
            case HARD_SWISH -> hardSwish(x, y, vectors);
            case SCALED_HARD_SWISH -> scaledHardSwish(x, y, vectors, u.alpha(), u.beta());
            case SIGMOID -> VectorMath.sigmoid(x, y, vectors);
            case SILU -> VectorMath.silu(x, y, vectors);
            case TANH, GELU, ELU, SOFTPLUS, ERF -> inSteps(u, x, y, vectors, scratch);
            case EXP -> VectorMath.exp(x, y, vectors);
            case LOG -> VectorMath.log(x, y, vectors);
            case SQRT -> sqrt(x, y, vectors);
            case RECIPROCAL -> reciprocal(x, y, vectors);
            case NEG -> neg(x, y, vectors);
            case ABS -> abs(x, y, vectors);
            case FLOOR -> nearest(x, y, vectors, -1);
            case CEIL -> nearest(x, y, vectors, 1);
            case AFFINE -> affine(x, y, vectors, u.alpha(), u.beta());
        }
    }

    /**
     * Functions of x and an exponential: chunk by chunk its argument, the exponential, the rest.
     */
    private static void inSteps(Unary u, long x, long y, int vectors, long scratch) {
        long e = scratch;
        long rest = scratch + (long) CHUNK * Lanes.BYTES;
        for (int k = 0; k < vectors; k += CHUNK) {
            long o = (long) k * Lanes.BYTES;
            int count = Math.min(CHUNK, vectors - k);
            switch (u.function()) {
                case GELU -> VectorMath.halfSquare(x + o, 1, e, rest, count);
                case ERF -> VectorMath.halfSquare(x + o, VectorMath.SQRT_2, e, rest, count);
                case TANH -> negativeAbs(x + o, 2, e, count);
                case ELU -> clip(x + o, e, count, Float.NEGATIVE_INFINITY, 0);
                default -> negativeAbs(x + o, 1, e, count);
            }
            switch (u.function()) {
                case TANH, ELU -> VectorMath.expm1(e, e, count);
                default -> VectorMath.exp(e, e, count);
            }
            switch (u.function()) {
                case TANH -> tanh(x + o, e, y + o, count);
                case ELU -> elu(x + o, e, y + o, count, u.alpha());
                case SOFTPLUS -> VectorMath.softplus(x + o, e, y + o, count);
                case GELU -> VectorMath.gelu(x + o, e, rest, y + o, count);
                default -> VectorMath.erf(x + o, e, rest, y + o, count);
            }
        }
    }

    private static void relu(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            v.blend(0, v.compare(LT, 0)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** min(max(x, low), high), except that NaN stays NaN. */
    private static void clip(long x, long y, int vectors, float low, float high) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            v = v.blend(low, v.compare(LT, low));
            v.blend(high, v.compare(GT, high)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void leakyRelu(long x, long y, int vectors, float alpha) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            v.mul(alpha).blend(v, v.compare(GE, 0)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void hardSigmoid(long x, long y, int vectors, float alpha, float beta) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector factor = broadcast(SPECIES, alpha);
        FloatVector shift = broadcast(SPECIES, beta);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            v = Lanes.FMA ? v.fma(factor, shift) : v.mul(factor).add(shift);
            v = v.blend(0, v.compare(LT, 0));
            v.blend(1, v.compare(GT, 1)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void hardSwish(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            // x + 3 is exact where the sum cancels. Bounds go by the order of the bits, in half as
            // many operations; NaN becomes 0 or 1, and NaN again by the product.
            IntVector gate = v.add(3).mul(SIXTH).reinterpretAsInts().max(0).min(ONE_BITS);
            v.mul(gate.reinterpretAsFloats()).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void scaledHardSwish(long x, long y, int vectors, float alpha, float beta) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector factor = broadcast(SPECIES, alpha);
        FloatVector shift = broadcast(SPECIES, beta);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            IntVector gate = v.add(3).mul(SIXTH).reinterpretAsInts().max(0).min(ONE_BITS);
            v = v.mul(gate.reinterpretAsFloats());
            v = Lanes.FMA ? v.fma(factor, shift) : v.mul(factor).add(shift);
            v.intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void sqrt(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                    .lanewise(SQRT)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    static void reciprocal(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            broadcast(SPECIES, 1)
                    .div(fromMemorySegment(SPECIES, ALL, x + o, ORDER))
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void affine(long x, long y, int vectors, float alpha, float beta) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector factor = broadcast(SPECIES, alpha);
        FloatVector shift = broadcast(SPECIES, beta);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            v = Lanes.FMA ? v.fma(factor, shift) : v.mul(factor).add(shift);
            v.intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void neg(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                    .neg()
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void abs(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                    .abs()
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** e = -|x| factor. */
    private static void negativeAbs(long x, float factor, long e, int vectors) {
        x = Memory.address(x);
        e = Memory.address(e);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                    .abs()
                    .mul(-factor)
                    .intoMemorySegment(ALL, e + o, ORDER);
        }
    }

    /** tanh(x), given e = exp(-2|x|) - 1. */
    private static void tanh(long x, long expm1, long y, int vectors) {
        x = Memory.address(x);
        expm1 = Memory.address(expm1);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector e = fromMemorySegment(SPECIES, ALL, expm1 + o, ORDER);
            FloatVector a = e.div(e.add(2)).abs();
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
            a.reinterpretAsInts()
                    .or(sign)
                    .reinterpretAsFloats()
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** x or, where it is negative, alpha times e = exp(x) - 1. */
    private static void elu(long x, long expm1, long y, int vectors, float alpha) {
        x = Memory.address(x);
        expm1 = Memory.address(expm1);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            FloatVector e = fromMemorySegment(SPECIES, ALL, expm1 + o, ORDER).mul(alpha);
            e.blend(v, v.compare(GT, 0)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /**
     * floor or ceil.
     *
     * @param direction -1 for floor, 1 for ceil
     */
    private static void nearest(long x, long y, int vectors, int direction) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
            FloatVector a = v.abs();
            FloatVector r = a.add(0x1p23f).sub(0x1p23f);
            r = r.reinterpretAsInts().or(sign).reinterpretAsFloats();
            // Larger ones have no fraction.
            r = v.blend(r, a.compare(LT, 0x1p23f));
            r = r.blend(r.add(direction), r.sub(v).mul(direction).compare(LT, 0));
            // A zero gets the sign of x; other values have it already.
            r.reinterpretAsInts()
                    .or(sign)
                    .reinterpretAsFloats()
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
