package dev.lanewise.kernels;

import dev.lanewise.kernels.memory.CheckedMemory;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A computation prepared for fixed shapes: everything that can be decided before the first run has
 * been decided.
 *
 * <p>A kernel is immutable and may be shared by threads. {@link #bind} checks the operands once, at
 * the door; the {@link Call} it gives then computes over raw addresses without further checks and
 * without allocating.
 *
 * <p>The work is divided into {@link #units()} independent units that write disjoint memory, so
 * that a caller with several threads can split it; the result has the same bits however it is
 * split.
 */
public abstract class Kernel {

    /** Alignment in bytes of scratch memory: a cache line, the widest vector. */
    public static final long SCRATCH_ALIGNMENT = 64;

    private final String name;
    private final int units;
    private final long scratchBytes;
    private final List<Operand> operands;

    /**
     * @param name what the kernel is and which algorithm it uses, as profiles print it: {@code conv
     *     direct 8x2}
     * @param units the number of independent units of work, at least 0
     * @param scratchBytes memory that each thread needs for itself while it runs
     * @param operands the operands in the order in which {@link #bind} takes them
     */
    protected Kernel(String name, int units, long scratchBytes, Operand... operands) {
        this.name = name;
        this.units = units;
        this.scratchBytes = scratchBytes;
        this.operands = List.of(operands);
    }

    /** What the kernel is and which algorithm it uses, as profiles print it. */
    public final String name() {
        return name;
    }

    /** The number of independent units of work. */
    public final int units() {
        return units;
    }

    /**
     * Bytes of scratch memory that each thread needs for itself while it runs; its content is lost
     * between runs.
     */
    public final long scratchBytes() {
        return scratchBytes;
    }

    /** The operands in the order in which {@link #bind} takes them. */
    public final List<Operand> operands() {
        return operands;
    }

    /**
     * Checks the segments against {@link #operands()} and fixes their addresses.
     *
     * <p>The call keeps the segments reachable but not alive: their arenas must stay open for as
     * long as it is run.
     *
     * @throws IllegalArgumentException if a segment is missing, not native, too small or misaligned
     */
    public final Call bind(MemorySegment... segments) {
        if (segments.length != operands.size()) {
            throw new IllegalArgumentException(
                    name
                            + ": expected "
                            + operands.size()
                            + " operands "
                            + operands
                            + ", actual "
                            + segments.length);
        }
        for (int i = 0; i < segments.length; i++) {
            operands.get(i).check(name, segments[i]);
        }
        return new Call(segments);
    }

    /**
     * Computes units {@code from} (inclusive) to {@code to} (exclusive) over checked operands.
     *
     * @param addresses the operands' addresses, in the order of {@link #operands()}
     * @param scratch address of {@link #scratchBytes()} bytes, aligned to 64, that are this
     *     thread's own
     */
    protected abstract void run(long[] addresses, long scratch, int from, int to);

    /** Runs another kernel over operands that are also its own, as {@link #run} does this one. */
    protected static void run(Kernel kernel, long[] addresses, long scratch, int from, int to) {
        kernel.run(addresses, scratch, from, to);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * A kernel bound to its operands. Safe to run from several threads at once on disjoint ranges
     * of units.
     */
    public final class Call {

        private final MemorySegment[] segments;
        private final long[] addresses;

        private Call(MemorySegment[] segments) {
            this.segments = segments.clone();
            this.addresses = new long[segments.length];
            for (int i = 0; i < segments.length; i++) {
                addresses[i] = segments[i].address();
            }
        }

        /** The kernel that this call runs. */
        public Kernel kernel() {
            return Kernel.this;
        }

        /**
         * Computes everything on the calling thread. Allocates nothing.
         *
         * @param scratch native memory of at least {@link #scratchBytes()} bytes, aligned to 64;
         *     any segment if that is 0
         * @throws IllegalArgumentException if the scratch memory is too small, misaligned or on the
         *     heap
         */
        public void run(MemorySegment scratch) {
            run(scratch, 0, units);
        }

        /**
         * Computes units {@code from} (inclusive) to {@code to} (exclusive) on the calling thread.
         * Allocates nothing.
         *
         * @param scratch as for {@link #run(MemorySegment)}; no other thread may use it meanwhile
         * @throws IllegalArgumentException if the scratch memory is too small, misaligned or on the
         *     heap
         * @throws IndexOutOfBoundsException if the range is not within {@code 0..units}
         */
        public void run(MemorySegment scratch, int from, int to) {
            Objects.checkFromToIndex(from, to, units);
            check(scratch);
            if (CheckedMemory.ON) {
                runChecked(scratch, from, to);
            } else {
                Kernel.this.run(addresses, scratch.address(), from, to);
            }
        }

        private void runChecked(MemorySegment scratch, int from, int to) {
            List<MemorySegment> granted = new ArrayList<>();
            for (int i = 0; i < segments.length; i++) {
                granted.add(segments[i].asSlice(0, operands.get(i).bytes()));
            }
            granted.add(scratch.asSlice(0, scratchBytes));
            CheckedMemory.enter(granted);
            try {
                Kernel.this.run(addresses, scratch.address(), from, to);
            } finally {
                CheckedMemory.leave();
            }
        }

        /**
         * Everything on the calling thread, as a task that doesn't check its scratch memory again.
         *
         * @param scratch as for {@link #run(MemorySegment)}; its arena must stay open, and no other
         *     thread may use it meanwhile
         * @throws IllegalArgumentException if the scratch memory is too small, misaligned or on the
         *     heap
         */
        public Runnable task(MemorySegment scratch) {
            check(scratch);
            if (CheckedMemory.ON) {
                return () -> runChecked(scratch, 0, units);
            }
            long address = scratch.address();
            return () -> Kernel.this.run(addresses, address, 0, units);
        }

        private void check(MemorySegment scratch) {
            if (scratchBytes > 0
                    && (!scratch.isNative()
                            || scratch.byteSize() < scratchBytes
                            || scratch.address() % SCRATCH_ALIGNMENT != 0)) {
                throw new IllegalArgumentException(
                        name
                                + ": expected native scratch memory of "
                                + scratchBytes
                                + " bytes, "
                                + SCRATCH_ALIGNMENT
                                + "-byte aligned, actual "
                                + scratch);
            }
        }

        /** The segment bound to operand {@code index}. */
        public MemorySegment operand(int index) {
            return segments[index];
        }
    }
}
