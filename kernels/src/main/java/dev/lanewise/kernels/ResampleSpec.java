package dev.lanewise.kernels;

/**
 * Planes whose rows and columns come from those of other planes: resizing by nearest, linear or
 * cubic interpolation, padding by a constant, by reflection or by edges, cropping.
 *
 * <p>y[n, c, i, j] = sum over k, l of rows.weight(i, k) * columns.weight(j, l) * x[n, c,
 * rows.index(i, k), columns.index(j, l)]; the fill value where an index is {@link
 * ResampleAxis#FILL}.
 *
 * @param x input [N, C, H, W]
 * @param y output [N, C, H', W'], same block as {@code x}
 * @param rows where y's rows come from
 * @param columns where y's columns come from
 * @param fill the value of what comes from nowhere
 */
public record ResampleSpec(
        Layout x, Layout y, ResampleAxis rows, ResampleAxis columns, float fill) {

    /**
     * @throws IllegalArgumentException if the sizes contradict each other or an index lies outside
     *     of x
     */
    public ResampleSpec {
        if (x.batch() != y.batch() || x.channels() != y.channels() || x.block() != y.block()) {
            throw new IllegalArgumentException(
                    "resample: expected equal batch, channels and block, actual x="
                            + x
                            + " y="
                            + y);
        }
        if (rows.size() != y.height()
                || columns.size() != y.width()
                || !rows.fits(x.height())
                || !columns.fits(x.width())) {
            throw new IllegalArgumentException(
                    "resample: expected rows and columns of y that come from inside x, actual rows="
                            + rows
                            + " columns="
                            + columns
                            + " x="
                            + x
                            + " y="
                            + y);
        }
    }

    /** Whether every element is a copy or the fill value. */
    public boolean copies() {
        return rows.copies() && columns.copies();
    }
}
