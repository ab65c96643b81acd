package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.reference.LayoutChecks;

/**
 * y[n, c, i, j] = x[n, c, i, j] between two layouts. A unit is a band of rows of one channel block
 * of y; small planes without halo are one row.
 */
final class ReorderKernel extends Kernel {

    /** Planes of up to so many pixels are one row. */
    private static final int ROW_PIXELS = 256;

    /** What a unit writes, at most, if that is more than a row. */
    private static final int BAND_BYTES = 16 << 10;

    private final Layout x;
    private final Layout y;
    private final RowBands.Choice choice;

    private ReorderKernel(Layout x, Layout y) {
        RowBands.Choice choice =
                new RowBands.Choice(
                        RowBands.shared(y, bandRows(y)),
                        RowBands.alone(y, Math.max(1, y.height())));
        super(
                "reorder vector",
                choice.units(),
                0,
                new Operand("x", x.bytes()),
                new Operand("y", y.bytes()));
        this.x = x;
        this.y = y;
        this.choice = choice;
    }

    private static int bandRows(Layout y) {
        return Math.max(1, BAND_BYTES / Math.max(1, y.rowBytes()));
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
        RowBands bands = choice.bands(from, to);
        int last = choice.end(from, to);
        for (int unit = from; unit < last; unit++) {
            int n = bands.image(unit);
            band(addresses, n, bands.block(unit), bands.first(unit), bands.end(unit));
        }
    }

    private void band(long[] addresses, int n, int cb, int first, int end) {
        boolean cleared =
                first == 0 && end == y.height() && HaloLoops.clearsPlane(y, addresses[1], n, cb);
        if (x.block() == y.block()) {
            CopyLoops.rows(
                    addresses[0] + x.blockOffset(n, cb, first, 0),
                    x.rowBytes(),
                    addresses[1] + y.blockOffset(n, cb, first, 0),
                    y.rowBytes(),
                    (long) y.width() * y.pixelBytes(),
                    end - first);
        } else {
            for (int row = first; row < end; row++) {
                row(addresses[0], addresses[1] + y.blockOffset(n, cb, row, 0), n, cb, row);
            }
        }
        if (!cleared) {
            HaloLoops.clearRows(y, addresses[1], n, cb, first, end);
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
