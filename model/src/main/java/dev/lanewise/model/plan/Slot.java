package dev.lanewise.model.plan;

import java.lang.foreign.MemorySegment;

/** Memory that a step works on. */
sealed interface Slot {

    /** The memory for a session whose arena is {@code arena}. */
    MemorySegment in(MemorySegment arena);

    /** A part of this memory. */
    Slot part(long from, long size);

    /**
     * A part of the session's arena.
     *
     * @param buffer the piece
     * @param start offset in it
     * @param bytes extent
     */
    record InArena(Buffer buffer, long start, long bytes) implements Slot {
        @Override
        public MemorySegment in(MemorySegment arena) {
            return arena.asSlice(buffer.offset + start, bytes);
        }

        @Override
        public InArena part(long from, long size) {
            return new InArena(buffer, start + from, size);
        }
    }

    /**
     * Memory that all sessions share and only read: constants that need no packing.
     *
     * @param segment the memory
     */
    record Shared(MemorySegment segment) implements Slot {
        @Override
        public MemorySegment in(MemorySegment arena) {
            return segment;
        }

        @Override
        public Slot part(long from, long size) {
            return new Shared(segment.asSlice(from, size));
        }
    }

    /**
     * Packed weights, which all sessions share and only read.
     *
     * @param weight where they are once the whole plan is made
     */
    record Packed(PackedWeight weight) implements Slot {
        @Override
        public MemorySegment in(MemorySegment arena) {
            return weight.memory();
        }

        @Override
        public Slot part(long from, long size) {
            throw new IllegalStateException("packed weights have no parts");
        }
    }
}
