package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.ResampleAxis;
import dev.lanewise.kernels.ResampleSpec;
import dev.lanewise.kernels.memory.Memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * Resampling by weighted sums: the columns of each row of x that is needed, kept for the rows of y
 * that need it again, then the rows. A unit is a band of rows of one channel block of y. Any block.
 *
 * <p>Scratch: as many rows [W', block] as rows have taps, each padded to whole vectors, and one for
 * the sum where it doesn't end with a vector.
 */
final class ResampleKernel extends Kernel {

    private static final int BAND_BYTES = 1 << 16;

    private final ResampleSpec spec;
    private final PackedOffsets offsets;
    private final MemorySegment weights;
    private final RowBands bands;
    private final int rowBytes;

    /** For each row of y and tap, which of the rows in scratch memory it is. */
    private final int[] places;

    /** Whether that row has to be made first. */
    private final boolean[] fresh;

    ResampleKernel(ResampleSpec spec) {
        int rowBytes = Math.ceilDiv(spec.y().width() * spec.y().pixelBytes(), 64) * 64;
        int bandRows = Math.clamp(BAND_BYTES / Math.max(1, rowBytes), 1, 64);
        RowBands bands = RowBands.shared(spec.y(), bandRows);
        super(
                "resample vector",
                bands.count(),
                Math.multiplyExact(spec.rows().taps() + 1L, rowBytes),
                new Operand("x", spec.x().bytes()),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
        this.rowBytes = rowBytes;
        this.bands = bands;
        ResampleAxis columns = spec.columns();
        int[] table = new int[columns.size() * columns.taps()];
        this.weights = Arena.ofAuto().allocate(Math.max(1, table.length) * 4L, 64);
        for (int j = 0; j < columns.size(); j++) {
            for (int k = 0; k < columns.taps(); k++) {
                int at = j * columns.taps() + k;
                table[at] = Math.max(0, columns.index(j, k)) * spec.x().pixelBytes();
                weights.setAtIndex(ValueLayout.JAVA_FLOAT, at, columns.weight(j, k));
            }
        }
        this.offsets = new PackedOffsets(table);
        this.places = new int[spec.rows().size() * spec.rows().taps()];
        this.fresh = new boolean[places.length];
        for (int band = 0; band < bands.bands(); band++) {
            assignPlaces(bands.start(band), bands.start(band + 1));
        }
    }

    /** Whether this kernel can compute it: nothing is filled. */
    static boolean accepts(ResampleSpec spec) {
        return !fills(spec.rows()) && !fills(spec.columns());
    }

    private static boolean fills(ResampleAxis axis) {
        for (int i = 0; axis.copies() && i < axis.size(); i++) {
            if (axis.index(i, 0) == ResampleAxis.FILL) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int n = bands.image(unit);
            band(addresses, scratch, n, bands.block(unit), bands.first(unit), bands.end(unit));
        }
        Reference.reachabilityFence(this);
    }

    private void band(long[] addresses, long scratch, int n, int cb, int first, int end) {
        Layout x = spec.x();
        Layout y = spec.y();
        int taps = spec.rows().taps();
        for (int i = first; i < end; i++) {
            for (int k = 0; k < taps; k++) {
                if (fresh[i * taps + k]) {
                    long row = addresses[0] + x.blockOffset(n, cb, spec.rows().index(i, k), 0);
                    columns(row, scratch + place(i, k));
                }
            }
            long sums = scratch + (long) taps * rowBytes;
            rows(i, scratch, sums, addresses[1] + y.blockOffset(n, cb, i, 0));
            HaloLoops.clearRows(y, addresses[1], n, cb, i, i + 1);
        }
    }

    /** Finds a place for each tap of the rows of a band, kept ones where they are. */
    private void assignPlaces(int first, int end) {
        ResampleAxis rows = spec.rows();
        int taps = rows.taps();
        int[] held = new int[taps];
        Arrays.fill(held, -1);
        for (int i = first; i < end; i++) {
            boolean[] used = new boolean[taps];
            for (int k = 0; k < taps; k++) {
                int place = indexOf(held, rows.index(i, k));
                places[i * taps + k] = place;
                if (place >= 0) {
                    used[place] = true;
                }
            }
            for (int k = 0; k < taps; k++) {
                int at = i * taps + k;
                if (places[at] < 0) {
                    // A tap of this row may have brought it meanwhile.
                    places[at] = indexOf(held, rows.index(i, k));
                }
                if (places[at] < 0) {
                    int free = 0;
                    while (used[free]) {
                        free++;
                    }
                    places[at] = free;
                    held[free] = rows.index(i, k);
                    fresh[at] = true;
                }
                used[places[at]] = true;
            }
        }
    }

    private static int indexOf(int[] values, int value) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        return -1;
    }

    private void columns(long x, long to) {
        int taps = spec.columns().taps();
        int width = spec.y().width();
        int pixel = spec.y().pixelBytes();
        if (pixel != Lanes.BYTES) {
            for (int lane = 0; lane < spec.y().block(); lane++) {
                long from = x + 4L * lane;
                long target = to + 4L * lane;
                if (spec.columns().copies()) {
                    ResampleLoops.floats(from, offsets.address(), target, pixel, width);
                } else {
                    ResampleLoops.floats(
                            from, offsets.address(), weights.address(), taps, target, pixel, width);
                }
            }
        } else if (spec.columns().copies()) {
            ResampleLoops.vectors(x, offsets.address(), to, width);
        } else if (taps == 2) {
            ResampleLoops.vectors2(x, offsets.address(), weights.address(), to, width);
        } else {
            ResampleLoops.vectors(x, offsets.address(), weights.address(), taps, to, width);
        }
    }

    /** The end of a row that is no whole vector goes through scratch memory. */
    private void rows(int i, long kept, long sums, long y) {
        int floats = spec.y().width() * spec.y().block();
        int vectors = floats / Lanes.COUNT;
        int rest = floats - vectors * Lanes.COUNT;
        long done = (long) vectors * Lanes.BYTES;
        sum(i, kept, y, vectors);
        if (rest > 0) {
            sum(i, kept + done, sums, 1);
            UnaryLoops.moveFloats(sums, y + done, rest);
        }
    }

    private void sum(int i, long kept, long y, int vectors) {
        ResampleAxis rows = spec.rows();
        long a = kept + place(i, 0);
        if (rows.copies()) {
            Memory.copy(a, y, (long) vectors * Lanes.BYTES);
        } else if (rows.taps() == 2) {
            long b = kept + place(i, 1);
            ResampleLoops.blend(a, rows.weight(i, 0), b, rows.weight(i, 1), y, vectors);
        } else {
            ResampleLoops.scale(a, rows.weight(i, 0), y, vectors);
            for (int k = 1; k < rows.taps(); k++) {
                ResampleLoops.scaleOnto(kept + place(i, k), rows.weight(i, k), y, vectors);
            }
        }
    }

    private long place(int i, int k) {
        return (long) places[i * spec.rows().taps() + k] * rowBytes;
    }
}
