package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.ScalarMath;

/**
 * Residual and activation, applied to what tiles have just stored, while it is in the first-level
 * cache.
 *
 * <p>Not within the tile: its accumulators would have to be named again for every operation, and
 * methods of that size compile late or not at all.
 */
final class PackedEpilogue {

    /** The {@code residual} where there is none. */
    static final long NO_RESIDUAL = Long.MIN_VALUE;

    private static final Readiness ADD = new Readiness();

    private final boolean residual;
    private final Unary activation;

    PackedEpilogue(Epilogue epilogue) {
        this.residual = epilogue.residual();
        this.activation = epilogue.activation();
    }

    /** Whether a tensor is added. */
    boolean hasResidual() {
        return residual;
    }

    /** Whether there is an activation. */
    boolean hasActivation() {
        return !activation.isIdentity();
    }

    /**
     * Applies the activation to {@code bytes} bytes, whole vectors, at {@code y}.
     *
     * @param scratch address of {@link UnaryLoops#SCRATCH_BYTES} bytes
     */
    void activate(long y, long bytes, long scratch) {
        UnaryLoops.vectors(activation, y, y, (int) (bytes / Lanes.BYTES), scratch);
    }

    /**
     * y = sums + residual, {@code bytes} bytes of whole vectors. The residual may be y; the sums
     * may not, since they would have overwritten it.
     *
     * @param residualShift bytes from y to the residual
     */
    static void add(long sums, long y, long bytes, long residualShift) {
        if (ADD.isReady()) {
            addVectors(sums, y, bytes, residualShift);
            return;
        }
        long start = System.nanoTime();
        int vectors = (int) (bytes / Lanes.BYTES);
        boolean trial = ADD.isDue();
        if (trial) {
            addVectors(sums, y, bytes, residualShift);
        } else {
            ScalarLoops.add(sums, y + residualShift, y, vectors * Lanes.COUNT);
        }
        ADD.took(trial, start, vectors);
    }

    private static void addVectors(long sums, long y, long bytes, long residualShift) {
        long s = Memory.address(sums);
        long r = Memory.address(y + residualShift);
        long target = Memory.address(y);
        int vectors = (int) (bytes / Lanes.BYTES);
        for (int i = 0; i < vectors; i++) {
            long offset = i * (long) Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, s + offset, ORDER)
                    .add(fromMemorySegment(SPECIES, ALL, r + offset, ORDER))
                    .intoMemorySegment(ALL, target + offset, ORDER);
        }
    }

    /** The scalar value after residual and activation. */
    float apply(float value, long residualAddress) {
        float sum = residual ? value + Memory.getFloat(residualAddress) : value;
        return ScalarMath.apply(activation, sum);
    }
}
