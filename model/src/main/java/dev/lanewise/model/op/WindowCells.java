package dev.lanewise.model.op;

import java.util.Arrays;
import java.util.List;

/**
 * A sliding window over any number of spatial axes: for one output position at a time, the cells of
 * the window that lie within the input.
 */
final class WindowCells {

    private final List<SpatialWindow.Axis> axes;
    private final int[] extents;
    private final int[] position;
    private int[] cells = new int[16];
    private int[] offsets = new int[16];
    private int count;

    /**
     * @param axes the window along each spatial axis
     * @param extents input extents of those axes
     */
    WindowCells(List<SpatialWindow.Axis> axes, List<Integer> extents) {
        this.axes = axes;
        this.extents = extents.stream().mapToInt(i -> i).toArray();
        this.position = new int[axes.size()];
    }

    /** Goes to an output position, counted row-major. */
    void moveTo(int output) {
        int rest = output;
        for (int a = position.length - 1; a >= 0; a--) {
            position[a] = rest % axes.get(a).out();
            rest /= axes.get(a).out();
        }
        count = 0;
        collect(0, 0, 0);
    }

    private void collect(int a, int cell, int offset) {
        if (a == position.length) {
            if (count == cells.length) {
                cells = Arrays.copyOf(cells, 2 * count);
                offsets = Arrays.copyOf(offsets, 2 * count);
            }
            cells[count] = cell;
            offsets[count++] = offset;
            return;
        }
        SpatialWindow.Axis axis = axes.get(a);
        long start = start(a);
        for (int k = first(axis, start); k < axis.kernel(); k++) {
            long in = start + (long) k * axis.dilation();
            if (in >= extents[a]) {
                break;
            }
            collect(a + 1, cell * axis.kernel() + k, (int) ((long) offset * extents[a] + in));
        }
    }

    private long start(int a) {
        return (long) position[a] * axes.get(a).stride() - axes.get(a).begin();
    }

    /** The first cell that doesn't lie before the input. */
    private static int first(SpatialWindow.Axis axis, long start) {
        return start >= 0
                ? 0
                : (int) Math.min(axis.kernel(), Math.ceilDiv(-start, axis.dilation()));
    }

    /** Number of cells within the input. */
    int count() {
        return count;
    }

    /** Which cell of the window the i-th one is, row-major. */
    int cell(int i) {
        return cells[i];
    }

    /** The element of the input's spatial extents that the i-th cell covers, row-major. */
    int offset(int i) {
        return offsets[i];
    }

    /** Number of cells within the input and its padding; those beyond come from rounding up. */
    long paddedCount() {
        long product = 1;
        for (int a = 0; a < position.length; a++) {
            SpatialWindow.Axis axis = axes.get(a);
            long room = (long) extents[a] + axis.end() - start(a);
            product *= Math.min(axis.kernel(), Math.ceilDiv(room, axis.dilation()));
        }
        return product;
    }
}
