package dev.lanewise.model.nn;

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

    @Override
    public String toString() {
        return height == width ? Integer.toString(height) : height + "x" + width;
    }
}
