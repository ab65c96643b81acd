package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.ValueLayout;

/**
 * The register tile of {@link WindowTiles} for one vector and rows a float apart, written by
 * TileGenerator, with a pooling by 2x2 behind it: of two lines of sums the largest of each 2x2.
 *
 * <p>What the first line leaves of its pairs waits in y for the second's. The order of comparisons
 * is that of {@link PoolWindowLoops}, so that bits are too; only the first of a pair need be held
 * to {@code low} for that.
 *
 * <p>The loops carry no vector but the sums, and no branch sets one: C2 makes objects of such
 * vectors in one JVM of three. So each line has a method, and a vector in memory adds all sums up,
 * in which a NaN among them shows; what was written is void then.
 */
final class WindowTilesPooled {

    /** Rows of the tile: sums of a line. */
    static final int ROWS = 14;

    private WindowTilesPooled() {}

    /**
     * A rectangle of tiles of the lines that are first of two; other parameters as for {@link
     * RunTiles#run}.
     *
     * @param xBytes bytes from one of these lines of sums to the next
     * @param lines lines of y
     * @param all a vector to which all sums are added
     */
    static void first14x1s1(
            long x,
            long xBytes,
            long y,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            float low,
            long all) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long total = Memory.address(all);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * 56L);
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector c1v0 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c5v0 = c0v0;
                FloatVector c6v0 = c0v0;
                FloatVector c7v0 = c0v0;
                FloatVector c8v0 = c0v0;
                FloatVector c9v0 = c0v0;
                FloatVector c10v0 = c0v0;
                FloatVector c11v0 = c0v0;
                FloatVector c12v0 = c0v0;
                FloatVector c13v0 = c0v0;
                for (int i = 0; i < k; i = (i + 3) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 4);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 8);
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 12);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 16);
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 20);
                    float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 24);
                    float f7 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 28);
                    float f8 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 32);
                    float f9 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 36);
                    float f10 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 40);
                    float f11 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 44);
                    float f12 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 48);
                    float f13 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 52);
                    float f14 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 56);
                    float f15 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 60);
                    long b = w + i * (1L * Lanes.TILE_BYTES);
                    FloatVector w0v0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1v0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2v0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0v0, c0v0) : p.mul(w0v0).add(c0v0);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c0v0 = Lanes.FMA ? p.fma(w1v0, c0v0) : p.mul(w1v0).add(c0v0);
                    c1v0 = Lanes.FMA ? p.fma(w0v0, c1v0) : p.mul(w0v0).add(c1v0);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c0v0 = Lanes.FMA ? p.fma(w2v0, c0v0) : p.mul(w2v0).add(c0v0);
                    c1v0 = Lanes.FMA ? p.fma(w1v0, c1v0) : p.mul(w1v0).add(c1v0);
                    c2v0 = Lanes.FMA ? p.fma(w0v0, c2v0) : p.mul(w0v0).add(c2v0);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c1v0 = Lanes.FMA ? p.fma(w2v0, c1v0) : p.mul(w2v0).add(c1v0);
                    c2v0 = Lanes.FMA ? p.fma(w1v0, c2v0) : p.mul(w1v0).add(c2v0);
                    c3v0 = Lanes.FMA ? p.fma(w0v0, c3v0) : p.mul(w0v0).add(c3v0);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c2v0 = Lanes.FMA ? p.fma(w2v0, c2v0) : p.mul(w2v0).add(c2v0);
                    c3v0 = Lanes.FMA ? p.fma(w1v0, c3v0) : p.mul(w1v0).add(c3v0);
                    c4v0 = Lanes.FMA ? p.fma(w0v0, c4v0) : p.mul(w0v0).add(c4v0);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c3v0 = Lanes.FMA ? p.fma(w2v0, c3v0) : p.mul(w2v0).add(c3v0);
                    c4v0 = Lanes.FMA ? p.fma(w1v0, c4v0) : p.mul(w1v0).add(c4v0);
                    c5v0 = Lanes.FMA ? p.fma(w0v0, c5v0) : p.mul(w0v0).add(c5v0);
                    p = FloatVector.broadcast(Lanes.TILE, f6);
                    c4v0 = Lanes.FMA ? p.fma(w2v0, c4v0) : p.mul(w2v0).add(c4v0);
                    c5v0 = Lanes.FMA ? p.fma(w1v0, c5v0) : p.mul(w1v0).add(c5v0);
                    c6v0 = Lanes.FMA ? p.fma(w0v0, c6v0) : p.mul(w0v0).add(c6v0);
                    p = FloatVector.broadcast(Lanes.TILE, f7);
                    c5v0 = Lanes.FMA ? p.fma(w2v0, c5v0) : p.mul(w2v0).add(c5v0);
                    c6v0 = Lanes.FMA ? p.fma(w1v0, c6v0) : p.mul(w1v0).add(c6v0);
                    c7v0 = Lanes.FMA ? p.fma(w0v0, c7v0) : p.mul(w0v0).add(c7v0);
                    p = FloatVector.broadcast(Lanes.TILE, f8);
                    c6v0 = Lanes.FMA ? p.fma(w2v0, c6v0) : p.mul(w2v0).add(c6v0);
                    c7v0 = Lanes.FMA ? p.fma(w1v0, c7v0) : p.mul(w1v0).add(c7v0);
                    c8v0 = Lanes.FMA ? p.fma(w0v0, c8v0) : p.mul(w0v0).add(c8v0);
                    p = FloatVector.broadcast(Lanes.TILE, f9);
                    c7v0 = Lanes.FMA ? p.fma(w2v0, c7v0) : p.mul(w2v0).add(c7v0);
                    c8v0 = Lanes.FMA ? p.fma(w1v0, c8v0) : p.mul(w1v0).add(c8v0);
                    c9v0 = Lanes.FMA ? p.fma(w0v0, c9v0) : p.mul(w0v0).add(c9v0);
                    p = FloatVector.broadcast(Lanes.TILE, f10);
                    c8v0 = Lanes.FMA ? p.fma(w2v0, c8v0) : p.mul(w2v0).add(c8v0);
                    c9v0 = Lanes.FMA ? p.fma(w1v0, c9v0) : p.mul(w1v0).add(c9v0);
                    c10v0 = Lanes.FMA ? p.fma(w0v0, c10v0) : p.mul(w0v0).add(c10v0);
                    p = FloatVector.broadcast(Lanes.TILE, f11);
                    c9v0 = Lanes.FMA ? p.fma(w2v0, c9v0) : p.mul(w2v0).add(c9v0);
                    c10v0 = Lanes.FMA ? p.fma(w1v0, c10v0) : p.mul(w1v0).add(c10v0);
                    c11v0 = Lanes.FMA ? p.fma(w0v0, c11v0) : p.mul(w0v0).add(c11v0);
                    p = FloatVector.broadcast(Lanes.TILE, f12);
                    c10v0 = Lanes.FMA ? p.fma(w2v0, c10v0) : p.mul(w2v0).add(c10v0);
                    c11v0 = Lanes.FMA ? p.fma(w1v0, c11v0) : p.mul(w1v0).add(c11v0);
                    c12v0 = Lanes.FMA ? p.fma(w0v0, c12v0) : p.mul(w0v0).add(c12v0);
                    p = FloatVector.broadcast(Lanes.TILE, f13);
                    c11v0 = Lanes.FMA ? p.fma(w2v0, c11v0) : p.mul(w2v0).add(c11v0);
                    c12v0 = Lanes.FMA ? p.fma(w1v0, c12v0) : p.mul(w1v0).add(c12v0);
                    c13v0 = Lanes.FMA ? p.fma(w0v0, c13v0) : p.mul(w0v0).add(c13v0);
                    p = FloatVector.broadcast(Lanes.TILE, f14);
                    c12v0 = Lanes.FMA ? p.fma(w2v0, c12v0) : p.mul(w2v0).add(c12v0);
                    c13v0 = Lanes.FMA ? p.fma(w1v0, c13v0) : p.mul(w1v0).add(c13v0);
                    p = FloatVector.broadcast(Lanes.TILE, f15);
                    c13v0 = Lanes.FMA ? p.fma(w2v0, c13v0) : p.mul(w2v0).add(c13v0);
                }
                long o = Memory.address(y + line * yBytes + t * (7L * Lanes.BYTES));
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector seen = c0v0.add(c1v0);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0 = c0v0.blend(c1v0, c0v0.compare(VectorOperators.LT, c1v0));
                c0v0.intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                seen = seen.add(c2v0.add(c3v0));
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0 = c2v0.blend(c3v0, c2v0.compare(VectorOperators.LT, c3v0));
                c2v0.intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                seen = seen.add(c4v0.add(c5v0));
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0 = c4v0.blend(c5v0, c4v0.compare(VectorOperators.LT, c5v0));
                c4v0.intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                seen = seen.add(c6v0.add(c7v0));
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0 = c6v0.blend(c7v0, c6v0.compare(VectorOperators.LT, c7v0));
                c6v0.intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                seen = seen.add(c8v0.add(c9v0));
                c8v0 = c8v0.blend(floor, c8v0.compare(VectorOperators.LT, floor));
                c8v0 = c8v0.blend(c9v0, c8v0.compare(VectorOperators.LT, c9v0));
                c8v0.intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                seen = seen.add(c10v0.add(c11v0));
                c10v0 = c10v0.blend(floor, c10v0.compare(VectorOperators.LT, floor));
                c10v0 = c10v0.blend(c11v0, c10v0.compare(VectorOperators.LT, c11v0));
                c10v0.intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                seen = seen.add(c12v0.add(c13v0));
                c12v0 = c12v0.blend(floor, c12v0.compare(VectorOperators.LT, floor));
                c12v0 = c12v0.blend(c13v0, c12v0.compare(VectorOperators.LT, c13v0));
                c12v0.intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                seen =
                        seen.add(
                                FloatVector.fromMemorySegment(
                                        Lanes.TILE, Memory.ALL, total, Lanes.ORDER));
                seen.intoMemorySegment(Memory.ALL, total, Lanes.ORDER);
            }
        }
    }

    /**
     * A rectangle of tiles of the lines that are second of two; other parameters as for {@link
     * RunTiles#run}.
     *
     * @param xBytes bytes from one of these lines of sums to the next
     * @param lines lines of y
     * @param all a vector to which all sums are added
     */
    static void second14x1s1(
            long x,
            long xBytes,
            long y,
            long yBytes,
            int lines,
            int tiles,
            long offsets,
            int k,
            long start,
            long weights,
            float low,
            long all) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long total = Memory.address(all);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * 56L);
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector c1v0 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c5v0 = c0v0;
                FloatVector c6v0 = c0v0;
                FloatVector c7v0 = c0v0;
                FloatVector c8v0 = c0v0;
                FloatVector c9v0 = c0v0;
                FloatVector c10v0 = c0v0;
                FloatVector c11v0 = c0v0;
                FloatVector c12v0 = c0v0;
                FloatVector c13v0 = c0v0;
                for (int i = 0; i < k; i = (i + 3) & Integer.MAX_VALUE) {
                    long a =
                            x0
                                    + Integer.toUnsignedLong(
                                            Memory.ALL.get(
                                                    ValueLayout.JAVA_INT_UNALIGNED,
                                                    table + 4L * i));
                    float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a);
                    float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 4);
                    float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 8);
                    float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 12);
                    float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 16);
                    float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 20);
                    float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 24);
                    float f7 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 28);
                    float f8 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 32);
                    float f9 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 36);
                    float f10 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 40);
                    float f11 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 44);
                    float f12 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 48);
                    float f13 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 52);
                    float f14 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 56);
                    float f15 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 60);
                    long b = w + i * (1L * Lanes.TILE_BYTES);
                    FloatVector w0v0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w1v0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2v0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0v0, c0v0) : p.mul(w0v0).add(c0v0);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c0v0 = Lanes.FMA ? p.fma(w1v0, c0v0) : p.mul(w1v0).add(c0v0);
                    c1v0 = Lanes.FMA ? p.fma(w0v0, c1v0) : p.mul(w0v0).add(c1v0);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c0v0 = Lanes.FMA ? p.fma(w2v0, c0v0) : p.mul(w2v0).add(c0v0);
                    c1v0 = Lanes.FMA ? p.fma(w1v0, c1v0) : p.mul(w1v0).add(c1v0);
                    c2v0 = Lanes.FMA ? p.fma(w0v0, c2v0) : p.mul(w0v0).add(c2v0);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c1v0 = Lanes.FMA ? p.fma(w2v0, c1v0) : p.mul(w2v0).add(c1v0);
                    c2v0 = Lanes.FMA ? p.fma(w1v0, c2v0) : p.mul(w1v0).add(c2v0);
                    c3v0 = Lanes.FMA ? p.fma(w0v0, c3v0) : p.mul(w0v0).add(c3v0);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c2v0 = Lanes.FMA ? p.fma(w2v0, c2v0) : p.mul(w2v0).add(c2v0);
                    c3v0 = Lanes.FMA ? p.fma(w1v0, c3v0) : p.mul(w1v0).add(c3v0);
                    c4v0 = Lanes.FMA ? p.fma(w0v0, c4v0) : p.mul(w0v0).add(c4v0);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c3v0 = Lanes.FMA ? p.fma(w2v0, c3v0) : p.mul(w2v0).add(c3v0);
                    c4v0 = Lanes.FMA ? p.fma(w1v0, c4v0) : p.mul(w1v0).add(c4v0);
                    c5v0 = Lanes.FMA ? p.fma(w0v0, c5v0) : p.mul(w0v0).add(c5v0);
                    p = FloatVector.broadcast(Lanes.TILE, f6);
                    c4v0 = Lanes.FMA ? p.fma(w2v0, c4v0) : p.mul(w2v0).add(c4v0);
                    c5v0 = Lanes.FMA ? p.fma(w1v0, c5v0) : p.mul(w1v0).add(c5v0);
                    c6v0 = Lanes.FMA ? p.fma(w0v0, c6v0) : p.mul(w0v0).add(c6v0);
                    p = FloatVector.broadcast(Lanes.TILE, f7);
                    c5v0 = Lanes.FMA ? p.fma(w2v0, c5v0) : p.mul(w2v0).add(c5v0);
                    c6v0 = Lanes.FMA ? p.fma(w1v0, c6v0) : p.mul(w1v0).add(c6v0);
                    c7v0 = Lanes.FMA ? p.fma(w0v0, c7v0) : p.mul(w0v0).add(c7v0);
                    p = FloatVector.broadcast(Lanes.TILE, f8);
                    c6v0 = Lanes.FMA ? p.fma(w2v0, c6v0) : p.mul(w2v0).add(c6v0);
                    c7v0 = Lanes.FMA ? p.fma(w1v0, c7v0) : p.mul(w1v0).add(c7v0);
                    c8v0 = Lanes.FMA ? p.fma(w0v0, c8v0) : p.mul(w0v0).add(c8v0);
                    p = FloatVector.broadcast(Lanes.TILE, f9);
                    c7v0 = Lanes.FMA ? p.fma(w2v0, c7v0) : p.mul(w2v0).add(c7v0);
                    c8v0 = Lanes.FMA ? p.fma(w1v0, c8v0) : p.mul(w1v0).add(c8v0);
                    c9v0 = Lanes.FMA ? p.fma(w0v0, c9v0) : p.mul(w0v0).add(c9v0);
                    p = FloatVector.broadcast(Lanes.TILE, f10);
                    c8v0 = Lanes.FMA ? p.fma(w2v0, c8v0) : p.mul(w2v0).add(c8v0);
                    c9v0 = Lanes.FMA ? p.fma(w1v0, c9v0) : p.mul(w1v0).add(c9v0);
                    c10v0 = Lanes.FMA ? p.fma(w0v0, c10v0) : p.mul(w0v0).add(c10v0);
                    p = FloatVector.broadcast(Lanes.TILE, f11);
                    c9v0 = Lanes.FMA ? p.fma(w2v0, c9v0) : p.mul(w2v0).add(c9v0);
                    c10v0 = Lanes.FMA ? p.fma(w1v0, c10v0) : p.mul(w1v0).add(c10v0);
                    c11v0 = Lanes.FMA ? p.fma(w0v0, c11v0) : p.mul(w0v0).add(c11v0);
                    p = FloatVector.broadcast(Lanes.TILE, f12);
                    c10v0 = Lanes.FMA ? p.fma(w2v0, c10v0) : p.mul(w2v0).add(c10v0);
                    c11v0 = Lanes.FMA ? p.fma(w1v0, c11v0) : p.mul(w1v0).add(c11v0);
                    c12v0 = Lanes.FMA ? p.fma(w0v0, c12v0) : p.mul(w0v0).add(c12v0);
                    p = FloatVector.broadcast(Lanes.TILE, f13);
                    c11v0 = Lanes.FMA ? p.fma(w2v0, c11v0) : p.mul(w2v0).add(c11v0);
                    c12v0 = Lanes.FMA ? p.fma(w1v0, c12v0) : p.mul(w1v0).add(c12v0);
                    c13v0 = Lanes.FMA ? p.fma(w0v0, c13v0) : p.mul(w0v0).add(c13v0);
                    p = FloatVector.broadcast(Lanes.TILE, f14);
                    c12v0 = Lanes.FMA ? p.fma(w2v0, c12v0) : p.mul(w2v0).add(c12v0);
                    c13v0 = Lanes.FMA ? p.fma(w1v0, c13v0) : p.mul(w1v0).add(c13v0);
                    p = FloatVector.broadcast(Lanes.TILE, f15);
                    c13v0 = Lanes.FMA ? p.fma(w2v0, c13v0) : p.mul(w2v0).add(c13v0);
                }
                long o = Memory.address(y + line * yBytes + t * (7L * Lanes.BYTES));
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector seen = c0v0.add(c1v0);
                FloatVector first;
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0 = c0v0.blend(c1v0, c0v0.compare(VectorOperators.LT, c1v0));
                first = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, o, Lanes.ORDER);
                c0v0 = first.blend(c0v0, first.compare(VectorOperators.LT, c0v0));
                c0v0.intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                seen = seen.add(c2v0.add(c3v0));
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0 = c2v0.blend(c3v0, c2v0.compare(VectorOperators.LT, c3v0));
                first =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c2v0 = first.blend(c2v0, first.compare(VectorOperators.LT, c2v0));
                c2v0.intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                seen = seen.add(c4v0.add(c5v0));
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0 = c4v0.blend(c5v0, c4v0.compare(VectorOperators.LT, c5v0));
                first =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c4v0 = first.blend(c4v0, first.compare(VectorOperators.LT, c4v0));
                c4v0.intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                seen = seen.add(c6v0.add(c7v0));
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0 = c6v0.blend(c7v0, c6v0.compare(VectorOperators.LT, c7v0));
                first =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c6v0 = first.blend(c6v0, first.compare(VectorOperators.LT, c6v0));
                c6v0.intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                seen = seen.add(c8v0.add(c9v0));
                c8v0 = c8v0.blend(floor, c8v0.compare(VectorOperators.LT, floor));
                c8v0 = c8v0.blend(c9v0, c8v0.compare(VectorOperators.LT, c9v0));
                first =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c8v0 = first.blend(c8v0, first.compare(VectorOperators.LT, c8v0));
                c8v0.intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                seen = seen.add(c10v0.add(c11v0));
                c10v0 = c10v0.blend(floor, c10v0.compare(VectorOperators.LT, floor));
                c10v0 = c10v0.blend(c11v0, c10v0.compare(VectorOperators.LT, c11v0));
                first =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c10v0 = first.blend(c10v0, first.compare(VectorOperators.LT, c10v0));
                c10v0.intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                seen = seen.add(c12v0.add(c13v0));
                c12v0 = c12v0.blend(floor, c12v0.compare(VectorOperators.LT, floor));
                c12v0 = c12v0.blend(c13v0, c12v0.compare(VectorOperators.LT, c13v0));
                first =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c12v0 = first.blend(c12v0, first.compare(VectorOperators.LT, c12v0));
                c12v0.intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                seen =
                        seen.add(
                                FloatVector.fromMemorySegment(
                                        Lanes.TILE, Memory.ALL, total, Lanes.ORDER));
                seen.intoMemorySegment(Memory.ALL, total, Lanes.ORDER);
            }
        }
    }
}
