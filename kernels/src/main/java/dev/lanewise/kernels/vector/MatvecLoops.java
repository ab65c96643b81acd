package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.FMA;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.ValueLayout;

/** The loops of {@link MatvecKernel}, bound by how fast the matrix can be read. */
final class MatvecLoops {

    /** Rows of {@link #dots}. */
    static final int ROWS = 8;

    /** Vectors of each row that {@link #pairDots} takes together. */
    static final int PAIR_STEPS = 8;

    /** Vectors of {@link #sums}. */
    static final int VECTORS = 8;

    /** Rows of {@link #addRows}. */
    static final int ROWS_AT_ONCE = 4;

    /** Vectors of {@link #addRows} and {@link #addRow} are a multiple of this. */
    static final int GROUP = 4;

    private MatvecLoops() {}

    /**
     * target[r][lane] = sum over i of m[r][i lanes + lane] * x[i lanes + lane] for {@link #ROWS}
     * rows.
     *
     * @param row bytes from one row to the next
     * @param steps vectors of a row
     */
    static void dots(long matrix, long row, long x, int steps, long target) {
        long r0 = Memory.address(matrix);
        long r1 = Memory.address(matrix + row);
        long r2 = Memory.address(matrix + 2 * row);
        long r3 = Memory.address(matrix + 3 * row);
        long r4 = Memory.address(matrix + 4 * row);
        long r5 = Memory.address(matrix + 5 * row);
        long r6 = Memory.address(matrix + 6 * row);
        long r7 = Memory.address(matrix + 7 * row);
        long xs = Memory.address(x);
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector c4 = c0;
        FloatVector c5 = c0;
        FloatVector c6 = c0;
        FloatVector c7 = c0;
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long at = i * (long) Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, xs + at, ORDER);
            FloatVector m = fromMemorySegment(SPECIES, ALL, r0 + at, ORDER);
            c0 = FMA ? v.fma(m, c0) : v.mul(m).add(c0);
            m = fromMemorySegment(SPECIES, ALL, r1 + at, ORDER);
            c1 = FMA ? v.fma(m, c1) : v.mul(m).add(c1);
            m = fromMemorySegment(SPECIES, ALL, r2 + at, ORDER);
            c2 = FMA ? v.fma(m, c2) : v.mul(m).add(c2);
            m = fromMemorySegment(SPECIES, ALL, r3 + at, ORDER);
            c3 = FMA ? v.fma(m, c3) : v.mul(m).add(c3);
            m = fromMemorySegment(SPECIES, ALL, r4 + at, ORDER);
            c4 = FMA ? v.fma(m, c4) : v.mul(m).add(c4);
            m = fromMemorySegment(SPECIES, ALL, r5 + at, ORDER);
            c5 = FMA ? v.fma(m, c5) : v.mul(m).add(c5);
            m = fromMemorySegment(SPECIES, ALL, r6 + at, ORDER);
            c6 = FMA ? v.fma(m, c6) : v.mul(m).add(c6);
            m = fromMemorySegment(SPECIES, ALL, r7 + at, ORDER);
            c7 = FMA ? v.fma(m, c7) : v.mul(m).add(c7);
        }
        long t = Memory.address(target);
        c0.intoMemorySegment(ALL, t, ORDER);
        c1.intoMemorySegment(ALL, t + Lanes.BYTES, ORDER);
        c2.intoMemorySegment(ALL, t + 2L * Lanes.BYTES, ORDER);
        c3.intoMemorySegment(ALL, t + 3L * Lanes.BYTES, ORDER);
        c4.intoMemorySegment(ALL, t + 4L * Lanes.BYTES, ORDER);
        c5.intoMemorySegment(ALL, t + 5L * Lanes.BYTES, ORDER);
        c6.intoMemorySegment(ALL, t + 6L * Lanes.BYTES, ORDER);
        c7.intoMemorySegment(ALL, t + 7L * Lanes.BYTES, ORDER);
    }

    /**
     * target[r] = sum over i of m[r][i] * x[i] for two rows, {@link #PAIR_STEPS} vectors of each at
     * a time: fewer sequences, which the processor fetches further ahead.
     *
     * @param row bytes from one row to the next
     * @param steps vectors of a row
     */
    static void pairDots(long matrix, long row, long x, int steps, long target) {
        long r0 = Memory.address(matrix);
        long r1 = Memory.address(matrix + row);
        long xs = Memory.address(x);
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        FloatVector b4 = a0;
        FloatVector b5 = a0;
        FloatVector b6 = a0;
        FloatVector b7 = a0;
        int i = 0;
        for (; i <= steps - PAIR_STEPS; i = (i + PAIR_STEPS) & Integer.MAX_VALUE) {
            long at = i * (long) Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, xs + at, ORDER);
            FloatVector m = fromMemorySegment(SPECIES, ALL, r0 + at, ORDER);
            a0 = FMA ? v.fma(m, a0) : v.mul(m).add(a0);
            m = fromMemorySegment(SPECIES, ALL, r1 + at, ORDER);
            b0 = FMA ? v.fma(m, b0) : v.mul(m).add(b0);
            v = fromMemorySegment(SPECIES, ALL, xs + at + Lanes.BYTES, ORDER);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + Lanes.BYTES, ORDER);
            a1 = FMA ? v.fma(m, a1) : v.mul(m).add(a1);
            m = fromMemorySegment(SPECIES, ALL, r1 + at + Lanes.BYTES, ORDER);
            b1 = FMA ? v.fma(m, b1) : v.mul(m).add(b1);
            v = fromMemorySegment(SPECIES, ALL, xs + at + 2L * Lanes.BYTES, ORDER);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + 2L * Lanes.BYTES, ORDER);
            a2 = FMA ? v.fma(m, a2) : v.mul(m).add(a2);
            m = fromMemorySegment(SPECIES, ALL, r1 + at + 2L * Lanes.BYTES, ORDER);
            b2 = FMA ? v.fma(m, b2) : v.mul(m).add(b2);
            v = fromMemorySegment(SPECIES, ALL, xs + at + 3L * Lanes.BYTES, ORDER);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + 3L * Lanes.BYTES, ORDER);
            a3 = FMA ? v.fma(m, a3) : v.mul(m).add(a3);
            m = fromMemorySegment(SPECIES, ALL, r1 + at + 3L * Lanes.BYTES, ORDER);
            b3 = FMA ? v.fma(m, b3) : v.mul(m).add(b3);
            v = fromMemorySegment(SPECIES, ALL, xs + at + 4L * Lanes.BYTES, ORDER);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + 4L * Lanes.BYTES, ORDER);
            a4 = FMA ? v.fma(m, a4) : v.mul(m).add(a4);
            m = fromMemorySegment(SPECIES, ALL, r1 + at + 4L * Lanes.BYTES, ORDER);
            b4 = FMA ? v.fma(m, b4) : v.mul(m).add(b4);
            v = fromMemorySegment(SPECIES, ALL, xs + at + 5L * Lanes.BYTES, ORDER);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + 5L * Lanes.BYTES, ORDER);
            a5 = FMA ? v.fma(m, a5) : v.mul(m).add(a5);
            m = fromMemorySegment(SPECIES, ALL, r1 + at + 5L * Lanes.BYTES, ORDER);
            b5 = FMA ? v.fma(m, b5) : v.mul(m).add(b5);
            v = fromMemorySegment(SPECIES, ALL, xs + at + 6L * Lanes.BYTES, ORDER);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + 6L * Lanes.BYTES, ORDER);
            a6 = FMA ? v.fma(m, a6) : v.mul(m).add(a6);
            m = fromMemorySegment(SPECIES, ALL, r1 + at + 6L * Lanes.BYTES, ORDER);
            b6 = FMA ? v.fma(m, b6) : v.mul(m).add(b6);
            v = fromMemorySegment(SPECIES, ALL, xs + at + 7L * Lanes.BYTES, ORDER);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + 7L * Lanes.BYTES, ORDER);
            a7 = FMA ? v.fma(m, a7) : v.mul(m).add(a7);
            m = fromMemorySegment(SPECIES, ALL, r1 + at + 7L * Lanes.BYTES, ORDER);
            b7 = FMA ? v.fma(m, b7) : v.mul(m).add(b7);
        }
        for (; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long at = i * (long) Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, xs + at, ORDER);
            FloatVector m = fromMemorySegment(SPECIES, ALL, r0 + at, ORDER);
            a0 = FMA ? v.fma(m, a0) : v.mul(m).add(a0);
            m = fromMemorySegment(SPECIES, ALL, r1 + at, ORDER);
            b0 = FMA ? v.fma(m, b0) : v.mul(m).add(b0);
        }
        long t = Memory.address(target);
        a0 = a0.add(a1).add(a2.add(a3));
        a4 = a4.add(a5).add(a6.add(a7));
        Memory.setFloat(t, a0.add(a4).reduceLanes(VectorOperators.ADD));
        b0 = b0.add(b1).add(b2.add(b3));
        b4 = b4.add(b5).add(b6.add(b7));
        Memory.setFloat(t + 4, b0.add(b4).reduceLanes(VectorOperators.ADD));
    }

    /**
     * target[r] = sum over lanes of target[r][lane] for {@link #ROWS} rows, in the order of the
     * lanes.
     */
    static void laneSums(long target) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            long at = target + 4L * lane;
            s0 += Memory.getFloat(at);
            s1 += Memory.getFloat(at + Lanes.BYTES);
            s2 += Memory.getFloat(at + 2L * Lanes.BYTES);
            s3 += Memory.getFloat(at + 3L * Lanes.BYTES);
            s4 += Memory.getFloat(at + 4L * Lanes.BYTES);
            s5 += Memory.getFloat(at + 5L * Lanes.BYTES);
            s6 += Memory.getFloat(at + 6L * Lanes.BYTES);
            s7 += Memory.getFloat(at + 7L * Lanes.BYTES);
        }
        Memory.setFloat(target, s0);
        Memory.setFloat(target + 4, s1);
        Memory.setFloat(target + 8, s2);
        Memory.setFloat(target + 12, s3);
        Memory.setFloat(target + 16, s4);
        Memory.setFloat(target + 20, s5);
        Memory.setFloat(target + 24, s6);
        Memory.setFloat(target + 28, s7);
    }

    /**
     * target[j] = sum over i of x[i] * m[i][j] for {@link #VECTORS} vectors of j.
     *
     * @param row bytes from one row to the next
     * @param steps rows
     */
    static void sums(long matrix, long row, long x, int steps, long target) {
        long first = Memory.address(matrix);
        long xs = Memory.address(x);
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector c4 = c0;
        FloatVector c5 = c0;
        FloatVector c6 = c0;
        FloatVector c7 = c0;
        for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
            long at = Memory.address(first + i * row);
            FloatVector v =
                    FloatVector.broadcast(
                            SPECIES, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i));
            FloatVector m = fromMemorySegment(SPECIES, ALL, at, ORDER);
            c0 = FMA ? v.fma(m, c0) : v.mul(m).add(c0);
            m = fromMemorySegment(SPECIES, ALL, at + Lanes.BYTES, ORDER);
            c1 = FMA ? v.fma(m, c1) : v.mul(m).add(c1);
            m = fromMemorySegment(SPECIES, ALL, at + 2L * Lanes.BYTES, ORDER);
            c2 = FMA ? v.fma(m, c2) : v.mul(m).add(c2);
            m = fromMemorySegment(SPECIES, ALL, at + 3L * Lanes.BYTES, ORDER);
            c3 = FMA ? v.fma(m, c3) : v.mul(m).add(c3);
            m = fromMemorySegment(SPECIES, ALL, at + 4L * Lanes.BYTES, ORDER);
            c4 = FMA ? v.fma(m, c4) : v.mul(m).add(c4);
            m = fromMemorySegment(SPECIES, ALL, at + 5L * Lanes.BYTES, ORDER);
            c5 = FMA ? v.fma(m, c5) : v.mul(m).add(c5);
            m = fromMemorySegment(SPECIES, ALL, at + 6L * Lanes.BYTES, ORDER);
            c6 = FMA ? v.fma(m, c6) : v.mul(m).add(c6);
            m = fromMemorySegment(SPECIES, ALL, at + 7L * Lanes.BYTES, ORDER);
            c7 = FMA ? v.fma(m, c7) : v.mul(m).add(c7);
        }
        long t = Memory.address(target);
        c0.intoMemorySegment(ALL, t, ORDER);
        c1.intoMemorySegment(ALL, t + Lanes.BYTES, ORDER);
        c2.intoMemorySegment(ALL, t + 2L * Lanes.BYTES, ORDER);
        c3.intoMemorySegment(ALL, t + 3L * Lanes.BYTES, ORDER);
        c4.intoMemorySegment(ALL, t + 4L * Lanes.BYTES, ORDER);
        c5.intoMemorySegment(ALL, t + 5L * Lanes.BYTES, ORDER);
        c6.intoMemorySegment(ALL, t + 6L * Lanes.BYTES, ORDER);
        c7.intoMemorySegment(ALL, t + 7L * Lanes.BYTES, ORDER);
    }

    /**
     * target[j] += sum over i of x[i] * m[i][j] for {@link #ROWS_AT_ONCE} rows: whole rows are
     * sequences that the processor fetches ahead, of which there must not be many.
     *
     * @param row bytes from one row to the next
     * @param vectors vectors of j, a multiple of {@link #GROUP}
     */
    static void addRows(long matrix, long row, long x, int vectors, long target) {
        long r0 = Memory.address(matrix);
        long r1 = Memory.address(matrix + row);
        long r2 = Memory.address(matrix + 2 * row);
        long r3 = Memory.address(matrix + 3 * row);
        long sums = Memory.address(target);
        FloatVector x0 = FloatVector.broadcast(SPECIES, Memory.getFloat(x));
        FloatVector x1 = FloatVector.broadcast(SPECIES, Memory.getFloat(x + 4));
        FloatVector x2 = FloatVector.broadcast(SPECIES, Memory.getFloat(x + 8));
        FloatVector x3 = FloatVector.broadcast(SPECIES, Memory.getFloat(x + 12));
        for (int i = 0; i < vectors; i = (i + GROUP) & Integer.MAX_VALUE) {
            long at = i * (long) Lanes.BYTES;
            FloatVector c0 = fromMemorySegment(SPECIES, ALL, sums + at, ORDER);
            FloatVector c1 = fromMemorySegment(SPECIES, ALL, sums + at + Lanes.BYTES, ORDER);
            FloatVector c2 = fromMemorySegment(SPECIES, ALL, sums + at + 2L * Lanes.BYTES, ORDER);
            FloatVector c3 = fromMemorySegment(SPECIES, ALL, sums + at + 3L * Lanes.BYTES, ORDER);
            FloatVector m = fromMemorySegment(SPECIES, ALL, r0 + at, ORDER);
            c0 = FMA ? x0.fma(m, c0) : x0.mul(m).add(c0);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + Lanes.BYTES, ORDER);
            c1 = FMA ? x0.fma(m, c1) : x0.mul(m).add(c1);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + 2L * Lanes.BYTES, ORDER);
            c2 = FMA ? x0.fma(m, c2) : x0.mul(m).add(c2);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + 3L * Lanes.BYTES, ORDER);
            c3 = FMA ? x0.fma(m, c3) : x0.mul(m).add(c3);
            m = fromMemorySegment(SPECIES, ALL, r1 + at, ORDER);
            c0 = FMA ? x1.fma(m, c0) : x1.mul(m).add(c0);
            m = fromMemorySegment(SPECIES, ALL, r1 + at + Lanes.BYTES, ORDER);
            c1 = FMA ? x1.fma(m, c1) : x1.mul(m).add(c1);
            m = fromMemorySegment(SPECIES, ALL, r1 + at + 2L * Lanes.BYTES, ORDER);
            c2 = FMA ? x1.fma(m, c2) : x1.mul(m).add(c2);
            m = fromMemorySegment(SPECIES, ALL, r1 + at + 3L * Lanes.BYTES, ORDER);
            c3 = FMA ? x1.fma(m, c3) : x1.mul(m).add(c3);
            m = fromMemorySegment(SPECIES, ALL, r2 + at, ORDER);
            c0 = FMA ? x2.fma(m, c0) : x2.mul(m).add(c0);
            m = fromMemorySegment(SPECIES, ALL, r2 + at + Lanes.BYTES, ORDER);
            c1 = FMA ? x2.fma(m, c1) : x2.mul(m).add(c1);
            m = fromMemorySegment(SPECIES, ALL, r2 + at + 2L * Lanes.BYTES, ORDER);
            c2 = FMA ? x2.fma(m, c2) : x2.mul(m).add(c2);
            m = fromMemorySegment(SPECIES, ALL, r2 + at + 3L * Lanes.BYTES, ORDER);
            c3 = FMA ? x2.fma(m, c3) : x2.mul(m).add(c3);
            m = fromMemorySegment(SPECIES, ALL, r3 + at, ORDER);
            c0 = FMA ? x3.fma(m, c0) : x3.mul(m).add(c0);
            m = fromMemorySegment(SPECIES, ALL, r3 + at + Lanes.BYTES, ORDER);
            c1 = FMA ? x3.fma(m, c1) : x3.mul(m).add(c1);
            m = fromMemorySegment(SPECIES, ALL, r3 + at + 2L * Lanes.BYTES, ORDER);
            c2 = FMA ? x3.fma(m, c2) : x3.mul(m).add(c2);
            m = fromMemorySegment(SPECIES, ALL, r3 + at + 3L * Lanes.BYTES, ORDER);
            c3 = FMA ? x3.fma(m, c3) : x3.mul(m).add(c3);
            c0.intoMemorySegment(ALL, sums + at, ORDER);
            c1.intoMemorySegment(ALL, sums + at + Lanes.BYTES, ORDER);
            c2.intoMemorySegment(ALL, sums + at + 2L * Lanes.BYTES, ORDER);
            c3.intoMemorySegment(ALL, sums + at + 3L * Lanes.BYTES, ORDER);
        }
    }

    /** As {@link #addRows} for a single row. */
    static void addRow(long matrix, long x, int vectors, long target) {
        long r0 = Memory.address(matrix);
        long sums = Memory.address(target);
        FloatVector x0 = FloatVector.broadcast(SPECIES, Memory.getFloat(x));
        for (int i = 0; i < vectors; i = (i + GROUP) & Integer.MAX_VALUE) {
            long at = i * (long) Lanes.BYTES;
            FloatVector c0 = fromMemorySegment(SPECIES, ALL, sums + at, ORDER);
            FloatVector c1 = fromMemorySegment(SPECIES, ALL, sums + at + Lanes.BYTES, ORDER);
            FloatVector c2 = fromMemorySegment(SPECIES, ALL, sums + at + 2L * Lanes.BYTES, ORDER);
            FloatVector c3 = fromMemorySegment(SPECIES, ALL, sums + at + 3L * Lanes.BYTES, ORDER);
            FloatVector m = fromMemorySegment(SPECIES, ALL, r0 + at, ORDER);
            c0 = FMA ? x0.fma(m, c0) : x0.mul(m).add(c0);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + Lanes.BYTES, ORDER);
            c1 = FMA ? x0.fma(m, c1) : x0.mul(m).add(c1);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + 2L * Lanes.BYTES, ORDER);
            c2 = FMA ? x0.fma(m, c2) : x0.mul(m).add(c2);
            m = fromMemorySegment(SPECIES, ALL, r0 + at + 3L * Lanes.BYTES, ORDER);
            c3 = FMA ? x0.fma(m, c3) : x0.mul(m).add(c3);
            c0.intoMemorySegment(ALL, sums + at, ORDER);
            c1.intoMemorySegment(ALL, sums + at + Lanes.BYTES, ORDER);
            c2.intoMemorySegment(ALL, sums + at + 2L * Lanes.BYTES, ORDER);
            c3.intoMemorySegment(ALL, sums + at + 3L * Lanes.BYTES, ORDER);
        }
    }
}
