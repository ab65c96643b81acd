package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ChannelsSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.memory.Memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Channels picked from several tensors, whose block is a vector: a block of y is put together from
 * the blocks that hold its channels, each shuffled and blended. A unit is a band of rows of one
 * block of y.
 */
final class ChannelsKernel extends Kernel {

    /** Floats that a unit aims at: what is written is still in the first cache when blended. */
    private static final int UNIT_FLOATS = 2048;

    private final ChannelsSpec spec;
    private final Part[][] parts;
    private final boolean wholeBands;
    private final RowBands.Choice choice;

    /**
     * What one block of a source gives to one block of y.
     *
     * @param source index of the source
     * @param block its block
     * @param moves how its lanes go to y
     * @param inOrder whether they are all of y's, each where it was
     */
    private record Part(int source, int block, LaneMoves moves, boolean inOrder) {}

    ChannelsKernel(ChannelsSpec spec) {
        RowBands.Choice choice = RowBands.Choice.of(spec.y(), bandRows(spec.y()));
        super("channels vector", choice.units(), 0, spec.operands());
        this.spec = spec;
        this.choice = choice;
        this.wholeBands =
                spec.y().left() + spec.y().right() == 0
                        && spec.sources().stream().allMatch(x -> x.left() + x.right() == 0);
        this.parts = new Part[spec.y().blocks()][];
        for (int cb = 0; cb < parts.length; cb++) {
            parts[cb] = parts(spec, cb).toArray(Part[]::new);
        }
    }

    /** Whether blocks are vectors. */
    static boolean handles(ChannelsSpec spec) {
        return spec.y().block() == Lanes.COUNT;
    }

    private static int bandRows(Layout y) {
        return Math.max(1, UNIT_FLOATS / Math.max(1, y.rowBytes() / Float.BYTES));
    }

    private static List<Part> parts(ChannelsSpec spec, int cb) {
        record Origin(int source, int block) {}
        Map<Origin, int[]> lanes = new LinkedHashMap<>();
        int first = cb * Lanes.COUNT;
        int channels = Math.min(Lanes.COUNT, spec.y().channels() - first);
        for (int lane = 0; lane < channels; lane++) {
            int channel = spec.sourceChannel(first + lane);
            Origin origin = new Origin(spec.source(first + lane), channel / Lanes.COUNT);
            lanes.computeIfAbsent(origin, k -> LaneMoves.none())[lane] = channel % Lanes.COUNT;
        }
        List<Part> parts = new ArrayList<>();
        lanes.forEach((origin, of) ->
                parts.add(
                        new Part(
                                origin.source,
                                origin.block,
                                new LaneMoves(of),
                                isInOrder(of, channels))));
        return parts;
    }

    private static boolean isInOrder(int[] lanes, int channels) {
        for (int lane = 0; lane < channels; lane++) {
            if (lanes[lane] != lane) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        Layout y = spec.y();
        RowBands bands = choice.bands(from, to);
        int last = choice.end(from, to);
        for (int unit = from; unit < last; unit++) {
            int n = bands.image(unit);
            int cb = bands.block(unit);
            int firstRow = bands.first(unit);
            int endRow = bands.end(unit);
            if (wholeBands) {
                run(addresses, n, cb, firstRow, (endRow - firstRow) * y.width());
            } else {
                for (int i = firstRow; i < endRow; i++) {
                    run(addresses, n, cb, i, y.width());
                }
            }
            HaloLoops.clearRows(y, addresses[addresses.length - 1], n, cb, firstRow, endRow);
        }
    }

    /** Writes {@code pixels} pixels from the start of {@code row} on. */
    private void run(long[] addresses, int n, int cb, int row, int pixels) {
        long y = addresses[addresses.length - 1] + spec.y().blockOffset(n, cb, row, 0);
        Part[] all = parts[cb];
        Part a = all[0];
        long x = address(addresses, a, n, row);
        if (a.inOrder) {
            Memory.copy(x, y, (long) pixels * Lanes.BYTES);
            return;
        }
        if (all.length == 1) {
            ChannelsLoops.one(x, a.moves, y, pixels);
            return;
        }
        Part b = all[1];
        ChannelsLoops.two(x, a.moves, address(addresses, b, n, row), b.moves, y, pixels);
        for (int i = 2; i < all.length; i++) {
            Part c = all[i];
            ChannelsLoops.more(address(addresses, c, n, row), c.moves, y, pixels);
        }
    }

    private long address(long[] addresses, Part part, int n, int row) {
        return addresses[part.source]
                + spec.sources().get(part.source).blockOffset(n, part.block, row, 0);
    }
}
