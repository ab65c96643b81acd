package dev.lanewise.kernels.vector;

/**
 * The scalar forms of {@link PixelColumns} and {@link PixelRows}: the same sums, in their order.
 */
final class ScalarPixel {

    /** Weights that are read at a time, about. */
    private static final int CHUNK = 2048;

    private ScalarPixel() {}

    /** As {@link PixelColumns#run}. */
    static void columns(
            int vectors, long x, int k, long start, long weights, long y, int panels, float low) {
        int turn = PixelColumns.turn(vectors);
        int chains = PixelColumns.chains(vectors);
        int width = vectors * Lanes.COUNT;
        int whole = k - k % turn;
        float[] inputs = ScalarLoops.floats(x, k);
        float[] w = new float[Math.max(1, CHUNK / width) * width];
        for (int panel = 0; panel < panels; panel++) {
            float[] sums = new float[chains * width];
            long from = weights + 4L * panel * k * width;
            for (int i = 0; i < k; i++) {
                int at = i * width % w.length;
                if (at == 0) {
                    ScalarLoops.read(
                            from + 4L * i * width, w, 0, Math.min(w.length, (k - i) * width));
                }
                int chain = i < whole ? i % chains : 0;
                addColumn(inputs[i], w, at, sums, chain * width, width);
            }
            addChains(sums, chains, width);
            long shift = 4L * panel * width;
            finish(sums, width, start + shift, low, y + shift);
        }
    }

    private static void addColumn(float x, float[] w, int from, float[] sums, int to, int width) {
        for (int i = 0; i < width; i++) {
            sums[to + i] = ScalarTiles.fma(x, w[from + i], sums[to + i]);
        }
    }

    /** As {@link PixelRows#run}. */
    static void rows(
            int rows, long x, int k, long start, long weights, long y, int panels, float low) {
        int turn = PixelRows.turn(rows);
        int width = rows * Lanes.COUNT;
        int vectors = k / Lanes.COUNT;
        int whole = vectors - vectors % turn;
        float[] inputs = ScalarLoops.floats(x, k);
        float[] w = new float[width];
        for (int panel = 0; panel < panels; panel++) {
            float[] sums = new float[turn * width];
            long from = weights + 4L * panel * vectors * width;
            for (int i = 0; i < vectors; i++) {
                ScalarLoops.read(from + 4L * i * width, w, 0, width);
                int chain = i < whole ? i % turn : 0;
                addRows(inputs, i * Lanes.COUNT, w, sums, chain * width);
            }
            addChains(sums, turn, width);
            for (int row = 0; row < rows; row++) {
                sums[row] = addLanes(sums, row * Lanes.COUNT);
            }
            long shift = 4L * panel * rows;
            finish(sums, rows, start + shift, low, y + shift);
        }
    }

    private static void addRows(float[] x, int from, float[] w, float[] sums, int to) {
        for (int at = 0; at < w.length; at += Lanes.COUNT) {
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                int i = to + at + lane;
                sums[i] = ScalarTiles.fma(x[from + lane], w[at + lane], sums[i]);
            }
        }
    }

    /** Adds chains of sums to the first of them, neighbours first. */
    private static void addChains(float[] sums, int chains, int width) {
        for (int left = chains / 2; left >= 1; left /= 2) {
            for (int c = 0; c < left; c++) {
                for (int i = 0; i < width; i++) {
                    sums[c * width + i] = sums[2 * c * width + i] + sums[(2 * c + 1) * width + i];
                }
            }
        }
    }

    /** The sum of a vector's lanes, halves first. */
    private static float addLanes(float[] sums, int from) {
        for (int half = Lanes.COUNT / 2; half >= 1; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                sums[from + lane] += sums[from + half + lane];
            }
        }
        return sums[from];
    }

    private static void finish(float[] sums, int count, long start, float low, long y) {
        float[] first = ScalarLoops.floats(start, count);
        for (int i = 0; i < count; i++) {
            float v = sums[i] + first[i];
            first[i] = v < low ? low : v;
        }
        ScalarLoops.write(first, 0, y, count);
    }
}
