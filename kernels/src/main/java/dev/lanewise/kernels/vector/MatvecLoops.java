package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.FMA;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.ValueLayout;

/** The loops of {@link MatvecKernel}, bound by how fast the matrix can be read. */
final class MatvecLoops {

    /** Rows of {@link #dots}. */
    static final int ROWS = 8;

    /** Vectors of {@link #sums}. */
    static final int VECTORS = 8;

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
}
