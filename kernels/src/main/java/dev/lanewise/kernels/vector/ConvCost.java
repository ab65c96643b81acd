package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;

/**
 * A rough estimate of what the algorithms for a convolution cost, enough to rank them.
 *
 * <p>The unit is one multiply-add of a vector. The factors were fitted to measurements of the 3x3
 * layers of resnet18 (see docs/performance.md).
 */
final class ConvCost {

    /** Whether 512 bits take one cycle: arithmetic is twice as fast, and waiting counts double. */
    private static final boolean WHOLE = Lanes.COUNT >= 16 && !Lanes.HALVES;

    /**
     * Waiting for a vector of weights that other layers have driven out of the second-level cache
     * since the last run. Fitted within networks; the other processors' factors were fitted to
     * layers that ran alone, where there is no such wait.
     */
    private static final double FIRST_LOAD = WHOLE ? 16 : 0;

    /** Weights up to this many bytes stay in the second-level cache while a layer runs. */
    private static final double NEAR_BYTES = 512 << 10;

    /**
     * Transformed weights up to this many bytes are worth storing: where a network's layers are so
     * small, they stay near from run to run (small28, 14x14: 6.1 us without, 4.2 with them).
     */
    private static final double SMALL_BYTES = 96 << 10;

    /** Weights up to this many bytes stay in the last-level cache. */
    private static final double FAR_BYTES = 20 << 20;

    /**
     * Waiting for a vector of weights from the last-level cache. Small tiles wait for relatively
     * longer, since they read new weights in a smaller part of their time.
     */
    private static final double FAR_LOAD = WHOLE ? 16 : Lanes.MANY_REGISTERS ? 6 : 14;

    /** Waiting for a vector of weights from memory. */
    private static final double MEMORY_LOAD = WHOLE ? 16 : Lanes.MANY_REGISTERS ? 9 : 14;

    /** Transforming one vector of one element of a tile, loads and stores included. */
    private static final double TRANSFORM = 8;

    /** Transforming a vector of kernels to 36 elements; to fewer ones in proportion. */
    private static final double KERNEL = 190;

    /** The same by {@link WinogradRows}, where they aren't stored, for each register tile. */
    private static final double FEW_KERNEL = 45;

    /** Waiting for a tile's 36 inputs, for each vector of kernels. */
    private static final double FAR_INPUT = 4.5;

    /**
     * By how much less {@link ConvWinogradPlain} is underestimated than the other two, by 26 layers
     * whose weights came from memory.
     */
    private static final double PLAIN = 0.94;

    /** The same where the stride is 2, by 20 layers and within resnet18 and resnet50. */
    private static final double STRIDED = 0.97;

    /** Transforming the inputs of a pixel's channel by {@link WinogradColumns}. */
    private static final double COLUMN_INPUT = 4;

    /** Transforming a vector of a pixel's outputs, loads and stores included. */
    private static final double COLUMN_OUTPUT = 13;

    /** By how much more F(6x6) is underestimated than F(4x4), by the same measurements. */
    private static final double SIX = 1.05;

    /**
     * From so many tiles F(6x6) gains enough for errors four times F(4x4)'s: networks have many
     * layers of smaller maps, whose errors add up.
     */
    private static final int MANY_TILES_OF_SIX = 300;

    private ConvCost() {}

    static double direct(ConvSpec spec) {
        double weights = (double) spec.x().channels() / spec.groups() * spec.window().size();
        double pixels = (double) spec.y().batch() * spec.y().height() * spec.y().width();
        return (pixels + waiting(weights * spec.y().blocks())) * weights * spec.y().blocks();
    }

    /**
     * {@link ConvWinogradPacked}; F(6x6) is last of all where it wasn't measured, or tiles are few.
     */
    static double winograd(ConvSpec spec, WinogradTransform transform) {
        boolean six = transform == WinogradTransform.F6;
        if (six && (!WHOLE || WinogradTiles.perImage(spec.y(), transform) < MANY_TILES_OF_SIX)) {
            return Double.MAX_VALUE;
        }
        WinogradTiles tiles = WinogradTiles.of(spec, transform);
        double elements = (double) transform.inputs() * transform.inputs();
        double count = (double) spec.y().batch() * tiles.rows() * tiles.columns();
        double weights = elements * spec.x().channels() * spec.y().blocks();
        double vectors = (double) spec.x().blocks() + spec.y().blocks();
        double products = (count + waiting(weights)) * weights;
        return (six ? SIX : 1) * (products + TRANSFORM * count * elements * vectors);
    }

    /** {@link ConvWinogradPlain}; last of all where it was not measured, or weights are few. */
    static double plainWinograd(ConvSpec spec, WinogradTransform transform) {
        double side = transform.kernelSide();
        double stored = side * side * spec.x().channels() * spec.y().blocks() * Lanes.BYTES;
        if (!WHOLE || stored <= SMALL_BYTES) {
            return Double.MAX_VALUE;
        }
        boolean strided = transform.stride() > 1;
        double elements = (double) transform.inputs() * transform.inputs();
        double sums = (double) transform.sums() * transform.sums();
        WinogradTiles tiles = WinogradTiles.plainForShares(spec, transform);
        double count = (double) spec.y().batch() * tiles.rows() * tiles.columns();
        boolean few = !strided && WinogradRows.pays(tiles.maxTiles());
        int padded =
                few ? WinogradRows.padded(tiles.maxTiles()) : WinogradSums.padded(tiles.maxTiles());
        double blocks = (double) spec.y().batch() * tiles.blocks();
        double inputBytes = elements * padded * spec.x().channels() * Float.BYTES;
        double far = inputBytes > NEAR_BYTES ? FAR_INPUT / 36 * elements : 0;
        double read = tiles.panels() * (double) WinogradSums.VECTORS;
        double used = few ? Math.ceilDiv(spec.y().blocks(), 2) * 2 : read;
        double kernel = few ? FEW_KERNEL * padded / WinogradRows.TILES : KERNEL / 36 * side * side;
        double perKernel = blocks * (padded * (elements + far) + kernel);
        double vectors = elements * spec.x().blocks() + sums * spec.y().blocks();
        double products = spec.x().channels() * (used * perKernel + read * 9 * FIRST_LOAD);
        return (strided ? STRIDED : PLAIN) * (products + TRANSFORM * count * vectors);
    }

    /** {@link ConvPixelGroups}, a little dearer than it is: its readers may want blocks. */
    static double pixelGroups(ConvSpec spec) {
        double pixels = (double) spec.y().batch() * spec.y().height() * spec.y().width();
        return 1.25 * pixels * ConvPixelGroups.steps(spec);
    }

    /** {@link ConvWinogradColumns}: 13 products for four pixels, and transforms. */
    static double winogradColumns(ConvSpec spec) {
        double channels = spec.x().channels();
        double pixels = (double) spec.y().batch() * spec.y().height() * spec.y().width();
        double products = channels * spec.window().kernelW() * WinogradColumns.PRODUCTS;
        double block = products / WinogradColumns.OUTPUTS + COLUMN_OUTPUT;
        return pixels * (spec.y().blocks() * block + COLUMN_INPUT * channels);
    }

    /** For each of {@code vectors} vectors of weights. */
    private static double waiting(double vectors) {
        double bytes = vectors * Lanes.BYTES;
        return bytes <= NEAR_BYTES ? FIRST_LOAD : bytes <= FAR_BYTES ? FAR_LOAD : MEMORY_LOAD;
    }
}
