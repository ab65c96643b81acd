package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/**
 * Reads memory so that it is in the second-level cache when it is used: in one go, for which the
 * processor fetches ahead, and not a little at a time with work between.
 */
final class ReadAhead {

    private static final int LINE = 64;

    /** What a trial reads. */
    private static final int TRIAL_BYTES = 4096;

    private static final Readiness FORM = new Readiness();

    private ReadAhead() {}

    /**
     * Reads a stretch of memory, by whole vectors, which are faster than lines.
     *
     * @param bytes what is left of a multiple of two vectors is not read
     * @param scratch address of a vector to overwrite
     */
    static void stretch(long start, long bytes, long scratch) {
        if (FORM.isReady()) {
            vectors(start, bytes, scratch);
            return;
        }
        long time = System.nanoTime();
        if (FORM.isDue()) {
            long some = Math.min(bytes, TRIAL_BYTES);
            vectors(start, some, scratch);
            FORM.took(true, time, some);
            time = System.nanoTime();
        }
        lines(start, LINE, Math.toIntExact(bytes / LINE), scratch);
        FORM.took(false, time, bytes);
    }

    /**
     * Reads an int from each of {@code count} places.
     *
     * @param step bytes from one to the next
     * @param scratch address of an int to overwrite
     */
    static void lines(long start, int step, int count, long scratch) {
        long from = Memory.address(start);
        int seen = 0;
        for (int i = 0; i < count; i++) {
            seen ^= Memory.getInt(from + Integer.toUnsignedLong(step) * i);
        }
        // Else the JVM would see that nobody wants to know.
        Memory.setInt(scratch, seen);
    }

    private static void vectors(long start, long bytes, long scratch) {
        long from = Memory.address(start);
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = even;
        int pairs = (int) (bytes / (2L * Lanes.BYTES));
        for (int i = 0; i < pairs; i++) {
            long pair = from + i * (2L * Lanes.BYTES);
            even = even.add(fromMemorySegment(SPECIES, ALL, pair, ORDER));
            odd = odd.add(fromMemorySegment(SPECIES, ALL, pair + Lanes.BYTES, ORDER));
        }
        even.add(odd).intoMemorySegment(ALL, Memory.address(scratch), ORDER);
    }
}
