package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Halo;

/**
 * Pooling in two folds: the window's rows into one row, then the window's columns of that row. A
 * unit is one row of y. Any block.
 *
 * <p>Scratch: {@code folded}, [padLeft + W + right padding, block], whose padding holds the fold's
 * identity; then, unless a pixel is a vector, {@code dense}, the results of windows one column
 * apart, of which the stride picks some.
 */
final class PoolKernel extends Kernel {

    private final PoolSpec spec;
    private final PoolFold fold;
    private final int foldedBytes;

    /** Columns that each output column is divided by; empty for a maximum. */
    private final int[] counts;

    /** The range of output columns whose windows lie inside. */
    private final int fullFrom;

    private final int fullTo;

    PoolKernel(PoolSpec spec) {
        super(
                "pool vector",
                spec.y().batch() * spec.y().blocks() * spec.y().height(),
                foldedBytes(spec) + denseBytes(spec),
                new Operand("x", spec.x().bytes()),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
        this.fold = spec.kind() == PoolSpec.Kind.MAX ? PoolFold.MAX : PoolFold.SUM;
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
        Layout x = spec.x();
        int left = spec.window().padLeft();
        fold.fill(scratch, left * x.block());
        fold.fill(scratch + (long) (left + x.width()) * x.pixelBytes(), right(spec) * x.block());
        Layout y = spec.y();
        for (int unit = from; unit < to; unit++) {
            int plane = unit / y.height();
            int n = plane / y.blocks();
            int cb = plane % y.blocks();
            int i = unit % y.height();
            long row = addresses[1] + y.blockOffset(n, cb, i, 0);
            foldRows(addresses[0], n, cb, i, scratch);
            foldColumns(scratch, row);
            if (spec.kind() != PoolSpec.Kind.MAX) {
                divide(row, rowCount(i));
            }
            Halo.clearRow(y, addresses[1], n, cb, i);
        }
    }

    private void foldRows(long base, int n, int cb, int i, long folded) {
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

    private void foldColumns(long folded, long to) {
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
        for (int j = 0; j < y.width(); j++) {
            long pixel = dense + (long) j * w.strideW() * y.pixelBytes();
            UnaryLoops.moveFloats(pixel, to + (long) j * y.pixelBytes(), y.block());
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
