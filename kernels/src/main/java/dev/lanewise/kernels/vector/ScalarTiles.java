package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The scalar form of {@link RunTiles}, {@link WindowTiles} and {@link PackedTiles}: each element is
 * the same sum in the same order, so the bits are equal.
 *
 * <p>Operands are copied into arrays, whose elements every compiler and the interpreter read
 * quickly, and one small method of 4x4 sums does all the arithmetic, so that it is compiled within
 * milliseconds.
 */
final class ScalarTiles {

    /** Inputs so many floats apart are copied together with what lies between them. */
    private static final int GAP = 64;

    private ScalarTiles() {}

    /** As {@link RunTiles#run} or {@link WindowTiles#run}. */
    static void runs(
            int tile,
            long x,
            int xStep,
            long xBytes,
            long y,
            int yStep,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            int stride,
            Bounds bounds) {
        boolean window = WindowTile.is(tile);
        boolean pairs = tile > RunTiles.PAIRS && !window;
        boolean half = pairs && tile > RunTiles.HALF;
        int vectors = window ? WindowTile.vectors(tile) : half ? 2 : pairs ? 1 : tile >> 4;
        int lanes = vectors * RunProduct.TILE_LANES;
        int width = (window ? WindowTile.rows(tile) : tile & 15) * tiles;
        if (width == 0 || lines == 0) {
            return;
        }
        int pixel = xStep / Float.BYTES;
        int line = (int) (xBytes / Float.BYTES);
        Inputs in = new Inputs(offsets, k, (lines - 1) * line + (width - 1) * pixel);
        float[] inputs = new float[in.size];
        in.read(x, inputs, 0);
        float[] w = ScalarLoops.floats(weights, half ? k * lanes / 4 * 3 : k * lanes);
        float[] first = ScalarLoops.floats(start, lanes);
        int plane = width * Lanes.COUNT;
        float[] sums = new float[Math.ceilDiv(lanes, Lanes.COUNT) * plane];
        Terms[] terms =
                pairs
                        ? new Terms[] {
                            Terms.ofParity(0, in.offsets, first, w),
                            Terms.ofParity(1, in.offsets, first, w)
                        }
                        : new Terms[] {new Terms(in.offsets, window ? first : new float[lanes], w)};
        float[] more = new float[pairs ? sums.length : 0];
        for (int i = 0; i < lines; i++) {
            terms[0].sums(inputs, i * line, pixel, width, sums);
            if (!pairs && !window) {
                add(first, width, sums);
            }
            if (pairs) {
                terms[1].sums(inputs, i * line, pixel, width, more);
                for (int j = 0; j < sums.length; j++) {
                    sums[j] += more[j];
                }
                for (int j = sums.length / 2; half && j < sums.length; j++) {
                    int lane = j % Lanes.COUNT;
                    boolean used = lane < Lanes.COUNT / 2;
                    sums[j] = (used ? sums[j] : 0) + first[Lanes.COUNT + lane];
                }
            }
            ScalarLoops.clip(sums, bounds);
            long target = y + i * yBytes;
            for (int lane = 0; lane < lanes; lane += Lanes.COUNT) {
                // Of a block that is not full, the vector form leaves the other lanes alone.
                int count = Math.min(Lanes.COUNT, lanes - lane);
                int step = count == Lanes.COUNT && yStep == Lanes.BYTES ? width : 1;
                int at = lane / Lanes.COUNT * plane;
                for (int p = 0; p < width; p += step) {
                    ScalarLoops.write(
                            sums, at + p * Lanes.COUNT, target + (long) p * yStep, step * count);
                }
                target += Integer.toUnsignedLong(stride);
            }
        }
    }

    /** Adds a value for each lane to all of its sums. */
    private static void add(float[] values, int width, float[] sums) {
        for (int lane = 0; lane < values.length; lane++) {
            int at = lane / Lanes.COUNT * width * Lanes.COUNT + lane % Lanes.COUNT;
            for (int p = 0; p < width; p++) {
                sums[at + p * Lanes.COUNT] += values[lane];
            }
        }
    }

    /**
     * The terms of sums.
     *
     * @param offsets [k] where a pixel's inputs lie
     * @param first [lanes] what sums start with
     * @param w [k][lanes]
     */
    private record Terms(int[] offsets, float[] first, float[] w) {

        /**
         * Every second step, from weights as {@link RunTiles#PAIRS} and {@link RunTiles#HALF} want
         * them. Half a vector's sums start with zero.
         */
        static Terms ofParity(int parity, int[] offsets, float[] first, float[] w) {
            int lanes = first.length;
            int vector = RunProduct.TILE_LANES;
            int k = offsets.length / 2;
            int[] own = new int[k];
            float[] start = new float[lanes];
            float[] weights = new float[k * lanes];
            for (int o = 0; o < vector; o++) {
                boolean inFirst = o % 2 == parity;
                start[o] = inFirst ? first[o] : 0;
                int from = inFirst ? o : vector + (o ^ 1);
                for (int i = 0; i < k; i++) {
                    weights[i * lanes + o] = w[2 * i * vector + from];
                }
            }
            for (int o = 0; o < vector / 2 && lanes > vector; o++) {
                for (int i = 0; i < k; i++) {
                    weights[i * lanes + vector + o] = w[(2 * k + i) * vector + 2 * o + parity];
                }
            }
            for (int i = 0; i < k; i++) {
                own[i] = offsets[2 * i + parity];
            }
            return new Terms(own, start, weights);
        }

        /** The sums of a line of pixels, as [block of lanes][width][lanes of a block]. */
        void sums(float[] inputs, int from, int pixel, int width, float[] sums) {
            int lanes = first.length;
            int plane = width * Lanes.COUNT;
            for (int p = 0; p < width; p += 4) {
                int p1 = Math.min(p + 1, width - 1);
                int p2 = Math.min(p + 2, width - 1);
                int p3 = Math.min(p + 3, width - 1);
                for (int lane = 0; lane < lanes; lane += 4) {
                    int to = lane / Lanes.COUNT * plane + lane % Lanes.COUNT;
                    ScalarTiles.sums(
                            inputs,
                            from + p * pixel,
                            from + p1 * pixel,
                            from + p2 * pixel,
                            from + p3 * pixel,
                            offsets,
                            first,
                            w,
                            lane,
                            lanes,
                            sums,
                            to + p * Lanes.COUNT,
                            to + p1 * Lanes.COUNT,
                            to + p2 * Lanes.COUNT,
                            to + p3 * Lanes.COUNT);
                }
            }
        }
    }

    /** As {@link PackedTiles#run}, for {@code count} rows. */
    static void packed(
            int vectors,
            int count,
            long rows,
            long offsets,
            int k,
            long start,
            long weights,
            long shift,
            int stride) {
        int lanes = vectors * Lanes.COUNT;
        Inputs in = new Inputs(offsets, k, 0);
        float[] inputs = new float[count * in.size];
        float[] sums = new float[count * lanes];
        float[] first = ScalarLoops.floats(start, lanes);
        for (int r = 0; r < count; r++) {
            in.read(PackedRows.x(rows, r), inputs, r * in.size);
        }
        float[] w = ScalarLoops.floats(weights, k * lanes);
        for (int r = 0; r < count; r += 4) {
            int r1 = Math.min(r + 1, count - 1);
            int r2 = Math.min(r + 2, count - 1);
            int r3 = Math.min(r + 3, count - 1);
            for (int lane = 0; lane < lanes; lane += 4) {
                sums(
                        inputs,
                        r * in.size,
                        r1 * in.size,
                        r2 * in.size,
                        r3 * in.size,
                        in.offsets,
                        first,
                        w,
                        lane,
                        lanes,
                        sums,
                        r * lanes + lane,
                        r1 * lanes + lane,
                        r2 * lanes + lane,
                        r3 * lanes + lane);
            }
        }
        for (int r = 0; r < count; r++) {
            long y = PackedRows.y(rows, r) + shift;
            for (int v = 0; v < vectors; v++) {
                ScalarLoops.write(
                        sums, r * lanes + v * Lanes.COUNT, y + (long) v * stride, Lanes.COUNT);
            }
        }
    }

    /**
     * Where the inputs lie once they have been copied: stretches of memory that hold them, one
     * behind the other.
     */
    private static final class Inputs {

        /** [k] from a row's first input, in floats. */
        final int[] offsets;

        private final int[] sources;
        private final int[] targets;
        private int stretches;

        /** Floats of all stretches. */
        final int size;

        /**
         * @param table address of [k] ints, in bytes
         * @param span floats from the first row to the last
         */
        Inputs(long table, int k, int span) {
            int[] bytes = new int[k];
            MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_INT_UNALIGNED, table, bytes, 0, k);
            this.offsets = new int[k];
            this.sources = new int[k + 1];
            this.targets = new int[k + 1];
            int from = 0;
            int last = 0;
            int end = 0;
            for (int i = 0; i < k; i++) {
                int offset = bytes[i] >>> 2;
                if (i == 0 || offset < from || offset > last + span + GAP) {
                    end += i == 0 ? 0 : last + span + 1 - from;
                    from = offset;
                    last = offset;
                    sources[stretches] = from;
                    targets[stretches++] = end;
                }
                last = Math.max(last, offset);
                offsets[i] = end + offset - from;
            }
            this.size = k == 0 ? 1 : end + last + span + 1 - from;
            targets[stretches] = size;
        }

        /** Copies the inputs of rows that begin at {@code x}. */
        void read(long x, float[] inputs, int at) {
            for (int i = 0; i < stretches; i++) {
                ScalarLoops.read(
                        x + (long) sources[i] * Float.BYTES,
                        inputs,
                        at + targets[i],
                        targets[i + 1] - targets[i]);
            }
        }
    }

    /**
     * The sums of four rows, r and y being their places in x and y, and of the four lanes from
     * {@code w0} on. A row may be given twice: it is written twice then.
     */
    private static void sums(
            float[] x,
            int r0,
            int r1,
            int r2,
            int r3,
            int[] offsets,
            float[] start,
            float[] w,
            int w0,
            int lanes,
            float[] y,
            int y0,
            int y1,
            int y2,
            int y3) {
        float a0 = start[w0];
        float a1 = start[w0 + 1];
        float a2 = start[w0 + 2];
        float a3 = start[w0 + 3];
        float b0 = a0;
        float b1 = a1;
        float b2 = a2;
        float b3 = a3;
        float c0 = a0;
        float c1 = a1;
        float c2 = a2;
        float c3 = a3;
        float d0 = a0;
        float d1 = a1;
        float d2 = a2;
        float d3 = a3;
        int at = w0;
        for (int offset : offsets) {
            float v0 = w[at];
            float v1 = w[at + 1];
            float v2 = w[at + 2];
            float v3 = w[at + 3];
            float p = x[r0 + offset];
            a0 = fma(p, v0, a0);
            a1 = fma(p, v1, a1);
            a2 = fma(p, v2, a2);
            a3 = fma(p, v3, a3);
            p = x[r1 + offset];
            b0 = fma(p, v0, b0);
            b1 = fma(p, v1, b1);
            b2 = fma(p, v2, b2);
            b3 = fma(p, v3, b3);
            p = x[r2 + offset];
            c0 = fma(p, v0, c0);
            c1 = fma(p, v1, c1);
            c2 = fma(p, v2, c2);
            c3 = fma(p, v3, c3);
            p = x[r3 + offset];
            d0 = fma(p, v0, d0);
            d1 = fma(p, v1, d1);
            d2 = fma(p, v2, d2);
            d3 = fma(p, v3, d3);
            at += lanes;
        }
        y[y0] = a0;
        y[y0 + 1] = a1;
        y[y0 + 2] = a2;
        y[y0 + 3] = a3;
        y[y1] = b0;
        y[y1 + 1] = b1;
        y[y1 + 2] = b2;
        y[y1 + 3] = b3;
        y[y2] = c0;
        y[y2 + 1] = c1;
        y[y2 + 2] = c2;
        y[y2 + 3] = c3;
        y[y3] = d0;
        y[y3 + 1] = d1;
        y[y3 + 2] = d2;
        y[y3 + 3] = d3;
    }

    static float fma(float a, float b, float c) {
        return Lanes.FMA ? Math.fma(a, b, c) : a * b + c;
    }
}
