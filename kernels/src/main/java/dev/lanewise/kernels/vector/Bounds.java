package dev.lanewise.kernels.vector;

/**
 * What values are held to; NaN stays.
 *
 * @param low the least value
 * @param high the greatest value
 */
record Bounds(float low, float high) {

    /** Bounds nothing. */
    static final Bounds NONE = from(Float.NEGATIVE_INFINITY);

    private static final Bounds ZERO = from(0);

    /** At least {@code low}. */
    static Bounds from(float low) {
        return new Bounds(low, Float.POSITIVE_INFINITY);
    }

    /** Whether values may be too great. */
    boolean hasHigh() {
        return high < Float.POSITIVE_INFINITY;
    }

    /** A lower bound if there is none, none if there is one. */
    Bounds other() {
        return low > Float.NEGATIVE_INFINITY ? NONE : ZERO;
    }
}
