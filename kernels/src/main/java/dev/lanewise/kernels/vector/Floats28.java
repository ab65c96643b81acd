package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Weights as floats of 28 bits: sign, 4 bits of exponent, 23 of mantissa, and a scale for each
 * column. They are floats as IEEE has them, but for 4 exponent bits that are always zero: times the
 * scale, a power of two, they are the weight. The largest of a column has exponent 15. So weights
 * are exact from 2^-14 of that power on, and denormals below it, off by at most 2^-38 of it.
 *
 * <p>A column with weights of 2^16 or more, or that aren't finite, has a negative scale. Its
 * largest finite weight has exponent 14; exponent 15 means infinite or NaN, as in IEEE; a weight is
 * the float times {@link #LIFT} times the scale's magnitude.
 *
 * <p>Memory of a tile of 8 vectors of columns: 7 words hold the weights of 8 columns. Words 0 to 3
 * are in the first strip, [k][4][lanes], 4 to 6 in the second, [k][3][lanes]. Word v is column v's
 * float; its free bits, 27 to 30, are bits 4 v to 4 v + 3 of column 7's: sign, exponent, mantissa.
 */
final class Floats28 {

    /** Vectors of a tile. */
    static final int VECTORS = 8;

    /** Columns of a tile. */
    static final int COLUMNS = VECTORS * Lanes.TILE_BYTES / Float.BYTES;

    /** Bits of a word that are its own column's. */
    static final int OWN = 0x87FF_FFFF;

    /** Words of the first strip, for each lane. */
    static final int FIRST = 4;

    /** Words of the second strip, for each lane. */
    static final int SECOND = 3;

    /** The place of a word's free bits. */
    static final int FREE = 27;

    static final float LIFT = 0x1p120f;

    private static final int WORDS = FIRST + SECOND;
    private static final int LANES = COLUMNS / VECTORS;

    /** Floats of a vector's steps that are packed together. */
    private static final int STEP_FLOATS = PackedWeights.STEPS * LANES;

    private static final int MAGNITUDE = 0x7FFF_FFFF;
    private static final int INFINITE = 15 << 23;
    private static final int NOT_A_NUMBER = INFINITE | 1 << 22;

    /** Columns of larger exponents would need scales that are no floats. */
    private static final int MOST_EXPONENT = 15;

    /** Added to the exponent of a special column; more than any exponent. */
    private static final int SPECIAL = 1 << 10;

    private Floats28() {}

    /** Bytes of the first strip's part of a tile. */
    static long firstBytes(int k) {
        return (long) k * FIRST * Lanes.TILE_BYTES;
    }

    /** Bytes of the second strip's part of a tile. */
    static long secondBytes(int k) {
        return (long) k * SECOND * Lanes.TILE_BYTES;
    }

    /** Some columns of a matrix, as {@link PackedWeights} has them. */
    record Columns(
            int first,
            int count,
            MemorySegment source,
            long columnStride,
            long[] order,
            float factor) {

        /** Steps {@code done} and on of one vector of columns, [steps][lanes]. */
        void steps(int vector, int done, int steps, float[] weights) {
            int column = vector * LANES;
            int there = Math.clamp(count - column, 0, LANES);
            PackedWeights.steps(
                    first + column,
                    there,
                    LANES,
                    source,
                    columnStride,
                    order,
                    done,
                    steps,
                    factor,
                    weights);
        }

        float weight(int column, int step) {
            long index = (first + column) * columnStride + order[step];
            float weight = source.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index);
            return PackedWeights.normal(factor * weight);
        }
    }

    /**
     * Packs a tile.
     *
     * @param columns at most {@link #COLUMNS}; zeros fill up the tile
     * @param bias of all columns of the matrix, or null
     * @param start address of the tile's bias
     * @param scale address of the tile's scales
     * @param first address of its part of the first strip
     * @param second address of its part of the second strip
     */
    static void pack(
            Columns columns,
            @Nullable MemorySegment bias,
            long start,
            long scale,
            long first,
            long second) {
        float[] line = new float[COLUMNS];
        if (bias != null) {
            PackedWeights.read(bias, columns.first, line, 0, columns.count);
        }
        ScalarLoops.write(line, 0, start, COLUMNS);
        int[] exponents = exponents(columns);
        float[] factors = new float[COLUMNS];
        for (int c = 0; c < COLUMNS; c++) {
            int exponent = exponents[c];
            boolean plain = exponent <= MOST_EXPONENT;
            factors[c] = plain ? Math.scalb(1f, -112 - exponent) : 0;
            line[c] =
                    plain
                            ? Math.scalb(1f, 112 + exponent)
                            : -Math.scalb(1f, exponent - SPECIAL - 7);
        }
        ScalarLoops.write(line, 0, scale, COLUMNS);
        int k = columns.order.length;
        float[][] everyStep = everyStep(factors);
        float[] weights = new float[STEP_FLOATS];
        float[] products = new float[STEP_FLOATS];
        int[][] floats = new int[VECTORS][STEP_FLOATS];
        int[] words = new int[FIRST * STEP_FLOATS];
        for (int done = 0; done < k; done += PackedWeights.STEPS) {
            int steps = Math.min(PackedWeights.STEPS, k - done);
            for (int v = 0; v < VECTORS; v++) {
                columns.steps(v, done, steps, weights);
                multiply(weights, everyStep[v], products);
                bits(products, floats[v]);
                encodeSpecial(weights, exponents, v, floats[v]);
            }
            signBesideExponent(floats[WORDS]);
            for (int v = 0; v < WORDS; v++) {
                addFreeBits(floats[v], floats[WORDS], 4 * v);
            }
            interleave(floats, 0, FIRST, steps, words);
            write(words, first + firstBytes(done), steps * FIRST * LANES);
            interleave(floats, FIRST, SECOND, steps, words);
            write(words, second + secondBytes(done), steps * SECOND * LANES);
        }
    }

    /** The exponent of each column's largest weight, that of a special one plus SPECIAL. */
    private static int[] exponents(Columns columns) {
        int[] highest = highest(columns);
        int[] exponents = new int[COLUMNS];
        for (int c = 0; c < columns.count; c++) {
            int exponent = exponent(columns.factor * Float.intBitsToFloat(highest[c]));
            exponents[c] =
                    exponent <= MOST_EXPONENT ? exponent : SPECIAL + finiteExponent(columns, c);
        }
        return exponents;
    }

    private static int finiteExponent(Columns columns, int column) {
        float most = 0;
        for (int i = 0; i < columns.order.length; i++) {
            float weight = Math.abs(columns.weight(column, i));
            most = weight <= Float.MAX_VALUE ? Math.max(most, weight) : most;
        }
        return exponent(most);
    }

    /** 128 for what isn't finite. */
    private static int exponent(float value) {
        return Math.max(Math.getExponent(value), Float.MIN_EXPONENT);
    }

    /** The bits of each column's largest weight, or of a NaN. */
    private static int[] highest(Columns columns) {
        int[] highest = new int[COLUMNS];
        int k = columns.order.length;
        boolean across = columns.columnStride == 1 && columns.count > 1;
        int[] line = new int[across ? columns.count : k];
        for (int i = 0; across && i < k; i++) {
            read(columns.source, columns.first + columns.order[i], line);
            raise(line, highest);
        }
        boolean down = k > 0 && columns.order[k - 1] == k - 1;
        for (int c = 0; !across && c < columns.count; c++) {
            if (down) {
                read(columns.source, (columns.first + c) * columns.columnStride, line);
                highest[c] = highest(line);
                continue;
            }
            for (int i = 0; i < k; i++) {
                long index = (columns.first + c) * columns.columnStride + columns.order[i];
                int bits = columns.source.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, index);
                highest[c] = Math.max(highest[c], bits & MAGNITUDE);
            }
        }
        return highest;
    }

    private static void raise(int[] line, int[] highest) {
        for (int c = 0; c < line.length; c++) {
            highest[c] = Math.max(highest[c], line[c] & MAGNITUDE);
        }
    }

    private static int highest(int[] line) {
        int highest = 0;
        for (int bits : line) {
            highest = Math.max(highest, bits & MAGNITUDE);
        }
        return highest;
    }

    /** Each vector's values, [columns of a tile], again and again: long loops are fast ones. */
    private static float[][] everyStep(float[] values) {
        float[][] every = new float[VECTORS][STEP_FLOATS];
        for (int v = 0; v < VECTORS; v++) {
            for (int i = 0; i < STEP_FLOATS; i += LANES) {
                System.arraycopy(values, v * LANES, every[v], i, LANES);
            }
        }
        return every;
    }

    /** Products by powers of two round denormals as wanted. */
    private static void multiply(float[] a, float[] b, float[] products) {
        for (int i = 0; i < a.length; i++) {
            products[i] = a[i] * b[i];
        }
    }

    private static void bits(float[] floats, int[] bits) {
        MemorySegment from = MemorySegment.ofArray(floats);
        MemorySegment.copy(from, ValueLayout.JAVA_INT_UNALIGNED, 0, bits, 0, bits.length);
    }

    private static void encodeSpecial(float[] weights, int[] exponents, int v, int[] floats) {
        for (int lane = 0; lane < LANES; lane++) {
            int exponent = exponents[v * LANES + lane];
            for (int i = lane; exponent > MOST_EXPONENT && i < weights.length; i += LANES) {
                floats[i] = encodeSpecial(weights[i], exponent - SPECIAL);
            }
        }
    }

    private static int encodeSpecial(float weight, int exponent) {
        if (Float.isNaN(weight)) {
            return NOT_A_NUMBER;
        }
        return Float.isInfinite(weight)
                ? Float.floatToRawIntBits(weight) & 1 << 31 | INFINITE
                : Float.floatToRawIntBits((float) (weight * Math.scalb(1.0, -113 - exponent)));
    }

    private static void signBesideExponent(int[] floats) {
        for (int i = 0; i < floats.length; i++) {
            floats[i] = floats[i] & 0x7FF_FFFF | floats[i] >>> 31 << FREE;
        }
    }

    /** Adds four bits of other floats, from one on. */
    private static void addFreeBits(int[] words, int[] others, int from) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= (others[i] >>> from & 15) << FREE;
        }
    }

    /** [steps][vectors][lanes] of some vectors, each [steps][lanes]. */
    private static void interleave(int[][] from, int first, int vectors, int steps, int[] to) {
        for (int v = 0; v < vectors; v++) {
            for (int i = 0; i < steps; i++) {
                int at = (i * vectors + v) * LANES;
                System.arraycopy(from[first + v], i * LANES, to, at, LANES);
            }
        }
    }

    /**
     * The weights of some steps of a tile.
     *
     * @param scales [columns of a tile]
     * @param weights receives [steps][columns of a tile]
     */
    static void unpack(long first, long second, int steps, float[] scales, float[] weights) {
        int[] words = new int[steps * WORDS * LANES];
        int half = steps * FIRST * LANES;
        copy(first, words, 0, half);
        copy(second, words, half, words.length - half);
        for (int i = 0; i < steps; i++) {
            for (int lane = 0; lane < LANES; lane++) {
                int to = i * COLUMNS + lane;
                int bits = 0;
                for (int v = 0; v < WORDS; v++) {
                    int at =
                            v < FIRST
                                    ? (i * FIRST + v) * LANES
                                    : half + (i * SECOND + v - FIRST) * LANES;
                    int word = words[at + lane];
                    bits |= (word >>> FREE & 15) << 4 * v;
                    weights[to + v * LANES] = decode(word & OWN, scales[v * LANES + lane]);
                }
                int last = bits >>> FREE << 31 | bits & 0x7FF_FFFF;
                weights[to + WORDS * LANES] = decode(last, scales[WORDS * LANES + lane]);
            }
        }
    }

    private static float decode(int bits, float scale) {
        float tiny = Float.intBitsToFloat(bits);
        if (scale > 0) {
            return tiny * scale;
        }
        return (bits & INFINITE) == INFINITE
                ? Float.intBitsToFloat(bits | 0x7F80_0000)
                : tiny * LIFT * -scale;
    }

    private static void read(MemorySegment from, long index, int[] to) {
        long at = index * Float.BYTES;
        MemorySegment.copy(from, ValueLayout.JAVA_INT_UNALIGNED, at, to, 0, to.length);
    }

    private static void copy(long from, int[] to, int at, int count) {
        MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_INT_UNALIGNED, from, to, at, count);
    }

    private static void write(int[] from, long to, int count) {
        MemorySegment.copy(from, 0, Memory.ALL, ValueLayout.JAVA_INT_UNALIGNED, to, count);
    }
}
