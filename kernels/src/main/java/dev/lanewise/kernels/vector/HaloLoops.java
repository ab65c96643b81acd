package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** {@link Halo} in vectors, for layouts whose pixels are whole vectors; others are left to it. */
final class HaloLoops {

    /** Planes of up to so many bytes are cleared whole rather than around their rows. */
    private static final int SMALL_PLANE = 16 << 10;

    private HaloLoops() {}

    /**
     * Clears a whole plane that is about to be written, if that is faster than clearing its halo
     * afterwards in pieces smaller than vectors; or returns false.
     */
    static boolean clearsPlane(Layout layout, long base, int n, int cb) {
        int bytes = layout.planeBytes();
        if (!layout.hasHalo()
                || layout.pixelBytes() % Lanes.BYTES == 0
                || bytes < Lanes.BYTES
                || bytes > SMALL_PLANE) {
            return false;
        }
        long plane = Memory.address(base + layout.blockStart(n, cb));
        int last = bytes - Lanes.BYTES;
        for (int o = 0; o < bytes; o += Lanes.BYTES) {
            FloatVector.zero(SPECIES).intoMemorySegment(ALL, plane + Math.min(o, last), ORDER);
        }
        return true;
    }

    /** As {@link Halo#clearRows}. */
    static void clearRows(Layout layout, long base, int n, int cb, int from, int to) {
        if (!layout.hasHalo()) {
            return;
        }
        if (layout.pixelBytes() % Lanes.BYTES != 0 || layout.height() == 0) {
            Halo.clearRows(layout, base, n, cb, from, to);
            return;
        }
        int pixel = layout.pixelBytes() / Lanes.BYTES;
        int row = layout.rowBytes() / Lanes.BYTES;
        int above = layout.left() * pixel + (from == 0 ? layout.top() * row : 0);
        int below = layout.right() * pixel + (to == layout.height() ? layout.bottom() * row : 0);
        long start = base + layout.blockOffset(n, cb, from, 0);
        long end = start + (long) layout.width() * layout.pixelBytes();
        long last = end + (to - from - 1L) * layout.rowBytes();
        zero(start - (long) above * Lanes.BYTES, 1, 0, above);
        zero(end, to - from - 1, layout.rowBytes(), (layout.left() + layout.right()) * pixel);
        zero(last, 1, 0, below);
    }

    /** Clears {@code vectors} vectors, {@code rows} times, {@code stride} bytes apart. */
    private static void zero(long address, int rows, int stride, int vectors) {
        long base = Memory.address(address);
        for (int row = 0; row < rows; row++) {
            long start = base + Integer.toUnsignedLong(stride) * row;
            // Not recognised as a counted loop, which would be prepared for more turns than it has.
            for (int v = 0; v < vectors; v = (v + 1) & Integer.MAX_VALUE) {
                // Made in the loop: one that is made before it is an object in the heap for C2.
                FloatVector.zero(SPECIES)
                        .intoMemorySegment(ALL, start + (long) v * Lanes.BYTES, ORDER);
            }
        }
    }
}
