package dev.lanewise.kernels.vector;

import java.util.Arrays;

/** The scalar forms of poolings' loops: the same sums and maxima in the same order. */
final class ScalarPooling {

    /** Sums that {@link PoolLoops} interleave. */
    private static final int CHAINS = 4;

    private static final int CHUNK = 4 * CHAINS * Lanes.COUNT;

    private ScalarPooling() {}

    /**
     * As {@link PoolWindowLoops#max2x2} and {@link PoolWindowLoops#max3x3}: maxima of windows of as
     * many columns as rows, at the addresses {@code x}.
     */
    static boolean max(
            long[] x, int tap, int step, long xRow, long y, long yRow, int rows, int vectors) {
        int taps = x.length;
        int pixel = step / Float.BYTES;
        int next = tap / Float.BYTES;
        float[] maxima = new float[vectors * Lanes.COUNT];
        float[] seen = new float[Lanes.COUNT];
        int floats = (vectors - 1) * pixel + (taps - 1) * next + Lanes.COUNT;
        float[][] lines = new float[taps][vectors == 0 ? 0 : floats];
        for (int i = 0; i < rows; i++) {
            for (int r = 0; r < taps; r++) {
                ScalarLoops.read(x[r] + i * xRow, lines[r], 0, lines[r].length);
            }
            for (int k = 0; k < vectors; k++) {
                for (int r = 0; r < taps; r++) {
                    max(lines[r], k * pixel, taps, next, r == 0, maxima, k * Lanes.COUNT, seen);
                }
            }
            ScalarLoops.write(maxima, 0, y + i * yRow, maxima.length);
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
            float[] row,
            int from,
            int taps,
            int next,
            boolean first,
            float[] maxima,
            int to,
            float[] seen) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            float sum = row[from + lane];
            float before = maxima[to + lane];
            float highest = first || before < sum ? sum : before;
            for (int t = 1; t < taps; t++) {
                float v = row[from + lane + t * next];
                sum += v;
                highest = highest < v ? v : highest;
            }
            maxima[to + lane] = highest;
            seen[lane] += sum;
        }
    }

    /** As {@link PoolWindowLoops#nanMaxColumns}. */
    static void nanMaxColumns(long[] rows, int columns, long y) {
        float[] maxima = new float[Lanes.COUNT];
        Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
        for (long row : rows) {
            float[] x = ScalarLoops.floats(row, columns * Lanes.COUNT);
            for (int i = 0; i < x.length; i++) {
                int lane = i % Lanes.COUNT;
                maxima[lane] = Math.max(maxima[lane], x[i]);
            }
        }
        ScalarLoops.write(maxima, 0, y, Lanes.COUNT);
    }

    /** As {@link PoolFold#vectors}. */
    static void fold(
            PoolFold fold, long x, int step, long distance, int count, long y, int vectors) {
        int pixel = step / Float.BYTES;
        float[] row = new float[vectors == 0 ? 0 : (vectors - 1) * pixel + Lanes.COUNT];
        float[] folded = new float[vectors * Lanes.COUNT];
        for (int t = 0; t < count; t++) {
            ScalarLoops.read(x + t * distance, row, 0, row.length);
            for (int k = 0; k < vectors; k++) {
                if (t == 0) {
                    System.arraycopy(row, k * pixel, folded, k * Lanes.COUNT, Lanes.COUNT);
                } else {
                    onto(fold, row, k * pixel, folded, k * Lanes.COUNT);
                }
            }
        }
        ScalarLoops.write(folded, 0, y, folded.length);
    }

    private static void onto(PoolFold fold, float[] x, int from, float[] y, int to) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            float v = x[from + lane];
            float before = y[to + lane];
            y[to + lane] =
                    switch (fold) {
                        // The first of equals stays, as it does in the vector form.
                        case MAX -> before < v ? v : before;
                        case NAN_MAX -> Math.max(before, v);
                        case SUM -> before + v;
                    };
        }
    }

    /** As {@link PoolLoops#means}. */
    static void means(long x, long xBytes, int vectors, long y, long yBytes, int planes) {
        for (int plane = 0; plane < planes; plane++) {
            float[] sums = sums(x + plane * xBytes, vectors);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                sums[lane] /= vectors;
            }
            ScalarLoops.write(sums, 0, y + plane * yBytes, Lanes.COUNT);
        }
    }

    /** As {@link PoolLoops#mayHaveNan}. */
    static boolean mayHaveNan(long x, int vectors) {
        float[] sums = sums(x, vectors);
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            if (Float.isNaN(sums[lane])) {
                return true;
            }
        }
        return false;
    }

    /** The sums of each lane, in the first {@link Lanes#COUNT} floats. */
    private static float[] sums(long x, int vectors) {
        float[] sums = new float[CHAINS * Lanes.COUNT];
        float[] chunk = new float[CHUNK];
        int floats = vectors * Lanes.COUNT;
        int whole = floats / sums.length * sums.length;
        for (int done = 0; done < whole; done += CHUNK) {
            int size = Math.min(CHUNK, whole - done);
            ScalarLoops.read(x + 4L * done, chunk, 0, size);
            for (int at = 0; at < size; at += sums.length) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += chunk[at + i];
                }
            }
        }
        for (int done = whole; done < floats; done += Lanes.COUNT) {
            ScalarLoops.read(x + 4L * done, chunk, 0, Lanes.COUNT);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                sums[lane] += chunk[lane];
            }
        }
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            float first = sums[lane] + sums[Lanes.COUNT + lane];
            float second = sums[2 * Lanes.COUNT + lane] + sums[3 * Lanes.COUNT + lane];
            sums[lane] = first + second;
        }
        return sums;
    }
}
