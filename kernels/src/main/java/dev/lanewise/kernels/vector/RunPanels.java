package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * How the columns (output channels) of a {@link RunProduct} are packed: first what is added to all
 * sums [panel][lanes], then the weights of panel after panel [k][lanes].
 */
final class RunPanels {

    /** Lanes of {@link RunTiles#PAIRS} and {@link RunTiles#HALF}. */
    private static final int PAIRED_LANES = RunProduct.TILE_LANES;

    private static final int HALF_LANES = PAIRED_LANES * 3 / 2;

    private final int k;
    private final int width;
    private final int count;
    private final int lastColumns;
    private final int lastLanes;
    private final boolean pairs;

    /** Whether the last panel is one of a vector and a half. */
    private final boolean half;

    /** What is packed: a panel each, but two of a vector and a half. */
    private final Piece[] pieces;

    /**
     * Some columns.
     *
     * @param first the first of them
     * @param start bytes from the first start to theirs
     * @param weights bytes from the first weight to theirs
     */
    private record Piece(int first, int columns, int lanes, long start, long weights) {}

    /**
     * @param columns how many columns there are
     * @param k weights of a column
     * @param width lanes of every panel but the last
     * @param unit the last panel's lanes are a multiple of this
     */
    RunPanels(int columns, int k, int width, int unit) {
        this(columns, k, width, unit, false);
    }

    /**
     * @param pairs whether panels of one vector are packed for {@link RunTiles#PAIRS}, and the last
     *     for {@link RunTiles#HALF} if it has a vector and a half; k is even then
     */
    RunPanels(int columns, int k, int width, int unit, boolean pairs) {
        int whole = wholeHalves(columns) - HALF_LANES;
        this.k = k;
        this.width = width;
        this.pairs = pairs;
        this.half = pairs && endsInHalf(columns) && whole % width == 0;
        this.count = half ? whole / width + 1 : Math.ceilDiv(columns, width);
        this.lastColumns = columns - Math.max(0, count - 1) * width;
        this.lastLanes = half ? HALF_LANES : Math.ceilDiv(lastColumns, unit) * unit;
        this.pieces = new Piece[count + (half ? 1 : 0)];
        for (int panel = 0; panel < count; panel++) {
            pieces[panel] =
                    new Piece(
                            panel * width,
                            columns(panel),
                            lanes(panel),
                            start(panel),
                            weights(panel));
        }
        if (half) {
            Piece last = pieces[count - 1];
            pieces[count - 1] =
                    new Piece(last.first, PAIRED_LANES, PAIRED_LANES, last.start, last.weights);
            pieces[count] =
                    new Piece(
                            last.first + PAIRED_LANES,
                            last.columns - PAIRED_LANES,
                            PAIRED_LANES / 2,
                            last.start + 4L * PAIRED_LANES,
                            last.weights + 4L * PAIRED_LANES * k);
        }
    }

    /** Whether half a vector or less is left of more than one. */
    static boolean endsInHalf(int columns) {
        return columns > PAIRED_LANES && wholeHalves(columns) % PAIRED_LANES != 0;
    }

    private static int wholeHalves(int columns) {
        return Math.ceilDiv(columns, PAIRED_LANES / 2) * (PAIRED_LANES / 2);
    }

    int count() {
        return count;
    }

    /** Lanes of every panel but the last. */
    int width() {
        return width;
    }

    /** Columns of a panel. */
    int columns(int panel) {
        return panel < count - 1 ? width : lastColumns;
    }

    /** Lanes of a panel, those without a column included. */
    int lanes(int panel) {
        return panel < count - 1 ? width : lastLanes;
    }

    /** The number of a panel's tiles, less their rows. */
    int tile(int panel) {
        int lanes = lanes(panel);
        if (half && panel == count - 1) {
            return RunTiles.HALF;
        }
        return pairs && lanes == PAIRED_LANES ? RunTiles.PAIRS : RunProduct.tile(lanes);
    }

    /** Whether any panel is packed for two steps at once. */
    boolean hasPairs() {
        return count > 0 && tile(count - 1) >= RunTiles.PAIRS;
    }

    /** Bytes from the first start to that of a panel. */
    long start(int panel) {
        return 4L * panel * width;
    }

    /** Bytes from the first weight to those of a panel. */
    long weights(int panel) {
        return 4L * panel * width * k;
    }

    /** Bytes of all starts. */
    long startBytes() {
        return start(Math.max(0, count - 1)) + lastStartBytes();
    }

    private long lastStartBytes() {
        return 4L * (half ? 2 * PAIRED_LANES : lastLanes);
    }

    /** Bytes of the starts, and of a row's sums, of the panel that has most of them. */
    long mostStartBytes() {
        return Math.max(4L * width, lastStartBytes());
    }

    /** Bytes of starts and weights. */
    long bytes() {
        return startBytes() + weights(Math.max(0, count - 1)) + 4L * lastLanes * k;
    }

    /** Packs all columns; parameters as in {@link PackedWeights}. */
    void pack(
            MemorySegment source,
            long columnStride,
            long[] order,
            float factor,
            @Nullable MemorySegment bias,
            long target) {
        long weights = target + startBytes();
        pack(source, columnStride, order, factor, bias, target, weights);
        pairUp(target);
    }

    /** As the other method, to starts and weights that lie anywhere; none of pairs. */
    void pack(
            MemorySegment source,
            long columnStride,
            long[] order,
            float factor,
            @Nullable MemorySegment bias,
            long starts,
            long weights) {
        for (Piece piece : pieces) {
            PackedWeights.pack(
                    piece.first,
                    piece.columns,
                    piece.lanes,
                    source,
                    columnStride,
                    order,
                    factor,
                    bias,
                    starts + piece.start,
                    weights + piece.weights);
        }
    }

    /** As {@link #pack} with a factor of 1, by {@link PackedWeights#repack}. */
    void repack(
            MemorySegment source,
            long columnStride,
            long[] order,
            @Nullable MemorySegment bias,
            long target) {
        long weights = target + startBytes();
        for (Piece piece : pieces) {
            PackedWeights.repack(
                    piece.first,
                    piece.columns,
                    piece.lanes,
                    source,
                    columnStride,
                    order,
                    bias,
                    target + piece.start,
                    weights + piece.weights);
        }
        pairUp(target);
    }

    /** Rearranges the weights, still [k][lanes], of panels that take two steps at once. */
    private void pairUp(long target) {
        if (!pairs) {
            return;
        }
        for (Piece piece : pieces) {
            long weights = target + startBytes() + piece.weights;
            long step = 4L * piece.lanes;
            for (int i = 0; i < k; i += 2) {
                if (piece.lanes == PAIRED_LANES) {
                    exchange(weights + i * step, weights + (i + 1) * step);
                } else if (piece.lanes == PAIRED_LANES / 2) {
                    interleave(weights + i * step);
                }
            }
        }
        if (half) {
            Memory.zero(target + startBytes() - 2L * PAIRED_LANES, 2L * PAIRED_LANES);
        }
    }

    /** Of two steps' weights, to weights of outputs' own parity and those of the other one. */
    private static void exchange(long even, long odd) {
        for (long o = 0; o < 4L * PAIRED_LANES; o += 8) {
            float second = Memory.getFloat(even + o + 4);
            Memory.setFloat(even + o + 4, Memory.getFloat(odd + o + 4));
            Memory.setFloat(odd + o + 4, Memory.getFloat(odd + o));
            Memory.setFloat(odd + o, second);
        }
    }

    /**
     * From the weights of an even and an odd step, one behind the other, to pairs of them. The one
     * at place p goes to 2 p modulo all but one.
     */
    private static void interleave(long steps) {
        int cycle = PAIRED_LANES - 1;
        for (int first = 1; first < PAIRED_LANES / 2; first++) {
            if (isLeast(first, cycle)) {
                float moved = Memory.getFloat(steps + 4L * first);
                for (int to = 2 * first % cycle; to != first; to = 2 * to % cycle) {
                    float next = Memory.getFloat(steps + 4L * to);
                    Memory.setFloat(steps + 4L * to, moved);
                    moved = next;
                }
                Memory.setFloat(steps + 4L * first, moved);
            }
        }
    }

    /** Whether no place of its cycle is before it. */
    private static boolean isLeast(int place, int cycle) {
        int next = 2 * place % cycle;
        while (next > place) {
            next = 2 * next % cycle;
        }
        return next == place;
    }
}
