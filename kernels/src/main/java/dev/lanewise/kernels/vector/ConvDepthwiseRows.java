package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

/**
 * Depthwise convolution by {@link DepthwiseRows}. A unit is a range of rows of one image times a
 * range of channel blocks, mostly whole planes, or mostly all of them {@link #byRows}; with an
 * activation that is a clamp and without residual, one call computes all of a thread's blocks.
 */
final class ConvDepthwiseRows extends ConvDepthwise {

    /** Pixels that stay in the first-level cache between the sums and what is done with them. */
    private static final int PASS_PIXELS = 256;

    private final Epilogue whole;
    private final ConvUnits units;
    private final DepthwiseWindow window;
    private final DepthwiseOutput output;

    /** Residual and activation, unless that is within the rows. */
    private final PackedEpilogue epilogue;

    private final int passRows;

    ConvDepthwiseRows(ConvSpec spec, Epilogue epilogue) {
        this(spec, epilogue, ConvUnits.ofPlanes(spec, spec.y().blocks()));
    }

    private ConvDepthwiseRows(ConvSpec spec, Epilogue epilogue, ConvUnits units) {
        super("rows", units, scratchBytes(spec, epilogue), spec, epilogue);
        this.whole = epilogue;
        this.units = units;
        this.window = DepthwiseWindow.of(spec);
        boolean residual = epilogue.residual();
        boolean clamps = !residual && DepthwiseOutput.isClamp(epilogue.activation());
        this.output =
                residual
                        ? DepthwiseOutput.aside(spec)
                        : DepthwiseOutput.of(spec, epilogue.activation());
        this.epilogue = new PackedEpilogue(clamps ? Epilogue.NONE : epilogue);
        this.passRows = passRows(spec);
    }

    static boolean handles(ConvSpec spec) {
        Window w = spec.window();
        return DepthwiseRows.handles(w.kernelW(), w.strideW())
                && w.dilationW() == 1
                && spec.y().width() >= DepthwiseRows.TILE;
    }

    private static int passRows(ConvSpec spec) {
        return Math.max(1, PASS_PIXELS / spec.y().width());
    }

    private static long scratchBytes(ConvSpec spec, Epilogue epilogue) {
        long pixels = (long) passRows(spec) * spec.y().width();
        return (epilogue.residual() ? pixels * Lanes.BYTES : 0) + UnaryLoops.SCRATCH_BYTES;
    }

    @Override
    public WeightedKernel byRows() {
        return new ConvDepthwiseRows(spec, whole, ConvUnits.ofRows(spec, spec.y().blocks()));
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        int width = spec.y().width();
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        int blocks = spec.y().blocks();
        int height = spec.y().height();
        if (from == 0 && to == units.count()) {
            for (int n = 0; n < spec.y().batch(); n++) {
                rectangle(
                        addresses[0], addresses[1], y, residual, scratch, n, 0, blocks, 0, height);
            }
            return;
        }
        int next;
        for (int unit = from; unit < to; unit = next) {
            next = Math.min(to, units.endOfPixels(unit));
            rectangle(
                    addresses[0],
                    addresses[1],
                    y,
                    residual,
                    scratch,
                    units.image(unit),
                    units.firstPanel(unit),
                    units.endPanel(next - 1),
                    units.firstPixel(unit) / width,
                    units.endPixel(unit) / width);
        }
    }

    /** Computes the first {@code rows} rows of the only image, without residual. */
    void run(long x, long packed, long y, int rows, long scratch) {
        rectangle(
                x,
                packed,
                y,
                PackedEpilogue.NO_RESIDUAL,
                scratch,
                0,
                0,
                spec.y().blocks(),
                0,
                rows);
    }

    private void rectangle(
            long x,
            long packed,
            long y,
            long residual,
            long scratch,
            int n,
            int firstBlock,
            int endBlock,
            int row,
            int end) {
        if (!epilogue.hasResidual() && !epilogue.hasActivation()) {
            long target = y + spec.y().blockOffset(n, firstBlock, row, 0);
            rows(x, packed, target, n, firstBlock, endBlock, row, end);
        } else {
            for (int cb = firstBlock; cb < endBlock; cb++) {
                for (int i = row; i < end; i += passRows) {
                    int last = Math.min(end, i + passRows);
                    inTwoPasses(x, packed, y, residual, scratch, n, cb, i, last);
                }
            }
        }
        if (spec.y().hasHalo()) {
            for (int cb = firstBlock; cb < endBlock; cb++) {
                HaloLoops.clearRows(spec.y(), y, n, cb, row, end);
            }
        }
    }

    private void rows(
            long x,
            long packed,
            long target,
            int n,
            int firstBlock,
            int endBlock,
            int row,
            int end) {
        Window w = spec.window();
        int inRow = row * w.strideH() - w.padTop();
        Tiles.depthwise(
                x + spec.x().blockOffset(n, firstBlock, inRow, -w.padLeft()),
                window,
                packed + firstBlock * panelBytes(),
                target,
                output,
                endBlock - firstBlock,
                end - row);
    }

    /** Rows of one block; the activation is applied to the halo between them, too. */
    private void inTwoPasses(
            long x,
            long packed,
            long base,
            long residual,
            long scratch,
            int n,
            int cb,
            int row,
            int end) {
        Layout out = spec.y();
        long y = base + out.blockOffset(n, cb, row, 0);
        long sums = scratch + UnaryLoops.SCRATCH_BYTES;
        rows(x, packed, epilogue.hasResidual() ? sums : y, n, cb, cb + 1, row, end);
        long bytes = (long) out.width() * Lanes.BYTES;
        if (epilogue.hasResidual()) {
            for (int i = 0; i < end - row; i++) {
                PackedEpilogue.add(
                        sums + i * bytes, y + (long) i * out.rowBytes(), bytes, residual);
            }
        }
        if (epilogue.hasActivation()) {
            long all = (end - row - 1L) * out.rowBytes() + bytes;
            epilogue.activate(y, all, scratch);
        }
    }
}
