package dev.lanewise.model.nn;

import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.SpatialWindow;

import java.util.List;

/**
 * Extents of a window, its steps or its padding.
 *
 * @param height rows
 * @param width columns
 */
public record Size(int height, int width) {

    /** The same extent along both axes. */
    public static Size of(int both) {
        return new Size(both, both);
    }

    /** Rows, columns. */
    List<Integer> list() {
        return List.of(height, width);
    }

    /** Before rows and columns, then behind them. */
    List<Integer> pads() {
        return List.of(height, width, height, width);
    }

    /** A window of this kernel. */
    SpatialWindow window(Size stride, Size padding, Size dilation, boolean ceilMode) {
        return new SpatialWindow(
                list(), stride.list(), padding.pads(), dilation.list(), AutoPad.NOTSET, ceilMode);
    }

    @Override
    public String toString() {
        return height == width ? Integer.toString(height) : height + "x" + width;
    }
}
