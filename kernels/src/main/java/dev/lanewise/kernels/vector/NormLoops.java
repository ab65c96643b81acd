package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/** The inner loops of normalisations. */
final class NormLoops {

    /** Floats that are summed in single precision; sums of such runs are added in double. */
    static final int RUN_FLOATS = 4096;

    private NormLoops() {}

    /**
     * The sums of a run of at most {@link #RUN_FLOATS} by lane of a block: of x, or of squared
     * distances.
     *
     * @param origin address of a vector that repeats the block's origins, or 0 for the sums of x
     * @param y receives [block] floats; room for a vector
     */
    static void sums(long x, int floats, int block, long origin, long y) {
        if (origin == 0) {
            PoolFold.SUM.fold(x, floats, block, y);
            return;
        }
        int vectors = floats / Lanes.COUNT;
        int rest = floats - vectors * Lanes.COUNT;
        // What fills the last vector up has no distance from its origin.
        UnaryLoops.moveFloats(x + (long) vectors * Lanes.BYTES, y, rest);
        UnaryLoops.moveFloats(origin + 4L * rest, y + 4L * rest, Lanes.COUNT - rest);
        squares(x, vectors, origin, y, block);
    }

    /**
     * Adds the squared distances of all vectors of x, in four interleaved sequences, to those of
     * the one at y; then its halves, as far as {@code block} floats.
     */
    private static void squares(long x, int vectors, long origin, long y, int block) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector m = fromMemorySegment(SPECIES, ALL, origin, ORDER);
        FloatVector d = fromMemorySegment(SPECIES, ALL, y, ORDER).sub(m);
        FloatVector v0 = d.mul(d);
        FloatVector v1 = broadcast(SPECIES, 0);
        FloatVector v2 = v1;
        FloatVector v3 = v1;
        int quads = vectors / 4;
        for (int k = 0; k < quads; k++) {
            long o = x + (long) k * (4L * Lanes.BYTES);
            d = fromMemorySegment(SPECIES, ALL, o, ORDER).sub(m);
            v0 = v0.add(d.mul(d));
            d = fromMemorySegment(SPECIES, ALL, o + Lanes.BYTES, ORDER).sub(m);
            v1 = v1.add(d.mul(d));
            d = fromMemorySegment(SPECIES, ALL, o + 2L * Lanes.BYTES, ORDER).sub(m);
            v2 = v2.add(d.mul(d));
            d = fromMemorySegment(SPECIES, ALL, o + 3L * Lanes.BYTES, ORDER).sub(m);
            v3 = v3.add(d.mul(d));
        }
        for (int k = 4 * quads; k < vectors; k++) {
            d = fromMemorySegment(SPECIES, ALL, x + (long) k * Lanes.BYTES, ORDER).sub(m);
            v0 = v0.add(d.mul(d));
        }
        v0 = v0.add(v1).add(v2.add(v3));
        for (int half = Lanes.COUNT / 2; half >= block; half /= 2) {
            v0 = v0.add(v0.rearrange(VectorShuffle.iota(SPECIES, half, 1, true)));
        }
        v0.intoMemorySegment(ALL, y, ORDER);
    }

    /** y = (x - mean) * factor + bias over whole vectors; the parameters are a vector each. */
    static void standardize(long x, long mean, long factor, long bias, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        FloatVector m = fromMemorySegment(SPECIES, ALL, mean, ORDER);
        FloatVector f = fromMemorySegment(SPECIES, ALL, factor, ORDER);
        FloatVector b = fromMemorySegment(SPECIES, ALL, bias, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER).sub(m);
            v = Lanes.FMA ? v.fma(f, b) : v.mul(f).add(b);
            v.intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    /** y = (x - mean) * factor * scale + bias over whole vectors of all four. */
    static void row(long x, float mean, float factor, long scale, long bias, long y, int vectors) {
        x = Memory.address(x);
        y = Memory.address(y);
        scale = Memory.address(scale);
        bias = Memory.address(bias);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, x + o, ORDER).sub(mean).mul(factor);
            FloatVector f = fromMemorySegment(SPECIES, ALL, scale + o, ORDER);
            FloatVector b = fromMemorySegment(SPECIES, ALL, bias + o, ORDER);
            v = Lanes.FMA ? v.fma(f, b) : v.mul(f).add(b);
            v.intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
