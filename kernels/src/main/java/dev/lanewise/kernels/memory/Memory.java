package dev.lanewise.kernels.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * All native memory as one segment, so that an offset is an address and the bound of every access
 * is a constant.
 *
 * <p>Nothing is checked here: {@link dev.lanewise.kernels.Kernel#bind} has checked the operands.
 * The unaligned layouts keep the alignment test out of every access.
 */
public final class Memory {

    /** All native memory; the offset of an access is its address. */
    @SuppressWarnings("restricted")
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** Distances of {@link #step} are less. */
    public static final int MOST_STEP = 1 << 28;

    private static final long ADDRESS_BITS = (1L << 56) - 1;

    private static final long STEP_BITS = MOST_STEP - 1;

    private Memory() {}

    /**
     * The same address, for use as the base of an inner loop: tells C2 that it is neither negative
     * nor near the end of {@link #ALL}, so that base + a non-negative offset needs no bounds check
     * (nor do loops need to be split to hoist it). No user-space address has more than 56 bits.
     */
    public static long address(long address) {
        return address & ADDRESS_BITS;
    }

    /**
     * The same distance in bytes, for use as an addend of an inner loop: tells C2 that it and eight
     * times it are non-negative ints, so that the processor's addressing adds it to a base instead
     * of an instruction of its own. Distances have to be less than {@link #MOST_STEP}.
     */
    public static long step(int step) {
        return step & STEP_BITS;
    }

    /** The float at {@code address}. */
    public static float getFloat(long address) {
        return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
    }

    /** Stores a float at {@code address}. */
    public static void setFloat(long address, float value) {
        ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
    }

    /** The byte at {@code address}. */
    public static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    /** Stores a byte at {@code address}. */
    public static void setByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    /** The short at {@code address}. */
    public static short getShort(long address) {
        return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
    }

    /** Stores a short at {@code address}. */
    public static void setShort(long address, short value) {
        ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
    }

    /** The int at {@code address}. */
    public static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    /** Stores an int at {@code address}. */
    public static void setInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    /** The long at {@code address}. */
    public static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    /** Stores a long at {@code address}. */
    public static void setLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    /** Copies {@code bytes} bytes. */
    public static void copy(long source, long target, long bytes) {
        MemorySegment.copy(ALL, source, ALL, target, bytes);
    }

    /** Sets {@code bytes} bytes, a multiple of 4, to zero. */
    public static void zero(long address, long bytes) {
        long i = 0;
        for (; i < bytes - Float.BYTES; i += Long.BYTES) {
            setLong(address + i, 0);
        }
        if (i < bytes) {
            setInt(address + i, 0);
        }
    }
}
