package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import jdk.incubator.vector.FloatVector;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * Convolution whose output is one pixel that sees all of x, in the order in which it lies: the
 * gates of squeeze-and-excitation, classifiers. A product of a matrix with a vector, bound by how
 * fast the weights can be read. A unit is a panel of channels of one image.
 *
 * <p>Panels are as few as can be and of about equal size. Where there are many channels for each
 * input, inputs are broadcast ({@link PixelColumns}); where there are few, which would leave lanes
 * idle and broadcast an input for few weights, vectors of inputs are multiplied ({@link
 * PixelRows}).
 *
 * <p>Packed weights: bias [channels, whole blocks], then the panels in the order of the loops.
 */
final class ConvPixel extends WeightedKernel {

    /** {@link PixelRows} pay from so many inputs for each channel. */
    private static final int MANY_INPUTS = 3;

    /**
     * How channels are divided.
     *
     * @param count panels
     * @param wides those that have a step more than the others, which are the first
     * @param narrow channels of the others
     * @param step channels
     */
    private record Panels(int count, int wides, int narrow, int step) {

        static Panels of(int channels, int step, int most) {
            int steps = Math.ceilDiv(channels, step);
            int count = Math.max(1, Math.ceilDiv(steps, most / step));
            return new Panels(count, steps % count, steps / count * step, step);
        }

        /** The first channel of a panel. */
        int first(int panel) {
            return panel * narrow + Math.min(panel, wides) * step;
        }

        /** Channels, those that fill the last panel up included. */
        int channels() {
            return first(count);
        }
    }

    private final ConvSpec spec;
    private final PackedEpilogue epilogue;
    private final int k;

    /** Whether {@link PixelRows} do the work. */
    private final boolean rows;

    private final Panels panels;

    /** What a call needs of the specification: such calls take as little as 10 ns. */
    private final long xBytes;

    private final long yBytes;
    private final long startBytes;
    private final float low;

    /** Whether there are lanes past the last panel, which there may be with rows. */
    private final boolean partial;

    ConvPixel(ConvSpec spec, Epilogue epilogue) {
        boolean rows = byRows(spec);
        Panels panels = panels(spec);
        PackedEpilogue rest = PackedEpilogue.withFloor(epilogue);
        super(
                "conv pixel " + loops(rows, panels),
                Math.multiplyExact(spec.y().batch(), panels.count()),
                rest.hasActivation() ? UnaryLoops.SCRATCH_BYTES : 0,
                ConvOperands.of(spec, epilogue, packedBytes(spec)));
        this.spec = spec;
        this.epilogue = rest;
        this.k = k(spec);
        this.rows = rows;
        this.panels = panels;
        this.xBytes = spec.x().imageBytes();
        this.yBytes = spec.y().imageBytes();
        this.startBytes = startBytes(spec);
        this.low = rest.bounds().low();
        this.partial = 4L * panels.channels() < yBytes;
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

    private static boolean byRows(ConvSpec spec) {
        int k = k(spec);
        return PixelRows.USABLE && k % Lanes.COUNT == 0 && k >= MANY_INPUTS * spec.y().channels();
    }

    private static Panels panels(ConvSpec spec) {
        int channels = spec.y().channels();
        return byRows(spec)
                ? Panels.of(channels, PixelRows.STEP, PixelRows.MOST)
                : Panels.of(channels, Lanes.COUNT, PixelColumns.MOST * Lanes.COUNT);
    }

    /** The loops that panels take: a name of what the JVM has to compile. */
    private static String loops(boolean rows, Panels panels) {
        int unit = rows ? 1 : Lanes.COUNT;
        int narrow = panels.narrow() / unit;
        int wide = (panels.narrow() + panels.step()) / unit;
        return (rows ? "rows " : "x") + (panels.wides() > 0 ? wide + "+" : "") + narrow;
    }

    private static int k(ConvSpec spec) {
        return Math.multiplyExact(spec.x().channels(), spec.window().size());
    }

    private static long packedBytes(ConvSpec spec) {
        return startBytes(spec) + 4L * k(spec) * panels(spec).channels();
    }

    /** Bytes of the bias: whole vectors, so that weights are aligned if it is. */
    private static long startBytes(ConvSpec spec) {
        return (long) spec.y().blocks() * Lanes.BYTES;
    }

    @Override
    public String packing() {
        return name() + ", x in blocks of " + spec.x().block();
    }

    @Override
    public long packedBytes() {
        return packedBytes(spec);
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        long[] order = ConvInputs.of(spec, 0).order();
        long start = packed.address();
        long weights = start + startBytes(spec);
        for (int panel = 0; panel < panels.count(); panel++) {
            int first = panels.first(panel);
            int lanes = panels.first(panel + 1) - first;
            int there = Math.min(lanes, spec.y().channels() - first);
            long target = weights + 4L * k * first;
            if (rows) {
                PackedWeights.packRows(
                        first, there, lanes, weight, order, bias, start + 4L * first, target);
            } else {
                PackedWeights.pack(
                        first, there, lanes, weight, k, order, 1, bias, start + 4L * first, target);
            }
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        int count = panels.count();
        if (to - from == 1 && count == 1) {
            image(addresses, from, 0, 1, scratch);
            return;
        }
        for (int unit = from; unit < to; ) {
            int image = unit / count;
            int panel = unit - image * count;
            int end = Math.min(count, panel + to - unit);
            image(addresses, image, panel, end, scratch);
            unit += end - panel;
        }
    }

    /** Panels {@code from} to {@code to} of one image. */
    private void image(long[] addresses, int image, int from, int to, long scratch) {
        long x = addresses[0] + image * xBytes;
        long y = addresses[2] + image * yBytes;
        if (partial && to == panels.count()) {
            // The last block is all the last panel's: of several, each has 16 channels or 12 of 28.
            // Not by a helper, which C2 may leave a call, and box the vector.
            FloatVector.zero(SPECIES).intoMemorySegment(ALL, y + yBytes - Lanes.BYTES, ORDER);
        }
        int wides = panels.wides();
        if (from < wides) {
            int end = Math.min(to, wides);
            multiply(x, addresses[1], y, from, end, panels.narrow() + panels.step());
        }
        if (to > wides) {
            multiply(x, addresses[1], y, Math.max(from, wides), to, panels.narrow());
        }
        if (epilogue.hasActivation()) {
            int first = panels.first(from);
            epilogue.activateFloats(y + 4L * first, panels.first(to) - first, scratch);
        }
    }

    /** Panels {@code from} to {@code to}, all of which have {@code channels}. */
    private void multiply(long x, long packed, long y, int from, int to, int channels) {
        int first = from == 0 ? 0 : panels.first(from);
        long start = packed + 4L * first;
        long weights = packed + startBytes + 4L * k * first;
        long target = y + 4L * first;
        if (rows) {
            Tiles.pixelRows(channels, x, k, start, weights, target, to - from, low);
        } else {
            int vectors = channels / Lanes.COUNT;
            Tiles.pixelColumns(vectors, x, k, start, weights, target, to - from, low);
        }
    }
}
