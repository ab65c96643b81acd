package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Window;

/**
 * Pooling by windows of 2x2 or 3x3 pixels, each a vector, straight from x. At the borders, a
 * maximum reads a pixel twice instead of padding; averages are only for windows without padding.
 */
final class PoolWindows {

    /** Larger planes take longer than their calls, and NaN in one need not repeat others. */
    private static final int SMALL_PLANE = 16 << 10;

    private static final Readiness MAX_2X2 = new Readiness();
    private static final Readiness MAX_3X3 = new Readiness();
    private static final Readiness BORDER = new Readiness();

    /** Windows of a trial, of a row. */
    private static final int TRIAL = 8;

    private final PoolSpec spec;
    private final int size;

    /** The output columns whose windows lie inside. */
    private final int insideFrom;

    private final int insideTo;

    /** The output rows whose windows lie inside. */
    private final int insideRowsFrom;

    private final int insideRowsTo;

    private final boolean seamless;

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
        int height = spec.y().height();
        int top = 0;
        while (top < height && !insideRow(spec, top)) {
            top++;
        }
        int bottom = top;
        while (bottom < height && insideRow(spec, bottom)) {
            bottom++;
        }
        this.insideRowsFrom = top;
        this.insideRowsTo = bottom;
        Window w = spec.window();
        int lastRow = (spec.y().height() - 1) * w.strideH() + (size - 1) * w.dilationH();
        boolean allInside =
                from == 0 && to == width && w.padTop() == 0 && lastRow < spec.x().height();
        this.seamless =
                allInside
                        && w.dilationH() == 1
                        && !spec.x().hasHalo()
                        && !spec.y().hasHalo()
                        && spec.x().height() == spec.y().height() * w.strideH()
                        && spec.x().planeBytes() <= SMALL_PLANE
                        && spec.y().planeBytes() <= RowBands.SMALL_PLANE;
    }

    /** Whether the window is 2x2 or 3x3, a pixel a vector, and no window all padding. */
    static boolean handles(PoolSpec spec) {
        Window w = spec.window();
        // At stride 1, 3x3 windows share so much that two folds are faster.
        boolean small =
                w.kernelH() == w.kernelW()
                        && (w.kernelH() == 2 || w.kernelH() == 3 && w.strideW() > 1);
        boolean near =
                RunProduct.reaches((long) w.strideW() * Lanes.BYTES)
                        && RunProduct.reaches((long) w.dilationW() * Lanes.BYTES);
        if (spec.y().block() != Lanes.COUNT || !small || !near || spec.y().elements() == 0) {
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

    private static boolean insideRow(PoolSpec spec, int i) {
        Window w = spec.window();
        int start = i * w.strideH() - w.padTop();
        return start >= 0 && start + (w.kernelH() - 1) * w.dilationH() < spec.x().height();
    }

    /** Whether the rows of all planes follow each other at one distance, in x and in y. */
    boolean isSeamless() {
        return seamless;
    }

    /** Computes planes {@code from} to {@code to} of a seamless pooling. */
    void planes(long[] addresses, int from, int to) {
        Layout x = spec.x();
        long a = addresses[0] + (long) from * x.planeBytes();
        inside(
                a,
                a + x.rowBytes(),
                a + 2L * x.rowBytes(),
                (long) spec.window().strideH() * x.rowBytes(),
                addresses[1] + (long) from * spec.y().planeBytes(),
                (to - from) * spec.y().height());
    }

    /**
     * Computes rows {@code first} to {@code end} of channel block {@code cb} of image {@code n}.
     *
     * @param x address of x, of which there need only be what these rows read
     * @param y address of y
     */
    void rows(long x, long y, int n, int cb, int first, int end) {
        for (int i = first; i < end; ) {
            boolean inside = i >= insideRowsFrom && i < insideRowsTo;
            int count = inside ? Math.min(end, insideRowsTo) - i : 1;
            run(x, y, n, cb, i, count);
            i += count;
        }
    }

    /** Computes {@code count} rows from row {@code i} on: one, or some whose windows lie inside. */
    private void run(long x, long y, int n, int cb, int i, int count) {
        Layout in = spec.x();
        Window w = spec.window();
        int start = i * w.strideH() - w.padTop();
        long a = x + in.blockOffset(n, cb, nearest(start), 0);
        long b = x + in.blockOffset(n, cb, nearest(start + w.dilationH()), 0);
        long c = x + in.blockOffset(n, cb, nearest(start + 2 * w.dilationH()), 0);
        c = size == 2 ? b : c;
        long xRow = (long) w.strideH() * in.rowBytes();
        long first = y + spec.y().blockOffset(n, cb, i, 0);
        inside(a, b, c, xRow, first, count);
        if (insideTo - insideFrom == spec.y().width()) {
            return;
        }
        for (int row = 0; row < count; row++) {
            long o = row * xRow;
            long to = first + (long) row * spec.y().rowBytes();
            for (int j = 0; j < insideFrom; j++) {
                border(a + o, b + o, c + o, j, to);
            }
            for (int j = insideTo; j < spec.y().width(); j++) {
                border(a + o, b + o, c + o, j, to);
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
        long to = y + (long) j * Lanes.BYTES;
        if (BORDER.isReady()) {
            PoolWindowLoops.nanMaxColumns(a + o, b + o, c + o, columns, to);
            return;
        }
        BORDER.run(
                1,
                (first, count) -> PoolWindowLoops.nanMaxColumns(a + o, b + o, c + o, columns, to),
                (first, count) ->
                        ScalarPooling.nanMaxColumns(new long[] {a + o, b + o, c + o}, columns, to));
    }

    /** Windows that lie inside, {@code rows} rows of them. */
    private void inside(long rowA, long rowB, long rowC, long xRow, long rowY, int rows) {
        Window w = spec.window();
        long o = (long) (insideFrom * w.strideW() - w.padLeft()) * Lanes.BYTES;
        long a = rowA + o;
        long b = rowB + o;
        long c = rowC + o;
        long y = rowY + (long) insideFrom * Lanes.BYTES;
        int tap = w.dilationW() * Lanes.BYTES;
        int step = w.strideW() * Lanes.BYTES;
        int count = insideTo - insideFrom;
        long yRow = spec.y().rowBytes();
        if (spec.kind() == PoolSpec.Kind.MAX) {
            if (size == 2) {
                max2x2(a, b, tap, step, xRow, y, yRow, rows, count);
            } else if (max3x3(a, b, c, tap, step, xRow, y, yRow, rows, count)) {
                PoolWindowLoops.nanMax3x3(a, b, c, tap, step, xRow, y, yRow, rows, count);
            }
        } else if (size == 2) {
            PoolWindowLoops.average2x2(a, b, tap, step, xRow, y, yRow, rows, count, 4);
        } else {
            PoolWindowLoops.average3x3(a, b, c, tap, step, xRow, y, yRow, rows, count, 9);
        }
    }

    /** Maxima of 2x2 pixels; parameters as for {@link PoolWindowLoops}. NaN wins. */
    static void max2x2(
            long a, long b, int tap, int step, long xRow, long y, long yRow, int rows, int count) {
        if (finiteMax2x2(a, b, tap, step, xRow, y, yRow, rows, count)) {
            PoolWindowLoops.nanMax2x2(a, b, tap, step, xRow, y, yRow, rows, count);
        }
    }

    private static boolean finiteMax2x2(
            long a, long b, int tap, int step, long xRow, long y, long yRow, int rows, int count) {
        if (MAX_2X2.isReady()) {
            return PoolWindowLoops.max2x2(a, b, tap, step, xRow, y, yRow, rows, count);
        }
        while (MAX_2X2.isDue()) {
            // What it writes is written again, in full, by the scalar form.
            long time = System.nanoTime();
            int some = Math.min(rows, MAX_2X2.isWideDue() ? 2 : 1);
            int few = Math.min(count, TRIAL);
            PoolWindowLoops.max2x2(a, b, tap, step, xRow, y, yRow, some, few);
            MAX_2X2.took(true, time, (long) some * few);
        }
        return scalarMax(MAX_2X2, new long[] {a, b}, tap, step, xRow, y, yRow, rows, count);
    }

    private static boolean max3x3(
            long a,
            long b,
            long c,
            int tap,
            int step,
            long xRow,
            long y,
            long yRow,
            int rows,
            int count) {
        if (MAX_3X3.isReady()) {
            return PoolWindowLoops.max3x3(a, b, c, tap, step, xRow, y, yRow, rows, count);
        }
        while (MAX_3X3.isDue()) {
            long time = System.nanoTime();
            int some = Math.min(rows, MAX_3X3.isWideDue() ? 2 : 1);
            int few = Math.min(count, TRIAL);
            PoolWindowLoops.max3x3(a, b, c, tap, step, xRow, y, yRow, some, few);
            MAX_3X3.took(true, time, (long) some * few);
        }
        return scalarMax(MAX_3X3, new long[] {a, b, c}, tap, step, xRow, y, yRow, rows, count);
    }

    private static boolean scalarMax(
            Readiness form,
            long[] x,
            int tap,
            int step,
            long xRow,
            long y,
            long yRow,
            int rows,
            int count) {
        long time = System.nanoTime();
        boolean nan = ScalarPooling.max(x, tap, step, xRow, y, yRow, rows, count);
        form.took(false, time, (long) rows * count);
        return nan;
    }
}
