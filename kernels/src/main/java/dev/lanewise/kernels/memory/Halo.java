package dev.lanewise.kernels.memory;

import dev.lanewise.kernels.Layout;

/** Writes the zeros around a tensor's planes. */
public final class Halo {

    private Halo() {}

    /**
     * Writes the halo of channel block {@code cb} of image {@code n} of the tensor at {@code base}.
     */
    public static void clearPlane(Layout layout, long base, int n, int cb) {
        if (!layout.hasHalo()) {
            return;
        }
        long plane = base + layout.blockOffset(n, cb, -layout.top(), -layout.left());
        Memory.zero(plane, (long) layout.top() * layout.rowBytes());
        for (int y = 0; y < layout.height(); y++) {
            clearSides(layout, base, n, cb, y);
        }
        long bottom = base + layout.blockOffset(n, cb, layout.height(), -layout.left());
        Memory.zero(bottom, (long) layout.bottom() * layout.rowBytes());
    }

    /**
     * Writes the halo that belongs to row {@code y}: its sides, with the first row all that is
     * above the plane and with the last row all that is below it.
     */
    public static void clearRow(Layout layout, long base, int n, int cb, int y) {
        if (!layout.hasHalo()) {
            return;
        }
        if (y == 0) {
            long plane = base + layout.blockOffset(n, cb, -layout.top(), -layout.left());
            Memory.zero(plane, (long) layout.top() * layout.rowBytes());
        }
        clearSides(layout, base, n, cb, y);
        if (y == layout.height() - 1) {
            long bottom = base + layout.blockOffset(n, cb, layout.height(), -layout.left());
            Memory.zero(bottom, (long) layout.bottom() * layout.rowBytes());
        }
    }

    private static void clearSides(Layout layout, long base, int n, int cb, int y) {
        Memory.zero(
                base + layout.blockOffset(n, cb, y, -layout.left()),
                (long) layout.left() * layout.pixelBytes());
        Memory.zero(
                base + layout.blockOffset(n, cb, y, layout.width()),
                (long) layout.right() * layout.pixelBytes());
    }
}
