package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.vector.ReorderTiles.Place;

/**
 * Packs columns of a matrix that comes at run time, as [k][lanes]: rows of vectors where it is [k,
 * n], transposed tiles where it is [n, k]. Lanes past the last column hold anything.
 */
final class MatrixPanels {

    /** Bytes of scratch memory that packing needs. */
    static final long SCRATCH_BYTES = ReorderTiles.SCRATCH_BYTES;

    /** Rows, which may be pages apart, whose addresses the processor has at hand together. */
    private static final int NEAR_ROWS = 32;

    private final int k;
    private final int n;
    private final boolean transposed;
    private final float factor;

    /** Where tiles of so many columns lie in the matrix. */
    private final Place[] from = new Place[Lanes.COUNT + 1];

    /** Where they go among so many vectors of columns. */
    private final Place[] to = new Place[RunProduct.MOST_LANES / Lanes.COUNT + 1];

    /**
     * @param k rows
     * @param n columns
     * @param transposed whether the matrix is stored [n, k]
     * @param factor multiplies every element
     */
    MatrixPanels(int k, int n, boolean transposed, float factor) {
        this.k = k;
        this.n = n;
        this.transposed = transposed;
        this.factor = factor;
        // Made beforehand: runs allocate nothing.
        for (int count = 1; count <= Lanes.COUNT; count++) {
            from[count] = new Place(4L * k, count, Lanes.BYTES);
        }
        for (int vectors = 1; vectors < to.length; vectors++) {
            long step = (long) vectors * Lanes.BYTES;
            to[vectors] = new Place(step, Lanes.COUNT, Lanes.COUNT * step);
        }
    }

    /**
     * Packs columns {@code first} and on.
     *
     * @param lanes at least {@code columns}, a multiple of {@link Lanes#COUNT}
     * @param matrix address of the matrix
     * @param target address of [k][lanes]
     * @param scratch address of {@link #SCRATCH_BYTES} bytes; unused where nothing is transposed
     */
    void pack(int first, int columns, int lanes, long matrix, long target, long scratch) {
        long step = 4L * lanes;
        if (!transposed) {
            copy(matrix, first, columns, target, step, 0, k);
            return;
        }
        for (int done = 0; done < columns; done += Lanes.COUNT) {
            int count = Math.min(Lanes.COUNT, columns - done);
            transpose(matrix, first + done, count, target + 4L * done, step, scratch);
        }
    }

    /**
     * Packs all columns, panel after panel, a few pages of the matrix at a time; it must not be
     * transposed.
     *
     * @param lanes of each panel
     * @param target address of [panel][k][lanes]
     */
    void packAll(int lanes, long matrix, long target) {
        long step = 4L * lanes;
        for (int from = 0; from < k; from += NEAR_ROWS) {
            int to = Math.min(from + NEAR_ROWS, k);
            for (int first = 0; first < n; first += lanes) {
                int columns = Math.min(lanes, n - first);
                copy(matrix, first, columns, target + 4L * first * k, step, from, to);
            }
        }
    }

    /** Columns of [k, n], rows {@code from} to {@code to}. */
    private void copy(
            long matrix, int first, int columns, long target, long step, int from, int to) {
        long source = matrix + 4L * first;
        long rowBytes = 4L * n;
        int vectors = Math.ceilDiv(columns, Lanes.COUNT);
        // Whole vectors as long as they end within the matrix.
        long last = (long) k * n - first - (long) vectors * Lanes.COUNT;
        int whole = last < 0 ? from : Math.clamp(last / n + 1, from, to);
        rows(
                source + from * rowBytes,
                rowBytes,
                target + from * step,
                step,
                whole - from,
                vectors,
                factor);
        for (int i = whole; i < to; i++) {
            for (int c = 0; c < columns; c++) {
                float value = Memory.getFloat(source + i * rowBytes + 4L * c);
                Memory.setFloat(target + i * step + 4L * c, factor * value);
            }
        }
    }

    private static void rows(
            long source,
            long sourceStep,
            long target,
            long targetStep,
            int count,
            int vectors,
            float factor) {
        for (int i = 0; i < count; i++) {
            long from = Memory.address(source + i * sourceStep);
            long to = Memory.address(target + i * targetStep);
            for (int v = 0; v < vectors; v = (v + 1) & Integer.MAX_VALUE) {
                fromMemorySegment(SPECIES, ALL, from + v * (long) Lanes.BYTES, ORDER)
                        .mul(factor)
                        .intoMemorySegment(ALL, to + v * (long) Lanes.BYTES, ORDER);
            }
        }
    }

    /** A vector of columns of [n, k], which lie in rows. */
    private void transpose(long b, int column, int columns, long target, long step, long scratch) {
        long source = b + 4L * column * k;
        int tiles = ReorderTiles.usable() ? k / Lanes.COUNT : 0;
        Place place = to[(int) (step / Lanes.BYTES)];
        for (int tile = 0; tile < tiles; tile += ReorderTiles.MOST) {
            int count = Math.min(ReorderTiles.MOST, tiles - tile);
            long x = source + (long) tile * Lanes.BYTES;
            long y = target + (long) tile * Lanes.COUNT * step;
            ReorderTiles.transpose(x, from[columns], y, place, count, scratch);
        }
        for (int i = tiles * Lanes.COUNT; i < k; i++) {
            for (int c = 0; c < columns; c++) {
                float value = Memory.getFloat(source + 4L * ((long) c * k + i));
                Memory.setFloat(target + i * step + 4L * c, value);
            }
        }
        if (factor != 1) {
            rows(target, step, target, step, k, 1, factor);
        }
    }
}
