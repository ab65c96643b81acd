package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * Winograd's algorithm along columns for 7 rows of weights at stride 2: four outputs of 13 inputs
 * by 13 multiplications rather than 28.
 *
 * <p>Even inputs meet weights 0, 2, 4 and 6, odd ones weights 1, 3 and 5: F(4, 4) at 1, -1, 1/2,
 * -1/2, 2, -2 and infinity plus F(4, 3) at 0, 1, -1, 1/2, -1/2 and infinity. Where both have a
 * point, their products are one sum, so that there are eight to transform. All constants but those
 * of {@link #weights} are exact.
 *
 * <p>The points are those of Lavin and Gray, Fast Algorithms for Convolutional Neural Networks,
 * 2015, which has stride 1; parities are convolutions of stride 1.
 */
final class WinogradColumns {

    static final int KERNEL = 7;
    static final int STRIDE = 2;

    /** Outputs of a tile. */
    static final int OUTPUTS = 4;

    /** Inputs of a tile. */
    static final int INPUTS = STRIDE * (OUTPUTS - 1) + KERNEL;

    /** Sums of a tile. */
    static final int ELEMENTS = 8;

    /** Products of a tile: for each sum one of an even and one of an odd parity, but for three. */
    static final int PRODUCTS = 2 * ELEMENTS - 3;

    /** The elements that have only odd inputs, and only even ones. */
    static final int ZERO = 0;

    static final int TWO = 5;
    static final int MINUS_TWO = 6;

    private static final double[] POINTS = {0, 1, -1, 0.5, -0.5, 2, -2};
    private static final double[] EVEN_POINTS = {1, -1, 0.5, -0.5, 2, -2};
    private static final double[] ODD_POINTS = {0, 1, -1, 0.5, -0.5};

    private static final Readiness INPUT_FORM = new Readiness();
    private static final Readiness OUTPUT_FORM = new Readiness();

    private WinogradColumns() {}

    /** Whether element {@code e} has even inputs, else odd ones ({@code parity} 1). */
    static boolean has(int e, int parity) {
        return parity == 0 ? e != ZERO : e != TWO && e != MINUS_TWO;
    }

    /** G, [elements][rows of weights]. */
    static double[][] weights() {
        double[][] g = new double[ELEMENTS][KERNEL];
        for (int row = 0; row < KERNEL; row++) {
            double[] points = row % 2 == 0 ? EVEN_POINTS : ODD_POINTS;
            int power = row / 2;
            for (int e = 0; e < POINTS.length; e++) {
                if (has(e, row % 2)) {
                    g[e][row] = Math.pow(POINTS[e], power) / distances(points, POINTS[e]);
                }
            }
        }
        g[ELEMENTS - 1][KERNEL - 1] = 1;
        g[ELEMENTS - 1][KERNEL - 2] = 1;
        return g;
    }

    /** The product of a point's distances from the others. */
    private static double distances(double[] points, double point) {
        double product = 1;
        for (double other : points) {
            product *= other == point ? 1 : point - other;
        }
        return product;
    }

    /**
     * B^T: from 13 rows of floats to [elements][even, odd] rows; those that no element has stay.
     *
     * @param x the first row
     * @param xRow bytes from one row to the next
     * @param y the first element's even row
     * @param yRow bytes from a row to that of the other parity, half of those to the next element
     * @param floats of a row, at least {@link Lanes#COUNT}
     */
    static void inputs(long x, int xRow, long y, int yRow, int floats) {
        int vectors = Math.ceilDiv(floats, Lanes.COUNT);
        int last = (floats - Lanes.COUNT) * Float.BYTES;
        if (INPUT_FORM.isReady()) {
            inputVectors(x, xRow, y, yRow, 0, vectors, last);
            return;
        }
        INPUT_FORM.run(
                vectors,
                (first, count) -> inputVectors(x, xRow, y, yRow, first, first + count, last),
                (first, count) ->
                        ScalarWinograd.inputColumns(x, xRow, y, yRow, first, first + count, last));
    }

    static void inputVectors(long x, int xRow, long y, int yRow, int first, int end, int last) {
        long from = Memory.address(x);
        long to = Memory.address(y);
        long s = Integer.toUnsignedLong(xRow);
        long t = Integer.toUnsignedLong(yRow);
        FloatVector f525 = FloatVector.broadcast(Lanes.SPECIES, 5.25f);
        FloatVector minus525 = FloatVector.broadcast(Lanes.SPECIES, -5.25f);
        FloatVector minus425 = FloatVector.broadcast(Lanes.SPECIES, -4.25f);
        FloatVector minus125 = FloatVector.broadcast(Lanes.SPECIES, -1.25f);
        FloatVector quarter = FloatVector.broadcast(Lanes.SPECIES, 0.25f);
        FloatVector minusQuarter = FloatVector.broadcast(Lanes.SPECIES, -0.25f);
        FloatVector minus5 = FloatVector.broadcast(Lanes.SPECIES, -5);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4);
        FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2);
        FloatVector minus2 = FloatVector.broadcast(Lanes.SPECIES, -2);
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector minusHalf = FloatVector.broadcast(Lanes.SPECIES, -0.5f);
        for (int i = first; i < end; i++) {
            long o = Integer.toUnsignedLong(Math.min(i * Lanes.BYTES, last));
            long in = from + o;
            long out = to + o;
            FloatVector d0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector d1 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
            FloatVector d2 = fromMemorySegment(SPECIES, ALL, in + 4 * s, ORDER);
            FloatVector d3 = fromMemorySegment(SPECIES, ALL, in + 6 * s, ORDER);
            FloatVector d4 = fromMemorySegment(SPECIES, ALL, in + 8 * s, ORDER);
            FloatVector d5 = fromMemorySegment(SPECIES, ALL, in + 10 * s, ORDER);
            FloatVector d6 = fromMemorySegment(SPECIES, ALL, in + 12 * s, ORDER);
            FloatVector odd = d3.fma(minus425, d1.add(d5));
            FloatVector even = d2.fma(minus425, d0.add(d4));
            odd.add(even).intoMemorySegment(ALL, out + 2 * t, ORDER);
            odd.sub(even).intoMemorySegment(ALL, out + 4 * t, ORDER);
            odd = d3.fma(minus5, d1.fma(four, d5));
            even = d2.fma(minus5, d0.fma(four, d4));
            even.fma(half, odd).intoMemorySegment(ALL, out + 6 * t, ORDER);
            even.fma(minusHalf, odd).intoMemorySegment(ALL, out + 8 * t, ORDER);
            odd = d3.fma(minus125, d1.fma(quarter, d5));
            even = d2.fma(minus125, d0.fma(quarter, d4));
            even.fma(two, odd).intoMemorySegment(ALL, out + 10 * t, ORDER);
            even.fma(minus2, odd).intoMemorySegment(ALL, out + 12 * t, ORDER);
            d2.fma(f525, d4.fma(minus525, d6.sub(d0))).intoMemorySegment(ALL, out + 14 * t, ORDER);
            d0 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
            d1 = fromMemorySegment(SPECIES, ALL, in + 3 * s, ORDER);
            d2 = fromMemorySegment(SPECIES, ALL, in + 5 * s, ORDER);
            d3 = fromMemorySegment(SPECIES, ALL, in + 7 * s, ORDER);
            d4 = fromMemorySegment(SPECIES, ALL, in + 9 * s, ORDER);
            d5 = fromMemorySegment(SPECIES, ALL, in + 11 * s, ORDER);
            d2.fma(minus125, d0.fma(quarter, d4)).intoMemorySegment(ALL, out + t, ORDER);
            even = d2.fma(minusQuarter, d4);
            odd = d1.fma(minusQuarter, d3);
            even.add(odd).intoMemorySegment(ALL, out + 3 * t, ORDER);
            even.sub(odd).intoMemorySegment(ALL, out + 5 * t, ORDER);
            even = d4.sub(d2);
            odd = d3.sub(d1);
            odd.fma(half, even).intoMemorySegment(ALL, out + 7 * t, ORDER);
            odd.fma(minusHalf, even).intoMemorySegment(ALL, out + 9 * t, ORDER);
            d3.fma(minus125, d1.fma(quarter, d5)).intoMemorySegment(ALL, out + 15 * t, ORDER);
        }
    }

    /**
     * A^T, plus bias, but at least {@code low}: from the sums of pixels, [elements][pixels][lanes],
     * to four rows of pixels. NaN stays.
     *
     * @param plane bytes from one element to the next
     * @param bias address of [lanes]
     * @param rowBytes bytes from one row of y to the next
     */
    static void outputs(long m, int plane, long bias, float low, long y, int rowBytes, int pixels) {
        if (OUTPUT_FORM.isReady()) {
            outputVectors(m, plane, bias, low, y, rowBytes, pixels);
            return;
        }
        OUTPUT_FORM.run(
                pixels,
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    outputVectors(m + o, plane, bias, low, y + o, rowBytes, count);
                },
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    ScalarWinograd.outputColumns(m + o, plane, bias, low, y + o, rowBytes, count);
                });
    }

    static void outputVectors(
            long m, int plane, long bias, float low, long y, int rowBytes, int pixels) {
        FloatVector start = fromMemorySegment(SPECIES, ALL, Memory.address(bias), ORDER);
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4);
        FloatVector eight = FloatVector.broadcast(Lanes.SPECIES, 8);
        FloatVector half = FloatVector.broadcast(Lanes.SPECIES, 1 / 2f);
        FloatVector quarter = FloatVector.broadcast(Lanes.SPECIES, 1 / 4f);
        FloatVector eighth = FloatVector.broadcast(Lanes.SPECIES, 1 / 8f);
        long from = Memory.address(m);
        long to = Memory.address(y);
        long s = Integer.toUnsignedLong(plane);
        long r = Integer.toUnsignedLong(rowBytes);
        for (int i = 0; i < pixels; i++) {
            long in = from + (long) i * Lanes.BYTES;
            long out = to + (long) i * Lanes.BYTES;
            FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector m1 = fromMemorySegment(SPECIES, ALL, in + s, ORDER);
            FloatVector m2 = fromMemorySegment(SPECIES, ALL, in + 2 * s, ORDER);
            FloatVector m3 = fromMemorySegment(SPECIES, ALL, in + 3 * s, ORDER);
            FloatVector m4 = fromMemorySegment(SPECIES, ALL, in + 4 * s, ORDER);
            FloatVector m5 = fromMemorySegment(SPECIES, ALL, in + 5 * s, ORDER);
            FloatVector m6 = fromMemorySegment(SPECIES, ALL, in + 6 * s, ORDER);
            FloatVector m7 = fromMemorySegment(SPECIES, ALL, in + 7 * s, ORDER);
            FloatVector even = m1.add(m2).add(start);
            FloatVector odd = m1.sub(m2).add(start);
            FloatVector evenHalf = m3.add(m4);
            FloatVector oddHalf = m3.sub(m4);
            FloatVector evenTwo = m5.add(m6);
            FloatVector oddTwo = m5.sub(m6);
            FloatVector value = m0.add(even).add(evenHalf.add(evenTwo));
            value.blend(floor, value.compare(LT, floor)).intoMemorySegment(ALL, out, ORDER);
            value = oddTwo.fma(two, oddHalf.fma(half, odd));
            value.blend(floor, value.compare(LT, floor)).intoMemorySegment(ALL, out + r, ORDER);
            value = evenTwo.fma(four, evenHalf.fma(quarter, even));
            value.blend(floor, value.compare(LT, floor)).intoMemorySegment(ALL, out + 2 * r, ORDER);
            value = oddTwo.fma(eight, oddHalf.fma(eighth, m7.add(odd)));
            value.blend(floor, value.compare(LT, floor)).intoMemorySegment(ALL, out + 3 * r, ORDER);
        }
    }
}
