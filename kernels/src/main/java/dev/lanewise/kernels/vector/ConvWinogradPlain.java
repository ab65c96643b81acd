package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.ref.Reference;
import java.util.List;

/**
 * Winograd's algorithm with weights that stay as they are and are transformed on the way, some
 * channels of a panel at a time: for layers with few tiles, whose transformed weights, up to four
 * times as large, would take longer to come from memory than to compute.
 *
 * <p>Products of a chunk of channels are added to those of the chunks before. Tiles are padded to
 * whole register tiles by zeros.
 *
 * <p>A unit is a block of tiles of a share of the panels, blocks counted first: a thread mostly has
 * whole shares, whose weights it transforms once, for larger blocks.
 */
final class ConvWinogradPlain extends ConvWinograd {

    /** Those that keep weights plain. */
    static final List<WinogradTransform> TRANSFORMS =
            List.of(WinogradTransform.F4, WinogradTransform.STRIDED2, WinogradTransform.STRIDED4);

    private final Epilogue epilogue;
    private final WinogradPlainWeights weights;

    /** For whole shares, in larger blocks of tiles; null where they are the same. */
    private final @Nullable ConvWinogradPlain larger;

    ConvWinogradPlain(ConvSpec spec, Epilogue epilogue, WinogradTransform transform) {
        this(spec, epilogue, transform, spec.y());
    }

    private ConvWinogradPlain(
            ConvSpec spec, Epilogue epilogue, WinogradTransform transform, Layout y) {
        WinogradTiles tiles = WinogradTiles.plain(spec, transform);
        WinogradTiles larger = WinogradTiles.plainForShares(spec, transform);
        this(
                spec,
                epilogue,
                transform,
                y,
                tiles,
                tiles.blocks() == larger.blocks()
                        ? null
                        : new ConvWinogradPlain(spec, epilogue, transform, y, larger, null));
    }

    private ConvWinogradPlain(
            ConvSpec spec,
            Epilogue epilogue,
            WinogradTransform transform,
            Layout y,
            WinogradTiles tiles,
            @Nullable ConvWinogradPlain larger) {
        boolean few = byRows(transform, tiles);
        int most =
                few ? WinogradRows.padded(tiles.maxTiles()) : WinogradSums.padded(tiles.maxTiles());
        WinogradPlainWeights weights = WinogradPlainWeights.of(spec, transform, few);
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
                name(transform),
                spec,
                epilogue,
                y,
                transform,
                tiles,
                memory,
                Math.max(memory.bytes(), larger == null ? 0 : larger.scratchBytes()),
                weights);
        this.epilogue = epilogue;
        this.weights = weights;
        this.larger = larger;
    }

    private static String name(WinogradTransform transform) {
        int size = transform.outputs();
        return (transform.stride() == 1 ? "conv winograd plain " : "conv winograd strided ")
                + size
                + "x"
                + size;
    }

    /** Whether this kernel can compute the convolution. */
    static boolean accepts(ConvSpec spec, WinogradTransform transform) {
        return Lanes.MANY_REGISTERS && ConvWinograd.accepts(spec, transform);
    }

    /** Whether {@link WinogradRows} computes the products. */
    private static boolean byRows(WinogradTransform transform, WinogradTiles tiles) {
        return transform.stride() == 1 && WinogradRows.pays(tiles.maxTiles());
    }

    @Override
    ConvWinograd pooled(Layout y) {
        return new ConvWinogradPlain(spec, epilogue, transform, y);
    }

    @Override
    public String packing() {
        return "conv winograd plain, panels of %dx%d".formatted(WinogradSums.VECTORS, Lanes.COUNT);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        int blocks = tiles.blocks();
        int shares = tiles.shares();
        for (int unit = from; unit < to; ) {
            int image = unit / blocks / shares;
            int share = unit / blocks % shares;
            int whole = ConvUnits.wholeShares(unit, to, blocks, shares);
            int first = tiles.firstPanel(share);
            if (whole == 0) {
                block(addresses, image, unit % blocks, first, tiles.endPanel(share), scratch);
                unit++;
            } else {
                ConvWinogradPlain all = larger == null ? this : larger;
                int end = tiles.endPanel(share + whole - 1);
                for (int block = 0; block < all.tiles.blocks(); block++) {
                    all.block(addresses, image, block, first, end, scratch);
                }
                unit += whole * blocks;
            }
        }
        Reference.reachabilityFence(this);
    }

    /** Computes some panels of a block of tiles. */
    private void block(long[] addresses, int image, int block, int from, int to, long scratch) {
        int unit = tiles.unit(image, block);
        inputs(addresses[0], unit, scratch);
        long residual = ConvOperands.residual(addresses);
        long y = addresses[addresses.length - 1];
        panels(addresses[1], residual, y, unit, from, to, scratch);
    }

    @Override
    void multiply(long packed, int unit, int panel, long scratch) {
        int count = tiles.endTile(unit) - tiles.firstTile(unit);
        boolean few = byRows(transform, tiles);
        int padded = few ? WinogradRows.padded(count) : WinogradSums.padded(count);
        int elements = transform.inputs() * transform.inputs();
        long transformed = memory.weights(scratch);
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
                        count,
                        tiles.tops(unit),
                        tiles.overlap(unit),
                        transformed,
                        weights.plane());
                continue;
            }
            weights.transform(packed, panel, chunk, transformed);
            if (transform.stride() > 1) {
                stridedProducts(packed, chunk, padded, scratch);
                continue;
            }
            int side = transform.inputs();
            int tops = WinogradSums.padded(tiles.tops(unit));
            if (tops > 0) {
                products(packed, chunk, 0, side, tops, scratch);
            }
            products(packed, chunk, side, elements - side, padded, scratch);
        }
    }

    /** Adds a chunk's products for some elements and tiles; those of the first chunk are alone. */
    private void products(long packed, int chunk, int first, int elements, int rows, long scratch) {
        int k = weights.channels(chunk);
        int row = (int) memory.tileBytes();
        long xPlane = memory.inputPlane();
        long x = memory.chunk(scratch, chunk) + first * xPlane;
        long wPlane = weights.plane();
        long w = memory.weights(scratch) + first * wPlane;
        long mPlane = memory.productPlane();
        long m = memory.products(scratch) + first * mPlane;
        if (chunk == 0) {
            int vectors = WinogradSums.VECTORS;
            WinogradSums.multiply(
                    vectors, x, row, xPlane, w, wPlane, m, mPlane, elements, rows, k, packed);
        } else {
            WinogradSums.add(x, row, xPlane, w, wPlane, m, mPlane, elements, rows, k);
        }
    }

    /**
     * The same where the stride is 2, so that products of even and odd inputs have sums in common.
     * Odd ones all have the last weight, whose distance from one to the next is nothing.
     */
    private void stridedProducts(long packed, int chunk, int rows, long scratch) {
        int k = weights.channels(chunk);
        int row = (int) memory.tileBytes();
        int n = transform.inputs();
        int sums = transform.sums();
        long xPlane = memory.inputPlane();
        long wPlane = weights.plane();
        long mPlane = memory.productPlane();
        for (int i = 0; i < n; i++) {
            boolean even = i < sums;
            long x = memory.chunk(scratch, chunk) + i * (n * xPlane);
            long w = memory.weights(scratch) + Math.min(i, sums) * ((sums + 1) * wPlane);
            long m = memory.products(scratch) + (even ? i : i - sums) * (sums * mPlane);
            if (even && chunk == 0) {
                int vectors = WinogradSums.VECTORS;
                WinogradSums.multiply(
                        vectors, x, row, xPlane, w, wPlane, m, mPlane, sums, rows, k, packed);
            } else {
                WinogradSums.add(x, row, xPlane, w, wPlane, m, mPlane, sums, rows, k);
            }
            x += sums * xPlane;
            w += sums * wPlane;
            WinogradSums.add(x, row, xPlane, w, 0, m, mPlane, n - sums, rows, k);
        }
    }
}
