package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.ValueLayout;

/**
 * The register tiles of {@link WinogradSums}, written by TileGenerator: m[e][r][v] = sum over k of
 * x[e][r][k] * w[e][k][v], for as many elements e and rows r as are asked for; or that added to m.
 *
 * <p>Memory: x [r][k], rows at a constant distance; w [k][v][lanes]; m [r][v][lanes]. The last tile
 * of an element ends with the last row, and computes again what it shares with the one before;
 * tiles that add may not share. There are no fewer rows than a tile has.
 */
final class WinogradSumTiles {

    private WinogradSumTiles() {}

    static void tile4x4(
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k,
            long zeros) {
        long x1 = Memory.step(xRow);
        long x3 = 3 * x1;
        long zero = Memory.address(zeros);
        for (int e = 0; e < elements; e++) {
            long b0 = Memory.address(w + e * wPlane);
            for (int row = 0; row < rows; row += 4) {
                long r = Math.min(row, rows - 4);
                long x0 = Memory.address(x + e * xPlane + r * x1);
                long o = Memory.address(m + e * mPlane + r * (4L * Lanes.BYTES));
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, zero, Lanes.ORDER);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                FloatVector c0v3 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c1v2 = c0v0;
                FloatVector c1v3 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v0;
                FloatVector c2v2 = c0v0;
                FloatVector c2v3 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c3v1 = c0v0;
                FloatVector c3v2 = c0v0;
                FloatVector c3v3 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a = x0 + 4L * i;
                    long b = b0 + i * (4L * Lanes.BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 2L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 3L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
                }
                c0v0.intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1.intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c0v2.intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v3.intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c1v0.intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c1v1.intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c1v2.intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c1v3.intoMemorySegment(Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
                c2v0.intoMemorySegment(Memory.ALL, o + 8L * Lanes.BYTES, Lanes.ORDER);
                c2v1.intoMemorySegment(Memory.ALL, o + 9L * Lanes.BYTES, Lanes.ORDER);
                c2v2.intoMemorySegment(Memory.ALL, o + 10L * Lanes.BYTES, Lanes.ORDER);
                c2v3.intoMemorySegment(Memory.ALL, o + 11L * Lanes.BYTES, Lanes.ORDER);
                c3v0.intoMemorySegment(Memory.ALL, o + 12L * Lanes.BYTES, Lanes.ORDER);
                c3v1.intoMemorySegment(Memory.ALL, o + 13L * Lanes.BYTES, Lanes.ORDER);
                c3v2.intoMemorySegment(Memory.ALL, o + 14L * Lanes.BYTES, Lanes.ORDER);
                c3v3.intoMemorySegment(Memory.ALL, o + 15L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }

    static void add4x4(
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k) {
        long x1 = Memory.step(xRow);
        long x3 = 3 * x1;
        for (int e = 0; e < elements; e++) {
            long b0 = Memory.address(w + e * wPlane);
            for (int row = 0; row < rows; row += 4) {
                long r = Math.min(row, rows - 4);
                long x0 = Memory.address(x + e * xPlane + r * x1);
                long o = Memory.address(m + e * mPlane + r * (4L * Lanes.BYTES));
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, o, Lanes.ORDER);
                FloatVector c0v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                FloatVector c0v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c0v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v0 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v0 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 8L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 9L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 10L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 11L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v0 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 12L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 13L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 14L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 15L * Lanes.BYTES, Lanes.ORDER);
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a = x0 + 4L * i;
                    long b = b0 + i * (4L * Lanes.BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 2L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 3L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
                }
                c0v0.intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1.intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c0v2.intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v3.intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c1v0.intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c1v1.intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c1v2.intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c1v3.intoMemorySegment(Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
                c2v0.intoMemorySegment(Memory.ALL, o + 8L * Lanes.BYTES, Lanes.ORDER);
                c2v1.intoMemorySegment(Memory.ALL, o + 9L * Lanes.BYTES, Lanes.ORDER);
                c2v2.intoMemorySegment(Memory.ALL, o + 10L * Lanes.BYTES, Lanes.ORDER);
                c2v3.intoMemorySegment(Memory.ALL, o + 11L * Lanes.BYTES, Lanes.ORDER);
                c3v0.intoMemorySegment(Memory.ALL, o + 12L * Lanes.BYTES, Lanes.ORDER);
                c3v1.intoMemorySegment(Memory.ALL, o + 13L * Lanes.BYTES, Lanes.ORDER);
                c3v2.intoMemorySegment(Memory.ALL, o + 14L * Lanes.BYTES, Lanes.ORDER);
                c3v3.intoMemorySegment(Memory.ALL, o + 15L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }

    static void tile5x4(
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k,
            long zeros) {
        long x1 = Memory.step(xRow);
        long x3 = 3 * x1;
        long zero = Memory.address(zeros);
        for (int e = 0; e < elements; e++) {
            long b0 = Memory.address(w + e * wPlane);
            for (int row = 0; row < rows; row += 5) {
                long r = Math.min(row, rows - 5);
                long x0 = Memory.address(x + e * xPlane + r * x1);
                long o = Memory.address(m + e * mPlane + r * (4L * Lanes.BYTES));
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, zero, Lanes.ORDER);
                FloatVector c0v1 = c0v0;
                FloatVector c0v2 = c0v0;
                FloatVector c0v3 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c1v2 = c0v0;
                FloatVector c1v3 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v0;
                FloatVector c2v2 = c0v0;
                FloatVector c2v3 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c3v1 = c0v0;
                FloatVector c3v2 = c0v0;
                FloatVector c3v3 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c4v1 = c0v0;
                FloatVector c4v2 = c0v0;
                FloatVector c4v3 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a = x0 + 4L * i;
                    long b = b0 + i * (4L * Lanes.BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 2L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 3L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2)));
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    c4v2 = Lanes.FMA ? p.fma(w2, c4v2) : p.mul(w2).add(c4v2);
                    c4v3 = Lanes.FMA ? p.fma(w3, c4v3) : p.mul(w3).add(c4v3);
                }
                c0v0.intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1.intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c0v2.intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v3.intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c1v0.intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c1v1.intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c1v2.intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c1v3.intoMemorySegment(Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
                c2v0.intoMemorySegment(Memory.ALL, o + 8L * Lanes.BYTES, Lanes.ORDER);
                c2v1.intoMemorySegment(Memory.ALL, o + 9L * Lanes.BYTES, Lanes.ORDER);
                c2v2.intoMemorySegment(Memory.ALL, o + 10L * Lanes.BYTES, Lanes.ORDER);
                c2v3.intoMemorySegment(Memory.ALL, o + 11L * Lanes.BYTES, Lanes.ORDER);
                c3v0.intoMemorySegment(Memory.ALL, o + 12L * Lanes.BYTES, Lanes.ORDER);
                c3v1.intoMemorySegment(Memory.ALL, o + 13L * Lanes.BYTES, Lanes.ORDER);
                c3v2.intoMemorySegment(Memory.ALL, o + 14L * Lanes.BYTES, Lanes.ORDER);
                c3v3.intoMemorySegment(Memory.ALL, o + 15L * Lanes.BYTES, Lanes.ORDER);
                c4v0.intoMemorySegment(Memory.ALL, o + 16L * Lanes.BYTES, Lanes.ORDER);
                c4v1.intoMemorySegment(Memory.ALL, o + 17L * Lanes.BYTES, Lanes.ORDER);
                c4v2.intoMemorySegment(Memory.ALL, o + 18L * Lanes.BYTES, Lanes.ORDER);
                c4v3.intoMemorySegment(Memory.ALL, o + 19L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }

    static void add5x4(
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k) {
        long x1 = Memory.step(xRow);
        long x3 = 3 * x1;
        for (int e = 0; e < elements; e++) {
            long b0 = Memory.address(w + e * wPlane);
            for (int row = 0; row < rows; row += 5) {
                long r = Math.min(row, rows - 5);
                long x0 = Memory.address(x + e * xPlane + r * x1);
                long o = Memory.address(m + e * mPlane + r * (4L * Lanes.BYTES));
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, o, Lanes.ORDER);
                FloatVector c0v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                FloatVector c0v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c0v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v0 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c1v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v0 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 8L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 9L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 10L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c2v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 11L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v0 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 12L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 13L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 14L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c3v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 15L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c4v0 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 16L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c4v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 17L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c4v2 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 18L * Lanes.BYTES, Lanes.ORDER);
                FloatVector c4v3 =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, o + 19L * Lanes.BYTES, Lanes.ORDER);
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a = x0 + 4L * i;
                    long b = b0 + i * (4L * Lanes.BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
                    FloatVector w2 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 2L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector w3 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + 3L * Lanes.BYTES, Lanes.ORDER);
                    FloatVector p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    c0v2 = Lanes.FMA ? p.fma(w2, c0v2) : p.mul(w2).add(c0v2);
                    c0v3 = Lanes.FMA ? p.fma(w3, c0v3) : p.mul(w3).add(c0v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    c1v2 = Lanes.FMA ? p.fma(w2, c1v2) : p.mul(w2).add(c1v2);
                    c1v3 = Lanes.FMA ? p.fma(w3, c1v3) : p.mul(w3).add(c1v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    c2v2 = Lanes.FMA ? p.fma(w2, c2v2) : p.mul(w2).add(c2v2);
                    c2v3 = Lanes.FMA ? p.fma(w3, c2v3) : p.mul(w3).add(c2v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    c3v2 = Lanes.FMA ? p.fma(w2, c3v2) : p.mul(w2).add(c3v2);
                    c3v3 = Lanes.FMA ? p.fma(w3, c3v3) : p.mul(w3).add(c3v3);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2)));
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    c4v2 = Lanes.FMA ? p.fma(w2, c4v2) : p.mul(w2).add(c4v2);
                    c4v3 = Lanes.FMA ? p.fma(w3, c4v3) : p.mul(w3).add(c4v3);
                }
                c0v0.intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1.intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c0v2.intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v3.intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c1v0.intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c1v1.intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c1v2.intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c1v3.intoMemorySegment(Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
                c2v0.intoMemorySegment(Memory.ALL, o + 8L * Lanes.BYTES, Lanes.ORDER);
                c2v1.intoMemorySegment(Memory.ALL, o + 9L * Lanes.BYTES, Lanes.ORDER);
                c2v2.intoMemorySegment(Memory.ALL, o + 10L * Lanes.BYTES, Lanes.ORDER);
                c2v3.intoMemorySegment(Memory.ALL, o + 11L * Lanes.BYTES, Lanes.ORDER);
                c3v0.intoMemorySegment(Memory.ALL, o + 12L * Lanes.BYTES, Lanes.ORDER);
                c3v1.intoMemorySegment(Memory.ALL, o + 13L * Lanes.BYTES, Lanes.ORDER);
                c3v2.intoMemorySegment(Memory.ALL, o + 14L * Lanes.BYTES, Lanes.ORDER);
                c3v3.intoMemorySegment(Memory.ALL, o + 15L * Lanes.BYTES, Lanes.ORDER);
                c4v0.intoMemorySegment(Memory.ALL, o + 16L * Lanes.BYTES, Lanes.ORDER);
                c4v1.intoMemorySegment(Memory.ALL, o + 17L * Lanes.BYTES, Lanes.ORDER);
                c4v2.intoMemorySegment(Memory.ALL, o + 18L * Lanes.BYTES, Lanes.ORDER);
                c4v3.intoMemorySegment(Memory.ALL, o + 19L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }

    static void tile8x2(
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k,
            long zeros) {
        long x1 = Memory.step(xRow);
        long x3 = 3 * x1;
        long zero = Memory.address(zeros);
        for (int e = 0; e < elements; e++) {
            long b0 = Memory.address(w + e * wPlane);
            for (int row = 0; row < rows; row += 8) {
                long r = Math.min(row, rows - 8);
                long x0 = Memory.address(x + e * xPlane + r * x1);
                long o = Memory.address(m + e * mPlane + r * (2L * Lanes.BYTES));
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, zero, Lanes.ORDER);
                FloatVector c0v1 = c0v0;
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c3v1 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c4v1 = c0v0;
                FloatVector c5v0 = c0v0;
                FloatVector c5v1 = c0v0;
                FloatVector c6v0 = c0v0;
                FloatVector c6v1 = c0v0;
                FloatVector c7v0 = c0v0;
                FloatVector c7v1 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a = x0 + 4L * i;
                    long a3 = a + x3;
                    long b = b0 + i * (2L * Lanes.BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b + Lanes.BYTES, Lanes.ORDER);
                    FloatVector p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1, c0v1) : p.mul(w1).add(c0v1);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1, c1v1) : p.mul(w1).add(c1v1);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1, c2v1) : p.mul(w1).add(c2v1);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1, c3v1) : p.mul(w1).add(c3v1);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2)));
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1, c4v1) : p.mul(w1).add(c4v1);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1)));
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w1, c5v1) : p.mul(w1).add(c5v1);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x3 << 1)));
                    c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
                    c6v1 = Lanes.FMA ? p.fma(w1, c6v1) : p.mul(w1).add(c6v1);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 2)));
                    c7v0 = Lanes.FMA ? p.fma(w0, c7v0) : p.mul(w0).add(c7v0);
                    c7v1 = Lanes.FMA ? p.fma(w1, c7v1) : p.mul(w1).add(c7v1);
                }
                c0v0.intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1.intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c1v0.intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c1v1.intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c2v0.intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c2v1.intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c3v0.intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c3v1.intoMemorySegment(Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
                c4v0.intoMemorySegment(Memory.ALL, o + 8L * Lanes.BYTES, Lanes.ORDER);
                c4v1.intoMemorySegment(Memory.ALL, o + 9L * Lanes.BYTES, Lanes.ORDER);
                c5v0.intoMemorySegment(Memory.ALL, o + 10L * Lanes.BYTES, Lanes.ORDER);
                c5v1.intoMemorySegment(Memory.ALL, o + 11L * Lanes.BYTES, Lanes.ORDER);
                c6v0.intoMemorySegment(Memory.ALL, o + 12L * Lanes.BYTES, Lanes.ORDER);
                c6v1.intoMemorySegment(Memory.ALL, o + 13L * Lanes.BYTES, Lanes.ORDER);
                c7v0.intoMemorySegment(Memory.ALL, o + 14L * Lanes.BYTES, Lanes.ORDER);
                c7v1.intoMemorySegment(Memory.ALL, o + 15L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }

    static void tile8x1(
            long x,
            int xRow,
            long xPlane,
            long w,
            long wPlane,
            long m,
            long mPlane,
            int elements,
            int rows,
            int k,
            long zeros) {
        long x1 = Memory.step(xRow);
        long x3 = 3 * x1;
        long zero = Memory.address(zeros);
        for (int e = 0; e < elements; e++) {
            long b0 = Memory.address(w + e * wPlane);
            for (int row = 0; row < rows; row += 8) {
                long r = Math.min(row, rows - 8);
                long x0 = Memory.address(x + e * xPlane + r * x1);
                long o = Memory.address(m + e * mPlane + r * (1L * Lanes.BYTES));
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, zero, Lanes.ORDER);
                FloatVector c1v0 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c5v0 = c0v0;
                FloatVector c6v0 = c0v0;
                FloatVector c7v0 = c0v0;
                for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                    long a = x0 + 4L * i;
                    long a3 = a + x3;
                    long b = b0 + i * (1L * Lanes.BYTES);
                    FloatVector w0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, b, Lanes.ORDER);
                    FloatVector p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
                    c0v0 = Lanes.FMA ? p.fma(w0, c0v0) : p.mul(w0).add(c0v0);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x1));
                    c1v0 = Lanes.FMA ? p.fma(w0, c1v0) : p.mul(w0).add(c1v0);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 1)));
                    c2v0 = Lanes.FMA ? p.fma(w0, c2v0) : p.mul(w0).add(c2v0);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + x3));
                    c3v0 = Lanes.FMA ? p.fma(w0, c3v0) : p.mul(w0).add(c3v0);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x1 << 2)));
                    c4v0 = Lanes.FMA ? p.fma(w0, c4v0) : p.mul(w0).add(c4v0);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 1)));
                    c5v0 = Lanes.FMA ? p.fma(w0, c5v0) : p.mul(w0).add(c5v0);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a + (x3 << 1)));
                    c6v0 = Lanes.FMA ? p.fma(w0, c6v0) : p.mul(w0).add(c6v0);
                    p =
                            FloatVector.broadcast(
                                    Lanes.SPECIES,
                                    Memory.ALL.get(
                                            ValueLayout.JAVA_FLOAT_UNALIGNED, a3 + (x1 << 2)));
                    c7v0 = Lanes.FMA ? p.fma(w0, c7v0) : p.mul(w0).add(c7v0);
                }
                c0v0.intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c1v0.intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c2v0.intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c3v0.intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c4v0.intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c5v0.intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c6v0.intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c7v0.intoMemorySegment(Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }
}
