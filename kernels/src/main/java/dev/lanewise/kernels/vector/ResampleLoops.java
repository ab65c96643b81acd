package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** The inner loops of resampling. Tables hold ints or floats, one for each term. */
final class ResampleLoops {

    private static final Readiness ADDED = new Readiness();

    private ResampleLoops() {}

    /**
     * y[j] = a[j] + the vector at x + offsets[j]. y may be a.
     *
     * @param width vectors that x has
     */
    static void added(long x, int width, long offsets, long a, long y, int count) {
        if (ADDED.isReady()) {
            added(x, offsets, a, y, count);
            return;
        }
        ADDED.run(
                count,
                (first, some) -> {
                    long o = (long) first * Lanes.BYTES;
                    added(x, offsets + 4L * first, a + o, y + o, some);
                },
                (first, some) -> {
                    long o = (long) first * Lanes.BYTES;
                    float[] from = ScalarLoops.floats(x, width * Lanes.COUNT);
                    float[] sums = ScalarLoops.floats(a + o, some * Lanes.COUNT);
                    for (int j = 0; j < some; j++) {
                        int at = Memory.getInt(offsets + 4L * (first + j)) / Float.BYTES;
                        for (int lane = 0; lane < Lanes.COUNT; lane++) {
                            sums[j * Lanes.COUNT + lane] += from[at + lane];
                        }
                    }
                    ScalarLoops.write(sums, 0, y + o, sums.length);
                });
    }

    private static void added(long x, long offsets, long a, long y, int count) {
        x = Memory.address(x);
        a = Memory.address(a);
        y = Memory.address(y);
        offsets = Memory.address(offsets);
        for (int j = 0; j < count; j++) {
            long o = Integer.toUnsignedLong(Memory.getInt(offsets + 4L * j));
            long p = (long) j * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + p, ORDER)
                    .add(fromMemorySegment(SPECIES, ALL, x + o, ORDER))
                    .intoMemorySegment(ALL, y + p, ORDER);
        }
    }

    /** y[j] = the vector at x + offsets[j]. */
    static void vectors(long x, long offsets, long y, int count) {
        x = Memory.address(x);
        y = Memory.address(y);
        offsets = Memory.address(offsets);
        for (int j = 0; j < count; j++) {
            long o = Integer.toUnsignedLong(Memory.getInt(offsets + 4L * j));
            fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                    .intoMemorySegment(ALL, y + (long) j * Lanes.BYTES, ORDER);
        }
    }

    /** The float at y + j step = the float at x + offsets[j]. */
    static void floats(long x, long offsets, long y, int step, int count) {
        x = Memory.address(x);
        y = Memory.address(y);
        offsets = Memory.address(offsets);
        for (int j = 0; j < count; j++) {
            long o = Integer.toUnsignedLong(Memory.getInt(offsets + 4L * j));
            Memory.setInt(y + (long) j * step, Memory.getInt(x + o));
        }
    }

    /** y[j] = sum over two taps of weights[j][k] times the vector at x + offsets[j][k]. */
    static void vectors2(long x, long offsets, long weights, long y, int count) {
        x = Memory.address(x);
        y = Memory.address(y);
        offsets = Memory.address(offsets);
        weights = Memory.address(weights);
        for (int j = 0; j < count; j++) {
            long o0 = Integer.toUnsignedLong(Memory.getInt(offsets + 8L * j));
            long o1 = Integer.toUnsignedLong(Memory.getInt(offsets + 8L * j + 4));
            FloatVector a = fromMemorySegment(SPECIES, ALL, x + o0, ORDER);
            FloatVector b = fromMemorySegment(SPECIES, ALL, x + o1, ORDER);
            a.mul(Memory.getFloat(weights + 8L * j))
                    .add(b.mul(Memory.getFloat(weights + 8L * j + 4)))
                    .intoMemorySegment(ALL, y + (long) j * Lanes.BYTES, ORDER);
        }
    }

    /** The same with any number of taps. */
    static void vectors(long x, long offsets, long weights, int taps, long y, int count) {
        x = Memory.address(x);
        y = Memory.address(y);
        offsets = Memory.address(offsets);
        weights = Memory.address(weights);
        for (int j = 0; j < count; j++) {
            FloatVector sum = broadcast(SPECIES, 0);
            for (int k = 0; k < taps; k++) {
                long at = 4L * (j * taps + k);
                long o = Integer.toUnsignedLong(Memory.getInt(offsets + at));
                FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER);
                sum = v.mul(Memory.getFloat(weights + at)).add(sum);
            }
            sum.intoMemorySegment(ALL, y + (long) j * Lanes.BYTES, ORDER);
        }
    }

    /** The same for floats that lie {@code step} bytes apart in y. */
    static void floats(long x, long offsets, long weights, int taps, long y, int step, int count) {
        x = Memory.address(x);
        y = Memory.address(y);
        offsets = Memory.address(offsets);
        weights = Memory.address(weights);
        for (int j = 0; j < count; j++) {
            float sum = 0;
            for (int k = 0; k < taps; k++) {
                long at = 4L * (j * taps + k);
                long o = Integer.toUnsignedLong(Memory.getInt(offsets + at));
                sum += Memory.getFloat(weights + at) * Memory.getFloat(x + o);
            }
            Memory.setFloat(y + (long) j * step, sum);
        }
    }

    /** y = a * u + b * v over whole vectors. */
    static void blend(long a, float u, long b, float v, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector va = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            FloatVector vb = fromMemorySegment(SPECIES, ALL, b + o, ORDER);
            va.mul(u).add(vb.mul(v)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** y = x * u, over whole vectors. */
    static void scale(long x, float u, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                    .mul(u)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** y += x * u, over whole vectors. */
    static void scaleOnto(long x, float u, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                    .mul(u)
                    .add(fromMemorySegment(SPECIES, ALL, y + o, ORDER))
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
