package dev.lanewise.kernels;

/**
 * A 2-D pooling. Padding is never read: a maximum ignores it, an average counts it as {@code
 * divisor} says.
 *
 * @param kind what is computed of each window
 * @param x input [N, C, H, W]
 * @param y output [N, C, H', W'], same block as {@code x}
 * @param window kernel, stride, padding, dilation
 * @param padBottom rows of padding below that an average with {@link Kind#AVERAGE_INCLUDE_PAD}
 *     counts
 * @param padRight columns of padding to the right that an average with {@link
 *     Kind#AVERAGE_INCLUDE_PAD} counts
 */
public record PoolSpec(Kind kind, Layout x, Layout y, Window window, int padBottom, int padRight) {

    /** What is computed of each window. */
    public enum Kind {
        /** The largest value; NaN wins, and which zero wins is unspecified. */
        MAX,
        /** The mean of the values inside the input. */
        AVERAGE,
        /**
         * The sum of the values inside the input, divided by the window's elements that lie in the
         * input or its padding.
         */
        AVERAGE_INCLUDE_PAD
    }

    /**
     * @throws IllegalArgumentException if the layouts contradict each other
     */
    public PoolSpec {
        if (x.batch() != y.batch() || x.channels() != y.channels() || x.block() != y.block()) {
            throw new IllegalArgumentException(
                    "pool: expected equal batch, channels and block, actual x=" + x + " y=" + y);
        }
    }

    /** Pooling over the whole plane to [N, C, 1, 1]. */
    public static PoolSpec global(Kind kind, Layout x, Layout y) {
        return new PoolSpec(kind, x, y, new Window(x.height(), x.width(), 1, 1, 0, 0, 1, 1), 0, 0);
    }
}
