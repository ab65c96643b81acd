package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/**
 * Depthwise convolution: every channel sees its own input, so lanes are multiplied by lanes.
 *
 * <p>Packed weights: for each block of channels bias [lanes], then w [kernelH * kernelW][lanes].
 */
abstract sealed class ConvDepthwise extends WeightedKernel
        permits ConvDepthwiseRows, ConvDepthwiseTiles {

    final ConvSpec spec;

    /** The bytes from a pixel's first input to its k-th. */
    final PackedOffsets offsets;

    ConvDepthwise(
            String name, ConvUnits units, long scratchBytes, ConvSpec spec, Epilogue epilogue) {
        super(
                "conv depthwise " + name,
                units.count(),
                scratchBytes,
                ConvOperands.of(spec, epilogue, packedBytes(spec)));
        this.spec = spec;
        this.offsets = new PackedOffsets(offsets(spec));
    }

    /** Whether there is a kernel for the convolution. */
    static boolean accepts(ConvSpec spec) {
        return spec.isDepthwise()
                && spec.x().block() == Lanes.COUNT
                && spec.window().size() <= PackedTiles.MAX_K;
    }

    static ConvDepthwise of(ConvSpec spec, Epilogue epilogue) {
        return ConvDepthwiseRows.handles(spec)
                ? new ConvDepthwiseRows(spec, epilogue)
                : new ConvDepthwiseTiles(spec, epilogue);
    }

    private static int[] offsets(ConvSpec spec) {
        Layout x = spec.x();
        Window w = spec.window();
        return IntStream.range(0, w.size())
                .map(k ->
                        k / w.kernelW() * w.dilationH() * x.rowBytes()
                                + k % w.kernelW() * w.dilationW() * x.pixelBytes())
                .toArray();
    }

    private static long packedBytes(ConvSpec spec) {
        return spec.y().blocks() * PackedPanel.bytesOf(1, spec.window().size());
    }

    /** Bytes of the weights of one block of channels. */
    final long panelBytes() {
        return PackedPanel.bytesOf(1, offsets.count());
    }

    @Override
    public String packing() {
        return "conv depthwise in blocks of " + Lanes.COUNT;
    }

    @Override
    public long packedBytes() {
        return packedBytes(spec);
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        int taps = spec.window().size();
        long[] order = IntStream.range(0, taps).asLongStream().toArray();
        PackedPanel.Builder panels = new PackedPanel.Builder();
        for (int cb = 0; cb < spec.y().blocks(); cb++) {
            int end = Math.min((cb + 1) * Lanes.COUNT, spec.y().channels());
            panels.add(offsets, cb * Lanes.COUNT, end, 0, true);
        }
        for (PackedPanel panel : panels.panels()) {
            long target = packed.address() + panel.weights();
            PackedWeights.pack(panel, weight, taps, order, 1, bias, target);
        }
    }
}
