package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The scalar forms of loops over vectors, with the same bits, for the time until C2 has compiled
 * those: see {@link Readiness}. They work in arrays, a chunk at a time, since every compiler and
 * the interpreter do well with arrays.
 */
final class ScalarLoops {

    private static final int CHUNK = 1024;

    private ScalarLoops() {}

    /** Values within bounds; NaN stays. */
    static void clip(float[] values, Bounds bounds) {
        float low = bounds.low();
        float high = bounds.high();
        for (int i = 0; i < values.length; i++) {
            float v = values[i];
            v = v < low ? low : v;
            values[i] = v > high ? high : v;
        }
    }

    /** y = a + b, but at least {@code low}; NaN stays. y may be either. */
    static void add(long a, long b, long y, int count, float low) {
        float[] chunk = new float[Math.min(count, CHUNK)];
        float[] other = new float[chunk.length];
        for (int done = 0; done < count; done += CHUNK) {
            int size = Math.min(CHUNK, count - done);
            read(a + 4L * done, chunk, 0, size);
            read(b + 4L * done, other, 0, size);
            for (int i = 0; i < size; i++) {
                float v = chunk[i] + other[i];
                chunk[i] = v < low ? low : v;
            }
            write(chunk, 0, y + 4L * done, size);
        }
    }

    /**
     * y = x scale + shift, or its positive part, as in {@link ScaleShiftLoops}. Scale and shift are
     * vectors. y may be x.
     */
    static void scaleShift(long x, long scale, long shift, long y, int vectors, boolean positive) {
        float[] scales = floats(scale, Lanes.COUNT);
        float[] shifts = floats(shift, Lanes.COUNT);
        float[] chunk = new float[Math.min(vectors * Lanes.COUNT, CHUNK)];
        int all = vectors * Lanes.COUNT;
        for (int done = 0; done < all; done += CHUNK) {
            int size = Math.min(CHUNK, all - done);
            read(x + 4L * done, chunk, 0, size);
            for (int i = 0; i < size; i++) {
                int lane = i & (Lanes.COUNT - 1);
                float v = ScalarTiles.fma(chunk[i], scales[lane], shifts[lane]);
                chunk[i] = positive && v < 0 ? 0 : v;
            }
            write(chunk, 0, y + 4L * done, size);
        }
    }

    /**
     * y = a + b or a b, b being a run like a or, if {@code constant}, a vector. y may be either.
     */
    static void binary(boolean product, long a, long b, boolean constant, long y, int vectors) {
        int all = vectors * Lanes.COUNT;
        float[] chunk = new float[Math.min(all, CHUNK)];
        float[] other = new float[constant ? Lanes.COUNT : chunk.length];
        int mask = constant ? Lanes.COUNT - 1 : -1;
        if (constant) {
            read(b, other, 0, Lanes.COUNT);
        }
        for (int done = 0; done < all; done += CHUNK) {
            int size = Math.min(CHUNK, all - done);
            read(a + 4L * done, chunk, 0, size);
            if (!constant) {
                read(b + 4L * done, other, 0, size);
            }
            for (int i = 0; i < size; i++) {
                float w = other[i & mask];
                chunk[i] = product ? chunk[i] * w : chunk[i] + w;
            }
            write(chunk, 0, y + 4L * done, size);
        }
    }

    /** As {@link ChannelsLoops#one} or, unless {@code all}, {@link ChannelsLoops#more}. */
    static void channels(long x, LaneMoves moves, boolean all, long y, int vectors) {
        int count = vectors * Lanes.COUNT;
        float[] from = new float[Math.min(count, CHUNK)];
        float[] to = new float[from.length];
        for (int done = 0; done < count; done += CHUNK) {
            int size = Math.min(CHUNK, count - done);
            read(x + 4L * done, from, 0, size);
            if (!all) {
                read(y + 4L * done, to, 0, size);
            }
            for (int at = 0; at < size; at += Lanes.COUNT) {
                moves.scalar(from, to, at, all);
            }
            write(to, 0, y + 4L * done, size);
        }
    }

    static float[] floats(long address, int count) {
        float[] result = new float[count];
        read(address, result, 0, count);
        return result;
    }

    static void read(long address, float[] to, int at, int count) {
        MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, to, at, count);
    }

    static void write(float[] from, int at, long address, int count) {
        MemorySegment.copy(from, at, Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, count);
    }
}
