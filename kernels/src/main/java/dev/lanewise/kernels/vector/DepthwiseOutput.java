package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Unary;

/**
 * What {@link DepthwiseRows} writes.
 *
 * @param width pixels of a row
 * @param rowBytes bytes from one row of pixels to the next
 * @param blockBytes bytes from one block of channels to the next
 * @param low lower bound
 * @param high upper bound
 */
record DepthwiseOutput(int width, long rowBytes, long blockBytes, float low, float high) {

    /** Whether an activation is nothing but bounds. */
    static boolean isClamp(Unary activation) {
        return switch (activation.function()) {
            case IDENTITY, RELU, CLIP -> true;
            default -> false;
        };
    }

    /** Pixels where they belong, with the activation if it is a clamp, else without. */
    static DepthwiseOutput of(ConvSpec spec, Unary activation) {
        float low = Float.NEGATIVE_INFINITY;
        float high = Float.POSITIVE_INFINITY;
        switch (activation.function()) {
            case RELU -> low = 0;
            case CLIP -> {
                low = activation.alpha();
                high = activation.beta();
            }
            default -> {}
        }
        int width = spec.y().width();
        return new DepthwiseOutput(width, spec.y().rowBytes(), spec.y().planeBytes(), low, high);
    }

    /** The first pixels of each row. */
    DepthwiseOutput withWidth(int pixels) {
        return new DepthwiseOutput(pixels, rowBytes, blockBytes, low, high);
    }

    /** The sums of one block in scratch memory, pixel by pixel. */
    static DepthwiseOutput aside(ConvSpec spec) {
        DepthwiseOutput sums = of(spec, Unary.IDENTITY);
        return new DepthwiseOutput(
                sums.width, (long) sums.width * Lanes.BYTES, 0, sums.low, sums.high);
    }
}
