package dev.lanewise.model.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** A part of a file that is kept: a view of the file at first, or a copy once it is copied. */
public final class FilePart {

    /** Parts from this size on have memory of their own. */
    private static final long LARGE = 1 << 16;

    private MemorySegment bytes;

    /**
     * @param view of the file
     */
    public FilePart(MemorySegment view) {
        this.bytes = view;
    }

    /** The part's bytes. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** How many they are. */
    public long byteSize() {
        return bytes.byteSize();
    }

    /**
     * Copies parts, so that the file itself is needed no more. The garbage collector frees the
     * memory of a large part when nothing refers to it, that of all small ones together.
     *
     * @throws InternalError if the file is mapped and is shortened meanwhile
     * @throws OutOfMemoryError if they are too large for the memory of this machine
     */
    public static void copy(List<FilePart> parts) {
        List<FilePart> large = new ArrayList<>();
        long small = 0;
        for (FilePart part : parts) {
            if (part.byteSize() >= LARGE) {
                large.add(part);
            } else {
                small += aligned(part);
            }
        }
        MemorySegment together = Arena.ofAuto().allocate(Math.max(small, 1), Long.BYTES);
        long at = 0;
        for (FilePart part : parts) {
            if (part.byteSize() < LARGE) {
                long next = at + aligned(part);
                part.bytes = together.asSlice(at, part.byteSize()).copyFrom(part.bytes);
                at = next;
            }
        }
        Shares.forEach(large, FilePart::byteSize, part -> part.bytes = copy(part.bytes));
    }

    private static long aligned(FilePart part) {
        return Math.ceilDiv(part.byteSize(), Long.BYTES) * Long.BYTES;
    }

    /** A copy whose memory isn't filled with zeros first; the garbage collector frees it. */
    public static MemorySegment copy(MemorySegment bytes) {
        return Arena.ofAuto()
                .allocateFrom(
                        ValueLayout.JAVA_BYTE, bytes, ValueLayout.JAVA_BYTE, 0, bytes.byteSize());
    }
}
