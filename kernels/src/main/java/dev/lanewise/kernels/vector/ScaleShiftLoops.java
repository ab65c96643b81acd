package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * y = activation(x * scale + shift) over whole vectors. Scale and shift are a vector each. y may be
 * x.
 */
final class ScaleShiftLoops {

    private ScaleShiftLoops() {}

    static void identity(long x, long scale, long shift, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector scales = fromMemorySegment(SPECIES, ALL, scale, ORDER);
        FloatVector shifts = fromMemorySegment(SPECIES, ALL, shift, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.fma(fromMemorySegment(SPECIES, ALL, x + o, ORDER), scales, shifts)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    static void relu(long x, long scale, long shift, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector scales = fromMemorySegment(SPECIES, ALL, scale, ORDER);
        FloatVector shifts = fromMemorySegment(SPECIES, ALL, shift, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v =
                    Lanes.fma(fromMemorySegment(SPECIES, ALL, x + o, ORDER), scales, shifts);
            v.blend(0, v.compare(LT, 0)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
