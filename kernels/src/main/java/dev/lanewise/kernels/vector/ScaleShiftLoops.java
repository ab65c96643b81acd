package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * y = activation(x * scale + shift) over whole vectors. {@code parameters} is the address of a
 * vector of scales and, after it, one of shifts. y may be x.
 */
final class ScaleShiftLoops {

    private ScaleShiftLoops() {}

    static void identity(long x, long parameters, long y, int vectors) {
        x = Memory.address(x);
        parameters = Memory.address(parameters);
        y = Memory.address(y);
        FloatVector scale = fromMemorySegment(SPECIES, ALL, parameters, ORDER);
        FloatVector shift = fromMemorySegment(SPECIES, ALL, parameters + Lanes.BYTES, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.fma(fromMemorySegment(SPECIES, ALL, x + o, ORDER), scale, shift)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    static void relu(long x, long parameters, long y, int vectors) {
        x = Memory.address(x);
        parameters = Memory.address(parameters);
        y = Memory.address(y);
        FloatVector scale = fromMemorySegment(SPECIES, ALL, parameters, ORDER);
        FloatVector shift = fromMemorySegment(SPECIES, ALL, parameters + Lanes.BYTES, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = Lanes.fma(fromMemorySegment(SPECIES, ALL, x + o, ORDER), scale, shift);
            v.blend(0, v.compare(LT, 0)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
