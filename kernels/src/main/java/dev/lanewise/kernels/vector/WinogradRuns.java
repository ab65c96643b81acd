package dev.lanewise.kernels.vector;

import java.util.Arrays;

/**
 * A {@link WinogradTransform} of runs of neighbouring tiles, along columns and then along rows: in
 * vectors, or in scalars until C2 has compiled those.
 */
final class WinogradRuns {

    /** Tiles that are transformed at a time, so that what is between the two passes stays near. */
    static final int STRETCH = 4;

    private WinogradRuns() {}

    /**
     * B^T d B for a run of neighbouring tiles of one channel block, which share what they have in
     * common of the transform along columns.
     *
     * @param x the first input of the first tile
     * @param rowBytes bytes from one row of x to the next
     * @param last pixels from the first tile to the last; the others lie {@link
     *     WinogradTransform#step} apart
     * @param run tiles
     * @param columns scratch memory [columns of a stretch][inputs][lanes]
     * @param y element 0 of the first tile
     * @param tileBytes bytes of y from one tile to the next
     * @param plane bytes of y from one element to the next
     */
    static void input(
            WinogradTransform transform,
            long x,
            int rowBytes,
            int last,
            int run,
            long columns,
            long y,
            long tileBytes,
            int plane) {
        boolean ready = transform.inputForm.isReady();
        int stretch = ready ? STRETCH : 1;
        int column = transform.inputs() * Lanes.BYTES;
        for (int t = 0; t < run; t += stretch) {
            int some = Math.min(stretch, run - t);
            int left = Math.min(t * transform.step(), last);
            int rest = Math.min((t + some - 1) * transform.step(), last) - left;
            int width = rest + transform.inputs();
            long from = x + (long) left * Lanes.BYTES;
            long to = y + t * tileBytes;
            long start = ready ? 0 : System.nanoTime();
            boolean vectors = ready || transform.inputForm.isDue();
            if (vectors) {
                transform.inputColumnVectors(from, rowBytes, columns, width);
                transform.inputRowVectors(columns, rest * column, to, tileBytes, plane, some);
            } else {
                transform.inputScalars(
                        from, rowBytes, Lanes.BYTES, columns, Lanes.BYTES, column, width);
                long rowPlane = (long) transform.inputs() * plane;
                transform.inputScalars(
                        columns, column, Lanes.BYTES, to, plane, rowPlane, transform.inputs());
            }
            if (!ready) {
                transform.inputForm.took(vectors, start, some);
            }
        }
    }

    /**
     * A^T m A for a run of neighbouring tiles of one channel block, plus bias, but at least {@code
     * low}. NaN stays. Where the last tile overlaps the one before, its values stay.
     *
     * @param x element 0 of the first tile
     * @param plane bytes of x from one element to the next
     * @param step bytes of x from one tile to the next
     * @param half scratch memory [stretch][outputs][sums][lanes]
     * @param bias address of [lanes]
     * @param y the first output of the first tile
     * @param rowBytes bytes from one row of y to the next
     * @param last pixels from the first tile to the last; the others lie {@link
     *     WinogradTransform#outputs} apart
     * @param run tiles
     */
    static void output(
            WinogradTransform transform,
            long x,
            int plane,
            int step,
            long half,
            long bias,
            float low,
            long y,
            long rowBytes,
            int last,
            int run) {
        int outputs = transform.outputs();
        boolean ready = transform.outputForm.isReady();
        int stretch = ready ? STRETCH : 1;
        for (int t = 0; t < run; t += stretch) {
            int some = Math.min(stretch, run - t);
            int left = Math.min(t * outputs, last);
            int rest = Math.min((t + some - 1) * outputs, last) - left;
            long from = x + (long) t * step;
            long to = y + (long) left * Lanes.BYTES;
            long start = ready ? 0 : System.nanoTime();
            boolean vectors = ready || transform.outputForm.isDue();
            if (vectors) {
                transform.columnVectors(from, plane, step, half, some);
                transform.rowVectors(half, bias, low, to, rowBytes, rest * Lanes.BYTES, some);
            } else {
                float[] none = new float[Lanes.COUNT];
                Arrays.fill(none, -0f);
                float[] added = ScalarLoops.floats(bias, Lanes.COUNT);
                long row = (long) transform.sums() * Lanes.BYTES;
                float any = PackedEpilogue.NO_FLOOR;
                long rowPlane = (long) transform.sums() * plane;
                transform.outputScalars(
                        from, rowPlane, plane, none, any, half, row, Lanes.BYTES, transform.sums());
                transform.outputScalars(
                        half, Lanes.BYTES, row, added, low, to, Lanes.BYTES, rowBytes, outputs);
            }
            if (!ready) {
                transform.outputForm.took(vectors, start, some);
            }
        }
    }

    /**
     * As {@link #output}, but of each 2x2 outputs the maximum.
     *
     * @param strip scratch memory [outputs][pixels of a stretch][lanes]
     * @param rowBytes bytes from one row of maxima to the next
     * @param last even
     */
    static void maxima(
            WinogradTransform transform,
            long x,
            int plane,
            int step,
            long half,
            long bias,
            float low,
            long strip,
            long y,
            long rowBytes,
            int last,
            int run) {
        int outputs = transform.outputs();
        boolean ready = transform.maximaForm.isReady();
        int stretch = ready ? STRETCH : 1;
        for (int t = 0; t < run; t += stretch) {
            int some = Math.min(stretch, run - t);
            int left = Math.min(t * outputs, last);
            int rest = Math.min((t + some - 1) * outputs, last) - left;
            long from = x + (long) t * step;
            long to = y + left / 2L * Lanes.BYTES;
            long stripBytes = (long) (rest + outputs) * Lanes.BYTES;
            long start = ready ? 0 : System.nanoTime();
            boolean vectors = ready || transform.maximaForm.isDue();
            if (vectors) {
                transform.columnVectors(from, plane, step, half, some);
            }
            int lastMaxima = rest / 2 * Lanes.BYTES;
            if (!vectors
                    || transform.rowMaxima(
                            half, bias, low, strip, to, rowBytes, lastMaxima, some)) {
                output(
                        transform,
                        from,
                        plane,
                        step,
                        half,
                        bias,
                        low,
                        strip,
                        stripBytes,
                        rest,
                        some);
                MaxPool2x2.rows(strip, stripBytes, to, rowBytes, outputs / 2, stripBytes);
            }
            if (!ready) {
                transform.maximaForm.took(vectors, start, some);
            }
        }
    }
}
