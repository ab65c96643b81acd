package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Layout;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How the work of a convolution is divided: a unit is one chunk of an image's output pixels, in
 * row-major order, times one share of its panels of output channels. Where they begin is computed
 * beforehand: a small convolution takes no longer than a dozen divisions.
 */
final class ConvUnits {

    /** Input of a chunk, in bytes: stays in the second-level cache while all panels pass. */
    private static final long CHUNK_BYTES = 128 << 10;

    /** Fewer pixels would read each panel's weights too seldom, more need too much scratch. */
    private static final int MIN_PIXELS = 64;

    private static final int MAX_PIXELS = 256;

    /** The same where one thread does all: a panel's weights are read less often. */
    private static final long ALONE_BYTES = 200 << 10;

    private static final int ALONE_PIXELS = 512;

    /** Units have so many tiles at least, so that tiles can be of nearly full size. */
    private static final int MIN_TILES = 2;

    /** Units that split well over 2 to 8 threads. */
    private static final int ENOUGH_UNITS = 16;

    /** Chunks where rows of planes are divided, of which each reads some of its neighbours'. */
    private static final int ROW_CHUNKS = 4;

    /** Multiplications worth a unit. */
    private static final long UNIT_MACS = 1 << 17;

    /** The same for whole planes, which take longer for theirs and are joined again. */
    private static final long PLANES_MACS = 1 << 14;

    private final ConvSpec spec;

    /** Rows that the units have together. */
    private final int height;

    private final int chunks;
    private final int shares;
    private final boolean wholeRows;

    /** The first pixel of each chunk, and the end. */
    private final int[] pixels;

    /** The first panel of each share, and the end. */
    private final int[] panels;

    /**
     * @param spec the convolution
     * @param chunks chunks of pixels per image
     * @param panels panels of output channels
     * @param shares shares of the panels
     * @param wholeRows whether chunks consist of whole rows
     */
    private ConvUnits(ConvSpec spec, int chunks, int panels, int shares, boolean wholeRows) {
        this(spec, spec.y().height(), chunks, panels, shares, wholeRows);
    }

    /** The same of the first {@code height} rows. */
    private ConvUnits(
            ConvSpec spec, int height, int chunks, int panels, int shares, boolean wholeRows) {
        this.spec = spec;
        this.height = height;
        this.chunks = chunks;
        this.shares = shares;
        this.wholeRows = wholeRows;
        int width = spec.y().width();
        this.pixels =
                wholeRows
                        ? Arrays.stream(starts(height, chunks)).map(row -> row * width).toArray()
                        : starts(height * width, chunks);
        this.panels = starts(panels, shares);
    }

    /** So many units that two threads get halves. */
    static int even(int units) {
        return units == 1 ? 1 : units + (units & 1);
    }

    /** Where each of {@code parts} nearly equal parts begins, and the end. */
    private static int[] starts(int size, int parts) {
        return IntStream.rangeClosed(0, parts)
                .map(part -> parts == 0 ? 0 : (int) ((long) size * part / parts))
                .toArray();
    }

    static ConvUnits of(ConvSpec spec, int panels, boolean wholeRows) {
        return of(spec, panels, wholeRows, ENOUGH_UNITS, CHUNK_BYTES, MAX_PIXELS);
    }

    /**
     * As few units as caches like: for one thread that does all.
     *
     * @param aside whether sums are put aside, which takes some of the caches
     */
    static ConvUnits forOneThread(ConvSpec spec, int panels, boolean wholeRows, boolean aside) {
        int maxPixels = aside ? MAX_PIXELS : ALONE_PIXELS;
        return of(spec, panels, wholeRows, 1, ALONE_BYTES, maxPixels);
    }

    private static ConvUnits of(
            ConvSpec spec,
            int panels,
            boolean wholeRows,
            int enough,
            long chunkBytes,
            int maxPixels) {
        int pixels = spec.y().height() * spec.y().width();
        if (pixels == 0 || panels == 0) {
            return new ConvUnits(spec, 0, panels, 0, wholeRows);
        }
        int batch = Math.max(1, spec.y().batch());
        long pixelBytes =
                4L * spec.x().channels() * spec.window().strideH() * spec.window().strideW();
        long chunkPixels = Math.clamp(chunkBytes / Math.max(1, pixelBytes), MIN_PIXELS, maxPixels);
        int chunks = Math.toIntExact(Math.ceilDiv(pixels, chunkPixels));
        int wanted = Math.clamp(spec.macs() / UNIT_MACS, 1, enough);
        int shares = Math.min(panels, Math.ceilDiv(wanted, batch * chunks));
        if (batch * chunks * shares < wanted) {
            int most = Math.ceilDiv(pixels, MIN_TILES * PackedProduct.TILE_ROWS);
            chunks = Math.min(most, Math.ceilDiv(wanted, batch * shares));
        }
        if (wanted > 1) {
            boolean fewerFit = Math.ceilDiv(pixels, Math.max(1, chunks - 1)) <= chunkPixels;
            int fewest = fewerFit ? Math.ceilDiv(3 * wanted, 4 * batch * shares) : chunks;
            chunks = halves(chunks, batch * shares, fewest);
        }
        if (wholeRows) {
            chunks = Math.min(chunks, spec.y().height());
        }
        return new ConvUnits(spec, chunks, panels, shares, wholeRows);
    }

    /**
     * As many chunks, one less or one more, so that two threads get halves: those of the pixels, as
     * in the layers before and behind, and not half the channels of a chunk in the middle; of a
     * single chunk half the channels.
     *
     * @param times units of a chunk in all images
     * @param fewest chunks that there have to be
     */
    private static int halves(int chunks, int times, int fewest) {
        if (chunks == 1) {
            return 1 + (times & 1);
        }
        return (chunks & 1) == 0 ? chunks : chunks > fewest ? chunks - 1 : chunks + 1;
    }

    /**
     * Rows of all planes, as the layers before and behind are divided that have so many pixels; of
     * fewer whole planes.
     */
    static ConvUnits ofRows(ConvSpec spec, int panels) {
        int height = spec.y().height();
        if (panels == 0 || height * spec.y().width() < 2 * MIN_PIXELS) {
            return ofPlanes(spec, panels);
        }
        int wanted = even(Math.clamp(spec.macs() / PLANES_MACS, 1, ENOUGH_UNITS));
        int chunks = Math.min(height & ~1, Math.min(wanted, ROW_CHUNKS));
        int shares = Math.min(panels, Math.ceilDiv(wanted, chunks));
        return new ConvUnits(spec, chunks, panels, shares, true);
    }

    /** Whole planes, in rows only where there are too few of them for several threads. */
    static ConvUnits ofPlanes(ConvSpec spec, int panels) {
        int height = spec.y().width() == 0 ? 0 : spec.y().height();
        if (height == 0 || panels == 0) {
            return new ConvUnits(spec, 0, panels, 0, true);
        }
        int batch = Math.max(1, spec.y().batch());
        int planes = even(Math.clamp(spec.macs() / PLANES_MACS, 1, ENOUGH_UNITS));
        int shares = Math.min(panels, Math.ceilDiv(planes, batch));
        int wanted = even(Math.clamp(spec.macs() / UNIT_MACS, 1, ENOUGH_UNITS));
        int chunks = Math.min(height, Math.ceilDiv(wanted, batch * shares));
        return new ConvUnits(spec, chunks, panels, shares, true);
    }

    /**
     * The first {@code rows} rows of the only image, all panels at a time.
     *
     * @param mostPixels of a unit, at least a row where units are whole rows
     */
    static ConvUnits ofRows(
            ConvSpec spec, int panels, int rows, boolean wholeRows, int mostPixels) {
        int width = spec.y().width();
        int chunks =
                wholeRows
                        ? Math.ceilDiv(rows, mostPixels / width)
                        : Math.ceilDiv(rows * width, mostPixels);
        return new ConvUnits(spec, rows, chunks, panels, 1, wholeRows);
    }

    /** Chunks of an image. */
    int chunks() {
        return chunks;
    }

    /** Shares of the panels. */
    int shares() {
        return shares;
    }

    /**
     * How many shares a thread has whole that has units {@code unit} to {@code to}, if units are
     * counted by images, shares and then {@code chunks}: those of one image that begin at {@code
     * unit}.
     */
    static int wholeShares(int unit, int to, int chunks, int shares) {
        int share = unit / chunks;
        return unit % chunks == 0 ? Math.min((to - unit) / chunks, shares - share % shares) : 0;
    }

    int count() {
        return Math.multiplyExact(spec.y().batch(), Math.multiplyExact(chunks, shares));
    }

    int image(int unit) {
        int chunk = chunk(unit);
        return chunk < chunks ? 0 : chunk / chunks;
    }

    int firstPixel(int unit) {
        return pixels[chunkOfImage(unit)];
    }

    int endPixel(int unit) {
        return pixels[chunkOfImage(unit) + 1];
    }

    int firstPanel(int unit) {
        return panels[share(unit)];
    }

    int endPanel(int unit) {
        return panels[share(unit) + 1];
    }

    /** The unit's chunk, counted through the batch. */
    private int chunk(int unit) {
        return shares == 1 ? unit : unit / shares;
    }

    private int chunkOfImage(int unit) {
        int chunk = chunk(unit);
        return chunk < chunks ? chunk : chunk % chunks;
    }

    private int share(int unit) {
        return shares == 1 ? 0 : unit % shares;
    }

    /** Panels of output channels. */
    int panels() {
        return panels[shares];
    }

    /** Whether both units take the same pixels. */
    boolean samePixels(int unit, int other) {
        return chunk(unit) == chunk(other);
    }

    /** The first unit behind {@code unit} that takes other pixels. */
    int endOfPixels(int unit) {
        return (chunk(unit) + 1) * shares;
    }

    /** Most pixels of a unit. */
    int maxPixels() {
        if (chunks == 0) {
            return 0;
        }
        int width = spec.y().width();
        return wholeRows
                ? Math.ceilDiv(height, chunks) * width
                : Math.ceilDiv(height * width, chunks);
    }

    /**
     * Fills rows with the unit's pixels: x is channel 0 of the window's first pixel, y channel 0 of
     * the output pixel.
     */
    void fillRows(long rows, int unit, long x, long y) {
        Layout in = spec.x();
        Layout out = spec.y();
        int n = image(unit);
        int first = firstPixel(unit);
        int count = endPixel(unit) - first;
        int i = first / out.width();
        int j = first % out.width();
        for (int row = 0; row < count; ) {
            int run = Math.min(out.width() - j, count - row);
            PackedRows.fill(
                    rows + (long) row * PackedRows.BYTES,
                    run,
                    x + inputOffset(n, i, j),
                    (long) spec.window().strideW() * in.pixelBytes(),
                    y + out.blockOffset(n, 0, i, j),
                    out.pixelBytes());
            row += run;
            i++;
            j = 0;
        }
    }

    private int inputOffset(int n, int i, int j) {
        return spec.x()
                .blockOffset(
                        n,
                        0,
                        i * spec.window().strideH() - spec.window().padTop(),
                        j * spec.window().strideW() - spec.window().padLeft());
    }

    /** Finishes channel blocks {@code from} to {@code to}, as the other method does one. */
    void finish(PackedEpilogue epilogue, long y, int unit, int from, int to, long scratch) {
        if (chunks == 1 && height == spec.y().height() && !spec.y().hasHalo()) {
            // Whole planes, one behind the other.
            if (epilogue.hasActivation()) {
                long start = y + spec.y().blockStart(image(unit), from);
                epilogue.activate(start, (long) (to - from) * spec.y().planeBytes(), scratch);
            }
            return;
        }
        for (int cb = from; cb < to; cb++) {
            finish(epilogue, y, unit, cb, scratch);
        }
    }

    /**
     * Finishes channel block {@code cb} of the unit's pixels: activation, and the halo beside the
     * rows that begin in this unit.
     *
     * @param scratch as for {@link PackedEpilogue#activate}
     */
    void finish(PackedEpilogue epilogue, long y, int unit, int cb, long scratch) {
        if (epilogue.hasActivation()) {
            int first = firstPixel(unit);
            int end = endPixel(unit);
            // The halo behind a row that began in another unit is that unit's.
            int middle = first % spec.y().width() == 0 ? first : first + run(first, end);
            activate(epilogue, y, unit, cb, first, middle, scratch);
            activate(epilogue, y, unit, cb, middle, end, scratch);
        }
        clearHalo(y, unit, cb);
    }

    /** Applies the activation to a run of memory; the halo between rows is cleared afterwards. */
    private void activate(
            PackedEpilogue epilogue, long y, int unit, int cb, int from, int to, long scratch) {
        if (from < to) {
            long first = address(y, unit, cb, from);
            long last = address(y, unit, cb, to - 1);
            epilogue.activate(first, last - first + spec.y().pixelBytes(), scratch);
        }
    }

    /**
     * y = sums + residual, but at least {@code low}, for channel block {@code cb}; the sums lie
     * pixel by pixel.
     */
    void addResidual(long sums, long y, int unit, int cb, long residual, float low) {
        int first = firstPixel(unit);
        int end = endPixel(unit);
        for (int pixel = first; pixel < end; pixel += run(pixel, end)) {
            PackedEpilogue.add(
                    sums + bytes(pixel - first),
                    address(y, unit, cb, pixel),
                    bytes(run(pixel, end)),
                    residual,
                    low);
        }
    }

    /** How many pixels from {@code pixel} on lie one behind the other. */
    private int run(int pixel, int end) {
        Layout out = spec.y();
        boolean contiguous = out.left() + out.right() == 0;
        return contiguous ? end - pixel : Math.min(out.width() - pixel % out.width(), end - pixel);
    }

    private long address(long y, int unit, int cb, int pixel) {
        int width = spec.y().width();
        return y + spec.y().blockOffset(image(unit), cb, pixel / width, pixel % width);
    }

    private long bytes(int pixels) {
        return (long) pixels * spec.y().pixelBytes();
    }

    /** Writes the halo beside the rows that begin in this unit, for channel block {@code cb}. */
    void clearHalo(long y, int unit, int cb) {
        if (!spec.y().hasHalo()) {
            return;
        }
        int width = spec.y().width();
        int first = Math.ceilDiv(firstPixel(unit), width);
        int end = Math.ceilDiv(endPixel(unit), width);
        if (first < end) {
            HaloLoops.clearRows(spec.y(), y, image(unit), cb, first, end);
        }
    }
}
