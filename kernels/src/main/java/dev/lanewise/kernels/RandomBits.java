package dev.lanewise.kernels;

/**
 * Random numbers by position: each is a function of a key and its index alone, so they come out the
 * same in any order and on any number of threads. Two rounds of a mixing function (Chris Wellons's
 * lowbias32) over the index, each with half of the key. Allocates nothing.
 */
public final class RandomBits {

    /** A factor of the mixing function. */
    public static final int MIX_1 = 0x7FEB352D;

    /** A factor of the mixing function. */
    public static final int MIX_2 = 0x846CA68B;

    /** Of a number's 32 bits the upper 24 count: what a float holds. */
    public static final int UNUSED_BITS = 8;

    /** From 24 bits to a number from 0 to below 1. */
    public static final float UNIT = 0x1p-24f;

    private RandomBits() {}

    /** The key of one use (salt) in one step of a run that began with a seed. */
    public static long key(long seed, long step, int salt) {
        return mix(mix(mix(seed) ^ step) ^ salt);
    }

    /** The end of SplitMix64, which spreads every bit over the whole. */
    private static long mix(long x) {
        long z = x + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private static int mix(int x) {
        int z = x;
        z = (z ^ z >>> 16) * MIX_1;
        z = (z ^ z >>> 15) * MIX_2;
        return z ^ z >>> 16;
    }

    /** A number from 0 to below 1. */
    public static float uniform(long key, int index) {
        int bits = mix(mix(index ^ (int) key) + (int) (key >>> 32));
        return (bits >>> UNUSED_BITS) * UNIT;
    }
}
