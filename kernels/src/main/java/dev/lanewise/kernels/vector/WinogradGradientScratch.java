package dev.lanewise.kernels.vector;

/**
 * Where a thread keeps what is between the transforms of {@link ConvWeightGradientWinograd}.
 *
 * <p>In this order: rows [elements][c] of {@link PackedRows}; inputs [elements][tiles][c];
 * gradients [elements][tiles][vectors][lanes]; sums [elements][c][2][lanes]; products
 * [c][2][lanes]; weights [c][9][lanes]; columns [width + 2][inputs][lanes]; one row of tiles
 * [4][width][lanes]; zeros [2][lanes]. Planes of elements are a cache line further apart than they
 * need, for else they would fall into the same cache sets.
 *
 * @param tiles tiles of a block
 * @param groupBlocks blocks of input channels
 * @param width columns of the output
 */
record WinogradGradientScratch(int tiles, int groupBlocks, int width) {

    private static final int INPUTS = WinogradTransform.F4.inputs();
    private static final int OUTPUTS = WinogradTransform.F4.outputs();
    private static final int ELEMENTS = INPUTS * INPUTS;
    private static final long LINE = 64;

    private int channels() {
        return groupBlocks * Lanes.COUNT;
    }

    /** Rows of element {@code e}. */
    long rows(long scratch, int e) {
        return scratch + (long) e * channels() * PackedRows.BYTES;
    }

    /** Bytes from one tile's inputs to the next's. */
    long inputTile() {
        return (long) groupBlocks * Lanes.BYTES;
    }

    /** Bytes from one element's inputs to the next's. */
    long inputPlane() {
        return tiles * inputTile() + LINE;
    }

    /** The inputs of a tile, element 0. */
    long input(long scratch, int tile) {
        return aligned(rows(scratch, ELEMENTS)) + tile * inputTile();
    }

    /** Bytes from one element's gradients to the next's, of one vector or two. */
    long gradientPlane() {
        return 2L * tiles * Lanes.BYTES + LINE;
    }

    /** The gradients of the block, element 0. */
    long gradients(long scratch) {
        return aligned(input(scratch, 0) + ELEMENTS * inputPlane());
    }

    /** Bytes from one element's sums to the next's. */
    long sumPlane() {
        return 2L * channels() * Lanes.BYTES + LINE;
    }

    /** The sums of element {@code e}. */
    long sum(long scratch, int e) {
        return aligned(gradients(scratch) + ELEMENTS * gradientPlane()) + e * sumPlane();
    }

    /** What a block of tiles adds to the sums of an element. */
    long products(long scratch) {
        return aligned(sum(scratch, ELEMENTS));
    }

    long weights(long scratch) {
        return products(scratch) + 2L * channels() * Lanes.BYTES;
    }

    long columns(long scratch) {
        return weights(scratch) + 9L * channels() * Lanes.BYTES;
    }

    /** A row of tiles. */
    long tiles(long scratch) {
        return columns(scratch) + (width + 2L) * INPUTS * Lanes.BYTES;
    }

    long zeros(long scratch) {
        return tiles(scratch) + (long) OUTPUTS * width * Lanes.BYTES;
    }

    long bytes() {
        return zeros(0) + 2L * Lanes.BYTES;
    }

    /** Fills the rows of every element. */
    void fillRows(long scratch) {
        for (int e = 0; e < ELEMENTS; e++) {
            PackedRows.fill(
                    rows(scratch, e),
                    channels(),
                    input(scratch, 0) + e * inputPlane(),
                    Float.BYTES,
                    products(scratch),
                    2L * Lanes.BYTES);
        }
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, LINE) * LINE;
    }
}
