package dev.lanewise.model.plan;

import dev.lanewise.kernels.Layout;

/**
 * Rows and columns of zeros around the planes of a value.
 *
 * @param top rows above
 * @param left columns to the left
 * @param bottom rows below
 * @param right columns to the right
 */
record Halo(int top, int left, int bottom, int right) {

    static final Halo NONE = new Halo(0, 0, 0, 0);

    static Halo of(Layout layout) {
        return new Halo(layout.top(), layout.left(), layout.bottom(), layout.right());
    }

    /** The narrowest that is as wide as both everywhere. */
    Halo max(Halo other) {
        return new Halo(
                Math.max(top, other.top),
                Math.max(left, other.left),
                Math.max(bottom, other.bottom),
                Math.max(right, other.right));
    }

    /** Whether {@code layout} has at least this halo. */
    boolean fits(Layout layout) {
        return max(of(layout)).equals(of(layout));
    }

    /** {@code layout} with this halo. */
    Layout on(Layout layout) {
        return layout.withHalo(top, left, bottom, right);
    }
}
