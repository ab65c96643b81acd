package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/**
 * Winograd's algorithm with weights that are transformed once, when they are packed: for layers
 * with many tiles, or few channels.
 */
final class ConvWinogradPacked extends ConvWinograd {

    private final WinogradWeights weights;
    private final PackedOffsets channels;

    ConvWinogradPacked(ConvSpec spec, Epilogue epilogue, WinogradTransform transform) {
        WinogradTiles tiles = WinogradTiles.of(spec, transform);
        WinogradWeights weights = WinogradWeights.of(spec, transform);
        WinogradScratch memory = WinogradScratch.of(spec, transform, tiles.maxTiles());
        super(
                "conv winograd " + transform.outputs() + "x" + transform.outputs(),
                spec,
                epilogue,
                transform,
                tiles,
                memory,
                memory.bytes(),
                weights.bytes());
        this.weights = weights;
        this.channels =
                new PackedOffsets(IntStream.range(0, weights.channels()).map(c -> 4 * c).toArray());
    }

    /** Whether this kernel can compute the convolution. */
    static boolean accepts(ConvSpec spec, WinogradTransform transform) {
        return ConvWinograd.accepts(spec, transform) && spec.x().channels() <= PackedTiles.MAX_K;
    }

    @Override
    public String packing() {
        return "conv winograd " + transform.outputs() + " panels of 2x" + Lanes.COUNT;
    }

    @Override
    public long packedBytes() {
        return weights.bytes();
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        weights.pack(weight, bias, packed.address());
    }

    @Override
    public void repack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        weights.repack(weight, bias, packed.address(), false);
    }

    @Override
    void repackTurned(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        weights.repack(weight, bias, packed.address(), true);
    }

    @Override
    int vectors(int panel) {
        return weights.vectors(panel);
    }

    @Override
    long bias(long packed, int panel, int v) {
        return weights.bias(packed, panel, v);
    }

    @Override
    long zeros(long packed) {
        return weights.zeros(packed, 0);
    }

    @Override
    void multiply(long packed, int unit, int panel, long scratch) {
        int count = tiles.endTile(unit) - tiles.firstTile(unit);
        for (int e = 0; e < weights.elements(); e++) {
            PackedProduct.multiply(
                    weights.vectors(panel),
                    memory.rows(scratch, e),
                    count,
                    channels.address(),
                    channels.count(),
                    weights.zeros(packed, panel),
                    weights.element(packed, panel, e),
                    0,
                    Lanes.BYTES);
        }
    }
}
