package dev.lanewise.kernels.memory;

import java.lang.foreign.MemorySegment;

/**
 * The checked mode, for tests: with {@code -Ddev.lanewise.checked=true} every scalar access of a
 * kernel must lie within an operand or the scratch memory of the call that is running. Off by
 * default, and then it costs nothing once compiled.
 */
public final class Bounds {

    /** Whether accesses are checked. */
    public static final boolean CHECKED = Boolean.getBoolean("dev.lanewise.checked");

    /** First and last address of each segment of the running call, or nothing outside of calls. */
    private static final ThreadLocal<long[]> RANGES = new ThreadLocal<>();

    private Bounds() {}

    /** Begins a call on this thread. */
    public static void enter(MemorySegment[] operands, MemorySegment scratch) {
        long[] ranges = new long[2 * operands.length + 2];
        for (int i = 0; i < operands.length; i++) {
            ranges[2 * i] = operands[i].address();
            ranges[2 * i + 1] = operands[i].address() + operands[i].byteSize();
        }
        ranges[2 * operands.length] = scratch.address();
        ranges[2 * operands.length + 1] = scratch.address() + scratch.byteSize();
        RANGES.set(ranges);
    }

    /** Ends the call. */
    public static void exit() {
        RANGES.remove();
    }

    /**
     * Whether the call that is running may access {@code from} (inclusive) to {@code to}
     * (exclusive).
     */
    public static boolean contain(long from, long to) {
        long[] ranges = RANGES.get();
        if (ranges == null) {
            return true;
        }
        for (int i = 0; i < ranges.length; i += 2) {
            if (from >= ranges[i] && to <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** What to throw for an access outside. */
    public static IndexOutOfBoundsException outside(long address, long bytes) {
        return new IndexOutOfBoundsException(
                "access of "
                        + bytes
                        + " bytes at "
                        + address
                        + " is outside of every operand and the scratch memory");
    }
}
