package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.stream.IntStream;

/**
 * First layers with windows of 7 rows at stride 2, by {@link WinogradColumns}: less than half the
 * multiplications of {@link ConvRuns}.
 *
 * <p>A unit is a row of tiles, four rows of outputs. Its inputs are transformed to v
 * [element][parity][block][row of x]. Then, for some pixels and each panel of output channels, m =
 * v * w gives [element][channel block][pixel][lanes], each element an ordinary convolution of one
 * row of pixels by {@link RunTiles}; and that is transformed to four rows of y. The last row of
 * tiles ends with the image, and leaves alone what the one before has stored.
 *
 * <p>With a maximum pooling behind it the rows of a tile are stored in scratch memory, behind the
 * last ones of the tile before, and pooled from there. A thread that begins within an image
 * computes the tile before its own as well.
 */
final class ConvWinogradColumns extends WeightedKernel {

    /** Most pixels of a row at a time, so that their sums stay in the second-level cache. */
    private static final int MOST_PIXELS = 128;

    /** So that elements don't fall into the same cache sets. */
    private static final int LINE = 64;

    private static final int OUTPUTS = WinogradColumns.OUTPUTS;
    private static final int ELEMENTS = WinogradColumns.ELEMENTS;

    private final ConvSpec spec;
    private final Epilogue given;
    private final PackedEpilogue epilogue;

    /** What is behind the convolution, or null. */
    private final @Nullable PoolSpec pool;

    private final @Nullable PoolWindows windows;

    /** Rows of a tile and of those before it that its poolings read. */
    private final int stripRows;

    /** The first row of y of each row of tiles, and the end. */
    private final int[] rows;

    private final WinogradColumnWeights weights;
    private final PackedOffsets offsets;
    private final int tileRows;
    private final int rowFloats;

    /** Bytes of a transformed row. */
    private final int rowBytes;

    /** Bytes from one parity's rows to the other's. */
    private final int parityBytes;

    /** Bytes from one element's sums to the next's. */
    private final int sumBytes;

    /** Pixels at a time. */
    private final int pixels;

    /** Channel blocks of every panel but the last. */
    private final int blocks;

    ConvWinogradColumns(ConvSpec spec, Epilogue epilogue) {
        this(spec, epilogue, null);
    }

    /**
     * @param pool a pooling that {@link PoolWindows} handles, or null
     */
    private ConvWinogradColumns(ConvSpec spec, Epilogue epilogue, @Nullable PoolSpec pool) {
        Layout x = spec.x();
        Layout y = spec.y();
        WinogradColumnWeights weights = new WinogradColumnWeights(spec);
        int rowFloats = rowFloats(spec);
        int rowBytes = Math.ceilDiv(rowFloats, Lanes.COUNT) * Lanes.BYTES + LINE;
        int parityBytes = x.blocks() * rowBytes;
        int pixels = Math.ceilDiv(y.width(), Math.ceilDiv(y.width(), MOST_PIXELS));
        int sumBytes = weights.width() * pixels * Float.BYTES + LINE;
        int tileRows = Math.ceilDiv(y.height(), OUTPUTS);
        int[] rows = IntStream.rangeClosed(0, tileRows).map(t -> row(spec, pool, t)).toArray();
        int stripRows = pool == null ? 0 : OUTPUTS + rowsBefore(pool, rows);
        super(
                "conv winograd 4x1" + (pool == null ? "" : ", max pool " + size(pool)),
                y.batch() * tileRows,
                UnaryLoops.SCRATCH_BYTES
                        + (long) ELEMENTS * (2L * parityBytes + sumBytes)
                        + (long) OUTPUTS * pixels * Lanes.BYTES
                        + (long) stripRows * y.rowBytes() * y.blocks(),
                ConvOperands.pooled(spec, pool == null ? y : pool.y(), epilogue, weights.bytes()));
        this.spec = spec;
        this.given = epilogue;
        this.pool = pool;
        this.windows = pool == null ? null : new PoolWindows(pool);
        this.rows = rows;
        this.stripRows = stripRows;
        this.epilogue = PackedEpilogue.withFloor(epilogue);
        this.weights = weights;
        this.offsets = offsets(spec, rowBytes);
        this.tileRows = tileRows;
        this.rowFloats = rowFloats;
        this.rowBytes = rowBytes;
        this.parityBytes = parityBytes;
        this.sumBytes = sumBytes;
        this.pixels = pixels;
        this.blocks = weights.width() / Lanes.COUNT;
    }

    /** Whether the algorithm can compute the convolution. */
    static boolean accepts(ConvSpec spec, Epilogue epilogue) {
        Window w = spec.window();
        return Winograd6.USABLE
                && w.kernelH() == WinogradColumns.KERNEL
                && w.strideH() == WinogradColumns.STRIDE
                && w.dilationH() == 1
                && spec.groups() == 1
                && !epilogue.residual()
                && spec.y().height() >= OUTPUTS
                && spec.y().width() > 0
                && rowFloats(spec) >= Lanes.COUNT;
    }

    @Override
    public @Nullable WeightedKernel pooled(PoolSpec pool) {
        boolean takes =
                pool.isMaxOf(spec.y()) && PoolWindows.handles(pool) && !epilogue.hasActivation();
        return takes ? new ConvWinogradColumns(spec, given, pool) : null;
    }

    private static String size(PoolSpec pool) {
        return pool.window().kernelH() + "x" + pool.window().kernelW();
    }

    /** How many rows of y can be stored before row {@code t} of tiles is computed. */
    private static int row(ConvSpec spec, @Nullable PoolSpec pool, int t) {
        int height = spec.y().height();
        int done = Math.min(t * OUTPUTS, height);
        if (pool == null) {
            return done;
        }
        if (done == height) {
            return pool.y().height();
        }
        Window w = pool.window();
        int last = done - w.kernelH() + w.padTop();
        return last < 0 ? 0 : Math.min(pool.y().height(), last / w.strideH() + 1);
    }

    /** Most rows before a tile's that its poolings read. */
    private static int rowsBefore(PoolSpec pool, int[] rows) {
        Window w = pool.window();
        return IntStream.range(0, rows.length - 1)
                .map(t -> t * OUTPUTS - Math.max(0, rows[t] * w.strideH() - w.padTop()))
                .reduce(0, Math::max);
    }

    /** Floats of a row of x that are read. */
    private static int rowFloats(ConvSpec spec) {
        Window w = spec.window();
        int columns = (spec.y().width() - 1) * w.strideW() + (w.kernelW() - 1) * w.dilationW() + 1;
        return Math.multiplyExact(columns, spec.x().block());
    }

    /** The k-th input of a pixel, even rows before odd ones. */
    private static PackedOffsets offsets(ConvSpec spec, int rowBytes) {
        Layout x = spec.x();
        Window w = spec.window();
        int k = x.channels() * w.kernelW();
        int[] offsets = new int[2 * k];
        for (int i = 0; i < k; i++) {
            int c = i / w.kernelW();
            int v = i % w.kernelW();
            offsets[i] =
                    c / x.block() * rowBytes
                            + c % x.block() * Float.BYTES
                            + v * w.dilationW() * x.pixelBytes();
            offsets[k + i] = offsets[i] + x.blocks() * rowBytes;
        }
        return new PackedOffsets(offsets);
    }

    @Override
    public String packing() {
        return "conv winograd columns of %d, tiles of %d, x in blocks of %d"
                .formatted(weights.width(), RunProduct.TILE_LANES, spec.x().block());
    }

    @Override
    public long packedBytes() {
        return weights.bytes();
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        weights.pack(weight, bias, packed, false);
    }

    @Override
    public void repack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        weights.pack(weight, bias, packed, true);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int n = unit / tileRows;
            int t = unit % tileRows;
            if (pool != null) {
                if (unit == from && t > 0) {
                    strip(addresses, n, t - 1, scratch);
                }
                keep(t, scratch);
                strip(addresses, n, t, scratch);
                pool(pool, windows, addresses[2], n, t, scratch);
            } else {
                Layout y = spec.y();
                int first = t * OUTPUTS;
                int top = Math.min(first, y.height() - OUTPUTS);
                long target = addresses[2] + y.blockOffset(n, 0, top, 0);
                tile(addresses, n, top, first - top, target, y.planeBytes(), scratch);
                for (int cb = 0; cb < spec.y().blocks(); cb++) {
                    epilogue.finishRows(
                            spec.y(), addresses[2], n, cb, first, top + OUTPUTS, scratch);
                }
            }
        }
        Reference.reachabilityFence(this);
    }

    /** Computes row {@code t} of tiles in scratch memory. */
    private void strip(long[] addresses, int n, int t, long scratch) {
        Layout y = spec.y();
        int first = t * OUTPUTS;
        int top = Math.min(first, y.height() - OUTPUTS);
        int row = stripRows - OUTPUTS + top - first;
        long target = strip(scratch) + (long) row * y.rowBytes() + (long) y.left() * Lanes.BYTES;
        tile(addresses, n, top, first - top, target, stripBytes(), scratch);
    }

    /** Moves the last rows of the tile before row {@code t} of tiles to the strip's begin. */
    private void keep(int t, long scratch) {
        long bytes = (long) (stripRows - OUTPUTS) * spec.y().rowBytes();
        for (int cb = 0; t > 0 && cb < spec.y().blocks(); cb++) {
            long strip = strip(scratch) + cb * stripBytes();
            Memory.copy(strip + (long) OUTPUTS * spec.y().rowBytes(), strip, bytes);
        }
    }

    /** Pools what row {@code t} of tiles completes. */
    private void pool(PoolSpec pool, PoolWindows windows, long target, int n, int t, long scratch) {
        int top = t * OUTPUTS - (stripRows - OUTPUTS);
        for (int cb = 0; rows[t] < rows[t + 1] && cb < spec.y().blocks(); cb++) {
            long strip = strip(scratch) + cb * stripBytes();
            // Where y would begin, of which there is the strip.
            long y = strip - spec.y().blockOffset(n, cb, top, -spec.y().left());
            windows.rows(y, target, n, cb, rows[t], rows[t + 1]);
            HaloLoops.clearRows(pool.y(), target, n, cb, rows[t], rows[t + 1]);
        }
    }

    private long strip(long scratch) {
        return scratch
                + UnaryLoops.SCRATCH_BYTES
                + ELEMENTS * (2L * parityBytes + sumBytes)
                + (long) OUTPUTS * pixels * Lanes.BYTES;
    }

    /** Bytes from one channel block of the strip to the next. */
    private long stripBytes() {
        return (long) stripRows * spec.y().rowBytes();
    }

    /**
     * Computes a row of tiles.
     *
     * @param top the first of its four rows
     * @param skipped so many rows are not to be stored
     * @param target address of the first row of channel block 0
     * @param blockBytes bytes from one channel block to the next there
     */
    private void tile(
            long[] addresses,
            int n,
            int top,
            int skipped,
            long target,
            long blockBytes,
            long scratch) {
        long inputs = scratch + UnaryLoops.SCRATCH_BYTES;
        inputs(addresses[0], n, top, inputs);
        products(addresses[1], target, blockBytes, skipped, inputs);
    }

    private void inputs(long x, int n, int top, long target) {
        Layout in = spec.x();
        Window w = spec.window();
        for (int cb = 0; cb < in.blocks(); cb++) {
            WinogradColumns.inputs(
                    x + in.blockOffset(n, cb, top * w.strideH() - w.padTop(), -w.padLeft()),
                    in.rowBytes(),
                    target + (long) cb * rowBytes,
                    parityBytes,
                    rowFloats);
        }
    }

    /** Multiplies and transforms back. */
    private void products(long packed, long target, long blockBytes, int skipped, long inputs) {
        int width = spec.y().width();
        long sums = inputs + (long) ELEMENTS * 2 * parityBytes;
        for (int panel = 0; panel < weights.count(); panel++) {
            int firstBlock = blocks * panel;
            int endBlock = Math.min(spec.y().blocks(), firstBlock + blocks);
            for (int pixel = 0; pixel < width; pixel += pixels) {
                int count = Math.min(pixels, width - pixel);
                multiply(packed, panel, pixel, count, inputs, sums);
                for (int cb = firstBlock; cb < endBlock; cb++) {
                    long m = sums + (long) (cb - firstBlock) * pixels * Lanes.BYTES;
                    long bias = packed + (long) cb * Lanes.BYTES;
                    long to = target + cb * blockBytes + (long) pixel * Lanes.BYTES;
                    outputs(m, bias, to, skipped, count, sums);
                }
            }
        }
    }

    /** All elements' sums of some pixels. */
    private void multiply(long packed, int panel, int pixel, int count, long inputs, long sums) {
        int xStep = spec.window().strideW() * spec.x().pixelBytes();
        long element = packed + weights.biasBytes();
        for (int e = 0; e < ELEMENTS; e++) {
            RunPanels panels = weights.panels(e);
            int parity = WinogradColumns.has(e, 0) ? 0 : 1;
            RunProduct.rectangle(
                    panels.tile(panel),
                    inputs + (2L * e + parity) * parityBytes + (long) pixel * xStep,
                    xStep,
                    0,
                    sums + (long) e * sumBytes,
                    Lanes.BYTES,
                    0,
                    1,
                    count,
                    offsets.address(),
                    WinogradColumnWeights.isSingle(e) ? offsets.count() / 2 : offsets.count(),
                    element + panels.start(panel),
                    element + panels.startBytes() + panels.weights(panel),
                    pixels * Lanes.BYTES,
                    Bounds.NONE);
            element += panels.bytes();
        }
    }

    /** Four rows of pixels of a channel block, by way of a strip where the first are another's. */
    private void outputs(long m, long bias, long target, int skipped, int count, long sums) {
        float low = epilogue.bounds().low();
        int yRow = spec.y().rowBytes();
        if (skipped == 0) {
            WinogradColumns.outputs(m, sumBytes, bias, low, target, yRow, count);
            return;
        }
        long strip = sums + (long) ELEMENTS * sumBytes;
        int bytes = count * Lanes.BYTES;
        WinogradColumns.outputs(m, sumBytes, bias, low, strip, bytes, count);
        for (int row = skipped; row < OUTPUTS; row++) {
            Memory.copy(strip + (long) row * bytes, target + (long) row * yRow, bytes);
        }
    }
}
