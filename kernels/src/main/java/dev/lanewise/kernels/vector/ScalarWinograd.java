package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.vector.Winograd4.A;
import static dev.lanewise.kernels.vector.Winograd4.B;
import static dev.lanewise.kernels.vector.Winograd4.FA;
import static dev.lanewise.kernels.vector.Winograd4.FB;

import java.util.Arrays;

/**
 * The scalar forms of {@link Winograd2}, {@link Winograd4} and the like, and of {@link
 * WinogradSums}, with the same bits.
 */
final class ScalarWinograd {

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
            float[] bias,
            float low,
            long y,
            long yStride,
            long yStep,
            int count) {
        float[] m = new float[4 * Lanes.COUNT];
        float[] out = new float[2 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, m, 4);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float m0 = at(m, 0, lane) + bias[lane];
                float m1 = at(m, 1, lane);
                float m2 = at(m, 2, lane);
                float m3 = at(m, 3, lane) + bias[lane];
                set(out, 0, lane, bound(m0 + m1 + m2, low));
                set(out, 1, lane, bound(m1 - m2 + m3, low));
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
            float[] bias,
            float low,
            long y,
            long yStride,
            long yStep,
            int count) {
        float[] m = new float[6 * Lanes.COUNT];
        float[] out = new float[4 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, m, 6);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float s = bias[lane];
                float evenA = at(m, 1, lane) + at(m, 2, lane);
                float oddA = at(m, 1, lane) - at(m, 2, lane);
                float evenB = at(m, 3, lane) + at(m, 4, lane);
                float oddB = at(m, 3, lane) - at(m, 4, lane);
                float sum = fma(evenA, FA, fma(evenB, FB, at(m, 0, lane) + s));
                set(out, 0, lane, bound(sum, low));
                sum = fma(oddA, A * FA, fma(oddB, B * FB, s));
                set(out, 1, lane, bound(sum, low));
                sum = fma(evenA, 0.5f * FA, fma(evenB, 2 * FB, s));
                set(out, 2, lane, bound(sum, low));
                sum = fma(oddA, A * 0.5f * FA, fma(oddB, B * 2 * FB, at(m, 5, lane) + s));
                set(out, 3, lane, bound(sum, low));
            }
            write(out, y + i * yStep, yStride, 4);
        }
    }

    static void input6(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        float[] d = new float[8 * Lanes.COUNT];
        float[] m = new float[8 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, d, 8);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float d1 = at(d, 1, lane);
                float d2 = at(d, 2, lane);
                float d3 = at(d, 3, lane);
                float d4 = at(d, 4, lane);
                float d5 = at(d, 5, lane);
                float d6 = at(d, 6, lane);
                set(m, 0, lane, fma(d4 - d2, 5.25f, at(d, 0, lane) - d6));
                float even = fma(d4, -4.25f, d2 + d6);
                float odd = fma(d3, -4.25f, d1 + d5);
                set(m, 1, lane, even + odd);
                set(m, 2, lane, even - odd);
                even = fma(d4, -1.25f, fma(d2, 0.25f, d6));
                odd = fma(d3, -1.25f, fma(d1, 0.25f, d5));
                set(m, 3, lane, fma(odd, 2, even));
                set(m, 4, lane, fma(odd, -2, even));
                even = fma(d4, -5, fma(d2, 4, d6));
                odd = fma(d3, -5, fma(d1, 4, d5));
                set(m, 5, lane, fma(odd, 0.5f, even));
                set(m, 6, lane, fma(odd, -0.5f, even));
                set(m, 7, lane, fma(d3 - d5, 5.25f, at(d, 7, lane) - d1));
            }
            write(m, y + i * yStep, yStride, 8);
        }
    }

    static void output6(
            long x,
            long stride,
            long step,
            float[] bias,
            float low,
            long y,
            long yStride,
            long yStep,
            int count) {
        float[] m = new float[8 * Lanes.COUNT];
        float[] out = new float[6 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, m, 8);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float even1 = at(m, 1, lane) + at(m, 2, lane) + bias[lane];
                float odd1 = at(m, 1, lane) - at(m, 2, lane) + bias[lane];
                float even2 = at(m, 3, lane) + at(m, 4, lane);
                float odd2 = at(m, 3, lane) - at(m, 4, lane);
                float evenHalf = at(m, 5, lane) + at(m, 6, lane);
                float oddHalf = at(m, 5, lane) - at(m, 6, lane);
                float sum = at(m, 0, lane) + even1 + (even2 + evenHalf);
                set(out, 0, lane, bound(sum, low));
                sum = fma(odd2, 2, fma(oddHalf, 1 / 2f, odd1));
                set(out, 1, lane, bound(sum, low));
                sum = fma(even2, 4, fma(evenHalf, 1 / 4f, even1));
                set(out, 2, lane, bound(sum, low));
                sum = fma(odd2, 8, fma(oddHalf, 1 / 8f, odd1));
                set(out, 3, lane, bound(sum, low));
                sum = fma(even2, 16, fma(evenHalf, 1 / 16f, even1));
                set(out, 4, lane, bound(sum, low));
                sum = fma(odd2, 32, fma(oddHalf, 1 / 32f, at(m, 7, lane) + odd1));
                set(out, 5, lane, bound(sum, low));
            }
            write(out, y + i * yStep, yStride, 6);
        }
    }

    /** As {@link WinogradColumns#inputs}, vectors {@code first} to {@code end}. */
    static void inputColumns(long x, int xRow, long y, int yRow, int first, int end, int last) {
        float[] d = new float[WinogradColumns.INPUTS * Lanes.COUNT];
        float[] m = new float[2 * WinogradColumns.ELEMENTS * Lanes.COUNT];
        for (int i = first; i < end; i++) {
            long o = Math.min(i * Lanes.BYTES, last);
            read(x + o, xRow, d, WinogradColumns.INPUTS);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                evenColumns(d, m, lane);
                oddColumns(d, m, lane);
            }
            for (int e = 0; e < WinogradColumns.ELEMENTS; e++) {
                for (int parity = 0; parity < 2; parity++) {
                    if (WinogradColumns.has(e, parity)) {
                        int row = 2 * e + parity;
                        long to = y + o + (long) row * yRow;
                        ScalarLoops.write(m, row * Lanes.COUNT, to, Lanes.COUNT);
                    }
                }
            }
        }
    }

    private static void evenColumns(float[] d, float[] m, int lane) {
        float d0 = at(d, 0, lane);
        float d1 = at(d, 2, lane);
        float d2 = at(d, 4, lane);
        float d3 = at(d, 6, lane);
        float d4 = at(d, 8, lane);
        float d5 = at(d, 10, lane);
        float odd = fma(d3, -4.25f, d1 + d5);
        float even = fma(d2, -4.25f, d0 + d4);
        set(m, 2, lane, odd + even);
        set(m, 4, lane, odd - even);
        odd = fma(d3, -5, fma(d1, 4, d5));
        even = fma(d2, -5, fma(d0, 4, d4));
        set(m, 6, lane, fma(even, 0.5f, odd));
        set(m, 8, lane, fma(even, -0.5f, odd));
        odd = fma(d3, -1.25f, fma(d1, 0.25f, d5));
        even = fma(d2, -1.25f, fma(d0, 0.25f, d4));
        set(m, 10, lane, fma(even, 2, odd));
        set(m, 12, lane, fma(even, -2, odd));
        set(m, 14, lane, fma(d2, 5.25f, fma(d4, -5.25f, at(d, 12, lane) - d0)));
    }

    private static void oddColumns(float[] d, float[] m, int lane) {
        float d0 = at(d, 1, lane);
        float d1 = at(d, 3, lane);
        float d2 = at(d, 5, lane);
        float d3 = at(d, 7, lane);
        float d4 = at(d, 9, lane);
        float d5 = at(d, 11, lane);
        set(m, 1, lane, fma(d2, -1.25f, fma(d0, 0.25f, d4)));
        float even = fma(d2, -0.25f, d4);
        float odd = fma(d1, -0.25f, d3);
        set(m, 3, lane, even + odd);
        set(m, 5, lane, even - odd);
        even = d4 - d2;
        odd = d3 - d1;
        set(m, 7, lane, fma(odd, 0.5f, even));
        set(m, 9, lane, fma(odd, -0.5f, even));
        set(m, 15, lane, fma(d3, -1.25f, fma(d1, 0.25f, d5)));
    }

    /** As {@link WinogradColumns#outputs}. */
    static void outputColumns(
            long x, int plane, long bias, float low, long y, int rowBytes, int pixels) {
        float[] m = new float[WinogradColumns.ELEMENTS * Lanes.COUNT];
        float[] out = new float[WinogradColumns.OUTPUTS * Lanes.COUNT];
        float[] start = ScalarLoops.floats(bias, Lanes.COUNT);
        for (int i = 0; i < pixels; i++) {
            long o = (long) i * Lanes.BYTES;
            read(x + o, plane, m, WinogradColumns.ELEMENTS);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float even = at(m, 1, lane) + at(m, 2, lane) + start[lane];
                float odd = at(m, 1, lane) - at(m, 2, lane) + start[lane];
                float evenHalf = at(m, 3, lane) + at(m, 4, lane);
                float oddHalf = at(m, 3, lane) - at(m, 4, lane);
                float evenTwo = at(m, 5, lane) + at(m, 6, lane);
                float oddTwo = at(m, 5, lane) - at(m, 6, lane);
                set(out, 0, lane, bound(at(m, 0, lane) + even + (evenHalf + evenTwo), low));
                float sum = fma(oddTwo, 2, fma(oddHalf, 1 / 2f, odd));
                set(out, 1, lane, bound(sum, low));
                sum = fma(evenTwo, 4, fma(evenHalf, 1 / 4f, even));
                set(out, 2, lane, bound(sum, low));
                sum = fma(oddTwo, 8, fma(oddHalf, 1 / 8f, at(m, 7, lane) + odd));
                set(out, 3, lane, bound(sum, low));
            }
            write(out, y + o, rowBytes, WinogradColumns.OUTPUTS);
        }
    }

    static void inputStrided2(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        float[] d = new float[5 * Lanes.COUNT];
        float[] m = new float[5 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, d, 5);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float e1 = at(d, 2, lane);
                set(m, 0, lane, at(d, 0, lane) - e1);
                set(m, 1, lane, at(d, 4, lane) - e1);
                set(m, 2, lane, e1);
                set(m, 3, lane, at(d, 1, lane));
                set(m, 4, lane, at(d, 3, lane));
            }
            write(m, y + i * yStep, yStride, 5);
        }
    }

    static void outputStrided2(
            long x,
            long stride,
            long step,
            float[] bias,
            float low,
            long y,
            long yStride,
            long yStep,
            int count) {
        float[] m = new float[3 * Lanes.COUNT];
        float[] out = new float[2 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, m, 3);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float both = at(m, 2, lane) + bias[lane];
                set(out, 0, lane, bound(at(m, 0, lane) + both, low));
                set(out, 1, lane, bound(at(m, 1, lane) + both, low));
            }
            write(out, y + i * yStep, yStride, 2);
        }
    }

    static void inputStrided4(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        float[] d = new float[9 * Lanes.COUNT];
        float[] m = new float[9 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, d, 9);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                points(d, 0, m, 0, lane);
                float e0 = at(d, 0, lane);
                float e2 = at(d, 4, lane);
                set(m, 4, lane, fma(e2 - e0, -0.25f, at(d, 8, lane) - e2));
                points(d, 1, m, 5, lane);
            }
            write(m, y + i * yStep, yStride, 9);
        }
    }

    /** The values at 1, -1, 1/2 and -1/2 of every second one of d. */
    private static void points(float[] d, int from, float[] m, int to, int lane) {
        float d0 = at(d, from, lane);
        float d1 = at(d, from + 2, lane);
        float d2 = at(d, from + 4, lane);
        float d3 = at(d, from + 6, lane);
        float odd = fma(d1, -0.25f, d3);
        float even = fma(d0, -0.25f, d2);
        set(m, to, lane, odd + even);
        set(m, to + 1, lane, odd - even);
        set(m, to + 2, lane, fma(d2 - d0, 0.5f, d3 - d1));
        set(m, to + 3, lane, fma(d2 - d0, -0.5f, d3 - d1));
    }

    static void outputStrided4(
            long x,
            long stride,
            long step,
            float[] bias,
            float low,
            long y,
            long yStride,
            long yStep,
            int count) {
        float one = WinogradStrided4.ONE;
        float half = WinogradStrided4.HALF;
        float[] m = new float[5 * Lanes.COUNT];
        float[] out = new float[4 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + i * step, stride, m, 5);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float s = bias[lane];
                float evenOne = fma(at(m, 0, lane) - at(m, 1, lane), one, s);
                float oddOne = fma(at(m, 0, lane) + at(m, 1, lane), one, s);
                float evenHalf = at(m, 2, lane) - at(m, 3, lane);
                float oddHalf = at(m, 2, lane) + at(m, 3, lane);
                set(out, 0, lane, bound(fma(evenHalf, -half, evenOne), low));
                set(out, 1, lane, bound(fma(oddHalf, -half / 2, oddOne), low));
                set(out, 2, lane, bound(fma(evenHalf, -half / 4, evenOne), low));
                float last = oddOne + at(m, 4, lane);
                set(out, 3, lane, bound(fma(oddHalf, -half / 8, last), low));
            }
            write(out, y + i * yStep, yStride, 4);
        }
    }

    /** As {@link WinogradStrided2#kernels}. */
    static void kernelsStrided2(long x, long y, long plane, int count) {
        float[] w = new float[9 * Lanes.COUNT];
        float[] m = new float[16 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + 9L * i * Lanes.BYTES, Lanes.BYTES, w, 9);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                row2(at(w, 0, lane), at(w, 1, lane), at(w, 2, lane), m, 0, lane);
                row2(at(w, 6, lane), at(w, 7, lane), at(w, 8, lane), m, 1, lane);
                float sum0 = at(w, 0, lane) + at(w, 6, lane);
                float sum1 = at(w, 1, lane) + at(w, 7, lane);
                row2(sum0, sum1, at(w, 2, lane) + at(w, 8, lane), m, 2, lane);
                row2(at(w, 3, lane), at(w, 4, lane), at(w, 5, lane), m, 3, lane);
            }
            write(m, y + (long) i * Lanes.BYTES, plane, 16);
        }
    }

    private static void row2(float t0, float t1, float t2, float[] m, int i, int lane) {
        set(m, 4 * i, lane, t0);
        set(m, 4 * i + 1, lane, t2);
        set(m, 4 * i + 2, lane, t0 + t2);
        set(m, 4 * i + 3, lane, t1);
    }

    /** As {@link WinogradStrided4#kernels}. */
    static void kernelsStrided4(long x, long y, long plane, int count) {
        float[] w = new float[9 * Lanes.COUNT];
        float[] m = new float[36 * Lanes.COUNT];
        float[] points = {1, -1, 0.5f, -0.5f};
        for (int i = 0; i < count; i++) {
            read(x + 9L * i * Lanes.BYTES, Lanes.BYTES, w, 9);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                for (int p = 0; p < 4; p++) {
                    float t0 = fma(at(w, 6, lane), points[p], at(w, 0, lane));
                    float t1 = fma(at(w, 7, lane), points[p], at(w, 1, lane));
                    float t2 = fma(at(w, 8, lane), points[p], at(w, 2, lane));
                    row4(t0, t1, t2, m, p, lane);
                }
                row4(at(w, 6, lane), at(w, 7, lane), at(w, 8, lane), m, 4, lane);
                row4(at(w, 3, lane), at(w, 4, lane), at(w, 5, lane), m, 5, lane);
            }
            write(m, y + (long) i * Lanes.BYTES, plane, 36);
        }
    }

    private static void row4(float t0, float t1, float t2, float[] m, int i, int lane) {
        set(m, 6 * i, lane, t0 + t2);
        set(m, 6 * i + 1, lane, t0 - t2);
        set(m, 6 * i + 2, lane, fma(t2, 0.5f, t0));
        set(m, 6 * i + 3, lane, fma(t2, -0.5f, t0));
        set(m, 6 * i + 4, lane, t2);
        set(m, 6 * i + 5, lane, t1);
    }

    /** As {@link Winograd4#kernels}. */
    static void kernels4(long x, long y, long plane, int count) {
        float[] w = new float[9 * Lanes.COUNT];
        float[] m = new float[36 * Lanes.COUNT];
        for (int i = 0; i < count; i++) {
            read(x + 9L * i * Lanes.BYTES, Lanes.BYTES, w, 9);
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                row(at(w, 0, lane), at(w, 1, lane), at(w, 2, lane), m, 0, lane);
                pair(w, 0, 6, m, 1, lane);
                pair(w, 6, 0, m, 3, lane);
                row(at(w, 6, lane), at(w, 7, lane), at(w, 8, lane), m, 5, lane);
            }
            write(m, y + (long) i * Lanes.BYTES, plane, 36);
        }
    }

    /** Rows {@code row} and the next of elements. */
    private static void pair(float[] w, int whole, int half, float[] m, int row, int lane) {
        float e0 = fma(at(w, half, lane), 0.5f, at(w, whole, lane));
        float e1 = fma(at(w, half + 1, lane), 0.5f, at(w, whole + 1, lane));
        float e2 = fma(at(w, half + 2, lane), 0.5f, at(w, whole + 2, lane));
        float o0 = at(w, 3, lane);
        float o1 = at(w, 4, lane);
        float o2 = at(w, 5, lane);
        row(e0 + o0, e1 + o1, e2 + o2, m, row, lane);
        row(e0 - o0, e1 - o1, e2 - o2, m, row + 1, lane);
    }

    /** Row {@code i} of elements, of three values. */
    private static void row(float t0, float t1, float t2, float[] m, int i, int lane) {
        set(m, 6 * i, lane, t0);
        float even = fma(t2, 0.5f, t0);
        set(m, 6 * i + 1, lane, even + t1);
        set(m, 6 * i + 2, lane, even - t1);
        even = fma(t0, 0.5f, t2);
        set(m, 6 * i + 3, lane, even + t1);
        set(m, 6 * i + 4, lane, even - t1);
        set(m, 6 * i + 5, lane, t2);
    }

    /**
     * As {@link WinogradSums#multiply}, or as {@link WinogradSums#add}.
     *
     * @param adds whether the products are added to m
     */
    static void sums(
            int vectors,
            boolean adds,
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k) {
        int lanes = vectors * Lanes.COUNT;
        float[] weights = new float[k * lanes];
        float[] inputs = new float[k];
        float[] sums = new float[lanes];
        for (int e = 0; e < elements; e++) {
            ScalarLoops.read(w + e * wPlane, weights, 0, k * lanes);
            for (int row = 0; row < rows; row++) {
                long at = m + e * mPlane + 4L * row * lanes;
                ScalarLoops.read(x + e * xPlane + (long) row * xRow, inputs, 0, k);
                if (adds) {
                    ScalarLoops.read(at, sums, 0, lanes);
                } else {
                    Arrays.fill(sums, 0);
                }
                for (int i = 0; i < k; i++) {
                    for (int lane = 0; lane < lanes; lane++) {
                        sums[lane] = fma(inputs[i], weights[i * lanes + lane], sums[lane]);
                    }
                }
                ScalarLoops.write(sums, 0, at, lanes);
            }
        }
    }

    private static float bound(float value, float low) {
        return value < low ? low : value;
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
