package dev.lanewise.kernels.vector;

/** The scalar forms of {@link Winograd2} and {@link Winograd4}, with the same bits. */
final class ScalarWinograd {

    private static final float A = (float) Math.sqrt(0.5);
    private static final float B = (float) Math.sqrt(2);

    private ScalarWinograd() {}

    static void input2(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        float[] d = new float[4 * Lanes.COUNT];
        float[] m = new float[4 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, d, 4);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float d1 = at(d, 1, lane);
                float d2 = at(d, 2, lane);
                set(m, 0, lane, at(d, 0, lane) - d2);
                set(m, 1, lane, d1 + d2);
                set(m, 2, lane, d2 - d1);
                set(m, 3, lane, at(d, 3, lane) - d1);
            }
            write(m, y + i * yStep, yStride, 4);
        }
    }

    static void output2(
            long x,
            long stride,
            long step,
            long bias,
            long y,
            long yStride,
            long yStep,
            int count) {
        float[] start = ScalarLoops.floats(bias, Lanes.COUNT);
        float[] m = new float[4 * Lanes.COUNT];
        float[] out = new float[2 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, m, 4);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float m0 = at(m, 0, lane) + start[lane];
                float m1 = at(m, 1, lane);
                float m2 = at(m, 2, lane);
                float m3 = at(m, 3, lane) + start[lane];
                set(out, 0, lane, m0 + m1 + m2);
                set(out, 1, lane, m1 - m2 + m3);
            }
            write(out, y + i * yStep, yStride, 2);
        }
    }

    static void input4(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        float[] d = new float[6 * Lanes.COUNT];
        float[] m = new float[6 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, d, 6);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float d0 = at(d, 0, lane);
                float d1 = at(d, 1, lane);
                float d2 = at(d, 2, lane);
                float d3 = at(d, 3, lane);
                float d4 = at(d, 4, lane);
                float d5 = at(d, 5, lane);
                set(m, 0, lane, fma(d2, -2.5f, d0 + d4));
                float even = fma(d2, -2, d4);
                float odd = fma(d3, A, -(d1 * B));
                set(m, 1, lane, even + odd);
                set(m, 2, lane, even - odd);
                even = fma(d2, -0.5f, d4);
                odd = fma(d3, B, -(d1 * A));
                set(m, 3, lane, even + odd);
                set(m, 4, lane, even - odd);
                set(m, 5, lane, fma(d3, -2.5f, d1 + d5));
            }
            write(m, y + i * yStep, yStride, 6);
        }
    }

    static void output4(
            long x,
            long stride,
            long step,
            long bias,
            long y,
            long yStride,
            long yStep,
            int count) {
        float[] start = ScalarLoops.floats(bias, Lanes.COUNT);
        float[] m = new float[6 * Lanes.COUNT];
        float[] out = new float[4 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, m, 6);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float s = start[lane];
                float evenA = at(m, 1, lane) + at(m, 2, lane);
                float oddA = at(m, 1, lane) - at(m, 2, lane);
                float evenB = at(m, 3, lane) + at(m, 4, lane);
                float oddB = at(m, 3, lane) - at(m, 4, lane);
                set(out, 0, lane, at(m, 0, lane) + s + evenA + evenB);
                set(out, 1, lane, fma(oddA, A, fma(oddB, B, s)));
                set(out, 2, lane, fma(evenA, 0.5f, fma(evenB, 2, s)));
                set(out, 3, lane, fma(oddA, A * 0.5f, fma(oddB, B * 2, at(m, 5, lane) + s)));
            }
            write(out, y + i * yStep, yStride, 4);
        }
    }

    private static float at(float[] rows, int row, int lane) {
        return rows[row * Lanes.COUNT + lane];
    }

    private static void set(float[] rows, int row, int lane, float value) {
        rows[row * Lanes.COUNT + lane] = value;
    }

    private static float fma(float a, float b, float c) {
        return ScalarTiles.fma(a, b, c);
    }

    private static void read(long from, long stride, float[] rows, int count) {
        for (int row = 0; row < count; row++) {
            ScalarLoops.read(from + row * stride, rows, row * Lanes.COUNT, Lanes.COUNT);
        }
    }

    private static void write(float[] rows, long to, long stride, int count) {
        for (int row = 0; row < count; row++) {
            ScalarLoops.write(rows, row * Lanes.COUNT, to + row * stride, Lanes.COUNT);
        }
    }
}
