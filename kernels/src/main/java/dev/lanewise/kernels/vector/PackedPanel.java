package dev.lanewise.kernels.vector;

import java.util.ArrayList;
import java.util.List;

/**
 * A few neighbouring columns (output channels) of a packed product, whose weights lie together:
 * bias [vectors][lanes], then w [k][vectors][lanes].
 *
 * @param offsets where a row's k-th input lies
 * @param weights bytes from the start of the packed weights
 * @param column the first column
 * @param columns how many columns there are; fewer than the lanes only in a partial panel
 * @param vectors vectors of lanes
 * @param shift bytes from a row's y address to the panel's first column
 * @param partial whether only {@code columns} floats may be stored, and not whole vectors
 */
record PackedPanel(
        PackedOffsets offsets,
        long weights,
        int column,
        int columns,
        int vectors,
        long shift,
        boolean partial) {

    /** Bytes of bias and weights. */
    long bytes() {
        return bytesOf(vectors, offsets.count());
    }

    static long bytesOf(int vectors, int k) {
        return (1L + k) * vectors * Lanes.BYTES;
    }

    /** Collects panels, one behind the other in the packed weights. */
    static final class Builder {

        private final List<PackedPanel> panels = new ArrayList<>();
        private long weights;

        /**
         * Adds columns {@code from} to {@code to} that share their inputs.
         *
         * @param vectorStride bytes from one vector of y to the next
         * @param lastIsPadded whether y has room for whole vectors where the last column ends
         *     within one
         */
        void add(PackedOffsets offsets, int from, int to, long vectorStride, boolean lastIsPadded) {
            int column = from;
            while (column < to) {
                int lane = column % Lanes.COUNT;
                long shift = column / Lanes.COUNT * vectorStride + lane * 4L;
                int whole =
                        lane > 0
                                ? 0
                                : (to - column + (lastIsPadded ? Lanes.COUNT - 1 : 0))
                                        / Lanes.COUNT;
                int vectors = Math.clamp(whole, 1, 2);
                int columns =
                        whole > 0
                                ? Math.min(vectors * Lanes.COUNT, to - column)
                                : Math.min(Lanes.COUNT - lane, to - column);
                panels.add(
                        new PackedPanel(
                                offsets, weights, column, columns, vectors, shift, whole == 0));
                weights += bytesOf(vectors, offsets.count());
                column += columns;
            }
        }

        List<PackedPanel> panels() {
            return List.copyOf(panels);
        }

        /** Bytes of all panels. */
        long bytes() {
            return weights;
        }
    }
}
