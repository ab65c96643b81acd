package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

/**
 * Pooling. Small windows over pixels that are vectors are read at once, see {@link PoolWindows}.
 * All others in two folds: the window's rows into one row, then the window's columns of that row. A
 * unit is a band of rows of y. Any block.
 *
 * <p>Scratch: {@code folded}, [padLeft + W + right padding, block], whose padding holds the fold's
 * identity; then, unless a pixel is a vector, {@code dense}, the results of windows one column
 * apart, of which the stride picks some.
 */
final class PoolKernel extends Kernel {

    private static final int BAND_BYTES = 1 << 16;

    private final PoolSpec spec;

    /** Computes the rows if the window is small and a pixel is a vector; else null. */
    private final @Nullable PoolWindows direct;

    private final int right;
    private final RowBands.Choice choice;
    private final int foldedBytes;

    /** Columns that each output column is divided by; empty for a maximum. */
    private final int[] counts;

    /** The range of output columns whose windows lie inside. */
    private final int fullFrom;

    private final int fullTo;

    PoolKernel(PoolSpec spec) {
        RowBands.Choice choice = RowBands.Choice.of(spec.y(), bandRows(spec));
        super(
                "pool vector",
                choice.units(),
                foldedBytes(spec) + denseBytes(spec),
                new Operand("x", spec.x().bytes()),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
        this.direct = PoolWindows.handles(spec) ? new PoolWindows(spec) : null;
        this.right = right(spec);
        this.choice = choice;
        this.foldedBytes = Math.toIntExact(foldedBytes(spec));
        this.counts = new int[spec.kind() == PoolSpec.Kind.MAX ? 0 : spec.y().width()];
        Window w = spec.window();
        int full = 0;
        while (full < counts.length && columnCount(full) < w.kernelW()) {
            counts[full] = columnCount(full++);
        }
        this.fullFrom = full;
        while (full < counts.length && columnCount(full) == w.kernelW()) {
            counts[full] = columnCount(full++);
        }
        this.fullTo = full;
        for (int j = full; j < counts.length; j++) {
            counts[j] = columnCount(j);
        }
    }

    /** Rows of y for which x is read, checked for NaN and read again from a near cache. */
    private static int bandRows(PoolSpec spec) {
        int bytes = Math.max(1, spec.window().strideH() * spec.x().rowBytes());
        return Math.max(1, BAND_BYTES / bytes);
    }

    /** Padded by a vector, for the last one that is read may hang over. */
    private static long foldedBytes(PoolSpec spec) {
        long pixels = (long) spec.window().padLeft() + spec.x().width() + right(spec);
        return aligned(pixels * spec.x().pixelBytes() + Lanes.BYTES);
    }

    private static long denseBytes(PoolSpec spec) {
        boolean direct = spec.y().block() == Lanes.COUNT;
        return direct ? 0 : aligned((long) densePixels(spec) * spec.y().pixelBytes());
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, SCRATCH_ALIGNMENT) * SCRATCH_ALIGNMENT;
    }

    private static int right(PoolSpec spec) {
        return spec.window().haloRight(spec.x().width(), spec.y().width());
    }

    private static int densePixels(PoolSpec spec) {
        int width = spec.y().width();
        return width == 0 ? 0 : (width - 1) * spec.window().strideW() + 1;
    }

    private int columnCount(int j) {
        Window w = spec.window();
        int start = j * w.strideW() - w.padLeft();
        int width = spec.x().width();
        return count(start, w.kernelW(), w.dilationW(), width, spec.padRight());
    }

    private int rowCount(int i) {
        Window w = spec.window();
        int start = i * w.strideH() - w.padTop();
        int height = spec.x().height();
        return count(start, w.kernelH(), w.dilationH(), height, spec.padBottom());
    }

    /** The elements of a window's axis that an average counts. */
    private int count(int start, int taps, int dilation, int size, int pad) {
        return spec.kind() == PoolSpec.Kind.AVERAGE
                ? below(size, start, taps, dilation) - below(0, start, taps, dilation)
                : below(size + pad, start, taps, dilation);
    }

    /** How many of {@code taps} positions, from {@code start} on, lie below {@code limit}. */
    private static int below(int limit, int start, int taps, int dilation) {
        return Math.clamp(Math.ceilDiv((long) limit - start, dilation), 0, taps);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        if (direct == null) {
            fillPadding(scratch);
        }
        if (direct != null && direct.isSeamless()) {
            direct.planes(addresses, from, to);
            return;
        }
        RowBands bands = choice.bands(from, to);
        int last = choice.end(from, to);
        for (int unit = from; unit < last; unit++) {
            int n = bands.image(unit);
            band(addresses, scratch, n, bands.block(unit), bands.first(unit), bands.end(unit));
        }
    }

    private void fillPadding(long folded) {
        Layout x = spec.x();
        int left = spec.window().padLeft();
        PoolFold fold = PoolFold.of(spec.kind());
        fold.fill(folded, left * x.block());
        fold.fill(folded + (long) (left + x.width()) * x.pixelBytes(), right * x.block());
    }

    private void band(long[] addresses, long scratch, int n, int cb, int first, int end) {
        Layout y = spec.y();
        if (direct != null) {
            direct.rows(addresses[0], addresses[1], n, cb, first, end);
        } else {
            PoolFold fold = fold(addresses[0], n, cb, first, end);
            for (int i = first; i < end; i++) {
                long row = addresses[1] + y.blockOffset(n, cb, i, 0);
                foldRows(fold, addresses[0], n, cb, i, scratch);
                foldColumns(fold, scratch, row);
                if (fold == PoolFold.SUM) {
                    divide(row, rowCount(i));
                }
            }
        }
        HaloLoops.clearRows(y, addresses[1], n, cb, first, end);
    }

    /** How to fold a band: whether its maxima have to mind NaN. */
    private PoolFold fold(long base, int n, int cb, int first, int end) {
        if (spec.kind() != PoolSpec.Kind.MAX) {
            return PoolFold.SUM;
        }
        Layout x = spec.x();
        Window w = spec.window();
        int top = Math.max(0, first * w.strideH() - w.padTop());
        int bottom = (end - 1) * w.strideH() - w.padTop() + (w.kernelH() - 1) * w.dilationH();
        int rows = Math.min(bottom, x.height() - 1) + 1 - top;
        // Up to the last row's end, and so with the halo between the rows, which is zero.
        int floats = (rows - 1) * (x.rowBytes() / Float.BYTES) + x.width() * x.block();
        return rows > 0 && mayHaveNan(base + x.blockOffset(n, cb, top, 0), floats)
                ? PoolFold.NAN_MAX
                : PoolFold.MAX;
    }

    private static boolean mayHaveNan(long x, int floats) {
        int vectors = floats / Lanes.COUNT;
        boolean found = PoolLoops.mayHaveNan(x, vectors);
        for (int i = vectors * Lanes.COUNT; i < floats; i++) {
            found |= Float.isNaN(Memory.getFloat(x + 4L * i));
        }
        return found;
    }

    private void foldRows(PoolFold fold, long base, int n, int cb, int i, long folded) {
        Layout x = spec.x();
        Window w = spec.window();
        int start = i * w.strideH() - w.padTop();
        int outside = below(0, start, w.kernelH(), w.dilationH());
        fold.runs(
                base + x.blockOffset(n, cb, start + outside * w.dilationH(), 0),
                (long) w.dilationH() * x.rowBytes(),
                below(x.height(), start, w.kernelH(), w.dilationH()) - outside,
                folded + (long) w.padLeft() * x.pixelBytes(),
                x.width() * x.block());
    }

    private void foldColumns(PoolFold fold, long folded, long to) {
        Window w = spec.window();
        Layout y = spec.y();
        long tap = (long) w.dilationW() * y.pixelBytes();
        if (y.block() == Lanes.COUNT) {
            int step = w.strideW() * Lanes.BYTES;
            fold.vectors(folded, step, tap, w.kernelW(), to, y.width());
            return;
        }
        long dense = folded + foldedBytes;
        int vectors = Math.ceilDiv(densePixels(spec) * y.block(), Lanes.COUNT);
        fold.vectors(folded, Lanes.BYTES, tap, w.kernelW(), dense, vectors);
        if (w.strideW() == 1) {
            Memory.copy(dense, to, (long) y.width() * y.pixelBytes());
        } else {
            long step = (long) w.strideW() * y.pixelBytes();
            for (int lane = 0; lane < y.block(); lane++) {
                CopyLoops.ints(dense + 4L * lane, step, to + 4L * lane, y.pixelBytes(), y.width());
            }
        }
    }

    private void divide(long row, int rowCount) {
        for (int j = 0; j < fullFrom; j++) {
            divide(row, j, j + 1, rowCount * counts[j]);
        }
        if (fullFrom < fullTo) {
            divide(row, fullFrom, fullTo, rowCount * counts[fullFrom]);
        }
        for (int j = fullTo; j < counts.length; j++) {
            divide(row, j, j + 1, rowCount * counts[j]);
        }
    }

    private void divide(long row, int from, int to, int divisor) {
        int block = spec.y().block();
        long start = row + 4L * from * block;
        PoolFold.divide(start, (to - from) * block, divisor);
    }
}
