package dev.lanewise.kernels.vector;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.SQRT;

import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * y = function(x) over a run of floats: one loop per function, so that each compiles by itself. x
 * may be y.
 */
final class UnaryLoops {

    /** Scratch memory for a run whose length is no multiple of the lanes. */
    static final int SCRATCH_BYTES = Lanes.BYTES;

    private static final float SIXTH = 1 / 6f;

    private UnaryLoops() {}

    /** Applies {@code u} to {@code count} floats; the last ones pass through {@code scratch}. */
    static void run(Unary u, long x, long y, int count, long scratch) {
        int vectors = count / Lanes.COUNT;
        vectors(u, x, y, vectors);
        int rest = count - vectors * Lanes.COUNT;
        if (rest > 0) {
            long done = (long) vectors * Lanes.BYTES;
            moveFloats(x + done, scratch, rest);
            vectors(u, scratch, scratch, 1);
            moveFloats(scratch, y + done, rest);
        }
    }

    /** Copies fewer floats than a vector has. */
    static void moveFloats(long from, long to, int count) {
        for (int i = 0; i < count; i++) {
            Memory.setInt(to + 4L * i, Memory.getInt(from + 4L * i));
        }
    }

    /** Fills a vector at {@code to} with repetitions of {@code block} floats, which divides it. */
    static void repeat(long from, int block, long to) {
        for (int i = 0; i < Lanes.COUNT; i++) {
            Memory.setInt(to + 4L * i, Memory.getInt(from + 4L * (i & block - 1)));
        }
    }

    /** Applies {@code u} to whole vectors. */
    static void vectors(Unary u, long x, long y, int vectors) {
        switch (u.function()) {
            case IDENTITY -> identity(x, y, vectors);
            case RELU -> relu(x, y, vectors);
            case CLIP -> clip(x, y, vectors, u.alpha(), u.beta());
            case LEAKY_RELU -> leakyRelu(x, y, vectors, u.alpha());
            case HARD_SIGMOID -> hardSigmoid(x, y, vectors, u.alpha(), u.beta());
            case HARD_SWISH -> hardSwish(x, y, vectors);
            case SIGMOID -> sigmoid(x, y, vectors);
            case SILU -> silu(x, y, vectors);
            case TANH -> tanh(x, y, vectors);
            case GELU -> gelu(x, y, vectors);
            case ELU -> elu(x, y, vectors, u.alpha());
            case SOFTPLUS -> softplus(x, y, vectors);
            case EXP -> exp(x, y, vectors);
            case LOG -> log(x, y, vectors);
            case ERF -> erf(x, y, vectors);
            case SQRT -> sqrt(x, y, vectors);
            case RECIPROCAL -> reciprocal(x, y, vectors);
            case NEG -> neg(x, y, vectors);
            case ABS -> abs(x, y, vectors);
            case FLOOR -> floor(x, y, vectors);
            case CEIL -> ceil(x, y, vectors);
            case AFFINE -> affine(x, y, vectors, u.alpha(), u.beta());
        }
    }

    private static void identity(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(Lanes.load(x + o), y + o);
        }
    }

    private static void relu(long from, long to, int vectors) {
        long x = Memory.address(from);
        long y = Memory.address(to);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = Lanes.load(x + o);
            Lanes.store(v.blend(0, v.compare(LT, 0)), y + o);
        }
    }

    private static void clip(long from, long to, int vectors, float low, float high) {
        long x = Memory.address(from);
        long y = Memory.address(to);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.clamp(Lanes.load(x + o), low, high), y + o);
        }
    }

    private static void leakyRelu(long from, long to, int vectors, float alpha) {
        long x = Memory.address(from);
        long y = Memory.address(to);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = Lanes.load(x + o);
            Lanes.store(v.mul(alpha).blend(v, v.compare(GE, 0)), y + o);
        }
    }

    private static void hardSigmoid(long from, long to, int vectors, float alpha, float beta) {
        long x = Memory.address(from);
        long y = Memory.address(to);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = Lanes.fma(Lanes.load(x + o), Lanes.splat(alpha), Lanes.splat(beta));
            Lanes.store(VectorMath.clamp(v, 0, 1), y + o);
        }
    }

    private static void hardSwish(long from, long to, int vectors) {
        long x = Memory.address(from);
        long y = Memory.address(to);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = Lanes.load(x + o);
            // x + 3 is exact where the sum cancels.
            Lanes.store(v.mul(VectorMath.clamp(v.add(3).mul(SIXTH), 0, 1)), y + o);
        }
    }

    private static void elu(long x, long y, int vectors, float alpha) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = Lanes.load(x + o);
            FloatVector negative = v.blend(0, v.compare(GT, 0));
            FloatVector e = VectorMath.expm1OfNegative(negative).mul(alpha);
            Lanes.store(e.blend(v, v.compare(GT, 0)), y + o);
        }
    }

    private static void sqrt(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(Lanes.load(x + o).lanewise(SQRT), y + o);
        }
    }

    private static void reciprocal(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(Lanes.splat(1).div(Lanes.load(x + o)), y + o);
        }
    }

    private static void affine(long x, long y, int vectors, float alpha, float beta) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = Lanes.fma(Lanes.load(x + o), Lanes.splat(alpha), Lanes.splat(beta));
            Lanes.store(v, y + o);
        }
    }

    private static void neg(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(Lanes.load(x + o).neg(), y + o);
        }
    }

    private static void abs(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(Lanes.load(x + o).abs(), y + o);
        }
    }

    private static void sigmoid(long from, long to, int vectors) {
        long x = Memory.address(from);
        long y = Memory.address(to);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.sigmoid(Lanes.load(x + o)), y + o);
        }
    }

    private static void silu(long from, long to, int vectors) {
        long x = Memory.address(from);
        long y = Memory.address(to);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.silu(Lanes.load(x + o)), y + o);
        }
    }

    private static void tanh(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.tanh(Lanes.load(x + o)), y + o);
        }
    }

    private static void gelu(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.gelu(Lanes.load(x + o)), y + o);
        }
    }

    private static void softplus(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.softplus(Lanes.load(x + o)), y + o);
        }
    }

    private static void exp(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.exp(Lanes.load(x + o)), y + o);
        }
    }

    private static void log(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.log(Lanes.load(x + o)), y + o);
        }
    }

    private static void erf(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.erf(Lanes.load(x + o)), y + o);
        }
    }

    private static void floor(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.floor(Lanes.load(x + o)), y + o);
        }
    }

    private static void ceil(long x, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(VectorMath.ceil(Lanes.load(x + o)), y + o);
        }
    }
}
