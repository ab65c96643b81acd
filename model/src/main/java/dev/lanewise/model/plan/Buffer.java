package dev.lanewise.model.plan;

/**
 * A piece of a session's arena, shared by values whose lifetimes allow it. Mutable while a plan is
 * made.
 */
final class Buffer {

    final long bytes;

    /** The step that first writes it. */
    final int first;

    /** The last step that touches it. */
    int last;

    /** Kept from run to run: an input or output of the session. */
    boolean persistent;

    /** Reads still to come, outputs of the graph counted as one that never comes. */
    int readsLeft;

    /** Offset in the arena, once assigned. */
    long offset = -1;

    Buffer(long bytes, int step) {
        this.bytes = bytes;
        this.first = step;
        this.last = step;
    }

    boolean overlaps(Buffer other) {
        return persistent || other.persistent || first <= other.last && other.first <= last;
    }
}
