package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * dx = f'(v) dy over a run of floats, chunk by chunk: the slope into scratch memory, one loop per
 * function, then the product. dx may be dy or v.
 */
final class UnaryGradientLoops {

    private static final int CHUNK = 64;
    private static final long CHUNK_BYTES = (long) CHUNK * Lanes.BYTES;

    /**
     * Two chunks, a vector each of v and dy for the end of a run, and what {@link UnaryLoops}
     * needs.
     */
    static final int SCRATCH_BYTES = (2 * CHUNK + 2) * Lanes.BYTES + UnaryLoops.SCRATCH_BYTES;

    private static final float SQRT_HALF = (float) Math.sqrt(0.5);
    private static final float ONE_OVER_SQRT_2PI = (float) (1 / Math.sqrt(2 * Math.PI));
    private static final float TWO_OVER_SQRT_PI = (float) (2 / Math.sqrt(Math.PI));
    private static final Unary SIGMOID = Unary.of(Unary.Function.SIGMOID);
    private static final Unary ERF = Unary.of(Unary.Function.ERF);
    private static final Unary EXP = Unary.of(Unary.Function.EXP);

    private UnaryGradientLoops() {}

    /** Computes {@code count} floats; the last ones pass through {@code scratch}. */
    static void run(Unary u, long v, long dy, long dx, int count, long scratch) {
        int vectors = count / Lanes.COUNT;
        vectors(u, v, dy, dx, vectors, scratch);
        int rest = count - vectors * Lanes.COUNT;
        if (rest > 0) {
            long done = (long) vectors * Lanes.BYTES;
            long endV = scratch + 2 * CHUNK_BYTES;
            long endDy = endV + Lanes.BYTES;
            UnaryLoops.moveFloats(v + done, endV, rest);
            UnaryLoops.moveFloats(dy + done, endDy, rest);
            vectors(u, endV, endDy, endDy, 1, scratch);
            UnaryLoops.moveFloats(endDy, dx + done, rest);
        }
    }

    private static void vectors(Unary u, long v, long dy, long dx, int vectors, long scratch) {
        if (u.function() == Unary.Function.RELU) {
            relu(v, dy, dx, vectors);
            return;
        }
        for (int k = 0; k < vectors; k += CHUNK) {
            long o = (long) k * Lanes.BYTES;
            int count = Math.min(CHUNK, vectors - k);
            slope(u, v + o, scratch, count, scratch + CHUNK_BYTES);
            product(scratch, dy + o, dx + o, count);
        }
    }

    /** s = f'(v). */
    private static void slope(Unary u, long v, long s, int vectors, long scratch) {
        float alpha = u.alpha();
        long more = scratch + CHUNK_BYTES + 2L * Lanes.BYTES;
        int floats = vectors * Lanes.COUNT;
        switch (u.function()) {
            case IDENTITY -> linear(v, s, vectors, 0, 1);
            case NEG -> linear(v, s, vectors, 0, -1);
            case AFFINE -> linear(v, s, vectors, 0, alpha);
            case FLOOR, CEIL -> linear(v, s, vectors, 0, 0);
            case RELU -> within(v, s, vectors, 0, Float.POSITIVE_INFINITY, 1);
            case CLIP -> within(v, s, vectors, alpha, u.beta(), 1);
            case LEAKY_RELU -> sides(v, s, vectors, alpha, 0);
            case ELU -> elu(u, v, s, vectors, more);
            case HARD_SIGMOID -> {
                long y = v;
                if (!u.derivesFromOutput()) {
                    UnaryLoops.run(u, v, scratch, floats, more);
                    y = scratch;
                }
                within(y, s, vectors, 0, 1, alpha);
            }
            case HARD_SWISH -> hardSwish(v, s, vectors, 1);
            case SCALED_HARD_SWISH -> hardSwish(v, s, vectors, alpha);
            case SIGMOID -> parabola(v, s, vectors, 0, 1);
            case TANH -> parabola(v, s, vectors, 1, 0);
            case RECIPROCAL -> parabola(v, s, vectors, 0, 0);
            case EXP -> linear(v, s, vectors, 1, 0);
            case SQRT -> quotient(v, s, vectors, 0.5f);
            case LOG -> quotient(v, s, vectors, 1);
            case ABS -> signs(v, s, vectors);
            case SOFTPLUS -> UnaryLoops.run(SIGMOID, v, s, floats, more);
            case SILU -> {
                UnaryLoops.run(SIGMOID, v, scratch, floats, more);
                silu(v, scratch, s, vectors);
            }
            case ERF -> {
                negativeSquare(v, s, vectors, 1);
                UnaryLoops.run(EXP, s, s, floats, more);
                linear(s, s, vectors, TWO_OVER_SQRT_PI, 0);
            }
            case GELU -> {
                linear(v, scratch, vectors, SQRT_HALF, 0);
                UnaryLoops.run(ERF, scratch, scratch, floats, more);
                negativeSquare(v, s, vectors, 0.5f);
                UnaryLoops.run(EXP, s, s, floats, more);
                gelu(v, scratch, s, vectors);
            }
        }
    }

    private static void relu(long v, long dy, long dx, int vectors) {
        v = Memory.address(v);
        dy = Memory.address(dy);
        dx = Memory.address(dx);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector value = fromMemorySegment(SPECIES, ALL, v + o, ORDER);
            broadcast(SPECIES, 0)
                    .blend(fromMemorySegment(SPECIES, ALL, dy + o, ORDER), value.compare(GT, 0))
                    .intoMemorySegment(ALL, dx + o, ORDER);
        }
    }

    private static void product(long s, long dy, long dx, int vectors) {
        s = Memory.address(s);
        dy = Memory.address(dy);
        dx = Memory.address(dx);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector slope = fromMemorySegment(SPECIES, ALL, s + o, ORDER);
            FloatVector product = slope.mul(fromMemorySegment(SPECIES, ALL, dy + o, ORDER));
            broadcast(SPECIES, 0)
                    .blend(product, slope.compare(NE, 0))
                    .intoMemorySegment(ALL, dx + o, ORDER);
        }
    }

    /** a v + b. */
    private static void linear(long v, long s, int vectors, float a, float b) {
        v = Memory.address(v);
        s = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector value = fromMemorySegment(SPECIES, ALL, v + o, ORDER);
            FloatVector scaled = a == 0 ? broadcast(SPECIES, 0) : value.mul(a);
            scaled.add(b).intoMemorySegment(ALL, s + o, ORDER);
        }
    }

    /** a + v (b - v). */
    private static void parabola(long v, long s, int vectors, float a, float b) {
        v = Memory.address(v);
        s = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector value = fromMemorySegment(SPECIES, ALL, v + o, ORDER);
            value.mul(broadcast(SPECIES, b).sub(value)).add(a).intoMemorySegment(ALL, s + o, ORDER);
        }
    }

    /** a / v. */
    private static void quotient(long v, long s, int vectors, float a) {
        v = Memory.address(v);
        s = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            broadcast(SPECIES, a)
                    .div(fromMemorySegment(SPECIES, ALL, v + o, ORDER))
                    .intoMemorySegment(ALL, s + o, ORDER);
        }
    }

    /** slope between the bounds, 0 elsewhere. */
    private static void within(long v, long s, int vectors, float low, float high, float slope) {
        v = Memory.address(v);
        s = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector value = fromMemorySegment(SPECIES, ALL, v + o, ORDER);
            FloatVector result =
                    broadcast(SPECIES, 0)
                            .blend(slope, value.compare(GT, low).and(value.compare(LT, high)));
            result.intoMemorySegment(ALL, s + o, ORDER);
        }
    }

    /** 1 above 0, alpha + factor v elsewhere. */
    private static void sides(long v, long s, int vectors, float alpha, float factor) {
        v = Memory.address(v);
        s = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector value = fromMemorySegment(SPECIES, ALL, v + o, ORDER);
            FloatVector below =
                    factor == 0 ? broadcast(SPECIES, alpha) : value.mul(factor).add(alpha);
            below.blend(1, value.compare(GT, 0)).intoMemorySegment(ALL, s + o, ORDER);
        }
    }

    private static void elu(Unary u, long v, long s, int vectors, long scratch) {
        if (u.derivesFromOutput()) {
            sides(v, s, vectors, u.alpha(), 1);
            return;
        }
        UnaryLoops.run(EXP, v, s, vectors * Lanes.COUNT, scratch);
        long value = Memory.address(v);
        long slope = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, slope + o, ORDER)
                    .mul(u.alpha())
                    .blend(1, fromMemorySegment(SPECIES, ALL, value + o, ORDER).compare(GT, 0))
                    .intoMemorySegment(ALL, slope + o, ORDER);
        }
    }

    private static void hardSwish(long v, long s, int vectors, float scale) {
        v = Memory.address(v);
        s = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector value = fromMemorySegment(SPECIES, ALL, v + o, ORDER);
            value.div(3)
                    .add(0.5f)
                    .blend(0, value.compare(LT, -3))
                    .blend(1, value.compare(GT, 3))
                    .mul(scale)
                    .intoMemorySegment(ALL, s + o, ORDER);
        }
    }

    private static void signs(long v, long s, int vectors) {
        v = Memory.address(v);
        s = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector value = fromMemorySegment(SPECIES, ALL, v + o, ORDER);
            value.blend(1, value.compare(GT, 0))
                    .blend(-1, value.compare(LT, 0))
                    .intoMemorySegment(ALL, s + o, ORDER);
        }
    }

    /** -factor v^2. */
    private static void negativeSquare(long v, long s, int vectors, float factor) {
        v = Memory.address(v);
        s = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector value = fromMemorySegment(SPECIES, ALL, v + o, ORDER);
            value.mul(value).mul(-factor).intoMemorySegment(ALL, s + o, ORDER);
        }
    }

    /** sigmoid (1 + v (1 - sigmoid)). */
    private static void silu(long v, long sigmoid, long s, int vectors) {
        v = Memory.address(v);
        sigmoid = Memory.address(sigmoid);
        s = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector g = fromMemorySegment(SPECIES, ALL, sigmoid + o, ORDER);
            FloatVector rest = broadcast(SPECIES, 1).sub(g);
            rest.mul(fromMemorySegment(SPECIES, ALL, v + o, ORDER))
                    .add(1)
                    .mul(g)
                    .intoMemorySegment(ALL, s + o, ORDER);
        }
    }

    /** (1 + erf) / 2 + v s / sqrt(2 pi), where s holds exp(-v^2 / 2). */
    private static void gelu(long v, long erf, long s, int vectors) {
        v = Memory.address(v);
        erf = Memory.address(erf);
        s = Memory.address(s);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector density =
                    fromMemorySegment(SPECIES, ALL, s + o, ORDER)
                            .mul(fromMemorySegment(SPECIES, ALL, v + o, ORDER))
                            .mul(ONE_OVER_SQRT_2PI);
            fromMemorySegment(SPECIES, ALL, erf + o, ORDER)
                    .add(1)
                    .mul(0.5f)
                    .add(density)
                    .intoMemorySegment(ALL, s + o, ORDER);
        }
    }
}
