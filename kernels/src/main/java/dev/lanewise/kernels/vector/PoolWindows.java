package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Window;

/**
 * Pooling by windows of 2x2 or 3x3 pixels, each a vector, straight from x. At the borders, a
 * maximum reads a pixel twice instead of padding; averages are only for windows without padding.
 */
final class PoolWindows {

    private final PoolSpec spec;
    private final int size;

    /** The output columns whose windows lie inside. */
    private final int insideFrom;

    private final int insideTo;

    private final PoolPlace place;

    PoolWindows(PoolSpec spec) {
        this.spec = spec;
        this.size = spec.window().kernelH();
        int width = spec.y().width();
        int from = 0;
        while (from < width && !inside(spec, from)) {
            from++;
        }
        int to = from;
        while (to < width && inside(spec, to)) {
            to++;
        }
        this.insideFrom = from;
        this.insideTo = to;
        Window w = spec.window();
        this.place =
                new PoolPlace(
                        to - from,
                        (long) w.dilationW() * Lanes.BYTES,
                        w.strideW() * Lanes.BYTES,
                        (long) w.strideH() * spec.x().rowBytes(),
                        spec.y().rowBytes());
    }

    /** Whether the window is 2x2 or 3x3, a pixel a vector, and no window all padding. */
    static boolean handles(PoolSpec spec) {
        Window w = spec.window();
        // At stride 1, 3x3 windows share so much that two folds are faster.
        boolean small =
                w.kernelH() == w.kernelW()
                        && (w.kernelH() == 2 || w.kernelH() == 3 && w.strideW() > 1);
        if (spec.y().block() != Lanes.COUNT || !small || spec.y().elements() == 0) {
            return false;
        }
        return spec.kind() == PoolSpec.Kind.MAX ? touches(spec) : isUnpadded(spec);
    }

    private static boolean isUnpadded(PoolSpec spec) {
        Window w = spec.window();
        return (w.padTop() | w.padLeft()) == 0
                && w.haloBottom(spec.x().height(), spec.y().height()) == 0
                && w.haloRight(spec.x().width(), spec.y().width()) == 0;
    }

    /** Whether each window has an element inside, and its elements lie side by side. */
    private static boolean touches(PoolSpec spec) {
        Window w = spec.window();
        int lastRow = (spec.y().height() - 1) * w.strideH() - w.padTop();
        int lastColumn = (spec.y().width() - 1) * w.strideW() - w.padLeft();
        return w.dilationH() * w.dilationW() == 1
                && w.padTop() < w.kernelH()
                && w.padLeft() < w.kernelW()
                && lastRow < spec.x().height()
                && lastColumn < spec.x().width()
                && spec.x().height() > 0
                && spec.x().width() > 0;
    }

    private static boolean inside(PoolSpec spec, int j) {
        Window w = spec.window();
        int start = j * w.strideW() - w.padLeft();
        return start >= 0 && start + (w.kernelW() - 1) * w.dilationW() < spec.x().width();
    }

    /** Computes some rows of channel block {@code cb} of image {@code n}. */
    void band(long[] addresses, int n, int cb, int first, int end) {
        for (int i = first; i < end; ) {
            int row = i++;
            while (isInside(row) && i < end && isInside(i)) {
                i++;
            }
            rows(addresses, n, cb, row, i - row);
        }
    }

    /** Whether all rows of the windows of row {@code i} are in x. */
    private boolean isInside(int i) {
        Window w = spec.window();
        int start = i * w.strideH() - w.padTop();
        return start >= 0 && start + (size - 1) * w.dilationH() < spec.x().height();
    }

    private void rows(long[] addresses, int n, int cb, int i, int count) {
        Layout x = spec.x();
        Window w = spec.window();
        int start = i * w.strideH() - w.padTop();
        int row = nearest(start);
        long a = addresses[0] + x.blockOffset(n, cb, row, 0);
        long ab = (long) (nearest(start + w.dilationH()) - row) * x.rowBytes();
        long ac = (long) (nearest(start + 2 * w.dilationH()) - row) * x.rowBytes();
        long y = addresses[1] + spec.y().blockOffset(n, cb, i, 0);
        inside(a, ab, ac, y, count);
        if (insideTo - insideFrom == spec.y().width()) {
            return;
        }
        ac = size == 2 ? ab : ac;
        for (int k = 0; k < count; k++) {
            long from = a + k * place.strideBytes();
            long to = y + k * place.yBytes();
            for (int j = 0; j < insideFrom; j++) {
                border(from, from + ab, from + ac, j, to);
            }
            for (int j = insideTo; j < spec.y().width(); j++) {
                border(from, from + ab, from + ac, j, to);
            }
        }
    }

    /** The row itself or, outside of x, the nearest inside, which the window has as well. */
    private int nearest(int row) {
        return Math.clamp(row, 0, spec.x().height() - 1);
    }

    private void border(long a, long b, long c, int j, long y) {
        Window w = spec.window();
        int start = j * w.strideW() - w.padLeft();
        int from = Math.max(0, start);
        int columns = Math.min(start + w.kernelW(), spec.x().width()) - from;
        long o = (long) from * Lanes.BYTES;
        PoolWindowLoops.nanMaxColumns(a + o, b + o, c + o, columns, y + (long) j * Lanes.BYTES);
    }

    private void inside(long row, long ab, long ac, long rowY, int rows) {
        Window w = spec.window();
        long x = row + (long) (insideFrom * w.strideW() - w.padLeft()) * Lanes.BYTES;
        long y = rowY + (long) insideFrom * Lanes.BYTES;
        if (spec.kind() == PoolSpec.Kind.MAX) {
            if (size == 2) {
                if (PoolWindowLoops.max2x2(x, ab, place, y, rows)) {
                    PoolWindowLoops.nanMax2x2(x, ab, place, y, rows);
                }
            } else if (PoolWindowLoops.max3x3(x, ab, ac, place, y, rows)) {
                PoolWindowLoops.nanMax3x3(x, ab, ac, place, y, rows);
            }
        } else if (size == 2) {
            PoolWindowLoops.average2x2(x, ab, place, y, rows, 4);
        } else {
            PoolWindowLoops.average3x3(x, ab, ac, place, y, rows, 9);
        }
    }
}
