package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.vector.ScalarTiles.fma;
import static dev.lanewise.kernels.vector.VectorMath.ONE;

import dev.lanewise.kernels.Unary;

/** The scalar forms of some of {@link UnaryLoops}: the same operations in the same order. */
final class ScalarUnary {

    private static final int CHUNK = 1024;

    private ScalarUnary() {}

    /** Whether a function has a scalar form: those that networks apply to large maps have. */
    static boolean has(Unary.Function function) {
        return switch (function) {
            case RELU, CLIP, HARD_SIGMOID, HARD_SWISH, SCALED_HARD_SWISH, SIGMOID, SILU -> true;
            default -> false;
        };
    }

    /** y = u(x). y may be x. */
    static void run(Unary u, long x, long y, int count) {
        float[] chunk = new float[Math.min(count, CHUNK)];
        for (int done = 0; done < count; done += CHUNK) {
            int size = Math.min(CHUNK, count - done);
            ScalarLoops.read(x + 4L * done, chunk, 0, size);
            apply(u, chunk);
            ScalarLoops.write(chunk, 0, y + 4L * done, size);
        }
    }

    private static void apply(Unary u, float[] values) {
        switch (u.function()) {
            case RELU -> ScalarLoops.clip(values, Bounds.from(0));
            case CLIP -> ScalarLoops.clip(values, new Bounds(u.alpha(), u.beta()));
            case HARD_SIGMOID -> {
                affine(values, u.alpha(), u.beta());
                ScalarLoops.clip(values, new Bounds(0, 1));
            }
            case HARD_SWISH -> hardSwish(values);
            case SCALED_HARD_SWISH -> {
                hardSwish(values);
                affine(values, u.alpha(), u.beta());
            }
            case SIGMOID -> sigmoid(values);
            case SILU -> silu(values);
            default -> throw new IllegalArgumentException(u.toString());
        }
    }

    private static void affine(float[] values, float alpha, float beta) {
        for (int i = 0; i < values.length; i++) {
            values[i] = fma(values[i], alpha, beta);
        }
    }

    private static void hardSwish(float[] values) {
        for (int i = 0; i < values.length; i++) {
            float v = values[i];
            int gate = Float.floatToRawIntBits((v + 3) * UnaryLoops.SIXTH);
            gate = Math.min(Math.max(gate, 0), UnaryLoops.ONE_BITS);
            values[i] = v * Float.intBitsToFloat(gate);
        }
    }

    private static void sigmoid(float[] values) {
        for (int i = 0; i < values.length; i++) {
            float v = values[i];
            v = v < VectorMath.EXP_LOWEST ? VectorMath.EXP_LOWEST : v;
            v = v > VectorMath.SIGMOID_HIGHEST ? VectorMath.SIGMOID_HIGHEST : v;
            values[i] = sigmoid(v);
        }
    }

    private static void silu(float[] values) {
        for (int i = 0; i < values.length; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            bits = Math.min(bits, VectorMath.SIGMOID_HIGHEST_BITS);
            if (Integer.compareUnsigned(bits, VectorMath.EXP_LOWEST_BITS) > 0) {
                bits = VectorMath.EXP_LOWEST_BITS;
            }
            values[i] *= sigmoid(Float.intBitsToFloat(bits));
        }
    }

    /** One lane of {@link VectorMath#sigmoid}, for x within its bounds. */
    private static float sigmoid(float x) {
        float shifted = fma(x, VectorMath.STEPS_LOG2_E, VectorMath.ROUNDER);
        float n = shifted - VectorMath.ROUNDER;
        float r = fma(n, -VectorMath.STEP_LOW, fma(n, -VectorMath.STEP_HIGH, x));
        float p = ONE * VectorMath.STEP_3;
        if (VectorMath.STEPS < 16) {
            p = ONE * VectorMath.EXP_4;
            if (VectorMath.STEPS == 1) {
                p = fma(r, fma(r, ONE * VectorMath.EXP_6, ONE * -VectorMath.EXP_5), p);
            }
            p = fma(r, p, ONE * VectorMath.STEP_3);
        }
        p = fma(r, p, ONE * VectorMath.STEP_2);
        p = fma(r, p, -ONE);
        int bits = Float.floatToRawIntBits(shifted);
        int step = VectorMath.SCALAR_POWERS[bits & (Lanes.COUNT - 1)];
        float power = Float.intBitsToFloat(step + (bits << VectorMath.STEP_SHIFT));
        return power / fma(r, p, power + ONE);
    }
}
