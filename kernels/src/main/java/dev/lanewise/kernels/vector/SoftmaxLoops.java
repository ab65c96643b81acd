package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** The inner loops of the softmax kernels. y may be x. */
final class SoftmaxLoops {

    private SoftmaxLoops() {}

    /** y = x + offset, {@code count} floats. */
    static void shift(long x, float offset, long y, int count) {
        x = Memory.address(x);
        y = Memory.address(y);
        int vectors = count / Lanes.COUNT;
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                    .add(offset)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
        for (int i = vectors * Lanes.COUNT; i < count; i++) {
            Memory.setFloat(y + 4L * i, Memory.getFloat(x + 4L * i) + offset);
        }
    }

    /** y *= factor, {@code count} floats. */
    static void scale(long y, float factor, int count) {
        y = Memory.address(y);
        int vectors = count / Lanes.COUNT;
        for (int k = 0; k < vectors; k++) {
            long o = y + (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, o, ORDER).mul(factor).intoMemorySegment(ALL, o, ORDER);
        }
        for (int i = vectors * Lanes.COUNT; i < count; i++) {
            Memory.setFloat(y + 4L * i, Memory.getFloat(y + 4L * i) * factor);
        }
    }

    /** y[i] = x[i] - max[i] - log[i], whole vectors. */
    static void shiftEach(long x, long max, long log, long y, int vectors) {
        x = Memory.address(x);
        max = Memory.address(max);
        log = Memory.address(log);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v =
                    fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                            .sub(fromMemorySegment(SPECIES, ALL, max + o, ORDER))
                            .sub(fromMemorySegment(SPECIES, ALL, log + o, ORDER));
            v.intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
