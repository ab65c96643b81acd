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
     * As {@link PoolWindowLoops#max2x2} and {@link PoolWindowLoops#max3x3}: maxima of windows of as
     * many rows of x as there are addresses, and {@code taps} columns.
     */
    static boolean max(
            long[] x,
            int taps,
            long tap,
            int step,
            long xRow,
            long y,
            long yRow,
            int rows,
            int vectors) {
        float[] maxima = new float[vectors * Lanes.COUNT];
        float[] seen = new float[Lanes.COUNT];
        long floats = ((vectors - 1L) * step + (taps - 1) * tap) / Float.BYTES + Lanes.COUNT;
        float[] row = new float[vectors == 0 ? 0 : Math.toIntExact(floats)];
        for (int i = 0; i < rows; i++) {
            for (int r = 0; r < x.length; r++) {
                read(x[r] + i * xRow, row, 0, row.length);
                max(row, r == 0, taps, (int) (tap / Float.BYTES), step / Float.BYTES, maxima, seen);
            }
            write(maxima, 0, y + i * yRow, maxima.length);
        }
        for (float sum : seen) {
            if (Float.isNaN(sum)) {
                return true;
            }
        }
        return false;
    }

    /** The first of equals stays, as it does in the vector form: zeros have signs. */
    private static void max(
            float[] row, boolean first, int taps, int tap, int step, float[] maxima, float[] seen) {
        for (int at = 0; at < maxima.length; at++) {
            int lane = at % Lanes.COUNT;
            int from = at / Lanes.COUNT * step + lane;
            float sum = row[from];
            float highest = first || maxima[at] < sum ? sum : maxima[at];
            for (int t = 1; t < taps; t++) {
                float v = row[from + t * tap];
                sum += v;
                highest = highest < v ? v : highest;
            }
            maxima[at] = highest;
            seen[lane] += sum;
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
