package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Convolution whose output is one pixel that sees all of x, in the order in which it lies: the
 * gates of squeeze-and-excitation, classifiers. A product of a matrix with a vector, bound by how
 * fast the weights can be read. A unit is a panel of channels of one image.
 *
 * <p>Packed weights: for each panel of up to {@link PixelLoops#MOST_VECTORS} vectors bias [lanes],
 * then w [k][lanes].
 */
final class ConvPixel extends WeightedKernel {

    private static final int PANEL = PixelLoops.MOST_VECTORS * Lanes.COUNT;

    private final ConvSpec spec;
    private final PackedEpilogue epilogue;
    private final int panels;
    private final int k;

    ConvPixel(ConvSpec spec, Epilogue epilogue) {
        int panels = Math.ceilDiv(spec.y().channels(), PANEL);
        super(
                "conv pixel x" + loops(spec.y().blocks()),
                Math.multiplyExact(spec.y().batch(), panels),
                UnaryLoops.SCRATCH_BYTES,
                ConvOperands.of(spec, epilogue, packedBytes(spec)));
        this.spec = spec;
        this.epilogue = new PackedEpilogue(epilogue);
        this.panels = panels;
        this.k = k(spec);
    }

    /** Whether this kernel can compute the convolution. */
    static boolean accepts(ConvSpec spec, Epilogue epilogue) {
        Layout x = spec.x();
        Layout y = spec.y();
        Window w = spec.window();
        boolean onePixel = x.height() * x.width() == 1;
        return spec.groups() == 1
                && !epilogue.residual()
                && y.height() == 1
                && y.width() == 1
                && !y.hasHalo()
                && !x.hasHalo()
                && w.kernelH() == x.height()
                && w.kernelW() == x.width()
                && (w.padTop() | w.padLeft()) == 0
                && (onePixel || w.dilationH() * w.dilationW() == 1)
                // Lanes past the last channel must not take part.
                && (onePixel || x.channels() % x.block() == 0);
    }

    private static int k(ConvSpec spec) {
        return Math.multiplyExact(spec.x().channels(), spec.window().size());
    }

    private static long packedBytes(ConvSpec spec) {
        return (1L + k(spec)) * spec.y().blocks() * Lanes.BYTES;
    }

    /** Bytes from the start of the packed weights to panel {@code panel}. */
    private long panelStart(int panel) {
        return (1L + k) * panel * PANEL * Float.BYTES;
    }

    /** Vectors of panel {@code panel}. */
    private int vectors(int panel) {
        return Math.min(
                PixelLoops.MOST_VECTORS, spec.y().blocks() - panel * PixelLoops.MOST_VECTORS);
    }

    @Override
    public String packing() {
        return "conv pixel, panels of %d, x in blocks of %d".formatted(PANEL, spec.x().block());
    }

    @Override
    public long packedBytes() {
        return packedBytes(spec);
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        long[] order = ConvInputs.of(spec, 0).order();
        for (int panel = 0; panel < panels; panel++) {
            long target = packed.address() + panelStart(panel);
            int column = panel * PANEL;
            for (int vector = 0; vector < vectors(panel); ) {
                int lanes = step(vectors(panel) - vector) * Lanes.COUNT;
                int columns = Math.min(lanes, spec.y().channels() - column);
                PackedWeights.pack(
                        column,
                        columns,
                        lanes,
                        weight,
                        order.length,
                        order,
                        1,
                        bias,
                        target,
                        target + 4L * lanes);
                target += (1L + k) * lanes * Float.BYTES;
                column += lanes;
                vector += lanes / Lanes.COUNT;
            }
        }
    }

    /** The loops that so many vectors take, each once: a name of what the JVM has to compile. */
    private static String loops(int vectors) {
        Set<String> loops = new LinkedHashSet<>();
        for (int left = vectors; left > 0; left -= step(left)) {
            loops.add(Integer.toString(step(left)));
        }
        return String.join("+", loops);
    }

    /** Vectors of the next loop where {@code left} are left. */
    private static int step(int left) {
        return left >= PixelLoops.MOST_VECTORS ? PixelLoops.MOST_VECTORS : Math.min(left, 2);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int n = panels == 1 ? unit : unit / panels;
            int panel = unit - n * panels;
            int vectors = vectors(panel);
            long x = addresses[0] + (long) n * spec.x().imageBytes();
            long weights = addresses[1] + panelStart(panel);
            long y = addresses[2] + spec.y().blockStart(n, panel * PixelLoops.MOST_VECTORS);
            multiply(x, weights, y, vectors);
            if (epilogue.hasActivation()) {
                epilogue.activate(y, (long) vectors * Lanes.BYTES, scratch);
            }
        }
    }

    private void multiply(long x, long weights, long y, int vectors) {
        while (vectors > 0) {
            int step = step(vectors);
            long rowBytes = (long) step * Lanes.BYTES;
            long w = weights + rowBytes;
            switch (step) {
                case 1 -> PixelLoops.sums1(x, k, weights, w, y);
                case 2 -> PixelLoops.sums2(x, k, weights, w, y);
                default -> PixelLoops.sums4(x, k, weights, w, y);
            }
            weights = w + k * rowBytes;
            y += rowBytes;
            vectors -= step;
        }
    }
}
