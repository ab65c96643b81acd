package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.ScalarMath;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Applies an activation in place to the rows that a tile has just stored. */
final class PackedActivation {

    private PackedActivation() {}

    /**
     * Applies {@code finish.later()} to {@code count} rows of {@code vectors} vectors.
     *
     * @param shift bytes from a row's y address to its first vector
     */
    static void apply(PackedFinish finish, long rows, int count, long shift, int vectors) {
        Unary f = finish.later();
        if (f.isIdentity()) {
            return;
        }
        for (int v = 0; v < vectors; v++) {
            long offset = shift + v * finish.vectorStride();
            switch (f.function()) {
                case LEAKY_RELU -> leakyRelu(rows, count, offset, f.alpha());
                case HARD_SIGMOID -> hardSigmoid(rows, count, offset, f.alpha(), f.beta());
                case HARD_SWISH -> hardSwish(rows, count, offset);
                default -> scalar(rows, count, offset, f);
            }
        }
    }

    private static void leakyRelu(long rows, int count, long offset, float alpha) {
        for (int r = 0; r < count; r++) {
            long y = PackedRows.y(rows, r) + offset;
            FloatVector x = Lanes.load(y);
            Lanes.store(x.blend(x.mul(alpha), x.compare(VectorOperators.LT, 0)), y);
        }
    }

    private static void hardSigmoid(long rows, int count, long offset, float alpha, float beta) {
        FloatVector a = Lanes.splat(alpha);
        FloatVector b = Lanes.splat(beta);
        for (int r = 0; r < count; r++) {
            long y = PackedRows.y(rows, r) + offset;
            Lanes.store(unit(Lanes.fma(Lanes.load(y), a, b)), y);
        }
    }

    private static void hardSwish(long rows, int count, long offset) {
        FloatVector sixth = Lanes.splat(1 / 6f);
        FloatVector half = Lanes.splat(0.5f);
        for (int r = 0; r < count; r++) {
            long y = PackedRows.y(rows, r) + offset;
            FloatVector x = Lanes.load(y);
            Lanes.store(x.mul(unit(Lanes.fma(x, sixth, half))), y);
        }
    }

    private static void scalar(long rows, int count, long offset, Unary f) {
        for (int r = 0; r < count; r++) {
            long y = PackedRows.y(rows, r) + offset;
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                long address = y + lane * 4L;
                Memory.setFloat(address, ScalarMath.apply(f, Memory.getFloat(address)));
            }
        }
    }

    /** Clamped to 0..1; NaN stays NaN. */
    private static FloatVector unit(FloatVector x) {
        FloatVector raised = x.blend(0, x.compare(VectorOperators.LT, 0));
        return raised.blend(1, raised.compare(VectorOperators.GT, 1));
    }
}
