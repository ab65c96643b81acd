package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.ScalarMath;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Residual and activation, applied in place to what tiles have just stored, while it is in the
 * first-level cache.
 *
 * <p>Not within the tile: its accumulators would have to be named again for every operation, and
 * methods of that size compile late or not at all.
 */
final class PackedEpilogue {

    /** The {@code residual} where there is none. */
    static final long NO_RESIDUAL = Long.MIN_VALUE;

    private final boolean residual;
    private final Unary activation;

    PackedEpilogue(Epilogue epilogue) {
        this.residual = epilogue.residual();
        this.activation = epilogue.activation();
    }

    /** Whether there is nothing to do. */
    boolean isIdentity() {
        return !residual && activation.isIdentity();
    }

    /**
     * Finishes {@code bytes} bytes, whole vectors, at {@code y}.
     *
     * @param residualShift bytes from y to the residual; of no meaning where there is none
     */
    void apply(long y, long bytes, long residualShift) {
        if (residual) {
            add(y, bytes, y + residualShift);
        }
        switch (activation.function()) {
            case IDENTITY -> {}
            case RELU -> clamp(y, bytes, 0, Float.POSITIVE_INFINITY);
            case CLIP -> clamp(y, bytes, activation.alpha(), activation.beta());
            case LEAKY_RELU -> leakyRelu(y, bytes, activation.alpha());
            case HARD_SIGMOID -> hardSigmoid(y, bytes, activation.alpha(), activation.beta());
            case HARD_SWISH -> hardSwish(y, bytes);
            default -> scalar(y, bytes, activation);
        }
    }

    /** The scalar value after residual and activation. */
    float apply(float value, long residualAddress) {
        float sum = residual ? value + Memory.getFloat(residualAddress) : value;
        return ScalarMath.apply(activation, sum);
    }

    private static void add(long address, long bytes, long residual) {
        long y = Memory.address(address);
        long r = Memory.address(residual);
        int vectors = (int) (bytes / Lanes.BYTES);
        for (int i = 0; i < vectors; i++) {
            long offset = i * (long) Lanes.BYTES;
            Lanes.store(Lanes.load(y + offset).add(Lanes.load(r + offset)), y + offset);
        }
    }

    private static void clamp(long address, long bytes, float low, float high) {
        long y = Memory.address(address);
        int vectors = (int) (bytes / Lanes.BYTES);
        FloatVector least = Lanes.splat(low);
        FloatVector greatest = Lanes.splat(high);
        for (int i = 0; i < vectors; i++) {
            long offset = i * (long) Lanes.BYTES;
            Lanes.store(clamped(Lanes.load(y + offset), least, greatest), y + offset);
        }
    }

    private static void leakyRelu(long address, long bytes, float alpha) {
        long y = Memory.address(address);
        int vectors = (int) (bytes / Lanes.BYTES);
        for (int i = 0; i < vectors; i++) {
            long offset = i * (long) Lanes.BYTES;
            FloatVector x = Lanes.load(y + offset);
            Lanes.store(x.blend(x.mul(alpha), x.compare(VectorOperators.LT, 0)), y + offset);
        }
    }

    private static void hardSigmoid(long address, long bytes, float alpha, float beta) {
        long y = Memory.address(address);
        int vectors = (int) (bytes / Lanes.BYTES);
        FloatVector a = Lanes.splat(alpha);
        FloatVector b = Lanes.splat(beta);
        FloatVector one = Lanes.splat(1);
        FloatVector zero = Lanes.splat(0);
        for (int i = 0; i < vectors; i++) {
            long offset = i * (long) Lanes.BYTES;
            FloatVector x = Lanes.load(y + offset);
            Lanes.store(clamped(Lanes.fma(x, a, b), zero, one), y + offset);
        }
    }

    private static void hardSwish(long address, long bytes) {
        long y = Memory.address(address);
        int vectors = (int) (bytes / Lanes.BYTES);
        FloatVector sixth = Lanes.splat(1 / 6f);
        FloatVector half = Lanes.splat(0.5f);
        FloatVector one = Lanes.splat(1);
        FloatVector zero = Lanes.splat(0);
        for (int i = 0; i < vectors; i++) {
            long offset = i * (long) Lanes.BYTES;
            FloatVector x = Lanes.load(y + offset);
            Lanes.store(x.mul(clamped(Lanes.fma(x, sixth, half), zero, one)), y + offset);
        }
    }

    private static void scalar(long y, long bytes, Unary f) {
        for (long i = 0; i < bytes; i += Float.BYTES) {
            Memory.setFloat(y + i, ScalarMath.apply(f, Memory.getFloat(y + i)));
        }
    }

    /** x within low..high; NaN stays NaN. */
    private static FloatVector clamped(FloatVector x, FloatVector low, FloatVector high) {
        FloatVector raised = x.blend(low, x.compare(VectorOperators.LT, low));
        return raised.blend(high, raised.compare(VectorOperators.GT, high));
    }
}
