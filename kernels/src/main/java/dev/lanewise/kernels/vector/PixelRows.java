package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * The loops of {@link ConvPixel} for few outputs of many inputs, written by TileGenerator: y[r] =
 * (sum over k of x[k] * w[r][k]) + start[r], but at least {@code low}, for whole vectors of k.
 *
 * <p>Memory: panel after panel of 4 to 24 outputs, weights [k / lanes][r][lanes], in addresses that
 * aren't marked, as in {@link PixelColumns}.
 *
 * <p>Lanes are added up for 16, 8 or 4 outputs at once: the upper halves of one vector and the
 * lower ones of another change places, and the sum of both has half of each one's lanes; and so on
 * with these. Only for vectors of 16 lanes.
 */
final class PixelRows {

    /** Whether vectors are as wide as these loops want them. */
    static final boolean USABLE = Lanes.COUNT == 16;

    /** Outputs by which panels differ. */
    static final int STEP = 4;

    /** Outputs of a panel, at most. */
    static final int MOST = 24;

    private static final VectorShuffle<Float> SWAP8 =
            VectorShuffle.fromOp(Lanes.SPECIES, i -> i ^ 8);
    private static final VectorShuffle<Float> SWAP4 =
            VectorShuffle.fromOp(Lanes.SPECIES, i -> i ^ 4);
    private static final VectorShuffle<Float> SWAP2 =
            VectorShuffle.fromOp(Lanes.SPECIES, i -> i ^ 2);
    private static final VectorShuffle<Float> SWAP1 =
            VectorShuffle.fromOp(Lanes.SPECIES, i -> i ^ 1);
    private static final VectorMask<Float> UPPER8 = VectorMask.fromLong(Lanes.SPECIES, 0xff00);
    private static final VectorMask<Float> UPPER4 = VectorMask.fromLong(Lanes.SPECIES, 0xf0f0);
    private static final VectorMask<Float> UPPER2 = VectorMask.fromLong(Lanes.SPECIES, 0xcccc);
    private static final VectorMask<Float> UPPER1 = VectorMask.fromLong(Lanes.SPECIES, 0xaaaa);
    private static final VectorShuffle<Float> EACH2 =
            VectorShuffle.fromOp(Lanes.SPECIES, i -> 2 * i & 15);
    private static final VectorShuffle<Float> EACH4 =
            VectorShuffle.fromOp(Lanes.SPECIES, i -> 4 * i & 15);

    private PixelRows() {}

    /**
     * Vectors of inputs of a turn of the loop, and sums of each output, which take them in turn.
     */
    static int turn(int rows) {
        return switch (rows) {
            case 4 -> 4;
            case 8 -> 2;
            default -> 1;
        };
    }

    /**
     * Computes some panels.
     *
     * @param rows outputs of a panel, a multiple of four, at most 24
     * @param x address of the inputs
     * @param k inputs
     * @param start address of what is added to the sums
     * @param weights address of the first panel's weights
     * @param y address of the first output
     * @param panels how many
     * @param low the least value of y
     */
    static void run(
            int rows, long x, int k, long start, long weights, long y, int panels, float low) {
        switch (rows) {
            case 4 -> rows4(x, k, start, weights, y, panels, low);
            case 8 -> rows8(x, k, start, weights, y, panels, low);
            case 12 -> rows12(x, k, start, weights, y, panels, low);
            case 16 -> rows16(x, k, start, weights, y, panels, low);
            case 20 -> rows20(x, k, start, weights, y, panels, low);
            case 24 -> rows24(x, k, start, weights, y, panels, low);
            default -> throw new IllegalArgumentException("panel of " + rows + " rows");
        }
    }

    private static void rows4(
            long x, int k, long start, long weights, long y, int panels, float low) {
        long xs = Memory.address(x);
        long w = weights;
        long s = start;
        long o = y;
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        for (int panel = 0; panel < panels; panel = (panel + 1) & Integer.MAX_VALUE) {
            s = Memory.address(s);
            o = Memory.address(o);
            FloatVector c0v0 = FloatVector.zero(Lanes.SPECIES);
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
            int i = 0;
            for (; i < k - 63; i = (i + 64) & Integer.MAX_VALUE) {
                FloatVector p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, xs + 4L * i, Lanes.ORDER);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v2 = Lanes.FMA ? p.fma(m, c0v2) : p.mul(m).add(c0v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c0v3 = Lanes.FMA ? p.fma(m, c0v3) : p.mul(m).add(c0v3);
                p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, xs + 4L * i + Lanes.BYTES, Lanes.ORDER);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 4L * Lanes.BYTES, Lanes.ORDER);
                c1v0 = Lanes.FMA ? p.fma(m, c1v0) : p.mul(m).add(c1v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c1v1 = Lanes.FMA ? p.fma(m, c1v1) : p.mul(m).add(c1v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c1v2 = Lanes.FMA ? p.fma(m, c1v2) : p.mul(m).add(c1v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c1v3 = Lanes.FMA ? p.fma(m, c1v3) : p.mul(m).add(c1v3);
                p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES,
                                Memory.ALL,
                                xs + 4L * i + 2L * Lanes.BYTES,
                                Lanes.ORDER);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c2v0 = Lanes.FMA ? p.fma(m, c2v0) : p.mul(m).add(c2v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c2v1 = Lanes.FMA ? p.fma(m, c2v1) : p.mul(m).add(c2v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c2v2 = Lanes.FMA ? p.fma(m, c2v2) : p.mul(m).add(c2v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c2v3 = Lanes.FMA ? p.fma(m, c2v3) : p.mul(m).add(c2v3);
                p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES,
                                Memory.ALL,
                                xs + 4L * i + 3L * Lanes.BYTES,
                                Lanes.ORDER);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 12L * Lanes.BYTES, Lanes.ORDER);
                c3v0 = Lanes.FMA ? p.fma(m, c3v0) : p.mul(m).add(c3v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 13L * Lanes.BYTES, Lanes.ORDER);
                c3v1 = Lanes.FMA ? p.fma(m, c3v1) : p.mul(m).add(c3v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 14L * Lanes.BYTES, Lanes.ORDER);
                c3v2 = Lanes.FMA ? p.fma(m, c3v2) : p.mul(m).add(c3v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 15L * Lanes.BYTES, Lanes.ORDER);
                c3v3 = Lanes.FMA ? p.fma(m, c3v3) : p.mul(m).add(c3v3);
                w += 16L * Lanes.BYTES;
            }
            for (; i < k; i = (i + 16) & Integer.MAX_VALUE) {
                FloatVector p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, xs + 4L * i, Lanes.ORDER);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v2 = Lanes.FMA ? p.fma(m, c0v2) : p.mul(m).add(c0v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c0v3 = Lanes.FMA ? p.fma(m, c0v3) : p.mul(m).add(c0v3);
                w += 4L * Lanes.BYTES;
            }
            c0v0 = c0v0.add(c1v0).add(c2v0.add(c3v0));
            c0v1 = c0v1.add(c1v1).add(c2v1.add(c3v1));
            c0v2 = c0v2.add(c1v2).add(c2v2.add(c3v2));
            c0v3 = c0v3.add(c1v3).add(c2v3.add(c3v3));
            c0v0 = c0v0.blend(c0v2, UPPER8).add(c0v2.blend(c0v0, UPPER8).rearrange(SWAP8));
            c0v1 = c0v1.blend(c0v3, UPPER8).add(c0v3.blend(c0v1, UPPER8).rearrange(SWAP8));
            c0v0 = c0v0.blend(c0v1, UPPER4).add(c0v1.blend(c0v0, UPPER4).rearrange(SWAP4));
            c0v0 = c0v0.add(c0v0.rearrange(SWAP2));
            c0v0 = c0v0.add(c0v0.rearrange(SWAP1));
            c0v0 =
                    c0v0.rearrange(EACH4)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .reinterpretShape(FloatVector.SPECIES_128, 0)
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            s += 16;
            o += 16;
        }
    }

    private static void rows8(
            long x, int k, long start, long weights, long y, int panels, float low) {
        long xs = Memory.address(x);
        long w = weights;
        long s = start;
        long o = y;
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        for (int panel = 0; panel < panels; panel = (panel + 1) & Integer.MAX_VALUE) {
            s = Memory.address(s);
            o = Memory.address(o);
            FloatVector c0v0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector c0v1 = c0v0;
            FloatVector c0v2 = c0v0;
            FloatVector c0v3 = c0v0;
            FloatVector c0v4 = c0v0;
            FloatVector c0v5 = c0v0;
            FloatVector c0v6 = c0v0;
            FloatVector c0v7 = c0v0;
            FloatVector c1v0 = c0v0;
            FloatVector c1v1 = c0v0;
            FloatVector c1v2 = c0v0;
            FloatVector c1v3 = c0v0;
            FloatVector c1v4 = c0v0;
            FloatVector c1v5 = c0v0;
            FloatVector c1v6 = c0v0;
            FloatVector c1v7 = c0v0;
            int i = 0;
            for (; i < k - 31; i = (i + 32) & Integer.MAX_VALUE) {
                FloatVector p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, xs + 4L * i, Lanes.ORDER);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v2 = Lanes.FMA ? p.fma(m, c0v2) : p.mul(m).add(c0v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c0v3 = Lanes.FMA ? p.fma(m, c0v3) : p.mul(m).add(c0v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 4L * Lanes.BYTES, Lanes.ORDER);
                c0v4 = Lanes.FMA ? p.fma(m, c0v4) : p.mul(m).add(c0v4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c0v5 = Lanes.FMA ? p.fma(m, c0v5) : p.mul(m).add(c0v5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c0v6 = Lanes.FMA ? p.fma(m, c0v6) : p.mul(m).add(c0v6);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c0v7 = Lanes.FMA ? p.fma(m, c0v7) : p.mul(m).add(c0v7);
                p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, xs + 4L * i + Lanes.BYTES, Lanes.ORDER);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c1v0 = Lanes.FMA ? p.fma(m, c1v0) : p.mul(m).add(c1v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c1v1 = Lanes.FMA ? p.fma(m, c1v1) : p.mul(m).add(c1v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c1v2 = Lanes.FMA ? p.fma(m, c1v2) : p.mul(m).add(c1v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c1v3 = Lanes.FMA ? p.fma(m, c1v3) : p.mul(m).add(c1v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 12L * Lanes.BYTES, Lanes.ORDER);
                c1v4 = Lanes.FMA ? p.fma(m, c1v4) : p.mul(m).add(c1v4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 13L * Lanes.BYTES, Lanes.ORDER);
                c1v5 = Lanes.FMA ? p.fma(m, c1v5) : p.mul(m).add(c1v5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 14L * Lanes.BYTES, Lanes.ORDER);
                c1v6 = Lanes.FMA ? p.fma(m, c1v6) : p.mul(m).add(c1v6);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 15L * Lanes.BYTES, Lanes.ORDER);
                c1v7 = Lanes.FMA ? p.fma(m, c1v7) : p.mul(m).add(c1v7);
                w += 16L * Lanes.BYTES;
            }
            for (; i < k; i = (i + 16) & Integer.MAX_VALUE) {
                FloatVector p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, xs + 4L * i, Lanes.ORDER);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v2 = Lanes.FMA ? p.fma(m, c0v2) : p.mul(m).add(c0v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c0v3 = Lanes.FMA ? p.fma(m, c0v3) : p.mul(m).add(c0v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 4L * Lanes.BYTES, Lanes.ORDER);
                c0v4 = Lanes.FMA ? p.fma(m, c0v4) : p.mul(m).add(c0v4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c0v5 = Lanes.FMA ? p.fma(m, c0v5) : p.mul(m).add(c0v5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c0v6 = Lanes.FMA ? p.fma(m, c0v6) : p.mul(m).add(c0v6);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c0v7 = Lanes.FMA ? p.fma(m, c0v7) : p.mul(m).add(c0v7);
                w += 8L * Lanes.BYTES;
            }
            c0v0 = c0v0.add(c1v0);
            c0v1 = c0v1.add(c1v1);
            c0v2 = c0v2.add(c1v2);
            c0v3 = c0v3.add(c1v3);
            c0v4 = c0v4.add(c1v4);
            c0v5 = c0v5.add(c1v5);
            c0v6 = c0v6.add(c1v6);
            c0v7 = c0v7.add(c1v7);
            c0v0 = c0v0.blend(c0v4, UPPER8).add(c0v4.blend(c0v0, UPPER8).rearrange(SWAP8));
            c0v1 = c0v1.blend(c0v5, UPPER8).add(c0v5.blend(c0v1, UPPER8).rearrange(SWAP8));
            c0v2 = c0v2.blend(c0v6, UPPER8).add(c0v6.blend(c0v2, UPPER8).rearrange(SWAP8));
            c0v3 = c0v3.blend(c0v7, UPPER8).add(c0v7.blend(c0v3, UPPER8).rearrange(SWAP8));
            c0v0 = c0v0.blend(c0v2, UPPER4).add(c0v2.blend(c0v0, UPPER4).rearrange(SWAP4));
            c0v1 = c0v1.blend(c0v3, UPPER4).add(c0v3.blend(c0v1, UPPER4).rearrange(SWAP4));
            c0v0 = c0v0.blend(c0v1, UPPER2).add(c0v1.blend(c0v0, UPPER2).rearrange(SWAP2));
            c0v0 = c0v0.add(c0v0.rearrange(SWAP1));
            c0v0 =
                    c0v0.rearrange(EACH2)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .reinterpretShape(FloatVector.SPECIES_256, 0)
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            s += 32;
            o += 32;
        }
    }

    private static void rows12(
            long x, int k, long start, long weights, long y, int panels, float low) {
        long xs = Memory.address(x);
        long w = weights;
        long s = start;
        long o = y;
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        for (int panel = 0; panel < panels; panel = (panel + 1) & Integer.MAX_VALUE) {
            s = Memory.address(s);
            o = Memory.address(o);
            FloatVector c0v0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector c0v1 = c0v0;
            FloatVector c0v2 = c0v0;
            FloatVector c0v3 = c0v0;
            FloatVector c0v4 = c0v0;
            FloatVector c0v5 = c0v0;
            FloatVector c0v6 = c0v0;
            FloatVector c0v7 = c0v0;
            FloatVector c0v8 = c0v0;
            FloatVector c0v9 = c0v0;
            FloatVector c0v10 = c0v0;
            FloatVector c0v11 = c0v0;
            int i = 0;
            for (; i < k; i = (i + 16) & Integer.MAX_VALUE) {
                FloatVector p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, xs + 4L * i, Lanes.ORDER);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v2 = Lanes.FMA ? p.fma(m, c0v2) : p.mul(m).add(c0v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c0v3 = Lanes.FMA ? p.fma(m, c0v3) : p.mul(m).add(c0v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 4L * Lanes.BYTES, Lanes.ORDER);
                c0v4 = Lanes.FMA ? p.fma(m, c0v4) : p.mul(m).add(c0v4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c0v5 = Lanes.FMA ? p.fma(m, c0v5) : p.mul(m).add(c0v5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c0v6 = Lanes.FMA ? p.fma(m, c0v6) : p.mul(m).add(c0v6);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c0v7 = Lanes.FMA ? p.fma(m, c0v7) : p.mul(m).add(c0v7);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c0v8 = Lanes.FMA ? p.fma(m, c0v8) : p.mul(m).add(c0v8);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c0v9 = Lanes.FMA ? p.fma(m, c0v9) : p.mul(m).add(c0v9);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c0v10 = Lanes.FMA ? p.fma(m, c0v10) : p.mul(m).add(c0v10);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c0v11 = Lanes.FMA ? p.fma(m, c0v11) : p.mul(m).add(c0v11);
                w += 12L * Lanes.BYTES;
            }
            c0v0 = c0v0.blend(c0v4, UPPER8).add(c0v4.blend(c0v0, UPPER8).rearrange(SWAP8));
            c0v1 = c0v1.blend(c0v5, UPPER8).add(c0v5.blend(c0v1, UPPER8).rearrange(SWAP8));
            c0v2 = c0v2.blend(c0v6, UPPER8).add(c0v6.blend(c0v2, UPPER8).rearrange(SWAP8));
            c0v3 = c0v3.blend(c0v7, UPPER8).add(c0v7.blend(c0v3, UPPER8).rearrange(SWAP8));
            c0v0 = c0v0.blend(c0v2, UPPER4).add(c0v2.blend(c0v0, UPPER4).rearrange(SWAP4));
            c0v1 = c0v1.blend(c0v3, UPPER4).add(c0v3.blend(c0v1, UPPER4).rearrange(SWAP4));
            c0v0 = c0v0.blend(c0v1, UPPER2).add(c0v1.blend(c0v0, UPPER2).rearrange(SWAP2));
            c0v0 = c0v0.add(c0v0.rearrange(SWAP1));
            c0v0 =
                    c0v0.rearrange(EACH2)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .reinterpretShape(FloatVector.SPECIES_256, 0)
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            c0v8 = c0v8.blend(c0v10, UPPER8).add(c0v10.blend(c0v8, UPPER8).rearrange(SWAP8));
            c0v9 = c0v9.blend(c0v11, UPPER8).add(c0v11.blend(c0v9, UPPER8).rearrange(SWAP8));
            c0v8 = c0v8.blend(c0v9, UPPER4).add(c0v9.blend(c0v8, UPPER4).rearrange(SWAP4));
            c0v8 = c0v8.add(c0v8.rearrange(SWAP2));
            c0v8 = c0v8.add(c0v8.rearrange(SWAP1));
            c0v8 =
                    c0v8.rearrange(EACH4)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s + 32, Lanes.ORDER));
            c0v8.blend(floor, c0v8.compare(VectorOperators.LT, floor))
                    .reinterpretShape(FloatVector.SPECIES_128, 0)
                    .intoMemorySegment(Memory.ALL, o + 32, Lanes.ORDER);
            s += 48;
            o += 48;
        }
    }

    private static void rows16(
            long x, int k, long start, long weights, long y, int panels, float low) {
        long xs = Memory.address(x);
        long w = weights;
        long s = start;
        long o = y;
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        for (int panel = 0; panel < panels; panel = (panel + 1) & Integer.MAX_VALUE) {
            s = Memory.address(s);
            o = Memory.address(o);
            FloatVector c0v0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector c0v1 = c0v0;
            FloatVector c0v2 = c0v0;
            FloatVector c0v3 = c0v0;
            FloatVector c0v4 = c0v0;
            FloatVector c0v5 = c0v0;
            FloatVector c0v6 = c0v0;
            FloatVector c0v7 = c0v0;
            FloatVector c0v8 = c0v0;
            FloatVector c0v9 = c0v0;
            FloatVector c0v10 = c0v0;
            FloatVector c0v11 = c0v0;
            FloatVector c0v12 = c0v0;
            FloatVector c0v13 = c0v0;
            FloatVector c0v14 = c0v0;
            FloatVector c0v15 = c0v0;
            int i = 0;
            for (; i < k; i = (i + 16) & Integer.MAX_VALUE) {
                FloatVector p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, xs + 4L * i, Lanes.ORDER);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v2 = Lanes.FMA ? p.fma(m, c0v2) : p.mul(m).add(c0v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c0v3 = Lanes.FMA ? p.fma(m, c0v3) : p.mul(m).add(c0v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 4L * Lanes.BYTES, Lanes.ORDER);
                c0v4 = Lanes.FMA ? p.fma(m, c0v4) : p.mul(m).add(c0v4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c0v5 = Lanes.FMA ? p.fma(m, c0v5) : p.mul(m).add(c0v5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c0v6 = Lanes.FMA ? p.fma(m, c0v6) : p.mul(m).add(c0v6);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c0v7 = Lanes.FMA ? p.fma(m, c0v7) : p.mul(m).add(c0v7);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c0v8 = Lanes.FMA ? p.fma(m, c0v8) : p.mul(m).add(c0v8);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c0v9 = Lanes.FMA ? p.fma(m, c0v9) : p.mul(m).add(c0v9);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c0v10 = Lanes.FMA ? p.fma(m, c0v10) : p.mul(m).add(c0v10);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c0v11 = Lanes.FMA ? p.fma(m, c0v11) : p.mul(m).add(c0v11);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 12L * Lanes.BYTES, Lanes.ORDER);
                c0v12 = Lanes.FMA ? p.fma(m, c0v12) : p.mul(m).add(c0v12);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 13L * Lanes.BYTES, Lanes.ORDER);
                c0v13 = Lanes.FMA ? p.fma(m, c0v13) : p.mul(m).add(c0v13);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 14L * Lanes.BYTES, Lanes.ORDER);
                c0v14 = Lanes.FMA ? p.fma(m, c0v14) : p.mul(m).add(c0v14);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 15L * Lanes.BYTES, Lanes.ORDER);
                c0v15 = Lanes.FMA ? p.fma(m, c0v15) : p.mul(m).add(c0v15);
                w += 16L * Lanes.BYTES;
            }
            c0v0 = c0v0.blend(c0v8, UPPER8).add(c0v8.blend(c0v0, UPPER8).rearrange(SWAP8));
            c0v1 = c0v1.blend(c0v9, UPPER8).add(c0v9.blend(c0v1, UPPER8).rearrange(SWAP8));
            c0v2 = c0v2.blend(c0v10, UPPER8).add(c0v10.blend(c0v2, UPPER8).rearrange(SWAP8));
            c0v3 = c0v3.blend(c0v11, UPPER8).add(c0v11.blend(c0v3, UPPER8).rearrange(SWAP8));
            c0v4 = c0v4.blend(c0v12, UPPER8).add(c0v12.blend(c0v4, UPPER8).rearrange(SWAP8));
            c0v5 = c0v5.blend(c0v13, UPPER8).add(c0v13.blend(c0v5, UPPER8).rearrange(SWAP8));
            c0v6 = c0v6.blend(c0v14, UPPER8).add(c0v14.blend(c0v6, UPPER8).rearrange(SWAP8));
            c0v7 = c0v7.blend(c0v15, UPPER8).add(c0v15.blend(c0v7, UPPER8).rearrange(SWAP8));
            c0v0 = c0v0.blend(c0v4, UPPER4).add(c0v4.blend(c0v0, UPPER4).rearrange(SWAP4));
            c0v1 = c0v1.blend(c0v5, UPPER4).add(c0v5.blend(c0v1, UPPER4).rearrange(SWAP4));
            c0v2 = c0v2.blend(c0v6, UPPER4).add(c0v6.blend(c0v2, UPPER4).rearrange(SWAP4));
            c0v3 = c0v3.blend(c0v7, UPPER4).add(c0v7.blend(c0v3, UPPER4).rearrange(SWAP4));
            c0v0 = c0v0.blend(c0v2, UPPER2).add(c0v2.blend(c0v0, UPPER2).rearrange(SWAP2));
            c0v1 = c0v1.blend(c0v3, UPPER2).add(c0v3.blend(c0v1, UPPER2).rearrange(SWAP2));
            c0v0 = c0v0.blend(c0v1, UPPER1).add(c0v1.blend(c0v0, UPPER1).rearrange(SWAP1));
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            s += 64;
            o += 64;
        }
    }

    private static void rows20(
            long x, int k, long start, long weights, long y, int panels, float low) {
        long xs = Memory.address(x);
        long w = weights;
        long s = start;
        long o = y;
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        for (int panel = 0; panel < panels; panel = (panel + 1) & Integer.MAX_VALUE) {
            s = Memory.address(s);
            o = Memory.address(o);
            FloatVector c0v0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector c0v1 = c0v0;
            FloatVector c0v2 = c0v0;
            FloatVector c0v3 = c0v0;
            FloatVector c0v4 = c0v0;
            FloatVector c0v5 = c0v0;
            FloatVector c0v6 = c0v0;
            FloatVector c0v7 = c0v0;
            FloatVector c0v8 = c0v0;
            FloatVector c0v9 = c0v0;
            FloatVector c0v10 = c0v0;
            FloatVector c0v11 = c0v0;
            FloatVector c0v12 = c0v0;
            FloatVector c0v13 = c0v0;
            FloatVector c0v14 = c0v0;
            FloatVector c0v15 = c0v0;
            FloatVector c0v16 = c0v0;
            FloatVector c0v17 = c0v0;
            FloatVector c0v18 = c0v0;
            FloatVector c0v19 = c0v0;
            int i = 0;
            for (; i < k; i = (i + 16) & Integer.MAX_VALUE) {
                FloatVector p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, xs + 4L * i, Lanes.ORDER);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v2 = Lanes.FMA ? p.fma(m, c0v2) : p.mul(m).add(c0v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c0v3 = Lanes.FMA ? p.fma(m, c0v3) : p.mul(m).add(c0v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 4L * Lanes.BYTES, Lanes.ORDER);
                c0v4 = Lanes.FMA ? p.fma(m, c0v4) : p.mul(m).add(c0v4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c0v5 = Lanes.FMA ? p.fma(m, c0v5) : p.mul(m).add(c0v5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c0v6 = Lanes.FMA ? p.fma(m, c0v6) : p.mul(m).add(c0v6);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c0v7 = Lanes.FMA ? p.fma(m, c0v7) : p.mul(m).add(c0v7);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c0v8 = Lanes.FMA ? p.fma(m, c0v8) : p.mul(m).add(c0v8);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c0v9 = Lanes.FMA ? p.fma(m, c0v9) : p.mul(m).add(c0v9);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c0v10 = Lanes.FMA ? p.fma(m, c0v10) : p.mul(m).add(c0v10);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c0v11 = Lanes.FMA ? p.fma(m, c0v11) : p.mul(m).add(c0v11);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 12L * Lanes.BYTES, Lanes.ORDER);
                c0v12 = Lanes.FMA ? p.fma(m, c0v12) : p.mul(m).add(c0v12);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 13L * Lanes.BYTES, Lanes.ORDER);
                c0v13 = Lanes.FMA ? p.fma(m, c0v13) : p.mul(m).add(c0v13);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 14L * Lanes.BYTES, Lanes.ORDER);
                c0v14 = Lanes.FMA ? p.fma(m, c0v14) : p.mul(m).add(c0v14);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 15L * Lanes.BYTES, Lanes.ORDER);
                c0v15 = Lanes.FMA ? p.fma(m, c0v15) : p.mul(m).add(c0v15);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 16L * Lanes.BYTES, Lanes.ORDER);
                c0v16 = Lanes.FMA ? p.fma(m, c0v16) : p.mul(m).add(c0v16);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 17L * Lanes.BYTES, Lanes.ORDER);
                c0v17 = Lanes.FMA ? p.fma(m, c0v17) : p.mul(m).add(c0v17);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 18L * Lanes.BYTES, Lanes.ORDER);
                c0v18 = Lanes.FMA ? p.fma(m, c0v18) : p.mul(m).add(c0v18);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 19L * Lanes.BYTES, Lanes.ORDER);
                c0v19 = Lanes.FMA ? p.fma(m, c0v19) : p.mul(m).add(c0v19);
                w += 20L * Lanes.BYTES;
            }
            c0v0 = c0v0.blend(c0v8, UPPER8).add(c0v8.blend(c0v0, UPPER8).rearrange(SWAP8));
            c0v1 = c0v1.blend(c0v9, UPPER8).add(c0v9.blend(c0v1, UPPER8).rearrange(SWAP8));
            c0v2 = c0v2.blend(c0v10, UPPER8).add(c0v10.blend(c0v2, UPPER8).rearrange(SWAP8));
            c0v3 = c0v3.blend(c0v11, UPPER8).add(c0v11.blend(c0v3, UPPER8).rearrange(SWAP8));
            c0v4 = c0v4.blend(c0v12, UPPER8).add(c0v12.blend(c0v4, UPPER8).rearrange(SWAP8));
            c0v5 = c0v5.blend(c0v13, UPPER8).add(c0v13.blend(c0v5, UPPER8).rearrange(SWAP8));
            c0v6 = c0v6.blend(c0v14, UPPER8).add(c0v14.blend(c0v6, UPPER8).rearrange(SWAP8));
            c0v7 = c0v7.blend(c0v15, UPPER8).add(c0v15.blend(c0v7, UPPER8).rearrange(SWAP8));
            c0v0 = c0v0.blend(c0v4, UPPER4).add(c0v4.blend(c0v0, UPPER4).rearrange(SWAP4));
            c0v1 = c0v1.blend(c0v5, UPPER4).add(c0v5.blend(c0v1, UPPER4).rearrange(SWAP4));
            c0v2 = c0v2.blend(c0v6, UPPER4).add(c0v6.blend(c0v2, UPPER4).rearrange(SWAP4));
            c0v3 = c0v3.blend(c0v7, UPPER4).add(c0v7.blend(c0v3, UPPER4).rearrange(SWAP4));
            c0v0 = c0v0.blend(c0v2, UPPER2).add(c0v2.blend(c0v0, UPPER2).rearrange(SWAP2));
            c0v1 = c0v1.blend(c0v3, UPPER2).add(c0v3.blend(c0v1, UPPER2).rearrange(SWAP2));
            c0v0 = c0v0.blend(c0v1, UPPER1).add(c0v1.blend(c0v0, UPPER1).rearrange(SWAP1));
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            c0v16 = c0v16.blend(c0v18, UPPER8).add(c0v18.blend(c0v16, UPPER8).rearrange(SWAP8));
            c0v17 = c0v17.blend(c0v19, UPPER8).add(c0v19.blend(c0v17, UPPER8).rearrange(SWAP8));
            c0v16 = c0v16.blend(c0v17, UPPER4).add(c0v17.blend(c0v16, UPPER4).rearrange(SWAP4));
            c0v16 = c0v16.add(c0v16.rearrange(SWAP2));
            c0v16 = c0v16.add(c0v16.rearrange(SWAP1));
            c0v16 =
                    c0v16.rearrange(EACH4)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s + 64, Lanes.ORDER));
            c0v16.blend(floor, c0v16.compare(VectorOperators.LT, floor))
                    .reinterpretShape(FloatVector.SPECIES_128, 0)
                    .intoMemorySegment(Memory.ALL, o + 64, Lanes.ORDER);
            s += 80;
            o += 80;
        }
    }

    private static void rows24(
            long x, int k, long start, long weights, long y, int panels, float low) {
        long xs = Memory.address(x);
        long w = weights;
        long s = start;
        long o = y;
        FloatVector floor = FloatVector.broadcast(Lanes.SPECIES, low);
        for (int panel = 0; panel < panels; panel = (panel + 1) & Integer.MAX_VALUE) {
            s = Memory.address(s);
            o = Memory.address(o);
            FloatVector c0v0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector c0v1 = c0v0;
            FloatVector c0v2 = c0v0;
            FloatVector c0v3 = c0v0;
            FloatVector c0v4 = c0v0;
            FloatVector c0v5 = c0v0;
            FloatVector c0v6 = c0v0;
            FloatVector c0v7 = c0v0;
            FloatVector c0v8 = c0v0;
            FloatVector c0v9 = c0v0;
            FloatVector c0v10 = c0v0;
            FloatVector c0v11 = c0v0;
            FloatVector c0v12 = c0v0;
            FloatVector c0v13 = c0v0;
            FloatVector c0v14 = c0v0;
            FloatVector c0v15 = c0v0;
            FloatVector c0v16 = c0v0;
            FloatVector c0v17 = c0v0;
            FloatVector c0v18 = c0v0;
            FloatVector c0v19 = c0v0;
            FloatVector c0v20 = c0v0;
            FloatVector c0v21 = c0v0;
            FloatVector c0v22 = c0v0;
            FloatVector c0v23 = c0v0;
            int i = 0;
            for (; i < k; i = (i + 16) & Integer.MAX_VALUE) {
                FloatVector p =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, xs + 4L * i, Lanes.ORDER);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 2L * Lanes.BYTES, Lanes.ORDER);
                c0v2 = Lanes.FMA ? p.fma(m, c0v2) : p.mul(m).add(c0v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c0v3 = Lanes.FMA ? p.fma(m, c0v3) : p.mul(m).add(c0v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 4L * Lanes.BYTES, Lanes.ORDER);
                c0v4 = Lanes.FMA ? p.fma(m, c0v4) : p.mul(m).add(c0v4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c0v5 = Lanes.FMA ? p.fma(m, c0v5) : p.mul(m).add(c0v5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c0v6 = Lanes.FMA ? p.fma(m, c0v6) : p.mul(m).add(c0v6);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c0v7 = Lanes.FMA ? p.fma(m, c0v7) : p.mul(m).add(c0v7);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c0v8 = Lanes.FMA ? p.fma(m, c0v8) : p.mul(m).add(c0v8);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c0v9 = Lanes.FMA ? p.fma(m, c0v9) : p.mul(m).add(c0v9);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c0v10 = Lanes.FMA ? p.fma(m, c0v10) : p.mul(m).add(c0v10);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c0v11 = Lanes.FMA ? p.fma(m, c0v11) : p.mul(m).add(c0v11);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 12L * Lanes.BYTES, Lanes.ORDER);
                c0v12 = Lanes.FMA ? p.fma(m, c0v12) : p.mul(m).add(c0v12);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 13L * Lanes.BYTES, Lanes.ORDER);
                c0v13 = Lanes.FMA ? p.fma(m, c0v13) : p.mul(m).add(c0v13);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 14L * Lanes.BYTES, Lanes.ORDER);
                c0v14 = Lanes.FMA ? p.fma(m, c0v14) : p.mul(m).add(c0v14);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 15L * Lanes.BYTES, Lanes.ORDER);
                c0v15 = Lanes.FMA ? p.fma(m, c0v15) : p.mul(m).add(c0v15);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 16L * Lanes.BYTES, Lanes.ORDER);
                c0v16 = Lanes.FMA ? p.fma(m, c0v16) : p.mul(m).add(c0v16);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 17L * Lanes.BYTES, Lanes.ORDER);
                c0v17 = Lanes.FMA ? p.fma(m, c0v17) : p.mul(m).add(c0v17);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 18L * Lanes.BYTES, Lanes.ORDER);
                c0v18 = Lanes.FMA ? p.fma(m, c0v18) : p.mul(m).add(c0v18);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 19L * Lanes.BYTES, Lanes.ORDER);
                c0v19 = Lanes.FMA ? p.fma(m, c0v19) : p.mul(m).add(c0v19);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 20L * Lanes.BYTES, Lanes.ORDER);
                c0v20 = Lanes.FMA ? p.fma(m, c0v20) : p.mul(m).add(c0v20);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 21L * Lanes.BYTES, Lanes.ORDER);
                c0v21 = Lanes.FMA ? p.fma(m, c0v21) : p.mul(m).add(c0v21);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 22L * Lanes.BYTES, Lanes.ORDER);
                c0v22 = Lanes.FMA ? p.fma(m, c0v22) : p.mul(m).add(c0v22);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 23L * Lanes.BYTES, Lanes.ORDER);
                c0v23 = Lanes.FMA ? p.fma(m, c0v23) : p.mul(m).add(c0v23);
                w += 24L * Lanes.BYTES;
            }
            c0v0 = c0v0.blend(c0v8, UPPER8).add(c0v8.blend(c0v0, UPPER8).rearrange(SWAP8));
            c0v1 = c0v1.blend(c0v9, UPPER8).add(c0v9.blend(c0v1, UPPER8).rearrange(SWAP8));
            c0v2 = c0v2.blend(c0v10, UPPER8).add(c0v10.blend(c0v2, UPPER8).rearrange(SWAP8));
            c0v3 = c0v3.blend(c0v11, UPPER8).add(c0v11.blend(c0v3, UPPER8).rearrange(SWAP8));
            c0v4 = c0v4.blend(c0v12, UPPER8).add(c0v12.blend(c0v4, UPPER8).rearrange(SWAP8));
            c0v5 = c0v5.blend(c0v13, UPPER8).add(c0v13.blend(c0v5, UPPER8).rearrange(SWAP8));
            c0v6 = c0v6.blend(c0v14, UPPER8).add(c0v14.blend(c0v6, UPPER8).rearrange(SWAP8));
            c0v7 = c0v7.blend(c0v15, UPPER8).add(c0v15.blend(c0v7, UPPER8).rearrange(SWAP8));
            c0v0 = c0v0.blend(c0v4, UPPER4).add(c0v4.blend(c0v0, UPPER4).rearrange(SWAP4));
            c0v1 = c0v1.blend(c0v5, UPPER4).add(c0v5.blend(c0v1, UPPER4).rearrange(SWAP4));
            c0v2 = c0v2.blend(c0v6, UPPER4).add(c0v6.blend(c0v2, UPPER4).rearrange(SWAP4));
            c0v3 = c0v3.blend(c0v7, UPPER4).add(c0v7.blend(c0v3, UPPER4).rearrange(SWAP4));
            c0v0 = c0v0.blend(c0v2, UPPER2).add(c0v2.blend(c0v0, UPPER2).rearrange(SWAP2));
            c0v1 = c0v1.blend(c0v3, UPPER2).add(c0v3.blend(c0v1, UPPER2).rearrange(SWAP2));
            c0v0 = c0v0.blend(c0v1, UPPER1).add(c0v1.blend(c0v0, UPPER1).rearrange(SWAP1));
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            c0v16 = c0v16.blend(c0v20, UPPER8).add(c0v20.blend(c0v16, UPPER8).rearrange(SWAP8));
            c0v17 = c0v17.blend(c0v21, UPPER8).add(c0v21.blend(c0v17, UPPER8).rearrange(SWAP8));
            c0v18 = c0v18.blend(c0v22, UPPER8).add(c0v22.blend(c0v18, UPPER8).rearrange(SWAP8));
            c0v19 = c0v19.blend(c0v23, UPPER8).add(c0v23.blend(c0v19, UPPER8).rearrange(SWAP8));
            c0v16 = c0v16.blend(c0v18, UPPER4).add(c0v18.blend(c0v16, UPPER4).rearrange(SWAP4));
            c0v17 = c0v17.blend(c0v19, UPPER4).add(c0v19.blend(c0v17, UPPER4).rearrange(SWAP4));
            c0v16 = c0v16.blend(c0v17, UPPER2).add(c0v17.blend(c0v16, UPPER2).rearrange(SWAP2));
            c0v16 = c0v16.add(c0v16.rearrange(SWAP1));
            c0v16 =
                    c0v16.rearrange(EACH2)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s + 64, Lanes.ORDER));
            c0v16.blend(floor, c0v16.compare(VectorOperators.LT, floor))
                    .reinterpretShape(FloatVector.SPECIES_256, 0)
                    .intoMemorySegment(Memory.ALL, o + 64, Lanes.ORDER);
            s += 96;
            o += 96;
        }
    }
}
