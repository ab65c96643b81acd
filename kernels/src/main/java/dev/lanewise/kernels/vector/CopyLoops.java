package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

/** Copies of {@code count} elements, whose distances are in bytes. */
final class CopyLoops {

    private CopyLoops() {}

    static void bytes(long from, long fromStep, long to, long toStep, int count) {
        from = Memory.address(from);
        to = Memory.address(to);
        for (int i = 0; i < count; i++) {
            Memory.setByte(to + i * toStep, Memory.getByte(from + i * fromStep));
        }
    }

    static void shorts(long from, long fromStep, long to, long toStep, int count) {
        from = Memory.address(from);
        to = Memory.address(to);
        for (int i = 0; i < count; i++) {
            Memory.setShort(to + i * toStep, Memory.getShort(from + i * fromStep));
        }
    }

    static void ints(long from, long fromStep, long to, long toStep, int count) {
        from = Memory.address(from);
        to = Memory.address(to);
        for (int i = 0; i < count; i++) {
            Memory.setInt(to + i * toStep, Memory.getInt(from + i * fromStep));
        }
    }

    static void longs(long from, long fromStep, long to, long toStep, int count) {
        from = Memory.address(from);
        to = Memory.address(to);
        for (int i = 0; i < count; i++) {
            Memory.setLong(to + i * toStep, Memory.getLong(from + i * fromStep));
        }
    }
}
