package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Window;

/**
 * Reads a unit's input once, plane by plane, before tiles do. Tiles go through all planes for every
 * few pixels, and where these are more sequences than the processor fetches ahead by itself, each
 * of their first reads waits for the memory behind the second-level cache.
 */
final class ConvReadAhead {

    /** Planes that the processor follows by itself. */
    private static final int FEW_PLANES = 8;

    /** Fewer panels of output channels take too little time for what reading takes. */
    private static final int FEW_PANELS = 4;

    /** Images up to so many bytes stay in the second-level cache. */
    private static final int SMALL_BYTES = 512 << 10;

    private ConvReadAhead() {}

    /**
     * Whether it pays.
     *
     * @param panels panels of output channels, which read the input again
     */
    static boolean helps(ConvSpec spec, int panels) {
        Layout x = spec.x();
        return panels >= FEW_PANELS
                && x.block() > 1
                && x.blocks() > FEW_PLANES
                && x.imageBytes() > SMALL_BYTES;
    }

    /**
     * Whether it pays where several threads share the work: part of the input is in the cache of
     * another processor, which may be far away.
     *
     * @param panels as for {@link #helps}
     */
    static boolean helpsThreads(ConvSpec spec, int panels) {
        return panels > 1 && spec.x().block() > 1;
    }

    /**
     * Reads the input of a unit's pixels.
     *
     * @param x address of the input
     * @param scratch address of a vector to overwrite
     */
    static void read(ConvSpec spec, ConvUnits units, int unit, long x, long scratch) {
        Layout in = spec.x();
        Window w = spec.window();
        int width = spec.y().width();
        int first = units.firstPixel(unit);
        int last = units.endPixel(unit) - 1;
        int pixels = Math.min(width, last + 1 - first);
        int n = units.image(unit);
        int firstRow = first / width * w.strideH() - w.padTop();
        int lastRow = last / width * w.strideH() - w.padTop();
        int column = first % width * w.strideW() - w.padLeft();
        boolean sparse = w.kernelW() < w.strideW() || w.kernelH() < w.strideH();
        for (int cb = 0; cb < in.blocks(); cb++) {
            if (sparse) {
                for (int row = firstRow; row <= lastRow; row += w.strideH()) {
                    long start = x + in.blockOffset(n, cb, row, column);
                    ReadAhead.lines(start, w.strideW() * in.pixelBytes(), pixels, scratch);
                }
            } else {
                long start = x + in.blockOffset(n, cb, firstRow, column);
                int lowest = lastRow + (w.kernelH() - 1) * w.dilationH();
                int right = last % width * w.strideW() - w.padLeft();
                int end = right + (w.kernelW() - 1) * w.dilationW();
                long bytes = x + in.blockOffset(n, cb, lowest, end) + in.pixelBytes() - start;
                ReadAhead.stretch(start, bytes, scratch);
            }
        }
    }
}
