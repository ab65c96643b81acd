package dev.lanewise.kernels.vector;

/** The scalar form of {@link DepthwiseRows}: the same sums in the same order. */
final class ScalarDepthwise {

    private ScalarDepthwise() {}

    /** As {@link DepthwiseRows#run}. */
    static void rows(
            long x,
            DepthwiseWindow window,
            long panel,
            long y,
            DepthwiseOutput output,
            int blocks,
            int height) {
        int width = output.width();
        int taps = window.kernelW();
        int step = window.strideW() * Lanes.COUNT;
        int floats = (1 + window.kernelH() * taps) * Lanes.COUNT;
        Bounds bounds = new Bounds(output.low(), output.high());
        float[] row = new float[(width - 1) * step + taps * Lanes.COUNT];
        float[] sums = new float[width * Lanes.COUNT];
        for (int cb = 0; cb < blocks; cb++) {
            // Bias, then the weights of each tap.
            float[] w = ScalarLoops.floats(panel + (long) cb * floats * Float.BYTES, floats);
            for (int i = 0; i < height; i++) {
                long in = x + cb * window.blockBytes() + i * window.strideBytes();
                for (int at = 0; at < sums.length; at += Lanes.COUNT) {
                    System.arraycopy(w, 0, sums, at, Lanes.COUNT);
                }
                for (int u = 0; u < window.kernelH(); u++) {
                    long from = in + u * Integer.toUnsignedLong(window.rowBytes());
                    ScalarLoops.read(from, row, 0, row.length);
                    for (int v = 0; v < taps; v++) {
                        addTap(
                                row,
                                v * Lanes.COUNT,
                                step,
                                w,
                                (1 + u * taps + v) * Lanes.COUNT,
                                sums);
                    }
                }
                ScalarLoops.clip(sums, bounds);
                long to = y + cb * output.blockBytes() + i * output.rowBytes();
                ScalarLoops.write(sums, 0, to, sums.length);
            }
        }
    }

    private static void addTap(float[] x, int from, int step, float[] w, int tap, float[] sums) {
        int in = from;
        for (int at = 0; at < sums.length; at += Lanes.COUNT) {
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                sums[at + lane] = ScalarTiles.fma(x[in + lane], w[tap + lane], sums[at + lane]);
            }
            in += step;
        }
    }
}
