package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvChain;
import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A convolution, the depthwise one behind it and, perhaps, the 1x1 behind that, as mobile networks
 * have them, in bands of rows: what is between them never leaves the second-level cache and has no
 * memory in the arena. A unit is a band of y's rows, of all channels.
 *
 * <p>Scratch: {@code spread}, the rows of the first convolution that the depthwise one sees for a
 * band, [blocks][rows][left + W + right][lanes]; {@code narrow}, the depthwise one's for a 1x1
 * behind it, [blocks][rows][W][lanes]; then what the kernels of the convolutions need. Rows that
 * two neighbouring bands see are moved, and computed again only where a range of units begins.
 *
 * <p>The kernels are those of the convolutions by themselves, made for the rows of a band, which
 * they are told to begin at any row by their operands' addresses.
 */
final class ConvBands extends Kernel {

    /** Images from which it pays: what is smaller comes back from the last-level cache in time. */
    static final long LEAST_BYTES = 4 << 20;

    /** Of a band: as much again is left for inputs, outputs and weights. */
    private static final long BAND_BYTES = 512 << 10;

    /** Bands that split well over 2 to 8 threads. */
    private static final int ENOUGH_BANDS = 16;

    private final Layout x;
    private final Layout y;
    private final Window firstWindow;
    private final Window window;

    /** The output of the first convolution; of it as it would be, only the height is used. */
    private final int spreadHeight;

    private final Layout spread;
    private final Layout narrow;
    private final ConvRuns first;
    private final ConvDepthwiseRows depthwise;
    private final @Nullable ConvRuns last;

    /** For each number of rows, how the work of the outer convolutions is divided. */
    private final ConvUnits[] firstUnits;

    private final ConvUnits[] lastUnits;
    private final int rows;
    private final int bands;

    /**
     * @param specs two or three convolutions that {@link #accepts}, each with its whole output
     * @param rows rows of y in a band
     */
    ConvBands(List<ConvSpec> specs, List<Epilogue> epilogues, int rows) {
        ConvSpec spec = specs.get(1);
        Window window = spec.window();
        Layout y = specs.getLast().y().withBatch(1);
        boolean three = specs.size() > 2;
        // One more row than there is in a band: those below the last row are not a halo to clear.
        Layout bandOfY =
                y.withHeight(rows + 1)
                        .withHalo(
                                0,
                                y.left(),
                                y.top() + y.height() + y.bottom() - rows - 1,
                                y.right());
        Layout narrow = spec.y().withBatch(1).withHeight(rows + 1).withHalo(0, 0, 0, 0);
        int seen = seen(window, rows);
        Layout spread =
                spec.x()
                        .withBatch(1)
                        .withHeight(seen)
                        .withHalo(0, spec.x().left(), 0, spec.x().right());
        ConvRuns first =
                new ConvRuns(
                        new ConvSpec(
                                specs.getFirst().x().withBatch(1),
                                spread,
                                specs.getFirst().window(),
                                1),
                        epilogues.getFirst());
        Layout spreadAsInput =
                spread.withHeight(seen - window.padTop())
                        .withHalo(window.padTop(), spread.left(), 0, spread.right());
        ConvDepthwiseRows depthwise =
                new ConvDepthwiseRows(
                        new ConvSpec(
                                spreadAsInput, three ? narrow : bandOfY, window, spec.groups()),
                        epilogues.get(1));
        ConvRuns last =
                three
                        ? new ConvRuns(
                                new ConvSpec(narrow, bandOfY, specs.get(2).window(), 1),
                                epilogues.get(2))
                        : null;
        List<WeightedKernel> kernels =
                three ? List.of(first, depthwise, last) : List.of(first, depthwise);
        int bands = Math.ceilDiv(y.height(), rows);
        super(
                "conv bands of %d rows: %s"
                        .formatted(
                                rows,
                                kernels.stream()
                                        .map(kernel -> kernel.name().replace("conv ", ""))
                                        .collect(Collectors.joining(", "))),
                Math.multiplyExact(spec.y().batch(), bands),
                spread.bytes()
                        + (three ? narrow.bytes() : 0)
                        + kernels.stream().mapToLong(Kernel::scratchBytes).max().orElse(0),
                operands(specs, epilogues.getLast(), kernels));
        this.x = specs.getFirst().x();
        this.y = specs.getLast().y();
        this.firstWindow = specs.getFirst().window();
        this.window = window;
        this.spreadHeight = spec.x().height();
        this.spread = spread;
        this.narrow = narrow;
        this.first = first;
        this.depthwise = depthwise;
        this.last = last;
        this.firstUnits = new ConvUnits[seen];
        for (int i = 1; i < seen; i++) {
            firstUnits[i] = first.firstRows(i);
        }
        this.lastUnits = new ConvUnits[last == null ? 0 : rows + 1];
        for (int i = 1; last != null && i <= rows; i++) {
            lastUnits[i] = last.firstRows(i);
        }
        this.rows = rows;
        this.bands = bands;
    }

    private static Operand[] operands(
            List<ConvSpec> specs, Epilogue epilogue, List<WeightedKernel> kernels) {
        Layout y = specs.getLast().y();
        List<Operand> operands = new ArrayList<>();
        operands.add(new Operand("x", specs.getFirst().x().bytes()));
        for (WeightedKernel kernel : kernels) {
            operands.add(new Operand("weight " + operands.size(), kernel.packedBytes()));
        }
        if (epilogue.residual()) {
            operands.add(new Operand("residual", y.bytes()));
        }
        operands.add(new Operand("y", y.bytes()));
        return operands.toArray(Operand[]::new);
    }

    /**
     * The chain, or null where it can't be computed in bands, or faster one by one.
     *
     * @throws IllegalArgumentException if an output is not the next one's input
     */
    static @Nullable ConvChain of(List<ConvSpec> specs, List<Epilogue> epilogues) {
        for (int i = 1; i < specs.size(); i++) {
            if (!specs.get(i - 1).y().equals(specs.get(i).x())) {
                throw new IllegalArgumentException(
                        "conv chain: expected x of convolution "
                                + i
                                + " to be the output before it, "
                                + specs.get(i - 1).y()
                                + ", actual "
                                + specs.get(i).x());
            }
        }
        if (specs.size() < 2 || specs.getFirst().y().imageBytes() < LEAST_BYTES) {
            return null;
        }
        int rows = rows(specs);
        if (!accepts(specs, epilogues, rows)) {
            return null;
        }
        ConvBands kernel = new ConvBands(specs, epilogues, rows);
        return new ConvChain(kernel, kernel.weights());
    }

    /** Whether such a chain can be computed in bands of {@code rows} rows. */
    static boolean accepts(List<ConvSpec> specs, List<Epilogue> epilogues, int rows) {
        if (specs.size() > 3) {
            return false;
        }
        ConvSpec first = specs.getFirst();
        ConvSpec depthwise = specs.get(1);
        boolean residual = epilogues.getFirst().residual() || epilogues.get(1).residual();
        return !residual
                && rows < specs.getLast().y().height()
                && seen(depthwise.window(), rows) <= first.y().height()
                && ConvRuns.accepts(first)
                && !ConvWinograd.accepts(first, WinogradTransform.F2)
                && ConvDepthwise.accepts(depthwise)
                && ConvDepthwiseRows.handles(depthwise)
                && (specs.size() == 2
                        || isPointwise(specs.get(2)) && ConvRuns.accepts(specs.get(2)));
    }

    private static boolean isPointwise(ConvSpec spec) {
        Window w = spec.window();
        return w.size() == 1
                && Math.max(w.strideH(), w.strideW()) == 1
                && (w.padTop() | w.padLeft()) == 0
                && spec.x().height() == spec.y().height()
                && spec.x().width() == spec.y().width();
    }

    /** Rows of its input that a window of so many rows, and one more, sees. */
    private static int seen(Window w, int rows) {
        return rows * w.strideH() + (w.kernelH() - 1) * w.dilationH() + 1;
    }

    /** Rows of y in a band. */
    private static int rows(List<ConvSpec> specs) {
        Layout spread = specs.get(1).x();
        Layout narrow = specs.get(1).y();
        Window w = specs.get(1).window();
        long spreadRow = (long) spread.blocks() * spread.rowBytes();
        long narrowRow = (long) narrow.blocks() * narrow.rowBytes();
        long shared = (long) Math.max(0, (w.kernelH() - 1) * w.dilationH() + 1 - w.strideH());
        long fitting = (BAND_BYTES - shared * spreadRow) / (w.strideH() * spreadRow + narrowRow);
        int most = Math.ceilDiv(specs.getLast().y().height(), ENOUGH_BANDS);
        return Math.clamp(fitting, 1, Math.max(1, most));
    }

    /** What packs the weights. */
    List<WeightedKernel> weights() {
        return last == null ? List.of(first, depthwise) : List.of(first, depthwise, last);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        // The row of the first convolution behind the last one that is in scratch memory.
        int done = 0;
        for (int unit = from; unit < to; unit++) {
            int n = unit / bands;
            int row = (unit - n * bands) * rows;
            int end = Math.min(row + rows, y.height());
            int top = row * window.strideH() - window.padTop();
            int bottom = (end - 1) * window.strideH() + (window.kernelH() - 1) * window.dilationH();
            int below = bottom - window.padTop() + 1;
            int kept = unit == from || row == 0 ? 0 : Math.max(0, done - top);
            if (kept > 0) {
                keep(scratch, rows * window.strideH(), kept);
            }
            spread(addresses, scratch, n, top, kept, below);
            done = below;
            band(addresses, scratch, n, row, end);
        }
    }

    /** Moves {@code count} rows up by {@code distance} rows, to the first row. */
    private void keep(long scratch, int distance, int count) {
        long bytes = (long) count * spread.rowBytes();
        for (int cb = 0; cb < spread.blocks(); cb++) {
            long plane = scratch + spread.blockStart(0, cb);
            Memory.copy(plane + (long) distance * spread.rowBytes(), plane, bytes);
        }
    }

    /** Computes rows {@code top} + {@code kept} to {@code below} of the first convolution. */
    private void spread(long[] addresses, long scratch, int n, int top, int kept, int below) {
        int from = Math.clamp(top + kept, 0, spreadHeight);
        int to = Math.clamp(below, from, spreadHeight);
        clear(scratch, kept, from - top);
        clear(scratch, Math.max(kept, to - top), below - top);
        if (from < to) {
            first.firstRows(
                    firstUnits[to - from],
                    addresses[0]
                            + (long) n * x.imageBytes()
                            + (long) from * firstWindow.strideH() * x.rowBytes(),
                    addresses[1],
                    scratch + (long) (from - top) * spread.rowBytes(),
                    PackedEpilogue.NO_RESIDUAL,
                    inner(scratch));
        }
    }

    /** The zeros above and below an image, in rows {@code from} to {@code to} of scratch memory. */
    private void clear(long scratch, int from, int to) {
        for (int cb = 0; from < to && cb < spread.blocks(); cb++) {
            long start = scratch + spread.blockStart(0, cb) + (long) from * spread.rowBytes();
            Memory.zero(start, (long) (to - from) * spread.rowBytes());
        }
    }

    private void band(long[] addresses, long scratch, int n, int row, int end) {
        int operands = addresses.length;
        long target = addresses[operands - 1] + (long) n * y.imageBytes();
        long rowOfY = target + (long) (y.top() + row) * y.rowBytes();
        int height = end - row;
        long sums = scratch + spread.bytes();
        depthwise.run(scratch, addresses[2], last == null ? rowOfY : sums, height, inner(scratch));
        if (last != null) {
            last.firstRows(
                    lastUnits[height],
                    sums,
                    addresses[3],
                    rowOfY,
                    ConvOperands.residual(addresses, operands == 6),
                    inner(scratch));
        }
        for (int cb = 0; cb < y.blocks(); cb++) {
            long plane = target + (long) cb * y.planeBytes();
            if (row == 0) {
                Memory.zero(plane, (long) y.top() * y.rowBytes());
            }
            if (end == y.height()) {
                long start = plane + (long) (y.top() + end) * y.rowBytes();
                Memory.zero(start, (long) y.bottom() * y.rowBytes());
            }
        }
    }

    /** Scratch memory of the convolutions' kernels. */
    private long inner(long scratch) {
        return scratch + spread.bytes() + (last == null ? 0 : narrow.bytes());
    }
}
