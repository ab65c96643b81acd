package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Window;

/**
 * How the work of a transposed convolution is divided: a unit is a band of an image's output rows,
 * with all phases of them, times one share of its panels of output channels.
 *
 * @param spec the transposed convolution
 * @param bandRows rows of a band, in strides
 * @param bands bands per image
 * @param panels panels of output channels
 * @param shares shares of the panels
 */
record TransposeUnits(ConvTransposeSpec spec, int bandRows, int bands, int panels, int shares) {

    /** Pixels of a phase for which weights are read once. */
    private static final int BAND_PIXELS = 192;

    /** Units that split well over 2 to 8 threads. */
    private static final int ENOUGH_UNITS = 16;

    /** Multiplications worth a unit. */
    private static final long UNIT_MACS = 1 << 17;

    static TransposeUnits of(ConvTransposeSpec spec, int panels) {
        Layout y = spec.y();
        int rows = Math.ceilDiv(y.height(), spec.window().strideH());
        int columns = Math.ceilDiv(y.width(), spec.window().strideW());
        if (rows == 0 || columns == 0 || panels == 0 || y.batch() == 0) {
            return new TransposeUnits(spec, 1, 0, panels, 1);
        }
        int wanted = Math.clamp(spec.macs() / UNIT_MACS, 1, ENOUGH_UNITS);
        int bandRows = Math.clamp(BAND_PIXELS / columns, 1, rows);
        int shares =
                Math.min(panels, Math.ceilDiv(wanted, y.batch() * Math.ceilDiv(rows, bandRows)));
        int bands = Math.min(rows, Math.ceilDiv(wanted, y.batch() * shares));
        bandRows = Math.min(bandRows, Math.ceilDiv(rows, bands));
        return new TransposeUnits(spec, bandRows, Math.ceilDiv(rows, bandRows), panels, shares);
    }

    int count() {
        return Math.multiplyExact(spec.y().batch(), Math.multiplyExact(bands, shares));
    }

    int firstPanel(int unit) {
        return (int) ((long) panels * (unit % shares) / shares);
    }

    int endPanel(int unit) {
        return (int) ((long) panels * (unit % shares + 1) / shares);
    }

    /** Most pixels of a phase of a unit. */
    int maxPixels() {
        return bandRows * Math.ceilDiv(spec.y().width(), spec.window().strideW());
    }

    private int firstRow(int unit) {
        return unit / shares % bands * bandRows;
    }

    /**
     * Fills rows with the unit's pixels of a phase: x is channel 0 of the first input, y channel 0
     * of the output pixel.
     *
     * @return how many there are
     */
    int fillRows(TransposePhase phase, long rows, int unit, long x, long y) {
        Window w = spec.window();
        int n = unit / shares / bands;
        int first = firstRow(unit);
        int end = Math.min(first + bandRows, phase.rows().count());
        int columns = phase.columns().count();
        long row = rows;
        for (int m = first; m < end; m++) {
            int out = phase.rows().first() + m * w.strideH();
            PackedRows.fill(
                    row,
                    columns,
                    x + spec.x().blockOffset(n, 0, phase.rows().base() + m, phase.columns().base()),
                    spec.x().pixelBytes(),
                    y + spec.y().blockOffset(n, 0, out, phase.columns().first()),
                    (long) w.strideW() * spec.y().pixelBytes());
            row += (long) columns * PackedRows.BYTES;
        }
        return Math.max(0, end - first) * columns;
    }

    /**
     * Finishes channel block {@code cb} of the unit's rows.
     *
     * @param epilogue whose activation to apply
     * @param scratch as for {@link PackedEpilogue#activate}
     */
    void finish(PackedEpilogue epilogue, long y, int unit, int cb, long scratch) {
        Layout out = spec.y();
        int n = unit / shares / bands;
        int first = firstRow(unit) * spec.window().strideH();
        int end = Math.min(first + bandRows * spec.window().strideH(), out.height());
        if (epilogue.hasActivation()) {
            long bytes = (long) out.width() * out.pixelBytes();
            for (int i = first; i < end; i++) {
                epilogue.activate(y + out.blockOffset(n, cb, i, 0), bytes, scratch);
            }
        }
        HaloLoops.clearRows(out, y, n, cb, first, end);
    }

    /** Writes the halo of channel block {@code cb} of the unit's rows. */
    void clearHalo(long y, int unit, int cb) {
        int first = firstRow(unit) * spec.window().strideH();
        int end = Math.min(first + bandRows * spec.window().strideH(), spec.y().height());
        HaloLoops.clearRows(spec.y(), y, unit / shares / bands, cb, first, end);
    }
}
