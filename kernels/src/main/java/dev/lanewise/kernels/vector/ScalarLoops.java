package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The scalar forms of loops over vectors, with the same bits, for the time until C2 has compiled
 * those: see {@link Readiness}. They work in arrays, a chunk at a time, since every compiler and
 * the interpreter do well with arrays.
 */
final class ScalarLoops {

    private static final int CHUNK = 1024;

    private ScalarLoops() {}

    /** y = x, but at least {@code low} and at most {@code high}; NaN stays. y may be x. */
    static void clip(long x, long y, int count, float low, float high) {
        float[] chunk = new float[Math.min(count, CHUNK)];
        for (int done = 0; done < count; done += CHUNK) {
            int size = Math.min(CHUNK, count - done);
            read(x + 4L * done, chunk, 0, size);
            for (int i = 0; i < size; i++) {
                float v = chunk[i];
                v = v < low ? low : v;
                chunk[i] = v > high ? high : v;
            }
            write(chunk, 0, y + 4L * done, size);
        }
    }

    /** y = a + b, where y may be either. */
    static void add(long a, long b, long y, int count) {
        float[] chunk = new float[Math.min(count, CHUNK)];
        float[] other = new float[chunk.length];
        for (int done = 0; done < count; done += CHUNK) {
            int size = Math.min(CHUNK, count - done);
            read(a + 4L * done, chunk, 0, size);
            read(b + 4L * done, other, 0, size);
            for (int i = 0; i < size; i++) {
                chunk[i] += other[i];
            }
            write(chunk, 0, y + 4L * done, size);
        }
    }

    /** As {@link PoolWindowLoops#max2x2}. */
    static boolean max2x2(long a, long b, long tap, int step, long y, int vectors) {
        return max(new long[] {a, b}, 2, tap, step, y, vectors);
    }

    /** As {@link PoolWindowLoops#max3x3}. */
    static boolean max3x3(long a, long b, long c, long tap, int step, long y, int vectors) {
        return max(new long[] {a, b, c}, 3, tap, step, y, vectors);
    }

    private static boolean max(long[] rows, int taps, long tap, int step, long y, int vectors) {
        float[] maxima = new float[vectors * Lanes.COUNT];
        float[] seen = new float[Lanes.COUNT];
        int floats = (int) ((vectors - 1L) * step + (taps - 1) * tap) / Float.BYTES + Lanes.COUNT;
        float[] row = new float[vectors == 0 ? 0 : floats];
        for (int r = 0; r < rows.length; r++) {
            read(rows[r], row, 0, row.length);
            for (int k = 0; k < vectors; k++) {
                int first = k * (step / Float.BYTES);
                for (int lane = 0; lane < Lanes.COUNT; lane++) {
                    // The first of equals stays, as it does in the vector form: zeros have signs.
                    float highest = r == 0 ? row[first + lane] : maxima[k * Lanes.COUNT + lane];
                    float sum = row[first + lane];
                    highest = highest < sum ? sum : highest;
                    for (int t = 1; t < taps; t++) {
                        float v = row[first + lane + t * (int) (tap / Float.BYTES)];
                        sum += v;
                        highest = highest < v ? v : highest;
                    }
                    maxima[k * Lanes.COUNT + lane] = highest;
                    seen[lane] += sum;
                }
            }
        }
        write(maxima, 0, y, maxima.length);
        for (float sum : seen) {
            if (Float.isNaN(sum)) {
                return true;
            }
        }
        return false;
    }

    static float[] floats(long address, int count) {
        float[] result = new float[count];
        read(address, result, 0, count);
        return result;
    }

    static void read(long address, float[] to, int at, int count) {
        MemorySegment.copy(
                Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, to, at, count);
    }

    static void write(float[] from, int at, long address, int count) {
        MemorySegment.copy(
                from, at, Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, count);
    }
}
