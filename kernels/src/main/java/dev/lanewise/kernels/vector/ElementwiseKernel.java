package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;

/**
 * A kernel that computes y in runs of floats that lie next to each other.
 *
 * <p>A unit is a band of rows of one channel block. Where the operands lie alike, a run is a whole
 * band and takes the halo between the rows along, which is cleared afterwards; else it is one row.
 */
abstract class ElementwiseKernel extends Kernel {

    /** Floats that a unit aims at: what it writes is still in the first cache when read again. */
    private static final int UNIT_FLOATS = 4096;

    private final Layout y;
    private final int yIndex;
    private final boolean alike;
    private final int bandRows;
    private final int bands;

    /**
     * @param y the output, which is the last operand
     * @param alike whether the operands' rows lie like y's, so that runs go over the halo between
     *     them
     */
    ElementwiseKernel(String name, Layout y, boolean alike, int scratchBytes, Operand... operands) {
        super(name, Math.multiplyExact(y.batch() * y.blocks(), bands(y)), scratchBytes, operands);
        this.y = y;
        this.yIndex = operands.length - 1;
        this.alike = alike;
        this.bandRows = bandRows(y);
        this.bands = bands(y);
    }

    private static int bandRows(Layout y) {
        return Math.max(1, UNIT_FLOATS / Math.max(1, y.rowBytes() / Float.BYTES));
    }

    private static int bands(Layout y) {
        return Math.ceilDiv(y.height(), bandRows(y));
    }

    /**
     * The same memory as rows of one plane if {@code y} has no halo, padding lanes included; else
     * {@code y}.
     */
    static Layout flat(Layout y) {
        int floats = (int) (y.bytes() / Float.BYTES);
        int width = y.hasHalo() ? 0 : rowWidth(floats);
        return width == 0 ? y : Layout.nchw(1, 1, floats / width, width);
    }

    /** The widest row up to a unit that is whole vectors and divides the run, or 0. */
    private static int rowWidth(int floats) {
        if (floats <= UNIT_FLOATS) {
            return floats;
        }
        for (int width = UNIT_FLOATS; width >= UNIT_FLOATS / 8; width -= Lanes.COUNT) {
            if (floats % width == 0) {
                return width;
            }
        }
        return 0;
    }

    /** Floats of the longest run. */
    static int longestRun(Layout y, boolean alike) {
        int row = y.rowBytes() / Float.BYTES;
        return alike ? Math.min(bandRows(y), y.height()) * row : y.width() * y.block();
    }

    /** Called once for a band of rows of a channel block, before its values. */
    void prepare(long[] addresses, long scratch, int n, int cb) {}

    /**
     * Computes {@code floats} floats of y from pixel ({@code row}, {@code column}) of channel block
     * {@code cb} of image {@code n} on; the column is negative where the run begins in the halo.
     */
    abstract void values(
            long[] addresses, long scratch, int n, int cb, int row, int column, int floats);

    @Override
    protected final void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int plane = unit / bands;
            int firstRow = unit % bands * bandRows;
            int endRow = Math.min(firstRow + bandRows, y.height());
            band(addresses, scratch, plane / y.blocks(), plane % y.blocks(), firstRow, endRow);
        }
    }

    private void band(long[] addresses, long scratch, int n, int cb, int firstRow, int endRow) {
        prepare(addresses, scratch, n, cb);
        if (alike) {
            int floats = (endRow - firstRow) * (y.rowBytes() / Float.BYTES);
            values(addresses, scratch, n, cb, firstRow, -y.left(), floats);
        } else {
            for (int i = firstRow; i < endRow; i++) {
                values(addresses, scratch, n, cb, i, 0, y.width() * y.block());
            }
        }
        HaloLoops.clearRows(y, addresses[yIndex], n, cb, firstRow, endRow);
    }
}
