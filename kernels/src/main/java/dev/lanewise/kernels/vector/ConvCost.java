package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;

/**
 * A rough estimate of what the algorithms for a convolution cost, enough to rank them.
 *
 * <p>The unit is one multiply-add of a vector. The factors were fitted to measurements of the 3x3
 * layers of resnet18 and densenet121 (see docs/performance.md).
 */
final class ConvCost {

    /** Processors that do twice as much in the time that weights take to come. */
    private static final boolean WHOLE = Lanes.COUNT >= 16 && !Lanes.HALVES;

    /** Weights up to this many bytes stay in the second-level cache while a layer runs. */
    private static final double NEAR_BYTES = 768 << 10;

    /** Weights up to this many bytes stay in the last-level cache. */
    private static final double FAR_BYTES = (WHOLE ? 12 : 20) << 20;

    /**
     * Waiting for a vector of weights from the last-level cache. Small tiles wait for relatively
     * longer, since they read new weights in a smaller part of their time.
     */
    private static final double FAR_LOAD = WHOLE ? 10 : Lanes.MANY_REGISTERS ? 6 : 14;

    /** Waiting for a vector of weights from memory. */
    private static final double MEMORY_LOAD = WHOLE ? 18 : Lanes.MANY_REGISTERS ? 9 : 14;

    /** Transforming one vector of one element of a tile, loads and stores included. */
    private static final double TRANSFORM = 8;

    private ConvCost() {}

    static double direct(ConvSpec spec) {
        double weights = (double) spec.x().channels() / spec.groups() * spec.window().size();
        double pixels = (double) spec.y().batch() * spec.y().height() * spec.y().width();
        return (pixels + waiting(weights * spec.y().blocks())) * weights * spec.y().blocks();
    }

    static double winograd(ConvSpec spec, WinogradTransform transform) {
        WinogradTiles tiles = WinogradTiles.of(spec, transform);
        double elements = (double) transform.inputs() * transform.inputs();
        double count = (double) spec.y().batch() * tiles.rows() * tiles.columns();
        double weights = elements * spec.x().channels() * spec.y().blocks();
        double vectors = (double) spec.x().blocks() + spec.y().blocks();
        return (count + waiting(weights)) * weights + TRANSFORM * count * elements * vectors;
    }

    /** For each of {@code vectors} vectors of weights. */
    private static double waiting(double vectors) {
        double bytes = vectors * Lanes.BYTES;
        return bytes <= NEAR_BYTES ? 0 : bytes <= FAR_BYTES ? FAR_LOAD : MEMORY_LOAD;
    }
}
