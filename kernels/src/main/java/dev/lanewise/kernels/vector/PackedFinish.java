package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Unary;

/**
 * How a tile ends: residual and clamping happen in registers, any other activation is a pass over
 * what the tile has just stored.
 *
 * @param vectorStride bytes from one vector of a row of y to the next
 * @param clamps whether values are clamped to low..high
 * @param low least value
 * @param high greatest value
 * @param later the activation applied after the store; the identity if there is none
 */
record PackedFinish(long vectorStride, boolean clamps, float low, float high, Unary later) {

    static PackedFinish of(Unary activation, long vectorStride) {
        return switch (activation.function()) {
            case RELU -> clamp(vectorStride, 0, Float.POSITIVE_INFINITY);
            case CLIP -> clamp(vectorStride, activation.alpha(), activation.beta());
            default -> new PackedFinish(vectorStride, false, 0, 0, activation);
        };
    }

    /** Stores the sums as they are. */
    static PackedFinish none(long vectorStride) {
        return new PackedFinish(vectorStride, false, 0, 0, Unary.IDENTITY);
    }

    private static PackedFinish clamp(long vectorStride, float low, float high) {
        return new PackedFinish(vectorStride, true, low, high, Unary.IDENTITY);
    }
}
