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

    /** By how many elements the average at output pixel (i, j) divides. */
    public int count(int i, int j) {
        boolean padding = kind == Kind.AVERAGE_INCLUDE_PAD;
        Window w = window;
        int rows =
                count(
                        i * w.strideH() - w.padTop(),
                        w.kernelH(),
                        w.dilationH(),
                        padding ? -w.padTop() : 0,
                        x.height() + (padding ? padBottom : 0));
        int columns =
                count(
                        j * w.strideW() - w.padLeft(),
                        w.kernelW(),
                        w.dilationW(),
                        padding ? -w.padLeft() : 0,
                        x.width() + (padding ? padRight : 0));
        return rows * columns;
    }

    /**
     * Whether it takes maxima.
     *
     * @param input what is pooled
     * @throws IllegalArgumentException if {@code input} isn't {@code x}
     */
    public boolean isMaxOf(Layout input) {
        if (!x.equals(input)) {
            throw new IllegalArgumentException(
                    "pool: expected x to be the convolution's y, " + input + ", actual " + x);
        }
        return kind == Kind.MAX;
    }

    /**
     * Whether it takes the maxima of 2x2 elements, 2 apart, without padding.
     *
     * @param input what is pooled
     * @throws IllegalArgumentException if {@code input} isn't {@code x}
     */
    public boolean isMax2x2(Layout input) {
        return isMaxOf(input)
                && window.equals(Window.of(2, 2, 0))
                && y.height() == x.height() / 2
                && y.width() == x.width() / 2;
    }

    private static int count(int start, int kernel, int dilation, int from, int to) {
        int count = 0;
        for (int u = 0; u < kernel; u++) {
            int at = start + u * dilation;
            count += at >= from && at < to ? 1 : 0;
        }
        return count;
    }

    /** Pooling over the whole plane to [N, C, 1, 1]. */
    public static PoolSpec global(Kind kind, Layout x, Layout y) {
        return new PoolSpec(kind, x, y, new Window(x.height(), x.width(), 1, 1, 0, 0, 1, 1), 0, 0);
    }
}
