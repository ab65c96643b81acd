package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;

/**
 * Where a thread keeps what is between the transforms, for a block of tiles.
 *
 * <p>In this order: rows [elements][tiles] of {@link PackedRows}, where wanted; inputs
 * [chunks][elements][tiles][channels of a chunk]; sums of products, as many as elements or fewer
 * [sums][tiles][vectors][lanes]; columns [columns][inputs][lanes] of {@link WinogradRuns#STRETCH}
 * tiles, which [tiles] [outputs][sums][lanes] half transformed; a row of tiles
 * [outputs][width][lanes] whole; transformed weights, where wanted. Planes of elements are a cache
 * line further apart than they need, for else they would fall into the same cache sets.
 *
 * @param transform the transform
 * @param tiles tiles of a block
 * @param channels input channels, rounded up to lanes
 * @param chunk channels of a chunk, a multiple of lanes
 * @param vectors vectors of a panel of output channels
 * @param width columns of the output
 * @param hasRows whether there are rows
 * @param weightBytes bytes of transformed weights
 */
record WinogradScratch(
        WinogradTransform transform,
        int tiles,
        int channels,
        int chunk,
        int vectors,
        int width,
        boolean hasRows,
        long weightBytes) {

    private static final long LINE = 64;

    /** All channels in one chunk. */
    static WinogradScratch of(
            ConvSpec spec, WinogradTransform transform, int tiles, int vectors, boolean hasRows) {
        int channels = spec.x().blocks() * spec.x().block();
        int width = spec.y().width();
        return new WinogradScratch(
                transform, tiles, channels, channels, vectors, width, hasRows, 0);
    }

    private long elements() {
        return (long) transform.inputs() * transform.inputs();
    }

    /** Bytes from one element's inputs to the next's. */
    long inputPlane() {
        return tiles * tileBytes() + LINE;
    }

    /** Bytes from one sum of products to the next. */
    long productPlane() {
        return (long) vectors * tiles * Lanes.BYTES + LINE;
    }

    /** Rows of element {@code e}. */
    long rows(long scratch, int e) {
        return scratch + (long) e * tiles * PackedRows.BYTES;
    }

    long inputs(long scratch) {
        return scratch + (hasRows ? aligned(elements() * tiles * PackedRows.BYTES) : 0);
    }

    /** The inputs of a tile's channel block, element 0. */
    long input(long scratch, int tile, int cb) {
        int c = cb * Lanes.COUNT;
        return chunk(scratch, c / chunk) + tile * tileBytes() + (long) (c % chunk) * Float.BYTES;
    }

    /** The inputs of a chunk, element 0. */
    long chunk(long scratch, int index) {
        return inputs(scratch) + index * elements() * inputPlane();
    }

    int chunks() {
        return Math.ceilDiv(channels, chunk);
    }

    /** Bytes from one tile's inputs to the next's. */
    long tileBytes() {
        return (long) chunk * Float.BYTES;
    }

    /** All products. */
    long products(long scratch) {
        return inputs(scratch) + aligned(chunks() * elements() * inputPlane());
    }

    /** The products of a tile, vector {@code v}, element 0. */
    long product(long scratch, int tile, int v) {
        return products(scratch) + ((long) vectors * tile + v) * Lanes.BYTES;
    }

    long columns(long scratch) {
        return products(scratch)
                + aligned((long) transform.sums() * transform.sums() * productPlane());
    }

    private long columnBytes() {
        return (long) transform.inputs() * Lanes.BYTES;
    }

    /** Tiles of a row that are transformed at a time. */
    private long stretch() {
        int tileColumns = Math.ceilDiv(width, transform.outputs());
        return Math.min(WinogradRuns.STRETCH, Math.min(tiles, tileColumns));
    }

    /** Columns of inputs that they have. */
    private long columnsOfStretch() {
        return (stretch() - 1) * transform.step() + transform.inputs();
    }

    /** Neighbouring tiles, half transformed. */
    long half(long scratch) {
        return columns(scratch) + aligned(columnsOfStretch() * columnBytes());
    }

    /** A row of tiles, whole. */
    long strip(long scratch) {
        return half(scratch) + aligned(stretch() * transform.outputs() * columnBytes());
    }

    /** What the activation needs. */
    long activation(long scratch) {
        return strip(scratch) + aligned((long) transform.outputs() * width * Lanes.BYTES);
    }

    /** The transformed weights. */
    long weights(long scratch) {
        return aligned(activation(scratch) + UnaryLoops.SCRATCH_BYTES);
    }

    long bytes() {
        return weights(0) + weightBytes;
    }

    /** Fills the rows of every element. */
    void fillRows(long scratch) {
        for (int e = 0; hasRows && e < elements(); e++) {
            PackedRows.fill(
                    rows(scratch, e),
                    tiles,
                    inputs(scratch) + e * inputPlane(),
                    tileBytes(),
                    products(scratch) + e * productPlane(),
                    (long) vectors * Lanes.BYTES);
        }
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, LINE) * LINE;
    }
}
