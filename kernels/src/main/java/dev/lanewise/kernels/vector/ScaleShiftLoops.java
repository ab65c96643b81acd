package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * y = activation(x * scale + shift) over whole vectors. Scale and shift are a vector each. y may be
 * x.
 */
final class ScaleShiftLoops {

    private static final Readiness IDENTITY = new Readiness();
    private static final Readiness RELU = new Readiness();

    private ScaleShiftLoops() {}

    /**
     * Any activation.
     *
     * @param scratch address of {@link UnaryLoops#SCRATCH_BYTES} bytes
     */
    static void run(
            Unary activation, long x, long scale, long shift, long y, int vectors, long scratch) {
        switch (activation.function()) {
            case RELU -> run(RELU, x, scale, shift, y, vectors);
            default -> {
                run(IDENTITY, x, scale, shift, y, vectors);
                if (!activation.isIdentity()) {
                    UnaryLoops.vectors(activation, y, y, vectors, scratch);
                }
            }
        }
    }

    private static void run(Readiness form, long x, long scale, long shift, long y, int vectors) {
        if (form.isReady()) {
            inVectors(form, x, scale, shift, y, vectors);
            return;
        }
        form.run(
                vectors,
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    inVectors(form, x + o, scale, shift, y + o, count);
                },
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    boolean positive = form == RELU;
                    ScalarLoops.scaleShift(x + o, scale, shift, y + o, count, positive);
                });
    }

    private static void inVectors(
            Readiness form, long x, long scale, long shift, long y, int vectors) {
        if (form == RELU) {
            relu(x, scale, shift, y, vectors);
        } else {
            identity(x, scale, shift, y, vectors);
        }
    }

    static void identity(long x, long scale, long shift, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector scales = fromMemorySegment(SPECIES, ALL, scale, ORDER);
        FloatVector shifts = fromMemorySegment(SPECIES, ALL, shift, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            v = Lanes.FMA ? v.fma(scales, shifts) : v.mul(scales).add(shifts);
            v.intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    static void relu(long x, long scale, long shift, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector scales = fromMemorySegment(SPECIES, ALL, scale, ORDER);
        FloatVector shifts = fromMemorySegment(SPECIES, ALL, shift, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            v = Lanes.FMA ? v.fma(scales, shifts) : v.mul(scales).add(shifts);
            v.blend(0, v.compare(LT, 0)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /**
     * y[row] = x[row] * scale[row], rows of {@code vectors} vectors of {@link Lanes#TILE}; scale
     * holds floats.
     */
    static void scaleRows(long x, long scale, long y, int rows, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        scale = Memory.address(scale);
        long o = 0;
        for (int row = 0; row < rows; row++) {
            float factor = Memory.getFloat(scale + Integer.toUnsignedLong(4 * row));
            // No loop that C2 counts, which it would split in three for a few turns.
            for (int k = 0; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                fromMemorySegment(Lanes.TILE, ALL, x + o, ORDER)
                        .mul(factor)
                        .intoMemorySegment(ALL, y + o, ORDER);
                o += Lanes.TILE.vectorByteSize();
            }
        }
    }
}
