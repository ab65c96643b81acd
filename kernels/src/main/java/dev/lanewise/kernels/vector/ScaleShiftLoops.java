package dev.lanewise.kernels.vector;

import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * y = activation(x * scale + shift) over whole vectors. {@code parameters} is the address of a
 * vector of scales and, after it, one of shifts. y may be x.
 */
final class ScaleShiftLoops {

    private ScaleShiftLoops() {}

    static void identity(long x, long parameters, long y, int vectors) {
        FloatVector scale = Lanes.load(parameters);
        FloatVector shift = Lanes.load(parameters + Lanes.BYTES);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(Lanes.fma(Lanes.load(x + o), scale, shift), y + o);
        }
    }

    static void relu(long x, long parameters, long y, int vectors) {
        FloatVector scale = Lanes.load(parameters);
        FloatVector shift = Lanes.load(parameters + Lanes.BYTES);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = Lanes.fma(Lanes.load(x + o), scale, shift);
            Lanes.store(v.blend(0, v.compare(LT, 0)), y + o);
        }
    }
}
