package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * One memory operand of a kernel: what it is called and how many bytes of it the kernel may touch.
 *
 * @param name the operand's name in error messages, such as {@code x} or {@code weight}
 * @param bytes the bytes, from the segment's start, that the kernel reads or writes
 */
public record Operand(String name, long bytes) {

    /**
     * Alignment in bytes of every operand: all element types are loaded unaligned, so floats
     * suffice.
     */
    static final long ALIGNMENT = 4;

    /**
     * @throws IllegalArgumentException if the segment can't serve as this operand of the kernel
     */
    void check(String kernel, MemorySegment segment) {
        if (bytes == 0) {
            return;
        }
        if (!segment.isNative()) {
            throw new IllegalArgumentException(
                    kernel
                            + ": operand '"
                            + name
                            + "' expected a native memory segment, actual a heap segment; allocate"
                            + " it from an Arena");
        }
        if (segment.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    kernel
                            + ": operand '"
                            + name
                            + "' expected at least "
                            + bytes
                            + " bytes, actual "
                            + segment.byteSize());
        }
        if (segment.address() % ALIGNMENT != 0) {
            throw new IllegalArgumentException(
                    kernel
                            + ": operand '"
                            + name
                            + "' expected "
                            + ALIGNMENT
                            + "-byte alignment, actual address "
                            + segment.address());
        }
    }
}
