package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The gradient of maxima of 2x2 pixels that don't overlap. */
final class PoolGradientLoops {

    private PoolGradientLoops() {}

    /**
     * A row of windows. The gradient goes to the first of four that is as large as all after it and
     * larger than those before; a NaN is larger than any number, and equals nothing.
     */
    static void twoByTwo(long x, long xRow, long dy, long dx, long dxRow, int windows) {
        long upper = Memory.address(x);
        long lower = Memory.address(x + xRow);
        long from = Memory.address(dy);
        long toUpper = Memory.address(dx);
        long toLower = Memory.address(dx + dxRow);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int j = 0; j < windows; j++) {
            long o = 2L * j * Lanes.BYTES;
            FloatVector a = fromMemorySegment(SPECIES, ALL, upper + o, ORDER);
            FloatVector b = fromMemorySegment(SPECIES, ALL, upper + o + Lanes.BYTES, ORDER);
            FloatVector c = fromMemorySegment(SPECIES, ALL, lower + o, ORDER);
            FloatVector d = fromMemorySegment(SPECIES, ALL, lower + o + Lanes.BYTES, ORDER);
            FloatVector g = fromMemorySegment(SPECIES, ALL, from + (long) j * Lanes.BYTES, ORDER);
            FloatVector cd = c.max(d);
            FloatVector bcd = b.max(cd);
            VectorMask<Float> first =
                    a.compare(VectorOperators.GE, bcd).or(a.compare(VectorOperators.NE, a));
            zero.blend(g, first).intoMemorySegment(ALL, toUpper + o, ORDER);
            FloatVector left = g.blend(zero, first);
            VectorMask<Float> second =
                    b.compare(VectorOperators.GE, cd).or(b.compare(VectorOperators.NE, b));
            zero.blend(left, second).intoMemorySegment(ALL, toUpper + o + Lanes.BYTES, ORDER);
            left = left.blend(zero, second);
            VectorMask<Float> third =
                    c.compare(VectorOperators.GE, d).or(c.compare(VectorOperators.NE, c));
            zero.blend(left, third).intoMemorySegment(ALL, toLower + o, ORDER);
            left.blend(zero, third).intoMemorySegment(ALL, toLower + o + Lanes.BYTES, ORDER);
        }
    }
}
