package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.stream.LongStream;

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
 * <p>Packed weights: bias [lanes of all blocks]; for each element {@link RunPanels}; and what
 * {@link #repack} puts aside.
 */
final class ConvWinogradColumns extends WeightedKernel {

    /** Most pixels of a row at a time, so that their sums stay in the second-level cache. */
    private static final int MOST_PIXELS = 128;

    /** So that elements don't fall into the same cache sets. */
    private static final int LINE = 64;

    private static final double[][] G = WinogradColumns.weights();
    private static final int OUTPUTS = WinogradColumns.OUTPUTS;
    private static final int ELEMENTS = WinogradColumns.ELEMENTS;

    private final ConvSpec spec;
    private final PackedEpilogue epilogue;

    /** Of an element with inputs of one parity, and of both. */
    private final RunPanels single;

    private final RunPanels both;
    private final PackedOffsets offsets;

    /** Where the weights of an output channel lie that are put aside, in floats. */
    private final long[] singleOrder;

    private final long[] bothOrder;
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
        Layout x = spec.x();
        Layout y = spec.y();
        Window w = spec.window();
        int k = x.channels() * w.kernelW();
        int lanes = RunProduct.MOST_LANES;
        int unit = RunProduct.TILE_LANES;
        RunPanels single = new RunPanels(y.channels(), k, lanes, unit);
        RunPanels both = new RunPanels(y.channels(), 2 * k, lanes, unit);
        int rowFloats = rowFloats(spec);
        int rowBytes = Math.ceilDiv(rowFloats, Lanes.COUNT) * Lanes.BYTES + LINE;
        int parityBytes = x.blocks() * rowBytes;
        int pixels = Math.ceilDiv(y.width(), Math.ceilDiv(y.width(), MOST_PIXELS));
        int sumBytes = lanes * pixels * Float.BYTES + LINE;
        int tileRows = Math.ceilDiv(y.height(), OUTPUTS);
        super(
                "conv winograd 4x1",
                y.batch() * tileRows,
                UnaryLoops.SCRATCH_BYTES
                        + (long) ELEMENTS * (2L * parityBytes + sumBytes)
                        + (long) OUTPUTS * pixels * Lanes.BYTES,
                ConvOperands.of(spec, epilogue, bytes(spec, single, both)));
        this.spec = spec;
        this.epilogue = PackedEpilogue.withFloor(epilogue);
        this.single = single;
        this.both = both;
        this.offsets = offsets(spec, rowBytes);
        this.singleOrder = order(k, aside());
        this.bothOrder = order(2 * k, aside());
        this.tileRows = tileRows;
        this.rowFloats = rowFloats;
        this.rowBytes = rowBytes;
        this.parityBytes = parityBytes;
        this.sumBytes = sumBytes;
        this.pixels = pixels;
        this.blocks = lanes / Lanes.COUNT;
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

    private static long biasBytes(ConvSpec spec) {
        return (long) spec.y().blocks() * Lanes.BYTES;
    }

    private static long bytes(ConvSpec spec, RunPanels single, RunPanels both) {
        long weights = 8L * spec.y().channels() * spec.x().channels() * spec.window().kernelW();
        return aside(spec, single, both) + weights;
    }

    /** Bytes to what is put aside: transformed weights of an element. */
    private long aside() {
        return aside(spec, single, both);
    }

    private static long aside(ConvSpec spec, RunPanels single, RunPanels both) {
        long bytes = biasBytes(spec);
        for (int e = 0; e < ELEMENTS; e++) {
            bytes += (isSingle(e) ? single : both).bytes();
        }
        return bytes;
    }

    private static long[] order(int k, long bytes) {
        return LongStream.range(bytes / 4, bytes / 4 + k).toArray();
    }

    private static boolean isSingle(int e) {
        return !WinogradColumns.has(e, 0) || !WinogradColumns.has(e, 1);
    }

    private RunPanels panels(int e) {
        return isSingle(e) ? single : both;
    }

    @Override
    public String packing() {
        return "conv winograd columns of %d, tiles of %d, x in blocks of %d"
                .formatted(both.width(), RunProduct.TILE_LANES, spec.x().block());
    }

    @Override
    public long packedBytes() {
        return bytes(spec, single, both);
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        pack(weight, bias, packed, false);
    }

    @Override
    public void repack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        pack(weight, bias, packed, true);
    }

    private void pack(
            MemorySegment weight,
            @Nullable MemorySegment bias,
            MemorySegment packed,
            boolean again) {
        Memory.zero(packed.address(), biasBytes(spec));
        for (int o = 0; bias != null && o < spec.y().channels(); o++) {
            float value = bias.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, o);
            Memory.setFloat(packed.address() + 4L * o, value);
        }
        long target = packed.address() + biasBytes(spec);
        for (int e = 0; e < ELEMENTS; e++) {
            transform(weight, e, packed);
            long[] order = isSingle(e) ? singleOrder : bothOrder;
            if (again) {
                panels(e).repack(packed, order.length, order, null, target);
            } else {
                panels(e).pack(packed, order.length, order, 1, null, target);
            }
            target += panels(e).bytes();
        }
    }

    /** Puts an element's weights aside, [output channel][parity][channel][column]. */
    private void transform(MemorySegment weight, int e, MemorySegment packed) {
        int columns = spec.window().kernelW();
        int inputs = spec.x().channels() * columns;
        long target = packed.address() + aside();
        for (int o = 0; o < spec.y().channels(); o++) {
            for (int parity = 0; parity < 2; parity++) {
                for (int i = 0; WinogradColumns.has(e, parity) && i < inputs; i++) {
                    long row = ((long) o * inputs + i - i % columns) * WinogradColumns.KERNEL;
                    double sum = 0;
                    for (int u = parity; u < WinogradColumns.KERNEL; u += 2) {
                        long index = row + (long) u * columns + i % columns;
                        sum += G[e][u] * weight.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index);
                    }
                    Memory.setFloat(target, (float) sum);
                    target += Float.BYTES;
                }
            }
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long rows = scratch + UnaryLoops.SCRATCH_BYTES;
        for (int unit = from; unit < to; unit++) {
            int n = unit / tileRows;
            int first = unit % tileRows * OUTPUTS;
            int top = Math.min(first, spec.y().height() - OUTPUTS);
            inputs(addresses[0], n, top, rows);
            products(addresses[1], addresses[2], n, top, first - top, rows);
            finish(addresses[2], n, first, top + OUTPUTS, scratch);
        }
        Reference.reachabilityFence(this);
    }

    private void inputs(long x, int n, int top, long rows) {
        Layout in = spec.x();
        Window w = spec.window();
        for (int cb = 0; cb < in.blocks(); cb++) {
            WinogradColumns.inputs(
                    x + in.blockOffset(n, cb, top * w.strideH() - w.padTop(), -w.padLeft()),
                    in.rowBytes(),
                    rows + (long) cb * rowBytes,
                    parityBytes,
                    rowFloats);
        }
    }

    /**
     * Multiplies and transforms back.
     *
     * @param top first row of y
     * @param skipped so many rows are not to be stored
     */
    private void products(long packed, long y, int n, int top, int skipped, long rows) {
        Layout out = spec.y();
        int width = out.width();
        long sums = rows + (long) ELEMENTS * 2 * parityBytes;
        for (int panel = 0; panel < both.count(); panel++) {
            int firstBlock = blocks * panel;
            int endBlock = Math.min(out.blocks(), firstBlock + blocks);
            for (int pixel = 0; pixel < width; pixel += pixels) {
                int count = Math.min(pixels, width - pixel);
                multiply(packed, panel, pixel, count, rows, sums);
                for (int cb = firstBlock; cb < endBlock; cb++) {
                    long m = sums + (long) (cb - firstBlock) * pixels * Lanes.BYTES;
                    long bias = packed + (long) cb * Lanes.BYTES;
                    outputs(m, bias, y + out.blockOffset(n, cb, top, pixel), skipped, count, sums);
                }
            }
        }
    }

    /** All elements' sums of some pixels. */
    private void multiply(long packed, int panel, int pixel, int count, long rows, long sums) {
        int xStep = spec.window().strideW() * spec.x().pixelBytes();
        long weights = packed + biasBytes(spec);
        for (int e = 0; e < ELEMENTS; e++) {
            RunPanels panels = panels(e);
            int parity = WinogradColumns.has(e, 0) ? 0 : 1;
            RunProduct.rectangle(
                    panels.tile(panel),
                    rows + (2L * e + parity) * parityBytes + (long) pixel * xStep,
                    xStep,
                    0,
                    sums + (long) e * sumBytes,
                    Lanes.BYTES,
                    0,
                    1,
                    count,
                    offsets.address(),
                    isSingle(e) ? offsets.count() / 2 : offsets.count(),
                    weights + panels.start(panel),
                    weights + panels.startBytes() + panels.weights(panel),
                    pixels * Lanes.BYTES,
                    Bounds.NONE);
            weights += panels.bytes();
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

    /** Activation and halo of some rows. */
    private void finish(long base, int n, int from, int to, long scratch) {
        Layout y = spec.y();
        for (int cb = 0; cb < y.blocks(); cb++) {
            if (epilogue.hasActivation()) {
                long address = base + y.blockOffset(n, cb, from, 0);
                long last = base + y.blockOffset(n, cb, to - 1, y.width());
                epilogue.activate(address, last - address, scratch);
            }
            HaloLoops.clearRows(y, base, n, cb, from, to);
        }
    }
}
