package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

/** Copies of {@code count} elements, whose distances are in bytes. */
final class CopyLoops {

    /** Longest rows that are copied in vectors. */
    private static final int MOST_ROW_BYTES = 512;

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

    /**
     * {@code count} runs of {@code floats} floats, {@code fromStep} bytes apart, one behind the
     * other.
     */
    static void columns(long from, long fromStep, long to, int floats, int count) {
        long toStep = 4L * floats;
        int i = 0;
        for (; i + 2 <= floats; i += 2) {
            longs(from + 4L * i, fromStep, to + 4L * i, toStep, count);
        }
        if (i < floats) {
            ints(from + 4L * i, fromStep, to + 4L * i, toStep, count);
        }
    }

    /**
     * {@code rows} rows of {@code bytes} bytes; x and y don't overlap. The last vector of a row
     * ends with it, and copies again what it shares with the one before. A call for each row is for
     * long ones, which need no compiled loop to be fast. The JDK's calls are written out: a helper
     * in the loop that had not run when C2 compiled this stayed a call, and boxed its vectors.
     */
    static void rows(long from, int fromStep, long to, int toStep, long bytes, int rows) {
        if (bytes < Lanes.BYTES || bytes > MOST_ROW_BYTES) {
            for (int row = 0; row < rows; row++) {
                Memory.copy(from + (long) row * fromStep, to + (long) row * toStep, bytes);
            }
            return;
        }
        long last = bytes - Lanes.BYTES;
        if (last <= Lanes.BYTES) {
            for (int row = 0; row < rows; row++) {
                long x = Memory.address(from + (long) row * fromStep);
                long y = Memory.address(to + (long) row * toStep);
                fromMemorySegment(SPECIES, ALL, x, ORDER).intoMemorySegment(ALL, y, ORDER);
                fromMemorySegment(SPECIES, ALL, x + last, ORDER)
                        .intoMemorySegment(ALL, y + last, ORDER);
            }
            return;
        }
        for (int row = 0; row < rows; row++) {
            long x = Memory.address(from + (long) row * fromStep);
            long y = Memory.address(to + (long) row * toStep);
            for (long o = 0; o < bytes; o += Lanes.BYTES) {
                long at = Math.min(o, last);
                fromMemorySegment(SPECIES, ALL, x + at, ORDER)
                        .intoMemorySegment(ALL, y + at, ORDER);
            }
        }
    }
}
