package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Prologue;
import dev.lanewise.kernels.Window;

/**
 * The prologue of a convolution with a window of one pixel: a unit's input, scaled and shifted, in
 * scratch memory that stays in the second-level cache while all panels pass. Where there are only
 * scales, the weights are scaled instead.
 *
 * <p>Scratch: x' as [channel block][pixel][lanes], or the weights of {@link RunPanels}.
 */
final class ConvPrologue {

    /** Calls into which threads may divide an image, each of which scales the weights. */
    private static final int MOST_CALLS = 16;

    private final ConvSpec spec;
    private final Prologue prologue;
    private final RunPanels panels;
    private final int pixels;

    /**
     * @param pixels most pixels of a unit
     */
    ConvPrologue(ConvSpec spec, Prologue prologue, RunPanels panels, int pixels) {
        this.spec = spec;
        this.prologue = prologue;
        this.panels = panels;
        this.pixels = pixels;
    }

    /**
     * Whether it pays: scaling the weights does where they are few beside the input, even if each
     * of several threads does so; scaling the input of small maps takes no less than a step of its
     * own.
     */
    static boolean pays(ConvSpec spec, Prologue prologue) {
        boolean few = spec.weightBytes() * MOST_CALLS <= spec.x().imageBytes();
        return prologue.shift() || prologue.activation().isIdentity() && few;
    }

    /** Whether the weights are scaled, not the input. */
    boolean scalesWeights() {
        return !prologue.shift();
    }

    /** Bytes of scratch memory. */
    long bytes() {
        return scalesWeights()
                ? panels.bytes() - panels.startBytes()
                : (long) spec.x().blocks() * pixels * Lanes.BYTES;
    }

    /** The inputs of a pixel, where tiles read them. */
    ConvInputs inputs() {
        if (scalesWeights()) {
            return ConvInputs.of(spec, 0);
        }
        Layout x = Layout.blocked(1, spec.x().channels(), 1, pixels, Lanes.COUNT);
        Layout y = Layout.blocked(1, 1, 1, pixels, Lanes.COUNT);
        return ConvInputs.of(new ConvSpec(x, y, new Window(1, 1, 1, 1, 0, 0, 1, 1), 1), 0);
    }

    /**
     * Fills the scratch memory with what a unit reads, unless the unit before has done so.
     *
     * @param first whether there is none before
     * @param addresses x, weight, scale, [shift, ...]
     * @param target address of {@link #bytes} bytes
     * @param scratch address of {@link UnaryLoops#SCRATCH_BYTES} bytes
     */
    void fill(
            ConvUnits units, int unit, boolean first, long[] addresses, long target, long scratch) {
        int n = units.image(unit);
        Layout x = spec.x();
        long scale = addresses[2] + (prologue.perImage() ? (long) n * x.blocks() * Lanes.BYTES : 0);
        if (!scalesWeights()) {
            if (first || !units.samePixels(unit - 1, unit)) {
                fillPixels(units, unit, addresses, scale, target, scratch);
            }
        } else if (first || prologue.perImage() && units.image(unit - 1) != n) {
            fillWeights(addresses[1] + panels.startBytes(), scale, target);
        }
    }

    private void fillWeights(long weights, long scale, long target) {
        for (int panel = 0; panel < panels.count(); panel++) {
            long start = panels.weights(panel);
            ScaleShiftLoops.scaleRows(
                    weights + start,
                    scale,
                    target + start,
                    spec.x().channels(),
                    panels.lanes(panel) / RunProduct.TILE_LANES);
        }
    }

    private void fillPixels(
            ConvUnits units, int unit, long[] addresses, long scale, long target, long scratch) {
        Layout x = spec.x();
        int first = units.firstPixel(unit);
        int count = units.endPixel(unit) - first;
        int i = first == 0 ? 0 : first / x.width();
        long from = addresses[0] + x.blockOffset(units.image(unit), 0, i, first - i * x.width());
        for (int cb = 0; cb < x.blocks(); cb++) {
            long source = from + (long) cb * x.planeBytes();
            long to = target + (long) cb * pixels * Lanes.BYTES;
            long vector = (long) cb * Lanes.BYTES;
            ScaleShiftLoops.run(
                    prologue.activation(),
                    source,
                    scale + vector,
                    addresses[3] + vector,
                    to,
                    count,
                    scratch);
        }
    }
}
