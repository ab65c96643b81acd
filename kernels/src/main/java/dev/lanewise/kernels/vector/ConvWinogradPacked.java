package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;

import java.util.stream.IntStream;

/**
 * Winograd's algorithm with weights that are transformed once, when they are packed: for layers
 * with many tiles, or few channels.
 */
final class ConvWinogradPacked extends ConvWinograd {

    /** Whether one call computes the products of all elements: their tiles want many registers. */
    private static final boolean ALL_AT_ONCE = Lanes.MANY_REGISTERS;

    private final Epilogue epilogue;
    private final WinogradWeights weights;
    private final PackedOffsets channels;

    ConvWinogradPacked(ConvSpec spec, Epilogue epilogue, WinogradTransform transform) {
        this(spec, epilogue, transform, spec.y());
    }

    private ConvWinogradPacked(
            ConvSpec spec, Epilogue epilogue, WinogradTransform transform, Layout y) {
        WinogradTiles tiles = WinogradTiles.of(spec, transform);
        WinogradWeights weights = WinogradWeights.of(spec, transform);
        int rows = ALL_AT_ONCE ? WinogradSums.tileRows(weights.width()) : 1;
        WinogradScratch memory =
                WinogradScratch.of(
                        spec,
                        transform,
                        Math.max(rows, tiles.maxTiles()),
                        weights.width(),
                        !ALL_AT_ONCE);
        super(
                "conv winograd " + transform.outputs() + "x" + transform.outputs(),
                spec,
                epilogue,
                y,
                transform,
                tiles,
                memory,
                memory.bytes(),
                weights);
        this.epilogue = epilogue;
        this.weights = weights;
        this.channels =
                new PackedOffsets(IntStream.range(0, weights.channels()).map(c -> 4 * c).toArray());
    }

    /** Whether this kernel can compute the convolution. */
    static boolean accepts(ConvSpec spec, WinogradTransform transform) {
        return transform.stride() == 1
                && ConvWinograd.accepts(spec, transform)
                && spec.x().channels() <= PackedTiles.MAX_K;
    }

    @Override
    ConvWinograd pooled(Layout y) {
        return new ConvWinogradPacked(spec, epilogue, transform, y);
    }

    @Override
    public String packing() {
        return "conv winograd "
                + transform.outputs()
                + " panels of "
                + weights.width()
                + "x"
                + Lanes.COUNT;
    }

    @Override
    void multiply(long packed, int unit, int panel, long scratch) {
        int count = tiles.endTile(unit) - tiles.firstTile(unit);
        if (ALL_AT_ONCE) {
            int tile = WinogradSums.tileRows(weights.width());
            int tops = tiles.tops(unit);
            int side = transform.inputs();
            int first = Math.ceilDiv(tops, tile) < Math.ceilDiv(count, tile) ? side : 0;
            if (first > 0 && tops > 0) {
                products(packed, panel, 0, first, tops, scratch);
            }
            products(packed, panel, first, weights.elements() - first, count, scratch);
            return;
        }
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

    /** Computes the products of some elements and tiles. */
    private void products(
            long packed, int panel, int first, int elements, int count, long scratch) {
        WinogradSums.multiply(
                weights.width(),
                memory.inputs(scratch) + first * memory.inputPlane(),
                (int) memory.tileBytes(),
                memory.inputPlane(),
                weights.element(packed, panel, first),
                weights.plane(panel),
                memory.products(scratch) + first * memory.productPlane(),
                memory.productPlane(),
                elements,
                Math.max(count, WinogradSums.tileRows(weights.width())),
                weights.channels(),
                weights.zeros(packed, panel));
    }
}
