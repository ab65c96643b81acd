package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

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

    /** For a thread that does all, in larger blocks of tiles; null where they are the same. */
    private final @Nullable ConvWinogradPlain alone;

    ConvWinogradPlain(ConvSpec spec, Epilogue epilogue) {
        WinogradTiles tiles = WinogradTiles.plain(spec);
        WinogradTiles larger = WinogradTiles.plainForOneThread(spec);
        ConvWinogradPlain alone =
                tiles.blocks() == larger.blocks()
                        ? null
                        : new ConvWinogradPlain(spec, epilogue, larger, null);
        this(spec, epilogue, tiles, alone);
    }

    private ConvWinogradPlain(
            ConvSpec spec,
            Epilogue epilogue,
            WinogradTiles tiles,
            @Nullable ConvWinogradPlain alone) {
        WinogradTransform transform = WinogradTransform.F4;
        int most = WinogradSums.padded(tiles.maxTiles());
        WinogradPlainWeights weights = WinogradPlainWeights.of(spec, most == WinogradRows.TILES);
        WinogradScratch memory =
                new WinogradScratch(
                        transform,
                        most,
                        spec.x().blocks() * spec.x().block(),
                        weights.chunk(),
                        WinogradSums.VECTORS,
                        spec.y().width(),
                        false,
                        weights.transformedBytes());
        super(
                "conv winograd plain 4x4",
                spec,
                epilogue,
                transform,
                tiles,
                memory,
                Math.max(memory.bytes(), alone == null ? 0 : alone.scratchBytes()),
                weights.bytes());
        this.weights = weights;
        this.alone = alone;
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
    protected void run(long[] addresses, long scratch, int from, int to) {
        if (alone != null && from == 0 && to == tiles.units()) {
            alone.run(addresses, scratch, 0, alone.tiles.units());
        } else {
            super.run(addresses, scratch, from, to);
        }
        Reference.reachabilityFence(this);
    }

    @Override
    void multiply(long packed, int unit, int panel, long scratch) {
        int count = tiles.endTile(unit) - tiles.firstTile(unit);
        int padded = WinogradSums.padded(count);
        int elements = transform.inputs() * transform.inputs();
        long transformed = memory.weights(scratch);
        boolean few = memory.tiles() == WinogradRows.TILES;
        if (few) {
            Memory.zero(memory.products(scratch), elements * memory.productPlane());
        }
        for (int chunk = 0; chunk < memory.chunks(); chunk++) {
            long x = memory.chunk(scratch, chunk);
            for (int e = 0; count < padded && e < elements; e++) {
                long rest = x + e * memory.inputPlane() + count * memory.tileBytes();
                Memory.zero(rest, (padded - count) * memory.tileBytes());
            }
            if (few) {
                if (chunk % WinogradRows.READ_CHUNKS == 0) {
                    weights.readAhead(packed, panel, chunk, WinogradRows.READ_CHUNKS, transformed);
                }
                WinogradRows.add(
                        weights.chunk(packed, panel, chunk),
                        weights.vectors(panel),
                        weights.channels(chunk),
                        x,
                        memory.inputPlane(),
                        memory.products(scratch),
                        memory.productPlane(),
                        transformed,
                        weights.plane());
                continue;
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
