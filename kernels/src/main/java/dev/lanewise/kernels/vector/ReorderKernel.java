package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.reference.LayoutChecks;

/**
 * y[n, c, i, j] = x[n, c, i, j] between two layouts. A unit is one row of one channel block of y;
 * small planes without halo are one row.
 */
final class ReorderKernel extends Kernel {

    /** Planes of up to so many pixels are one row. */
    private static final int ROW_PIXELS = 256;

    private final Layout x;
    private final Layout y;

    private ReorderKernel(Layout x, Layout y) {
        super(
                "reorder vector",
                Math.multiplyExact(y.batch() * y.blocks(), y.height()),
                0,
                new Operand("x", x.bytes()),
                new Operand("y", y.bytes()));
        this.x = x;
        this.y = y;
    }

    static Kernel of(Layout x, Layout y) {
        LayoutChecks.sameShape("reorder", x, y);
        if (ReorderTransposeKernel.handles(x, y)) {
            return new ReorderTransposeKernel(x, y);
        }
        int pixels = x.height() * x.width();
        return x.hasHalo() || y.hasHalo() || pixels > ROW_PIXELS
                ? new ReorderKernel(x, y)
                : new ReorderKernel(
                        Layout.blocked(x.batch(), x.channels(), 1, pixels, x.block()),
                        Layout.blocked(y.batch(), y.channels(), 1, pixels, y.block()));
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; ) {
            int plane = unit / y.height();
            int n = plane / y.blocks();
            int cb = plane - n * y.blocks();
            int i = unit - plane * y.height();
            int rows = Math.min(y.height() - i, to - unit);
            boolean cleared = rows == y.height() && HaloLoops.clearsPlane(y, addresses[1], n, cb);
            if (x.block() == y.block()) {
                CopyLoops.rows(
                        addresses[0] + x.blockOffset(n, cb, i, 0),
                        x.rowBytes(),
                        addresses[1] + y.blockOffset(n, cb, i, 0),
                        y.rowBytes(),
                        (long) y.width() * y.pixelBytes(),
                        rows);
            } else {
                for (int row = i; row < i + rows; row++) {
                    row(addresses[0], addresses[1] + y.blockOffset(n, cb, row, 0), n, cb, row);
                }
            }
            if (!cleared) {
                HaloLoops.clearRows(y, addresses[1], n, cb, i, i + rows);
            }
            unit += rows;
        }
    }

    private void row(long base, long to, int n, int cb, int i) {
        int first = cb * y.block();
        int channels = Math.min(y.block(), y.channels() - first);
        for (int c = 0; c < channels; c++) {
            CopyLoops.ints(
                    base + x.offset(n, first + c, i, 0),
                    x.pixelBytes(),
                    to + 4L * c,
                    y.pixelBytes(),
                    y.width());
        }
    }
}
