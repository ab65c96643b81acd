package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.ValueLayout;

/**
 * Register tiles of {@link RunProduct} for windows three inputs wide, written by TileGenerator:
 * y[r][v] = start[v] + sum over k of x[r + offsets[k]] * w[k][v], but at least {@code low} and at
 * most {@code high}, where the inputs of steps 3 i, 3 i + 1 and 3 i + 2 are neighbouring floats and
 * rows are one or two floats apart. NaN stays.
 *
 * <p>Each input is loaded once for all rows that see it, so that neither loads are the limit where
 * there is but one vector, nor the loop where K is small: layers that read pictures. Memory as for
 * {@link RunTiles}; K is a multiple of three, rows of y are {@link Lanes#BYTES} apart.
 */
final class WindowTilesClipped {

    private WindowTilesClipped() {}

    /**
     * Computes a rectangle of tiles; parameters as for {@link RunTiles#run}.
     *
     * @param tile the number of a {@link WindowTile}
     */
    static void run(
            int tile,
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
            int stride,
            float low,
            float high) {
        switch (tile) {
            case 137 ->
                    tile14x1s1(
                            x, xBytes, y, yBytes, lines, tiles, offsets, k, start, weights, low,
                            high);
            case 145 ->
                    tile8x1s2(
                            x, xBytes, y, yBytes, lines, tiles, offsets, k, start, weights, low,
                            high);
            case 138 ->
                    tile7x2s1(
                            x, xBytes, y, yBytes, lines, tiles, offsets, k, start, weights, stride,
                            low, high);
            case 146 ->
                    tile7x2s2(
                            x, xBytes, y, yBytes, lines, tiles, offsets, k, start, weights, stride,
                            low, high);
            default -> throw new IllegalArgumentException("tile " + tile);
        }
    }

    private static void tile14x1s1(
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
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
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
                long o = Memory.address(y + line * yBytes + t * (14L * Lanes.BYTES));
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0.blend(roof, c6v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c7v0 = c7v0.blend(floor, c7v0.compare(VectorOperators.LT, floor));
                c7v0.blend(roof, c7v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
                c8v0 = c8v0.blend(floor, c8v0.compare(VectorOperators.LT, floor));
                c8v0.blend(roof, c8v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 8L * Lanes.BYTES, Lanes.ORDER);
                c9v0 = c9v0.blend(floor, c9v0.compare(VectorOperators.LT, floor));
                c9v0.blend(roof, c9v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 9L * Lanes.BYTES, Lanes.ORDER);
                c10v0 = c10v0.blend(floor, c10v0.compare(VectorOperators.LT, floor));
                c10v0.blend(roof, c10v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 10L * Lanes.BYTES, Lanes.ORDER);
                c11v0 = c11v0.blend(floor, c11v0.compare(VectorOperators.LT, floor));
                c11v0.blend(roof, c11v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 11L * Lanes.BYTES, Lanes.ORDER);
                c12v0 = c12v0.blend(floor, c12v0.compare(VectorOperators.LT, floor));
                c12v0.blend(roof, c12v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 12L * Lanes.BYTES, Lanes.ORDER);
                c13v0 = c13v0.blend(floor, c13v0.compare(VectorOperators.LT, floor));
                c13v0.blend(roof, c13v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 13L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }

    private static void tile8x1s2(
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
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * 64L);
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector c1v0 = c0v0;
                FloatVector c2v0 = c0v0;
                FloatVector c3v0 = c0v0;
                FloatVector c4v0 = c0v0;
                FloatVector c5v0 = c0v0;
                FloatVector c6v0 = c0v0;
                FloatVector c7v0 = c0v0;
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
                    float f16 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + 64);
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
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c0v0 = Lanes.FMA ? p.fma(w2v0, c0v0) : p.mul(w2v0).add(c0v0);
                    c1v0 = Lanes.FMA ? p.fma(w0v0, c1v0) : p.mul(w0v0).add(c1v0);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c1v0 = Lanes.FMA ? p.fma(w1v0, c1v0) : p.mul(w1v0).add(c1v0);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c1v0 = Lanes.FMA ? p.fma(w2v0, c1v0) : p.mul(w2v0).add(c1v0);
                    c2v0 = Lanes.FMA ? p.fma(w0v0, c2v0) : p.mul(w0v0).add(c2v0);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c2v0 = Lanes.FMA ? p.fma(w1v0, c2v0) : p.mul(w1v0).add(c2v0);
                    p = FloatVector.broadcast(Lanes.TILE, f6);
                    c2v0 = Lanes.FMA ? p.fma(w2v0, c2v0) : p.mul(w2v0).add(c2v0);
                    c3v0 = Lanes.FMA ? p.fma(w0v0, c3v0) : p.mul(w0v0).add(c3v0);
                    p = FloatVector.broadcast(Lanes.TILE, f7);
                    c3v0 = Lanes.FMA ? p.fma(w1v0, c3v0) : p.mul(w1v0).add(c3v0);
                    p = FloatVector.broadcast(Lanes.TILE, f8);
                    c3v0 = Lanes.FMA ? p.fma(w2v0, c3v0) : p.mul(w2v0).add(c3v0);
                    c4v0 = Lanes.FMA ? p.fma(w0v0, c4v0) : p.mul(w0v0).add(c4v0);
                    p = FloatVector.broadcast(Lanes.TILE, f9);
                    c4v0 = Lanes.FMA ? p.fma(w1v0, c4v0) : p.mul(w1v0).add(c4v0);
                    p = FloatVector.broadcast(Lanes.TILE, f10);
                    c4v0 = Lanes.FMA ? p.fma(w2v0, c4v0) : p.mul(w2v0).add(c4v0);
                    c5v0 = Lanes.FMA ? p.fma(w0v0, c5v0) : p.mul(w0v0).add(c5v0);
                    p = FloatVector.broadcast(Lanes.TILE, f11);
                    c5v0 = Lanes.FMA ? p.fma(w1v0, c5v0) : p.mul(w1v0).add(c5v0);
                    p = FloatVector.broadcast(Lanes.TILE, f12);
                    c5v0 = Lanes.FMA ? p.fma(w2v0, c5v0) : p.mul(w2v0).add(c5v0);
                    c6v0 = Lanes.FMA ? p.fma(w0v0, c6v0) : p.mul(w0v0).add(c6v0);
                    p = FloatVector.broadcast(Lanes.TILE, f13);
                    c6v0 = Lanes.FMA ? p.fma(w1v0, c6v0) : p.mul(w1v0).add(c6v0);
                    p = FloatVector.broadcast(Lanes.TILE, f14);
                    c6v0 = Lanes.FMA ? p.fma(w2v0, c6v0) : p.mul(w2v0).add(c6v0);
                    c7v0 = Lanes.FMA ? p.fma(w0v0, c7v0) : p.mul(w0v0).add(c7v0);
                    p = FloatVector.broadcast(Lanes.TILE, f15);
                    c7v0 = Lanes.FMA ? p.fma(w1v0, c7v0) : p.mul(w1v0).add(c7v0);
                    p = FloatVector.broadcast(Lanes.TILE, f16);
                    c7v0 = Lanes.FMA ? p.fma(w2v0, c7v0) : p.mul(w2v0).add(c7v0);
                }
                long o = Memory.address(y + line * yBytes + t * (8L * Lanes.BYTES));
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0.blend(roof, c6v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c7v0 = c7v0.blend(floor, c7v0.compare(VectorOperators.LT, floor));
                c7v0.blend(roof, c7v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
            }
        }
    }

    private static void tile7x2s1(
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
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * 28L);
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector c0v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v1;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v1;
                FloatVector c3v0 = c0v0;
                FloatVector c3v1 = c0v1;
                FloatVector c4v0 = c0v0;
                FloatVector c4v1 = c0v1;
                FloatVector c5v0 = c0v0;
                FloatVector c5v1 = c0v1;
                FloatVector c6v0 = c0v0;
                FloatVector c6v1 = c0v1;
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
                    long b = w + i * (2L * Lanes.TILE_BYTES);
                    FloatVector w0v0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w0v1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w1v0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w1v1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2v0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 4L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2v1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 5L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0v0, c0v0) : p.mul(w0v0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w0v1, c0v1) : p.mul(w0v1).add(c0v1);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c0v0 = Lanes.FMA ? p.fma(w1v0, c0v0) : p.mul(w1v0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1v1, c0v1) : p.mul(w1v1).add(c0v1);
                    c1v0 = Lanes.FMA ? p.fma(w0v0, c1v0) : p.mul(w0v0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w0v1, c1v1) : p.mul(w0v1).add(c1v1);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c0v0 = Lanes.FMA ? p.fma(w2v0, c0v0) : p.mul(w2v0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w2v1, c0v1) : p.mul(w2v1).add(c0v1);
                    c1v0 = Lanes.FMA ? p.fma(w1v0, c1v0) : p.mul(w1v0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1v1, c1v1) : p.mul(w1v1).add(c1v1);
                    c2v0 = Lanes.FMA ? p.fma(w0v0, c2v0) : p.mul(w0v0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w0v1, c2v1) : p.mul(w0v1).add(c2v1);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c1v0 = Lanes.FMA ? p.fma(w2v0, c1v0) : p.mul(w2v0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w2v1, c1v1) : p.mul(w2v1).add(c1v1);
                    c2v0 = Lanes.FMA ? p.fma(w1v0, c2v0) : p.mul(w1v0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1v1, c2v1) : p.mul(w1v1).add(c2v1);
                    c3v0 = Lanes.FMA ? p.fma(w0v0, c3v0) : p.mul(w0v0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w0v1, c3v1) : p.mul(w0v1).add(c3v1);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c2v0 = Lanes.FMA ? p.fma(w2v0, c2v0) : p.mul(w2v0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w2v1, c2v1) : p.mul(w2v1).add(c2v1);
                    c3v0 = Lanes.FMA ? p.fma(w1v0, c3v0) : p.mul(w1v0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1v1, c3v1) : p.mul(w1v1).add(c3v1);
                    c4v0 = Lanes.FMA ? p.fma(w0v0, c4v0) : p.mul(w0v0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w0v1, c4v1) : p.mul(w0v1).add(c4v1);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c3v0 = Lanes.FMA ? p.fma(w2v0, c3v0) : p.mul(w2v0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w2v1, c3v1) : p.mul(w2v1).add(c3v1);
                    c4v0 = Lanes.FMA ? p.fma(w1v0, c4v0) : p.mul(w1v0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1v1, c4v1) : p.mul(w1v1).add(c4v1);
                    c5v0 = Lanes.FMA ? p.fma(w0v0, c5v0) : p.mul(w0v0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w0v1, c5v1) : p.mul(w0v1).add(c5v1);
                    p = FloatVector.broadcast(Lanes.TILE, f6);
                    c4v0 = Lanes.FMA ? p.fma(w2v0, c4v0) : p.mul(w2v0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w2v1, c4v1) : p.mul(w2v1).add(c4v1);
                    c5v0 = Lanes.FMA ? p.fma(w1v0, c5v0) : p.mul(w1v0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w1v1, c5v1) : p.mul(w1v1).add(c5v1);
                    c6v0 = Lanes.FMA ? p.fma(w0v0, c6v0) : p.mul(w0v0).add(c6v0);
                    c6v1 = Lanes.FMA ? p.fma(w0v1, c6v1) : p.mul(w0v1).add(c6v1);
                    p = FloatVector.broadcast(Lanes.TILE, f7);
                    c5v0 = Lanes.FMA ? p.fma(w2v0, c5v0) : p.mul(w2v0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w2v1, c5v1) : p.mul(w2v1).add(c5v1);
                    c6v0 = Lanes.FMA ? p.fma(w1v0, c6v0) : p.mul(w1v0).add(c6v0);
                    c6v1 = Lanes.FMA ? p.fma(w1v1, c6v1) : p.mul(w1v1).add(c6v1);
                    p = FloatVector.broadcast(Lanes.TILE, f8);
                    c6v0 = Lanes.FMA ? p.fma(w2v0, c6v0) : p.mul(w2v0).add(c6v0);
                    c6v1 = Lanes.FMA ? p.fma(w2v1, c6v1) : p.mul(w2v1).add(c6v1);
                }
                long o = Memory.address(y + line * yBytes + t * (7L * Lanes.BYTES));
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + Lanes.BYTES + v1, Lanes.ORDER);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES + v1, Lanes.ORDER);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES + v1, Lanes.ORDER);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES + v1, Lanes.ORDER);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c5v1 = c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor));
                c5v1.blend(roof, c5v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES + v1, Lanes.ORDER);
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0.blend(roof, c6v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c6v1 = c6v1.blend(floor, c6v1.compare(VectorOperators.LT, floor));
                c6v1.blend(roof, c6v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES + v1, Lanes.ORDER);
            }
        }
    }

    private static void tile7x2s2(
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
            int stride,
            float low,
            float high) {
        long table = Memory.address(offsets);
        long w = Memory.address(weights);
        long s = Memory.address(start);
        long v1 = Lanes.HALVES ? Lanes.TILE_BYTES : Memory.step(stride);
        for (int line = 0; line < lines; line++) {
            for (int t = 0; t < tiles; t++) {
                long x0 = Memory.address(x + line * xBytes + t * 56L);
                FloatVector c0v0 =
                        FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
                FloatVector c0v1 =
                        FloatVector.fromMemorySegment(
                                Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
                FloatVector c1v0 = c0v0;
                FloatVector c1v1 = c0v1;
                FloatVector c2v0 = c0v0;
                FloatVector c2v1 = c0v1;
                FloatVector c3v0 = c0v0;
                FloatVector c3v1 = c0v1;
                FloatVector c4v0 = c0v0;
                FloatVector c4v1 = c0v1;
                FloatVector c5v0 = c0v0;
                FloatVector c5v1 = c0v1;
                FloatVector c6v0 = c0v0;
                FloatVector c6v1 = c0v1;
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
                    long b = w + i * (2L * Lanes.TILE_BYTES);
                    FloatVector w0v0 =
                            FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, b, Lanes.ORDER);
                    FloatVector w0v1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w1v0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w1v1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2v0 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 4L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector w2v1 =
                            FloatVector.fromMemorySegment(
                                    Lanes.TILE, Memory.ALL, b + 5L * Lanes.TILE_BYTES, Lanes.ORDER);
                    FloatVector p = FloatVector.broadcast(Lanes.TILE, f0);
                    c0v0 = Lanes.FMA ? p.fma(w0v0, c0v0) : p.mul(w0v0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w0v1, c0v1) : p.mul(w0v1).add(c0v1);
                    p = FloatVector.broadcast(Lanes.TILE, f1);
                    c0v0 = Lanes.FMA ? p.fma(w1v0, c0v0) : p.mul(w1v0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w1v1, c0v1) : p.mul(w1v1).add(c0v1);
                    p = FloatVector.broadcast(Lanes.TILE, f2);
                    c0v0 = Lanes.FMA ? p.fma(w2v0, c0v0) : p.mul(w2v0).add(c0v0);
                    c0v1 = Lanes.FMA ? p.fma(w2v1, c0v1) : p.mul(w2v1).add(c0v1);
                    c1v0 = Lanes.FMA ? p.fma(w0v0, c1v0) : p.mul(w0v0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w0v1, c1v1) : p.mul(w0v1).add(c1v1);
                    p = FloatVector.broadcast(Lanes.TILE, f3);
                    c1v0 = Lanes.FMA ? p.fma(w1v0, c1v0) : p.mul(w1v0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w1v1, c1v1) : p.mul(w1v1).add(c1v1);
                    p = FloatVector.broadcast(Lanes.TILE, f4);
                    c1v0 = Lanes.FMA ? p.fma(w2v0, c1v0) : p.mul(w2v0).add(c1v0);
                    c1v1 = Lanes.FMA ? p.fma(w2v1, c1v1) : p.mul(w2v1).add(c1v1);
                    c2v0 = Lanes.FMA ? p.fma(w0v0, c2v0) : p.mul(w0v0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w0v1, c2v1) : p.mul(w0v1).add(c2v1);
                    p = FloatVector.broadcast(Lanes.TILE, f5);
                    c2v0 = Lanes.FMA ? p.fma(w1v0, c2v0) : p.mul(w1v0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w1v1, c2v1) : p.mul(w1v1).add(c2v1);
                    p = FloatVector.broadcast(Lanes.TILE, f6);
                    c2v0 = Lanes.FMA ? p.fma(w2v0, c2v0) : p.mul(w2v0).add(c2v0);
                    c2v1 = Lanes.FMA ? p.fma(w2v1, c2v1) : p.mul(w2v1).add(c2v1);
                    c3v0 = Lanes.FMA ? p.fma(w0v0, c3v0) : p.mul(w0v0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w0v1, c3v1) : p.mul(w0v1).add(c3v1);
                    p = FloatVector.broadcast(Lanes.TILE, f7);
                    c3v0 = Lanes.FMA ? p.fma(w1v0, c3v0) : p.mul(w1v0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w1v1, c3v1) : p.mul(w1v1).add(c3v1);
                    p = FloatVector.broadcast(Lanes.TILE, f8);
                    c3v0 = Lanes.FMA ? p.fma(w2v0, c3v0) : p.mul(w2v0).add(c3v0);
                    c3v1 = Lanes.FMA ? p.fma(w2v1, c3v1) : p.mul(w2v1).add(c3v1);
                    c4v0 = Lanes.FMA ? p.fma(w0v0, c4v0) : p.mul(w0v0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w0v1, c4v1) : p.mul(w0v1).add(c4v1);
                    p = FloatVector.broadcast(Lanes.TILE, f9);
                    c4v0 = Lanes.FMA ? p.fma(w1v0, c4v0) : p.mul(w1v0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w1v1, c4v1) : p.mul(w1v1).add(c4v1);
                    p = FloatVector.broadcast(Lanes.TILE, f10);
                    c4v0 = Lanes.FMA ? p.fma(w2v0, c4v0) : p.mul(w2v0).add(c4v0);
                    c4v1 = Lanes.FMA ? p.fma(w2v1, c4v1) : p.mul(w2v1).add(c4v1);
                    c5v0 = Lanes.FMA ? p.fma(w0v0, c5v0) : p.mul(w0v0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w0v1, c5v1) : p.mul(w0v1).add(c5v1);
                    p = FloatVector.broadcast(Lanes.TILE, f11);
                    c5v0 = Lanes.FMA ? p.fma(w1v0, c5v0) : p.mul(w1v0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w1v1, c5v1) : p.mul(w1v1).add(c5v1);
                    p = FloatVector.broadcast(Lanes.TILE, f12);
                    c5v0 = Lanes.FMA ? p.fma(w2v0, c5v0) : p.mul(w2v0).add(c5v0);
                    c5v1 = Lanes.FMA ? p.fma(w2v1, c5v1) : p.mul(w2v1).add(c5v1);
                    c6v0 = Lanes.FMA ? p.fma(w0v0, c6v0) : p.mul(w0v0).add(c6v0);
                    c6v1 = Lanes.FMA ? p.fma(w0v1, c6v1) : p.mul(w0v1).add(c6v1);
                    p = FloatVector.broadcast(Lanes.TILE, f13);
                    c6v0 = Lanes.FMA ? p.fma(w1v0, c6v0) : p.mul(w1v0).add(c6v0);
                    c6v1 = Lanes.FMA ? p.fma(w1v1, c6v1) : p.mul(w1v1).add(c6v1);
                    p = FloatVector.broadcast(Lanes.TILE, f14);
                    c6v0 = Lanes.FMA ? p.fma(w2v0, c6v0) : p.mul(w2v0).add(c6v0);
                    c6v1 = Lanes.FMA ? p.fma(w2v1, c6v1) : p.mul(w2v1).add(c6v1);
                }
                long o = Memory.address(y + line * yBytes + t * (7L * Lanes.BYTES));
                FloatVector floor = FloatVector.broadcast(Lanes.TILE, low);
                FloatVector roof = FloatVector.broadcast(Lanes.TILE, high);
                c0v0 = c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor));
                c0v0.blend(roof, c0v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
                c0v1 = c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor));
                c0v1.blend(roof, c0v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + v1, Lanes.ORDER);
                c1v0 = c1v0.blend(floor, c1v0.compare(VectorOperators.LT, floor));
                c1v0.blend(roof, c1v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
                c1v1 = c1v1.blend(floor, c1v1.compare(VectorOperators.LT, floor));
                c1v1.blend(roof, c1v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + Lanes.BYTES + v1, Lanes.ORDER);
                c2v0 = c2v0.blend(floor, c2v0.compare(VectorOperators.LT, floor));
                c2v0.blend(roof, c2v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
                c2v1 = c2v1.blend(floor, c2v1.compare(VectorOperators.LT, floor));
                c2v1.blend(roof, c2v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES + v1, Lanes.ORDER);
                c3v0 = c3v0.blend(floor, c3v0.compare(VectorOperators.LT, floor));
                c3v0.blend(roof, c3v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
                c3v1 = c3v1.blend(floor, c3v1.compare(VectorOperators.LT, floor));
                c3v1.blend(roof, c3v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES + v1, Lanes.ORDER);
                c4v0 = c4v0.blend(floor, c4v0.compare(VectorOperators.LT, floor));
                c4v0.blend(roof, c4v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
                c4v1 = c4v1.blend(floor, c4v1.compare(VectorOperators.LT, floor));
                c4v1.blend(roof, c4v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES + v1, Lanes.ORDER);
                c5v0 = c5v0.blend(floor, c5v0.compare(VectorOperators.LT, floor));
                c5v0.blend(roof, c5v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
                c5v1 = c5v1.blend(floor, c5v1.compare(VectorOperators.LT, floor));
                c5v1.blend(roof, c5v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES + v1, Lanes.ORDER);
                c6v0 = c6v0.blend(floor, c6v0.compare(VectorOperators.LT, floor));
                c6v0.blend(roof, c6v0.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
                c6v1 = c6v1.blend(floor, c6v1.compare(VectorOperators.LT, floor));
                c6v1.blend(roof, c6v1.compare(VectorOperators.GT, roof))
                        .intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES + v1, Lanes.ORDER);
            }
        }
    }
}
