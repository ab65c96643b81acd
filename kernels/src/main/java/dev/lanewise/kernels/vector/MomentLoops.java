package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** Sums over runs of vectors, lane by lane, as normalisations and their gradients want them. */
final class MomentLoops {

    private MomentLoops() {}

    /** y += sum of x. */
    static void sum(long x, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector sum = fromMemorySegment(SPECIES, ALL, y, ORDER);
        for (int k = 0; k < vectors; k++) {
            sum = sum.add(fromMemorySegment(SPECIES, ALL, x + (long) k * Lanes.BYTES, ORDER));
        }
        sum.intoMemorySegment(ALL, y, ORDER);
    }

    /** y += sum of (x - mean)^2. */
    static void squares(long x, long mean, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector m = fromMemorySegment(SPECIES, ALL, Memory.address(mean), ORDER);
        FloatVector sum = fromMemorySegment(SPECIES, ALL, y, ORDER);
        for (int k = 0; k < vectors; k++) {
            FloatVector d =
                    fromMemorySegment(SPECIES, ALL, x + (long) k * Lanes.BYTES, ORDER).sub(m);
            sum = sum.add(d.mul(d));
        }
        sum.intoMemorySegment(ALL, y, ORDER);
    }

    /** y[0] += sum of dy, y[1] += sum of dy (x - mean). */
    static void products(long x, long dy, long mean, long y, int vectors) {
        x = Memory.address(x);
        dy = Memory.address(dy);
        y = Memory.address(y);
        FloatVector m = fromMemorySegment(SPECIES, ALL, Memory.address(mean), ORDER);
        FloatVector sum = fromMemorySegment(SPECIES, ALL, y, ORDER);
        FloatVector products = fromMemorySegment(SPECIES, ALL, y + Lanes.BYTES, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector gradient = fromMemorySegment(SPECIES, ALL, dy + o, ORDER);
            sum = sum.add(gradient);
            products =
                    products.add(
                            fromMemorySegment(SPECIES, ALL, x + o, ORDER).sub(m).mul(gradient));
        }
        sum.intoMemorySegment(ALL, y, ORDER);
        products.intoMemorySegment(ALL, y + Lanes.BYTES, ORDER);
    }

    /** y = a dy + b x + c, with a, b, c behind each other. */
    static void combine(long x, long dy, long coefficients, long y, int vectors) {
        x = Memory.address(x);
        dy = Memory.address(dy);
        y = Memory.address(y);
        long from = Memory.address(coefficients);
        FloatVector a = fromMemorySegment(SPECIES, ALL, from, ORDER);
        FloatVector b = fromMemorySegment(SPECIES, ALL, from + Lanes.BYTES, ORDER);
        FloatVector c = fromMemorySegment(SPECIES, ALL, from + 2L * Lanes.BYTES, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector part = fromMemorySegment(SPECIES, ALL, x + o, ORDER).mul(b).add(c);
            fromMemorySegment(SPECIES, ALL, dy + o, ORDER)
                    .mul(a)
                    .add(part)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
