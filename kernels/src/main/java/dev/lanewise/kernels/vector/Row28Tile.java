package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.ValueLayout;

/**
 * A row times a tile of {@link Floats28}: y[c] = sum over k of x[k] * w[k][c].
 *
 * <p>The strips' addresses aren't marked: loads that C2 needn't check come in any order, and then
 * the processor fetches too little ahead. Free bits are gathered by shifting what there is and
 * adding the next: one mask does for all.
 */
final class Row28Tile {

    /** Steps that the scalar form unpacks together. */
    private static final int STEPS = 64;

    private static final Readiness READINESS = new Readiness();

    private Row28Tile() {}

    /**
     * Computes one tile.
     *
     * @param x address of [k]
     * @param k steps
     * @param scales address of the tile's scales
     * @param first address of its part of the first strip
     * @param second address of its part of the second strip
     * @param y address of [columns of a tile]
     */
    static void run(long x, int k, long scales, long first, long second, long y) {
        boolean plain = isPlain(scales);
        if (plain && READINESS.isReady()) {
            vectors(x, k, scales, first, second, y);
            return;
        }
        while (plain && READINESS.isDue()) {
            long time = System.nanoTime();
            int steps = Math.min(k, Tiles.TRIAL_STEPS);
            vectors(x, steps, scales, first, second, y);
            READINESS.took(true, time, steps);
        }
        long time = System.nanoTime();
        scalars(x, k, scales, first, second, y);
        if (plain) {
            READINESS.took(false, time, k);
        }
    }

    /** Whether no column is special. */
    private static boolean isPlain(long scales) {
        for (int c = 0; c < Floats28.COLUMNS; c++) {
            if (Memory.getFloat(scales + 4L * c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #run}, whatever the columns are: the same bits. */
    static void scalars(long x, int k, long scales, long first, long second, long y) {
        float[] scale = ScalarLoops.floats(scales, Floats28.COLUMNS);
        float[] sums = new float[Floats28.COLUMNS];
        float[] inputs = new float[STEPS];
        float[] weights = new float[STEPS * Floats28.COLUMNS];
        for (int done = 0; done < k; done += STEPS) {
            int steps = Math.min(STEPS, k - done);
            ScalarLoops.read(x + 4L * done, inputs, 0, steps);
            long from = first + Floats28.firstBytes(done);
            Floats28.unpack(from, second + Floats28.secondBytes(done), steps, scale, weights);
            for (int i = 0; i < steps; i++) {
                add(inputs[i], weights, i * Floats28.COLUMNS, sums);
            }
        }
        ScalarLoops.write(sums, 0, y, Floats28.COLUMNS);
    }

    private static void add(float input, float[] weights, int at, float[] sums) {
        for (int c = 0; c < Floats28.COLUMNS; c++) {
            sums[c] = ScalarTiles.fma(input, weights[at + c], sums[c]);
        }
    }

    /** As {@link #run} where no column is special. */
    static void vectors(long x, int k, long scales, long first, long second, long y) {
        long inputs = Memory.address(x);
        long s = Memory.address(scales);
        FloatVector s0 = FloatVector.fromMemorySegment(Lanes.TILE, Memory.ALL, s, Lanes.ORDER);
        FloatVector s1 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s2 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s3 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s4 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + 4L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s5 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + 5L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s6 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + 6L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector s7 =
                FloatVector.fromMemorySegment(
                        Lanes.TILE, Memory.ALL, s + 7L * Lanes.TILE_BYTES, Lanes.ORDER);
        FloatVector c0 = FloatVector.zero(Lanes.TILE);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector c4 = c0;
        FloatVector c5 = c0;
        FloatVector c6 = c0;
        FloatVector c7 = c0;
        IntVector own = IntVector.broadcast(Lanes.TILE_INTS, Floats28.OWN);
        IntVector free = IntVector.broadcast(Lanes.TILE_INTS, ~Floats28.OWN);
        for (int i = 0; i < k; i = (i + 1) & Integer.MAX_VALUE) {
            FloatVector v =
                    FloatVector.broadcast(
                            Lanes.TILE,
                            Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, inputs + 4L * i));
            long a = first + i * (4L * Lanes.TILE_BYTES);
            long b = second + i * (3L * Lanes.TILE_BYTES);
            IntVector r0 = IntVector.fromMemorySegment(Lanes.TILE_INTS, Memory.ALL, a, Lanes.ORDER);
            IntVector r1 =
                    IntVector.fromMemorySegment(
                            Lanes.TILE_INTS, Memory.ALL, a + Lanes.TILE_BYTES, Lanes.ORDER);
            IntVector r2 =
                    IntVector.fromMemorySegment(
                            Lanes.TILE_INTS, Memory.ALL, a + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
            IntVector r3 =
                    IntVector.fromMemorySegment(
                            Lanes.TILE_INTS, Memory.ALL, a + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
            IntVector r4 = IntVector.fromMemorySegment(Lanes.TILE_INTS, Memory.ALL, b, Lanes.ORDER);
            IntVector r5 =
                    IntVector.fromMemorySegment(
                            Lanes.TILE_INTS, Memory.ALL, b + Lanes.TILE_BYTES, Lanes.ORDER);
            IntVector r6 =
                    IntVector.fromMemorySegment(
                            Lanes.TILE_INTS, Memory.ALL, b + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
            IntVector r7 = r0.lanewise(VectorOperators.AND, free);
            r7 =
                    r7.lanewise(VectorOperators.LSHR, 4)
                            .lanewise(VectorOperators.OR, r1.lanewise(VectorOperators.AND, free));
            r7 =
                    r7.lanewise(VectorOperators.LSHR, 4)
                            .lanewise(VectorOperators.OR, r2.lanewise(VectorOperators.AND, free));
            r7 =
                    r7.lanewise(VectorOperators.LSHR, 4)
                            .lanewise(VectorOperators.OR, r3.lanewise(VectorOperators.AND, free));
            r7 =
                    r7.lanewise(VectorOperators.LSHR, 4)
                            .lanewise(VectorOperators.OR, r4.lanewise(VectorOperators.AND, free));
            r7 =
                    r7.lanewise(VectorOperators.LSHR, 4)
                            .lanewise(VectorOperators.OR, r5.lanewise(VectorOperators.AND, free));
            r7 =
                    r7.lanewise(VectorOperators.LSHR, 4)
                            .lanewise(VectorOperators.OR, r6.lanewise(VectorOperators.AND, free));
            // Bits 3 to 30 now: the sign comes to its place, the others to theirs.
            r7 = r7.lanewise(VectorOperators.LSHL, 1).lanewise(VectorOperators.ASHR, 4);
            FloatVector w0 = r0.lanewise(VectorOperators.AND, own).reinterpretAsFloats().mul(s0);
            FloatVector w1 = r1.lanewise(VectorOperators.AND, own).reinterpretAsFloats().mul(s1);
            FloatVector w2 = r2.lanewise(VectorOperators.AND, own).reinterpretAsFloats().mul(s2);
            FloatVector w3 = r3.lanewise(VectorOperators.AND, own).reinterpretAsFloats().mul(s3);
            FloatVector w4 = r4.lanewise(VectorOperators.AND, own).reinterpretAsFloats().mul(s4);
            FloatVector w5 = r5.lanewise(VectorOperators.AND, own).reinterpretAsFloats().mul(s5);
            FloatVector w6 = r6.lanewise(VectorOperators.AND, own).reinterpretAsFloats().mul(s6);
            FloatVector w7 = r7.lanewise(VectorOperators.AND, own).reinterpretAsFloats().mul(s7);
            c0 = Lanes.FMA ? v.fma(w0, c0) : v.mul(w0).add(c0);
            c1 = Lanes.FMA ? v.fma(w1, c1) : v.mul(w1).add(c1);
            c2 = Lanes.FMA ? v.fma(w2, c2) : v.mul(w2).add(c2);
            c3 = Lanes.FMA ? v.fma(w3, c3) : v.mul(w3).add(c3);
            c4 = Lanes.FMA ? v.fma(w4, c4) : v.mul(w4).add(c4);
            c5 = Lanes.FMA ? v.fma(w5, c5) : v.mul(w5).add(c5);
            c6 = Lanes.FMA ? v.fma(w6, c6) : v.mul(w6).add(c6);
            c7 = Lanes.FMA ? v.fma(w7, c7) : v.mul(w7).add(c7);
        }
        long o = Memory.address(y);
        c0.intoMemorySegment(Memory.ALL, o, Lanes.ORDER);
        c1.intoMemorySegment(Memory.ALL, o + Lanes.TILE_BYTES, Lanes.ORDER);
        c2.intoMemorySegment(Memory.ALL, o + 2L * Lanes.TILE_BYTES, Lanes.ORDER);
        c3.intoMemorySegment(Memory.ALL, o + 3L * Lanes.TILE_BYTES, Lanes.ORDER);
        c4.intoMemorySegment(Memory.ALL, o + 4L * Lanes.TILE_BYTES, Lanes.ORDER);
        c5.intoMemorySegment(Memory.ALL, o + 5L * Lanes.TILE_BYTES, Lanes.ORDER);
        c6.intoMemorySegment(Memory.ALL, o + 6L * Lanes.TILE_BYTES, Lanes.ORDER);
        c7.intoMemorySegment(Memory.ALL, o + 7L * Lanes.TILE_BYTES, Lanes.ORDER);
    }
}
