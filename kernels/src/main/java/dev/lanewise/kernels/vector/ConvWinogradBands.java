package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvChain;
import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A convolution and the 3x3 by Winograd's algorithm behind it, perhaps with a pooling, as networks
 * begin that keep a picture's size: what is between the two never goes to memory and has none in
 * the arena. Units are the second one's blocks of tiles.
 *
 * <p>Scratch: {@code band}, the rows of the first convolution that the tiles of a block see, and as
 * many again, so that rows which the next block sees too are moved to the beginning only now and
 * then, [blocks][rows][left + W + right][lanes]; then what the two kernels need.
 *
 * <p>The first kernel is told by its operands' addresses at which row to begin; the second one
 * finds a row of the band where that row of a whole image would be.
 */
final class ConvWinogradBands extends Kernel {

    private final ConvSpec spec;
    private final Layout band;
    private final ConvRuns first;
    private final ConvWinogradPacked second;
    private final Window window;

    /** For each number of rows, how the work of the first convolution is divided. */
    private final ConvUnits[] firstUnits;

    /**
     * @param second of the second convolution, its input the first one's output
     * @param y where results lie
     */
    private ConvWinogradBands(
            List<ConvSpec> specs, List<Epilogue> epilogues, ConvWinogradPacked second, Layout y) {
        ConvSpec spec = specs.getFirst();
        Layout between = specs.get(1).x();
        int most = mostRows(second.tiles);
        Layout band =
                between.withBatch(1)
                        .withHeight(2 * most)
                        .withHalo(0, between.left(), 0, between.right());
        ConvRuns first =
                new ConvRuns(
                        new ConvSpec(spec.x().withBatch(1), band, spec.window(), 1),
                        epilogues.getFirst());
        super(
                "conv bands of rows: %s, %s"
                        .formatted(
                                first.name().replace("conv ", ""),
                                second.name().replace("conv ", "")),
                second.units(),
                band.bytes() + Math.max(first.scratchBytes(), second.scratchBytes()),
                operands(specs, epilogues.get(1), first, second, y));
        this.spec = spec;
        this.band = band;
        this.first = first;
        this.second = second;
        this.window = specs.get(1).window();
        this.firstUnits = new ConvUnits[most + 1];
        for (int i = 1; i <= most; i++) {
            firstUnits[i] = first.firstRows(i);
        }
    }

    private static Operand[] operands(
            List<ConvSpec> specs,
            Epilogue epilogue,
            WeightedKernel first,
            WeightedKernel second,
            Layout y) {
        List<Operand> operands = new ArrayList<>();
        operands.add(new Operand("x", specs.getFirst().x().bytes()));
        operands.add(new Operand("weight 1", first.packedBytes()));
        operands.add(new Operand("weight 2", second.packedBytes()));
        if (epilogue.residual()) {
            operands.add(new Operand("residual", specs.get(1).y().bytes()));
        }
        operands.add(new Operand("y", y.bytes()));
        return operands.toArray(Operand[]::new);
    }

    /** Whether it is worth asking {@link #of}: two convolutions, and much between them. */
    static boolean pays(List<ConvSpec> specs, List<Epilogue> epilogues) {
        return specs.size() == 2
                && specs.getFirst().y().imageBytes() >= ConvBands.LEAST_BYTES
                && !epilogues.getFirst().residual();
    }

    /**
     * The chain, or null where it can't be computed in bands, or faster one by one.
     *
     * @param kernels what either convolution would be computed by alone
     * @param pool what is behind the second one, or null
     */
    static @Nullable ConvChain of(
            List<ConvSpec> specs,
            List<Epilogue> epilogues,
            List<WeightedKernel> kernels,
            @Nullable PoolSpec pool) {
        boolean runs = kernels.getFirst() instanceof ConvRuns;
        if (!runs || !(kernels.get(1) instanceof ConvWinogradPacked alone)) {
            return null;
        }
        WeightedKernel second = pool == null ? alone : alone.pooled(pool);
        if (second == null) {
            return null;
        }
        ConvWinogradBands kernel = of(specs, epilogues, (ConvWinogradPacked) second, pool);
        return kernel == null ? null : new ConvChain(kernel, List.of(kernel.first, kernel.second));
    }

    /** The kernel for images of any size, or null where the image has no more rows than a band. */
    static @Nullable ConvWinogradBands of(
            List<ConvSpec> specs,
            List<Epilogue> epilogues,
            ConvWinogradPacked second,
            @Nullable PoolSpec pool) {
        Layout y = pool == null ? specs.get(1).y() : pool.y();
        // Units that share tiles would each compute the first convolution.
        boolean fits =
                second.tiles.shares() == 1
                        && 2 * mostRows(second.tiles) < specs.getFirst().y().height();
        return fits ? new ConvWinogradBands(specs, epilogues, second, y) : null;
    }

    /** Rows of the input that the tiles of a block see, at most. */
    private static int mostRows(WinogradTiles tiles) {
        int most = 0;
        for (int unit = 0; unit < tiles.units(); unit++) {
            int rows = tiles.top(lastTileRow(tiles, unit)) - tiles.top(tileRow(tiles, unit));
            most = Math.max(most, rows + tiles.size() + 2);
        }
        return most;
    }

    private static int tileRow(WinogradTiles tiles, int unit) {
        return tiles.firstTile(unit) / tiles.columns();
    }

    private static int lastTileRow(WinogradTiles tiles, int unit) {
        return (tiles.endTile(unit) - 1) / tiles.columns();
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        WinogradTiles tiles = second.tiles;
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses, addresses.length == 5);
        long inner = scratch + band.bytes();
        // The rows of the image that are in the band.
        int start = 0;
        int end = 0;
        for (int unit = from; unit < to; unit++) {
            int n = tiles.image(unit);
            int top = tiles.top(tileRow(tiles, unit)) - window.padTop();
            int below = tiles.top(lastTileRow(tiles, unit)) + tiles.size() + 2 - window.padTop();
            if (unit == from || n != tiles.image(unit - 1)) {
                start = top;
                end = top;
            }
            if (below - start > band.height()) {
                keep(scratch, top - start, end - top);
                start = top;
            }
            if (below > end) {
                rows(addresses, scratch, n, start, end, below);
                end = below;
            }
            long whole = scratch - (long) n * band.imageBytes() - (long) start * band.rowBytes();
            second.inputs(band, whole, unit, inner);
            second.panels(addresses[2], residual, y, unit, inner);
        }
    }

    /** Moves {@code count} rows up by {@code distance} rows, to the first row. */
    private void keep(long scratch, int distance, int count) {
        long bytes = (long) count * band.rowBytes();
        for (int cb = 0; cb < band.blocks(); cb++) {
            long plane = scratch + band.blockStart(0, cb);
            Memory.copy(plane + (long) distance * band.rowBytes(), plane, bytes);
        }
    }

    /** Computes rows {@code from} to {@code to} of a band that begins with row {@code start}. */
    private void rows(long[] addresses, long scratch, int n, int start, int from, int to) {
        int height = second.spec.x().height();
        int first = Math.clamp(from, 0, height);
        int end = Math.clamp(to, first, height);
        clear(scratch, from - start, first - start);
        clear(scratch, Math.max(from, end) - start, to - start);
        if (first < end) {
            this.first.firstRows(
                    firstUnits[end - first],
                    addresses[0]
                            + (long) n * spec.x().imageBytes()
                            + (long) first * spec.window().strideH() * spec.x().rowBytes(),
                    addresses[1],
                    scratch + (long) (first - start) * band.rowBytes(),
                    PackedEpilogue.NO_RESIDUAL,
                    scratch + band.bytes());
        }
    }

    /** The zeros above and below an image, in rows {@code from} to {@code to} of the band. */
    private void clear(long scratch, int from, int to) {
        for (int cb = 0; from < to && cb < band.blocks(); cb++) {
            long rows = scratch + band.blockStart(0, cb) + (long) from * band.rowBytes();
            Memory.zero(rows, (long) (to - from) * band.rowBytes());
        }
    }
}
