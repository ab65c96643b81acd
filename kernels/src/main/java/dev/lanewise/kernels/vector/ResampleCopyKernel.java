package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.ResampleAxis;
import dev.lanewise.kernels.ResampleSpec;
import dev.lanewise.kernels.memory.Memory;

import java.lang.ref.Reference;

/**
 * Resampling by copies: pads, crops, nearest neighbours. The longest run of columns that are
 * neighbours in x too is copied as one, the others pixel by pixel. A unit is one row of one channel
 * block of y; one that repeats the row above is copied from there. Any block.
 */
final class ResampleCopyKernel extends Kernel {

    /** Shorter runs are pixels like others. */
    private static final int SHORTEST_RUN = 8;

    private final ResampleSpec spec;

    /** Bytes from the start of a row of x to each column of y; 0 where it is filled. */
    private final PackedOffsets offsets;

    private final boolean fills;
    private final int runStart;
    private final int runEnd;

    ResampleCopyKernel(ResampleSpec spec) {
        super(
                "resample copied vector",
                Math.multiplyExact(spec.y().batch() * spec.y().blocks(), spec.y().height()),
                0,
                new Operand("x", spec.x().bytes()),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
        ResampleAxis columns = spec.columns();
        int[] table = new int[columns.size()];
        boolean anyFill = false;
        int start = 0;
        int bestStart = 0;
        int bestEnd = 0;
        for (int j = 0; j < table.length; j++) {
            int index = columns.index(j, 0);
            anyFill |= index == ResampleAxis.FILL;
            table[j] = Math.max(0, index) * spec.x().pixelBytes();
            boolean goesOn = j > start && index == columns.index(j - 1, 0) + 1 && index > 0;
            start = goesOn ? start : j;
            if (index != ResampleAxis.FILL && j + 1 - start > bestEnd - bestStart) {
                bestStart = start;
                bestEnd = j + 1;
            }
        }
        boolean longRun = bestEnd - bestStart >= SHORTEST_RUN;
        this.offsets = new PackedOffsets(table);
        this.fills = anyFill;
        this.runStart = longRun ? bestStart : 0;
        this.runEnd = longRun ? bestEnd : 0;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        Layout x = spec.x();
        Layout y = spec.y();
        for (int unit = from; unit < to; unit++) {
            int plane = unit / y.height();
            int n = plane / y.blocks();
            int cb = plane % y.blocks();
            int i = unit % y.height();
            int source = spec.rows().index(i, 0);
            long target = addresses[1] + y.blockOffset(n, cb, i, 0);
            if (source == ResampleAxis.FILL) {
                fill(target, y.width());
            } else if (unit > from && i > 0 && source == spec.rows().index(i - 1, 0)) {
                Memory.copy(target - y.rowBytes(), target, (long) y.width() * y.pixelBytes());
            } else {
                row(addresses[0] + x.blockOffset(n, cb, source, 0), target);
            }
            HaloLoops.clearRows(y, addresses[1], n, cb, i, i + 1);
        }
        Reference.reachabilityFence(this);
    }

    private void row(long x, long y) {
        int pixel = spec.y().pixelBytes();
        if (runEnd > runStart) {
            int first = spec.columns().index(runStart, 0) * pixel;
            Memory.copy(x + first, y + (long) runStart * pixel, (long) (runEnd - runStart) * pixel);
        }
        pixels(x, y, 0, runStart);
        pixels(x, y, runEnd, spec.y().width());
        if (fills) {
            for (int j = 0; j < spec.y().width(); j++) {
                if (spec.columns().index(j, 0) == ResampleAxis.FILL) {
                    fill(y + (long) j * pixel, 1);
                }
            }
        }
    }

    private void pixels(long x, long y, int from, int to) {
        int pixel = spec.y().pixelBytes();
        long table = offsets.address() + 4L * from;
        long target = y + (long) from * pixel;
        if (pixel == Lanes.BYTES) {
            ResampleLoops.vectors(x, table, target, to - from);
        } else {
            for (int lane = 0; lane < spec.y().block(); lane++) {
                ResampleLoops.floats(x + 4L * lane, table, target + 4L * lane, pixel, to - from);
            }
        }
    }

    private void fill(long y, int pixels) {
        for (int k = 0; k < pixels * spec.y().block(); k++) {
            Memory.setFloat(y + 4L * k, spec.fill());
        }
    }
}
