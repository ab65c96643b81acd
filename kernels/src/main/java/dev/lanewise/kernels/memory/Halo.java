package dev.lanewise.kernels.memory;

import dev.lanewise.kernels.Layout;

/** Writes the zeros around a tensor's planes. */
public final class Halo {

    private Halo() {}

    /**
     * Writes the halo of channel block {@code cb} of image {@code n} of the tensor at {@code base}.
     */
    public static void clearPlane(Layout layout, long base, int n, int cb) {
        clearRows(layout, base, n, cb, 0, layout.height());
    }

    /**
     * Writes the halo that belongs to rows {@code from} (inclusive) to {@code to} (exclusive), of
     * which there is at least one: their sides, with the first row all that is above the plane and
     * with the last row all that is below it. What is right of a row and left of the next is one
     * run. Of a plane without rows all that there is.
     */
    public static void clearRows(Layout layout, long base, int n, int cb, int from, int to) {
        if (!layout.hasHalo()) {
            return;
        }
        if (layout.height() == 0) {
            Memory.zero(base + layout.blockStart(n, cb), layout.planeBytes());
            return;
        }
        int left = layout.left() * layout.pixelBytes();
        int right = layout.right() * layout.pixelBytes();
        long row = base + layout.blockOffset(n, cb, from, 0);
        int above = from == 0 ? layout.top() * layout.rowBytes() : 0;
        Memory.zero(row - left - above, left + above);
        long end = row + (long) layout.width() * layout.pixelBytes();
        for (int y = from; y < to - 1; y++) {
            Memory.zero(end, right + left);
            end += layout.rowBytes();
        }
        int below = to == layout.height() ? layout.bottom() * layout.rowBytes() : 0;
        Memory.zero(end, right + below);
    }
}
