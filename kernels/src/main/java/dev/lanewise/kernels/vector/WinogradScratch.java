package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;

/**
 * Where a thread keeps what is between the transforms, for a block of tiles.
 *
 * <p>In this order: rows [elements][tiles] of {@link PackedRows}; inputs
 * [elements][tiles][channels]; products [elements][tiles][2][lanes]; columns [width +
 * 2][inputs][lanes]; one tile [outputs][inputs][lanes] half transformed and one
 * [outputs][outputs][lanes] whole. Planes of elements are a cache line further apart than they
 * need, for else they would fall into the same cache sets.
 *
 * @param transform the transform
 * @param tiles tiles of a block
 * @param channels input channels, rounded up to lanes
 * @param width columns of the output
 */
record WinogradScratch(WinogradTransform transform, int tiles, int channels, int width) {

    private static final long LINE = 64;

    static WinogradScratch of(ConvSpec spec, WinogradTransform transform, int tiles) {
        int channels = spec.x().blocks() * spec.x().block();
        return new WinogradScratch(transform, tiles, channels, spec.y().width());
    }

    private long elements() {
        return (long) transform.inputs() * transform.inputs();
    }

    /** Bytes from one element's inputs to the next's. */
    long inputPlane() {
        return tiles * tileBytes() + LINE;
    }

    /** Bytes from one element's products to the next's. */
    long productPlane() {
        return 2L * tiles * Lanes.BYTES + LINE;
    }

    /** Rows of element {@code e}. */
    long rows(long scratch, int e) {
        return scratch + (long) e * tiles * PackedRows.BYTES;
    }

    long inputs(long scratch) {
        return scratch + aligned(elements() * tiles * PackedRows.BYTES);
    }

    /** The inputs of a tile's channel block, element 0. */
    long input(long scratch, int tile, int cb) {
        return inputs(scratch) + tile * tileBytes() + (long) cb * Lanes.BYTES;
    }

    /** Bytes from one tile's inputs to the next's. */
    long tileBytes() {
        return (long) channels * Float.BYTES;
    }

    private long products(long scratch) {
        return inputs(scratch) + aligned(elements() * inputPlane());
    }

    /** The products of a tile, vector {@code v}, element 0. */
    long product(long scratch, int tile, int v) {
        return products(scratch) + (2L * tile + v) * Lanes.BYTES;
    }

    long columns(long scratch) {
        return products(scratch) + aligned(elements() * productPlane());
    }

    /** Bytes of one column. */
    long columnBytes() {
        return (long) transform.inputs() * Lanes.BYTES;
    }

    long halfTile(long scratch) {
        return columns(scratch) + aligned((width + 2L) * columnBytes());
    }

    long tile(long scratch) {
        return halfTile(scratch) + aligned(transform.outputs() * columnBytes());
    }

    /** What the activation needs. */
    long activation(long scratch) {
        return tile(scratch) + (long) transform.outputs() * transform.outputs() * Lanes.BYTES;
    }

    long bytes() {
        return activation(0) + UnaryLoops.SCRATCH_BYTES;
    }

    /** Fills the rows of every element. */
    void fillRows(long scratch) {
        for (int e = 0; e < elements(); e++) {
            PackedRows.fill(
                    rows(scratch, e),
                    tiles,
                    inputs(scratch) + e * inputPlane(),
                    tileBytes(),
                    products(scratch) + e * productPlane(),
                    2L * Lanes.BYTES);
        }
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, LINE) * LINE;
    }
}
