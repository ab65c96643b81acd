package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.ValueLayout;

/**
 * The loops of {@link ConvPixel} for many outputs, written by TileGenerator: y[v] = (sum over k of
 * x[k] * w[k][v]) + start[v], but at least {@code low}.
 *
 * <p>Memory: panel after panel of one to eight vectors, weights [k][v][lanes].
 *
 * <p>Weights' addresses aren't marked, so that C2 checks each and keeps the loads in their order.
 * It mixes up those it needn't check, and then the processor fetches too little ahead: from the
 * second-level cache that takes 1.5 times as long.
 */
final class PixelColumns {

    /** Vectors of a panel, at most. */
    static final int MOST = 8;

    private PixelColumns() {}

    /** Inputs of a turn of the loop. */
    static int turn(int vectors) {
        return switch (vectors) {
            case 1 -> 8;
            case 2 -> 8;
            case 3 -> 4;
            case 4 -> 4;
            case 5 -> 2;
            case 6 -> 2;
            case 7 -> 2;
            default -> 2;
        };
    }

    /** Sums of each vector, which take inputs in turn. */
    static int chains(int vectors) {
        return switch (vectors) {
            case 1 -> 8;
            case 2 -> 4;
            case 3 -> 4;
            case 4 -> 2;
            case 5 -> 2;
            case 6 -> 2;
            case 7 -> 2;
            default -> 1;
        };
    }

    /**
     * Computes some panels.
     *
     * @param vectors vectors of a panel, at most eight
     * @param x address of the inputs
     * @param k inputs
     * @param start address of what is added to the sums
     * @param weights address of the first panel's weights
     * @param y address of the first output
     * @param panels how many
     * @param low the least value of y
     */
    static void run(
            int vectors, long x, int k, long start, long weights, long y, int panels, float low) {
        switch (vectors) {
            case 1 -> columns1(x, k, start, weights, y, panels, low);
            case 2 -> columns2(x, k, start, weights, y, panels, low);
            case 3 -> columns3(x, k, start, weights, y, panels, low);
            case 4 -> columns4(x, k, start, weights, y, panels, low);
            case 5 -> columns5(x, k, start, weights, y, panels, low);
            case 6 -> columns6(x, k, start, weights, y, panels, low);
            case 7 -> columns7(x, k, start, weights, y, panels, low);
            case 8 -> columns8(x, k, start, weights, y, panels, low);
            default -> throw new IllegalArgumentException("panel of " + vectors + " vectors");
        }
    }

    private static void columns1(
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
            FloatVector c1v0 = c0v0;
            FloatVector c2v0 = c0v0;
            FloatVector c3v0 = c0v0;
            FloatVector c4v0 = c0v0;
            FloatVector c5v0 = c0v0;
            FloatVector c6v0 = c0v0;
            FloatVector c7v0 = c0v0;
            int i = 0;
            for (; i < k - 7; i = (i + 8) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 4);
                float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 8);
                float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 12);
                float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 16);
                float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 20);
                float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 24);
                float f7 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 28);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                p = FloatVector.broadcast(Lanes.SPECIES, f1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c1v0 = Lanes.FMA ? p.fma(m, c1v0) : p.mul(m).add(c1v0);
                p = FloatVector.broadcast(Lanes.SPECIES, f2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 2L * Lanes.BYTES, Lanes.ORDER);
                c2v0 = Lanes.FMA ? p.fma(m, c2v0) : p.mul(m).add(c2v0);
                p = FloatVector.broadcast(Lanes.SPECIES, f3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c3v0 = Lanes.FMA ? p.fma(m, c3v0) : p.mul(m).add(c3v0);
                p = FloatVector.broadcast(Lanes.SPECIES, f4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 4L * Lanes.BYTES, Lanes.ORDER);
                c4v0 = Lanes.FMA ? p.fma(m, c4v0) : p.mul(m).add(c4v0);
                p = FloatVector.broadcast(Lanes.SPECIES, f5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c5v0 = Lanes.FMA ? p.fma(m, c5v0) : p.mul(m).add(c5v0);
                p = FloatVector.broadcast(Lanes.SPECIES, f6);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c6v0 = Lanes.FMA ? p.fma(m, c6v0) : p.mul(m).add(c6v0);
                p = FloatVector.broadcast(Lanes.SPECIES, f7);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c7v0 = Lanes.FMA ? p.fma(m, c7v0) : p.mul(m).add(c7v0);
                w += 8L * Lanes.BYTES;
            }
            for (; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                w += 1L * Lanes.BYTES;
            }
            c0v0 =
                    c0v0.add(c1v0)
                            .add(c2v0.add(c3v0))
                            .add(c4v0.add(c5v0).add(c6v0.add(c7v0)))
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            s += 1L * Lanes.BYTES;
            o += 1L * Lanes.BYTES;
        }
    }

    private static void columns2(
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
            FloatVector c1v0 = c0v0;
            FloatVector c1v1 = c0v0;
            FloatVector c2v0 = c0v0;
            FloatVector c2v1 = c0v0;
            FloatVector c3v0 = c0v0;
            FloatVector c3v1 = c0v0;
            int i = 0;
            for (; i < k - 7; i = (i + 8) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 4);
                float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 8);
                float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 12);
                float f4 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 16);
                float f5 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 20);
                float f6 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 24);
                float f7 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 28);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                p = FloatVector.broadcast(Lanes.SPECIES, f1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 2L * Lanes.BYTES, Lanes.ORDER);
                c1v0 = Lanes.FMA ? p.fma(m, c1v0) : p.mul(m).add(c1v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c1v1 = Lanes.FMA ? p.fma(m, c1v1) : p.mul(m).add(c1v1);
                p = FloatVector.broadcast(Lanes.SPECIES, f2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 4L * Lanes.BYTES, Lanes.ORDER);
                c2v0 = Lanes.FMA ? p.fma(m, c2v0) : p.mul(m).add(c2v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c2v1 = Lanes.FMA ? p.fma(m, c2v1) : p.mul(m).add(c2v1);
                p = FloatVector.broadcast(Lanes.SPECIES, f3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c3v0 = Lanes.FMA ? p.fma(m, c3v0) : p.mul(m).add(c3v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c3v1 = Lanes.FMA ? p.fma(m, c3v1) : p.mul(m).add(c3v1);
                p = FloatVector.broadcast(Lanes.SPECIES, f4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                p = FloatVector.broadcast(Lanes.SPECIES, f5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c1v0 = Lanes.FMA ? p.fma(m, c1v0) : p.mul(m).add(c1v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c1v1 = Lanes.FMA ? p.fma(m, c1v1) : p.mul(m).add(c1v1);
                p = FloatVector.broadcast(Lanes.SPECIES, f6);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 12L * Lanes.BYTES, Lanes.ORDER);
                c2v0 = Lanes.FMA ? p.fma(m, c2v0) : p.mul(m).add(c2v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 13L * Lanes.BYTES, Lanes.ORDER);
                c2v1 = Lanes.FMA ? p.fma(m, c2v1) : p.mul(m).add(c2v1);
                p = FloatVector.broadcast(Lanes.SPECIES, f7);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 14L * Lanes.BYTES, Lanes.ORDER);
                c3v0 = Lanes.FMA ? p.fma(m, c3v0) : p.mul(m).add(c3v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 15L * Lanes.BYTES, Lanes.ORDER);
                c3v1 = Lanes.FMA ? p.fma(m, c3v1) : p.mul(m).add(c3v1);
                w += 16L * Lanes.BYTES;
            }
            for (; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
                FloatVector m =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, w, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                w += 2L * Lanes.BYTES;
            }
            c0v0 =
                    c0v0.add(c1v0)
                            .add(c2v0.add(c3v0))
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            c0v1 =
                    c0v1.add(c1v1)
                            .add(c2v1.add(c3v1))
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + Lanes.BYTES,
                                            Lanes.ORDER));
            c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
            s += 2L * Lanes.BYTES;
            o += 2L * Lanes.BYTES;
        }
    }

    private static void columns3(
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
            FloatVector c1v0 = c0v0;
            FloatVector c1v1 = c0v0;
            FloatVector c1v2 = c0v0;
            FloatVector c2v0 = c0v0;
            FloatVector c2v1 = c0v0;
            FloatVector c2v2 = c0v0;
            FloatVector c3v0 = c0v0;
            FloatVector c3v1 = c0v0;
            FloatVector c3v2 = c0v0;
            int i = 0;
            for (; i < k - 3; i = (i + 4) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 4);
                float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 8);
                float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 12);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
                p = FloatVector.broadcast(Lanes.SPECIES, f1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 3L * Lanes.BYTES, Lanes.ORDER);
                c1v0 = Lanes.FMA ? p.fma(m, c1v0) : p.mul(m).add(c1v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 4L * Lanes.BYTES, Lanes.ORDER);
                c1v1 = Lanes.FMA ? p.fma(m, c1v1) : p.mul(m).add(c1v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c1v2 = Lanes.FMA ? p.fma(m, c1v2) : p.mul(m).add(c1v2);
                p = FloatVector.broadcast(Lanes.SPECIES, f2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c2v0 = Lanes.FMA ? p.fma(m, c2v0) : p.mul(m).add(c2v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c2v1 = Lanes.FMA ? p.fma(m, c2v1) : p.mul(m).add(c2v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c2v2 = Lanes.FMA ? p.fma(m, c2v2) : p.mul(m).add(c2v2);
                p = FloatVector.broadcast(Lanes.SPECIES, f3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c3v0 = Lanes.FMA ? p.fma(m, c3v0) : p.mul(m).add(c3v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c3v1 = Lanes.FMA ? p.fma(m, c3v1) : p.mul(m).add(c3v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c3v2 = Lanes.FMA ? p.fma(m, c3v2) : p.mul(m).add(c3v2);
                w += 12L * Lanes.BYTES;
            }
            for (; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
                w += 3L * Lanes.BYTES;
            }
            c0v0 =
                    c0v0.add(c1v0)
                            .add(c2v0.add(c3v0))
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            c0v1 =
                    c0v1.add(c1v1)
                            .add(c2v1.add(c3v1))
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + Lanes.BYTES,
                                            Lanes.ORDER));
            c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
            c0v2 =
                    c0v2.add(c1v2)
                            .add(c2v2.add(c3v2))
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 2L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
            s += 3L * Lanes.BYTES;
            o += 3L * Lanes.BYTES;
        }
    }

    private static void columns4(
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
            int i = 0;
            for (; i < k - 3; i = (i + 4) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 4);
                float f2 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 8);
                float f3 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 12);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
                p = FloatVector.broadcast(Lanes.SPECIES, f1);
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
                p = FloatVector.broadcast(Lanes.SPECIES, f2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c0v2 = Lanes.FMA ? p.fma(m, c0v2) : p.mul(m).add(c0v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c0v3 = Lanes.FMA ? p.fma(m, c0v3) : p.mul(m).add(c0v3);
                p = FloatVector.broadcast(Lanes.SPECIES, f3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 12L * Lanes.BYTES, Lanes.ORDER);
                c1v0 = Lanes.FMA ? p.fma(m, c1v0) : p.mul(m).add(c1v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 13L * Lanes.BYTES, Lanes.ORDER);
                c1v1 = Lanes.FMA ? p.fma(m, c1v1) : p.mul(m).add(c1v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 14L * Lanes.BYTES, Lanes.ORDER);
                c1v2 = Lanes.FMA ? p.fma(m, c1v2) : p.mul(m).add(c1v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 15L * Lanes.BYTES, Lanes.ORDER);
                c1v3 = Lanes.FMA ? p.fma(m, c1v3) : p.mul(m).add(c1v3);
                w += 16L * Lanes.BYTES;
            }
            for (; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
            c0v0 =
                    c0v0.add(c1v0)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            c0v1 =
                    c0v1.add(c1v1)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + Lanes.BYTES,
                                            Lanes.ORDER));
            c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
            c0v2 =
                    c0v2.add(c1v2)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 2L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
            c0v3 =
                    c0v3.add(c1v3)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 3L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
            s += 4L * Lanes.BYTES;
            o += 4L * Lanes.BYTES;
        }
    }

    private static void columns5(
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
            FloatVector c1v0 = c0v0;
            FloatVector c1v1 = c0v0;
            FloatVector c1v2 = c0v0;
            FloatVector c1v3 = c0v0;
            FloatVector c1v4 = c0v0;
            int i = 0;
            for (; i < k - 1; i = (i + 2) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 4);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
                p = FloatVector.broadcast(Lanes.SPECIES, f1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 5L * Lanes.BYTES, Lanes.ORDER);
                c1v0 = Lanes.FMA ? p.fma(m, c1v0) : p.mul(m).add(c1v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c1v1 = Lanes.FMA ? p.fma(m, c1v1) : p.mul(m).add(c1v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c1v2 = Lanes.FMA ? p.fma(m, c1v2) : p.mul(m).add(c1v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c1v3 = Lanes.FMA ? p.fma(m, c1v3) : p.mul(m).add(c1v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c1v4 = Lanes.FMA ? p.fma(m, c1v4) : p.mul(m).add(c1v4);
                w += 10L * Lanes.BYTES;
            }
            for (; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
                w += 5L * Lanes.BYTES;
            }
            c0v0 =
                    c0v0.add(c1v0)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            c0v1 =
                    c0v1.add(c1v1)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + Lanes.BYTES,
                                            Lanes.ORDER));
            c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
            c0v2 =
                    c0v2.add(c1v2)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 2L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
            c0v3 =
                    c0v3.add(c1v3)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 3L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
            c0v4 =
                    c0v4.add(c1v4)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 4L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v4.blend(floor, c0v4.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
            s += 5L * Lanes.BYTES;
            o += 5L * Lanes.BYTES;
        }
    }

    private static void columns6(
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
            FloatVector c1v0 = c0v0;
            FloatVector c1v1 = c0v0;
            FloatVector c1v2 = c0v0;
            FloatVector c1v3 = c0v0;
            FloatVector c1v4 = c0v0;
            FloatVector c1v5 = c0v0;
            int i = 0;
            for (; i < k - 1; i = (i + 2) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 4);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
                p = FloatVector.broadcast(Lanes.SPECIES, f1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 6L * Lanes.BYTES, Lanes.ORDER);
                c1v0 = Lanes.FMA ? p.fma(m, c1v0) : p.mul(m).add(c1v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c1v1 = Lanes.FMA ? p.fma(m, c1v1) : p.mul(m).add(c1v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c1v2 = Lanes.FMA ? p.fma(m, c1v2) : p.mul(m).add(c1v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c1v3 = Lanes.FMA ? p.fma(m, c1v3) : p.mul(m).add(c1v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c1v4 = Lanes.FMA ? p.fma(m, c1v4) : p.mul(m).add(c1v4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c1v5 = Lanes.FMA ? p.fma(m, c1v5) : p.mul(m).add(c1v5);
                w += 12L * Lanes.BYTES;
            }
            for (; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
                w += 6L * Lanes.BYTES;
            }
            c0v0 =
                    c0v0.add(c1v0)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            c0v1 =
                    c0v1.add(c1v1)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + Lanes.BYTES,
                                            Lanes.ORDER));
            c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
            c0v2 =
                    c0v2.add(c1v2)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 2L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
            c0v3 =
                    c0v3.add(c1v3)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 3L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
            c0v4 =
                    c0v4.add(c1v4)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 4L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v4.blend(floor, c0v4.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
            c0v5 =
                    c0v5.add(c1v5)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 5L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v5.blend(floor, c0v5.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
            s += 6L * Lanes.BYTES;
            o += 6L * Lanes.BYTES;
        }
    }

    private static void columns7(
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
            FloatVector c1v0 = c0v0;
            FloatVector c1v1 = c0v0;
            FloatVector c1v2 = c0v0;
            FloatVector c1v3 = c0v0;
            FloatVector c1v4 = c0v0;
            FloatVector c1v5 = c0v0;
            FloatVector c1v6 = c0v0;
            int i = 0;
            for (; i < k - 1; i = (i + 2) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 4);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
                p = FloatVector.broadcast(Lanes.SPECIES, f1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 7L * Lanes.BYTES, Lanes.ORDER);
                c1v0 = Lanes.FMA ? p.fma(m, c1v0) : p.mul(m).add(c1v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c1v1 = Lanes.FMA ? p.fma(m, c1v1) : p.mul(m).add(c1v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c1v2 = Lanes.FMA ? p.fma(m, c1v2) : p.mul(m).add(c1v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c1v3 = Lanes.FMA ? p.fma(m, c1v3) : p.mul(m).add(c1v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c1v4 = Lanes.FMA ? p.fma(m, c1v4) : p.mul(m).add(c1v4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 12L * Lanes.BYTES, Lanes.ORDER);
                c1v5 = Lanes.FMA ? p.fma(m, c1v5) : p.mul(m).add(c1v5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 13L * Lanes.BYTES, Lanes.ORDER);
                c1v6 = Lanes.FMA ? p.fma(m, c1v6) : p.mul(m).add(c1v6);
                w += 14L * Lanes.BYTES;
            }
            for (; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
                w += 7L * Lanes.BYTES;
            }
            c0v0 =
                    c0v0.add(c1v0)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            c0v1 =
                    c0v1.add(c1v1)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + Lanes.BYTES,
                                            Lanes.ORDER));
            c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
            c0v2 =
                    c0v2.add(c1v2)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 2L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
            c0v3 =
                    c0v3.add(c1v3)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 3L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
            c0v4 =
                    c0v4.add(c1v4)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 4L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v4.blend(floor, c0v4.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
            c0v5 =
                    c0v5.add(c1v5)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 5L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v5.blend(floor, c0v5.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
            c0v6 =
                    c0v6.add(c1v6)
                            .add(
                                    FloatVector.fromMemorySegment(
                                            Lanes.SPECIES,
                                            Memory.ALL,
                                            s + 6L * Lanes.BYTES,
                                            Lanes.ORDER));
            c0v6.blend(floor, c0v6.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
            s += 7L * Lanes.BYTES;
            o += 7L * Lanes.BYTES;
        }
    }

    private static void columns8(
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
            int i = 0;
            for (; i < k - 1; i = (i + 2) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                float f1 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i + 4);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
                p = FloatVector.broadcast(Lanes.SPECIES, f1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 8L * Lanes.BYTES, Lanes.ORDER);
                c0v0 = Lanes.FMA ? p.fma(m, c0v0) : p.mul(m).add(c0v0);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 9L * Lanes.BYTES, Lanes.ORDER);
                c0v1 = Lanes.FMA ? p.fma(m, c0v1) : p.mul(m).add(c0v1);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 10L * Lanes.BYTES, Lanes.ORDER);
                c0v2 = Lanes.FMA ? p.fma(m, c0v2) : p.mul(m).add(c0v2);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 11L * Lanes.BYTES, Lanes.ORDER);
                c0v3 = Lanes.FMA ? p.fma(m, c0v3) : p.mul(m).add(c0v3);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 12L * Lanes.BYTES, Lanes.ORDER);
                c0v4 = Lanes.FMA ? p.fma(m, c0v4) : p.mul(m).add(c0v4);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 13L * Lanes.BYTES, Lanes.ORDER);
                c0v5 = Lanes.FMA ? p.fma(m, c0v5) : p.mul(m).add(c0v5);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 14L * Lanes.BYTES, Lanes.ORDER);
                c0v6 = Lanes.FMA ? p.fma(m, c0v6) : p.mul(m).add(c0v6);
                m =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, w + 15L * Lanes.BYTES, Lanes.ORDER);
                c0v7 = Lanes.FMA ? p.fma(m, c0v7) : p.mul(m).add(c0v7);
                w += 16L * Lanes.BYTES;
            }
            for (; i < k; i = (i + 1) & Integer.MAX_VALUE) {
                float f0 = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, xs + 4L * i);
                FloatVector p = FloatVector.broadcast(Lanes.SPECIES, f0);
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
            c0v0 =
                    c0v0.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s, Lanes.ORDER));
            c0v0.blend(floor, c0v0.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
            c0v1 =
                    c0v1.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s + Lanes.BYTES, Lanes.ORDER));
            c0v1.blend(floor, c0v1.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + Lanes.BYTES, Lanes.ORDER);
            c0v2 =
                    c0v2.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s + 2L * Lanes.BYTES, Lanes.ORDER));
            c0v2.blend(floor, c0v2.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER);
            c0v3 =
                    c0v3.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s + 3L * Lanes.BYTES, Lanes.ORDER));
            c0v3.blend(floor, c0v3.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER);
            c0v4 =
                    c0v4.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s + 4L * Lanes.BYTES, Lanes.ORDER));
            c0v4.blend(floor, c0v4.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 4L * Lanes.BYTES, Lanes.ORDER);
            c0v5 =
                    c0v5.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s + 5L * Lanes.BYTES, Lanes.ORDER));
            c0v5.blend(floor, c0v5.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 5L * Lanes.BYTES, Lanes.ORDER);
            c0v6 =
                    c0v6.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s + 6L * Lanes.BYTES, Lanes.ORDER));
            c0v6.blend(floor, c0v6.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 6L * Lanes.BYTES, Lanes.ORDER);
            c0v7 =
                    c0v7.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, s + 7L * Lanes.BYTES, Lanes.ORDER));
            c0v7.blend(floor, c0v7.compare(VectorOperators.LT, floor))
                    .intoMemorySegment(Memory.ALL, o + 7L * Lanes.BYTES, Lanes.ORDER);
            s += 8L * Lanes.BYTES;
            o += 8L * Lanes.BYTES;
        }
    }
}
