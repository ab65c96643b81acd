package dev.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/**
 * The vector width, chosen once, and the few operations that every kernel shares.
 *
 * <p>The methods are small so that C2 inlines them; a method with more than about 60 vector
 * operations must call the Vector API directly, since C2 then inlines only what the JDK itself
 * forces it to.
 */
final class Lanes {

    /** The widest vectors of this processor. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats in a vector; the channel block of activations. */
    static final int COUNT = SPECIES.length();

    /** Bytes of a vector. */
    static final int BYTES = COUNT * Float.BYTES;

    /**
     * Whether tiles work in vectors half as wide: where 512 bits take two cycles, half of them in
     * one cycle make tiles of a finer size.
     */
    static final boolean HALVES = COUNT >= 16 && Processor.halves();

    /** The vectors of {@link RunTiles}. */
    static final VectorSpecies<Float> TILE = HALVES ? FloatVector.SPECIES_256 : SPECIES;

    /** {@link #TILE} as pairs of floats. */
    static final VectorSpecies<Long> TILE_PAIRS = VectorSpecies.of(long.class, TILE.vectorShape());

    /** {@link #TILE} as ints. */
    static final VectorSpecies<Integer> TILE_INTS = TILE.withLanes(int.class);

    /** The even lanes of a {@link #TILE}, then an odd one, again and again. */
    static final VectorShuffle<Float> TILE_EVENS =
            VectorShuffle.fromOp(TILE, i -> i < TILE.length() / 2 ? 2 * i : 1);

    /** Bytes of a vector of {@link #TILE}. */
    static final int TILE_BYTES = TILE.vectorByteSize();

    /** Whether the processor has fused multiply-add; without it Math.fma computes in BigDecimal. */
    static final boolean FMA = hasFma();

    /** Whether there are 32 vector registers and not 16. */
    static final boolean MANY_REGISTERS =
            COUNT >= 16 || System.getProperty("os.arch").equals("aarch64");

    /** Byte order of every vector access. */
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Lanes() {}

    /**
     * a * b + c. Not for short loops, as no method of ours is that takes or gives vectors: where C2
     * inlines the loop itself before it has counted the calls in it, it leaves them be, with
     * vectors as objects.
     */
    static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
        return FMA ? a.fma(b, c) : a.mul(b).add(c);
    }

    /**
     * One hardware operation takes nanoseconds, BigDecimal takes microseconds, interpreted or
     * compiled: the limit is twenty times from both.
     */
    private static boolean hasFma() {
        float value = 1;
        for (int trial = 0; trial < 5; trial++) {
            long start = System.nanoTime();
            for (int i = 0; i < 16; i++) {
                value = Math.fma(value, 0.5f, 1);
            }
            if (System.nanoTime() - start < 16_000 && value != 0) {
                return true;
            }
        }
        return false;
    }
}
