package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * Winograd's algorithm F(4x4, 3x3) with weights that stay as they are and are transformed on the
 * way, some channels of a panel at a time: for layers with few tiles, whose transformed weights,
 * four times as large, would take longer to come from memory than to compute.
 *
 * <p>Products of a chunk of channels are added to those of the chunks before. Tiles are padded to
 * whole register tiles by zeros.
 */
final class ConvWinogradPlain extends ConvWinograd {

    private final WinogradPlainWeights weights;

    ConvWinogradPlain(ConvSpec spec, Epilogue epilogue) {
        WinogradTransform transform = WinogradTransform.F4;
        WinogradTiles tiles = WinogradTiles.plain(spec);
        WinogradPlainWeights weights = WinogradPlainWeights.of(spec);
        super(
                "conv winograd plain 4x4",
                spec,
                epilogue,
                transform,
                tiles,
                new WinogradScratch(
                        transform,
                        WinogradSums.padded(tiles.maxTiles()),
                        spec.x().blocks() * spec.x().block(),
                        weights.chunk(),
                        WinogradSums.VECTORS,
                        spec.y().width(),
                        false,
                        weights.transformedBytes()),
                weights.bytes());
        this.weights = weights;
    }

    /** Whether this kernel can compute the convolution. */
    static boolean accepts(ConvSpec spec) {
        return Lanes.MANY_REGISTERS && ConvWinograd.accepts(spec, WinogradTransform.F4);
    }

    @Override
    public String packing() {
        return "conv winograd plain, panels of %dx%d".formatted(WinogradSums.VECTORS, Lanes.COUNT);
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
    void multiply(long packed, int unit, int panel, long scratch) {
        int count = tiles.endTile(unit) - tiles.firstTile(unit);
        int padded = WinogradSums.padded(count);
        int elements = transform.inputs() * transform.inputs();
        long transformed = memory.weights(scratch);
        for (int chunk = 0; chunk < memory.chunks(); chunk++) {
            long x = memory.chunk(scratch, chunk);
            for (int e = 0; count < padded && e < elements; e++) {
                long rest = x + e * memory.inputPlane() + count * memory.tileBytes();
                Memory.zero(rest, (padded - count) * memory.tileBytes());
            }
            weights.transform(packed, panel, chunk, transformed);
            if (chunk == 0) {
                WinogradSums.multiply(
                        WinogradSums.VECTORS,
                        x,
                        (int) memory.tileBytes(),
                        memory.inputPlane(),
                        transformed,
                        weights.plane(),
                        memory.products(scratch),
                        memory.productPlane(),
                        elements,
                        padded,
                        weights.channels(chunk),
                        packed);
            } else {
                WinogradSums.add(
                        x,
                        (int) memory.tileBytes(),
                        memory.inputPlane(),
                        transformed,
                        weights.plane(),
                        memory.products(scratch),
                        memory.productPlane(),
                        elements,
                        padded,
                        weights.channels(chunk));
            }
        }
    }
}
