package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Rearranges weights into {@link PackedPanel}s. */
final class PackedWeights {

    /** Steps that are packed together, in an array: every compiler does well with arrays. */
    static final int STEPS = 144;

    /** How far, in multiples of {@link #STEPS}, steps may lie apart to be read in one stretch. */
    private static final int MOST_SPREAD = 8;

    private PackedWeights() {}

    /** As the other method, for the columns of a panel in vectors of {@link Lanes#COUNT}. */
    static void pack(
            PackedPanel panel,
            MemorySegment source,
            long columnStride,
            long[] order,
            float factor,
            @Nullable MemorySegment bias,
            long target) {
        int lanes = panel.vectors() * Lanes.COUNT;
        pack(
                panel.column(),
                panel.columns(),
                lanes,
                source,
                columnStride,
                order,
                factor,
                bias,
                target,
                target + 4L * lanes);
    }

    /**
     * Packs one panel: bias [lanes] and weights [k][lanes]. Denormal weights become zero: they
     * would slow every product down and change no result that matters.
     *
     * @param first the panel's first column
     * @param columns columns there are; the lanes after them become zero
     * @param lanes lanes of the panel
     * @param source [columns] x [k] weights, anyhow strided
     * @param columnStride floats from one column to the next
     * @param order [k] the float of a column that is its k-th weight
     * @param factor multiplies every weight
     * @param bias [columns], or null
     * @param start address of the bias
     * @param weights address of the weights
     */
    static void pack(
            int first,
            int columns,
            int lanes,
            MemorySegment source,
            long columnStride,
            long[] order,
            float factor,
            @Nullable MemorySegment bias,
            long start,
            long weights) {
        float[] packed = new float[STEPS * lanes];
        if (bias != null) {
            read(bias, first, packed, 0, columns);
        }
        ScalarLoops.write(packed, 0, start, lanes);
        for (int done = 0; done < order.length; done += STEPS) {
            int steps = Math.min(STEPS, order.length - done);
            steps(first, columns, lanes, source, columnStride, order, done, steps, factor, packed);
            ScalarLoops.write(packed, 0, weights + 4L * done * lanes, steps * lanes);
        }
    }

    /**
     * Some steps of a panel, as {@link #pack} has them.
     *
     * @param done the first step
     * @param steps how many
     * @param packed receives [steps][lanes]
     */
    static void steps(
            int first,
            int columns,
            int lanes,
            MemorySegment source,
            long columnStride,
            long[] order,
            int done,
            int steps,
            float factor,
            float[] packed) {
        if (columnStride == 1 && columns > 1) {
            for (int i = 0; i < steps; i++) {
                read(source, first + order[done + i], packed, i * lanes, columns);
            }
        } else {
            columns(first, columns, lanes, source, columnStride, order, done, steps, packed);
        }
        finish(packed, steps * lanes, factor);
        if (columns < lanes) {
            clearUnused(packed, columns, lanes, steps);
        }
    }

    /**
     * Packs the weights of some rows, bias [rows] and weights [k / lanes][rows][lanes], k being
     * whole vectors. Denormal weights become zero, as above.
     *
     * @param first the first row
     * @param there rows there are; those after them become zero
     * @param rows rows to pack
     * @param source [rows] x [k] weights
     * @param order [k] the float of a row that is its k-th weight
     * @param bias [rows], or null
     * @param start address of the bias
     * @param weights address of the weights
     */
    static void packRows(
            int first,
            int there,
            int rows,
            MemorySegment source,
            long[] order,
            @Nullable MemorySegment bias,
            long start,
            long weights) {
        float[] biases = new float[rows];
        if (bias != null) {
            read(bias, first, biases, 0, there);
        }
        ScalarLoops.write(biases, 0, start, rows);
        float[] row = new float[order.length];
        float[] packed = new float[order.length];
        for (int r = 0; r < rows; r++) {
            if (r < there) {
                read(source, (long) (first + r) * order.length, row, 0, order.length);
            } else {
                Arrays.fill(row, 0);
            }
            for (int i = 0; i < order.length; i++) {
                packed[i] = normal(row[(int) order[i]]);
            }
            for (int i = 0; i < order.length; i += Lanes.COUNT) {
                long to = weights + 4L * ((long) i * rows + (long) r * Lanes.COUNT);
                ScalarLoops.write(packed, i, to, Lanes.COUNT);
            }
        }
    }

    /**
     * As {@link #pack}, a weight at a time and without allocating: for weights that change from run
     * to run. The same bits, with a factor of 1.
     */
    static void repack(
            int first,
            int columns,
            int lanes,
            MemorySegment source,
            long columnStride,
            long[] order,
            @Nullable MemorySegment bias,
            long start,
            long weights) {
        Memory.zero(start, 4L * lanes);
        if (bias != null) {
            Memory.copy(bias.address() + 4L * first, start, 4L * columns);
        }
        if (columns < lanes) {
            Memory.zero(weights, 4L * order.length * lanes);
        }
        for (int lane = 0; lane < columns; lane++) {
            long from = source.address() + 4L * (first + lane) * columnStride;
            long to = weights + 4L * lane;
            for (int i = 0; i < order.length; i++) {
                float weight = normal(Memory.getFloat(from + 4 * order[i]));
                Memory.setFloat(to + 4L * i * lanes, weight);
            }
        }
    }

    /** Reads some steps of each column: a stretch of the source that has them, then these. */
    private static void columns(
            int first,
            int columns,
            int lanes,
            MemorySegment source,
            long columnStride,
            long[] order,
            int done,
            int steps,
            float[] packed) {
        long low = order[done];
        long high = low;
        for (int i = 1; i < steps; i++) {
            low = Math.min(low, order[done + i]);
            high = Math.max(high, order[done + i]);
        }
        if (high - low >= MOST_SPREAD * STEPS) {
            for (int lane = 0; lane < columns; lane++) {
                for (int i = 0; i < steps; i++) {
                    long index = (first + lane) * columnStride + order[done + i];
                    packed[i * lanes + lane] =
                            source.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index);
                }
            }
            return;
        }
        int[] places = new int[steps];
        for (int i = 0; i < steps; i++) {
            places[i] = (int) (order[done + i] - low);
        }
        float[] stretch = new float[(int) (high - low + 1)];
        for (int lane = 0; lane < columns; lane++) {
            read(source, (first + lane) * columnStride + low, stretch, 0, stretch.length);
            scatter(stretch, places, packed, lane, lanes);
        }
    }

    private static void scatter(float[] from, int[] places, float[] to, int lane, int lanes) {
        int at = lane;
        for (int place : places) {
            to[at] = from[place];
            at += lanes;
        }
    }

    private static void finish(float[] weights, int count, float factor) {
        for (int i = 0; i < count; i++) {
            weights[i] = normal(factor * weights[i]);
        }
    }

    private static void clearUnused(float[] packed, int columns, int lanes, int steps) {
        for (int i = 0; i < steps; i++) {
            Arrays.fill(packed, i * lanes + columns, (i + 1) * lanes, 0);
        }
    }

    static void read(MemorySegment from, long index, float[] to, int at, int count) {
        MemorySegment.copy(
                from, ValueLayout.JAVA_FLOAT_UNALIGNED, index * Float.BYTES, to, at, count);
    }

    /** The weight, or zero for a denormal one. */
    static float normal(float weight) {
        return Math.abs(weight) < Float.MIN_NORMAL ? 0 : weight;
    }
}
