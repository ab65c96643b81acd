package dev.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Slots of memory between pages that can't be touched: a kernel that reads or writes past its
 * operand kills the JVM, where it would otherwise go unnoticed. Elsewhere than on Linux, plain
 * memory of exactly the size asked for.
 */
final class GuardedMemory {

    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    /** At least the largest page size in use. */
    private static final long PAGE = 1 << 16;

    private static final long SLOT = 1 << 24;
    private static final int SLOTS = 16;

    private static final int PROT_NONE = 0;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private final MemorySegment region;
    private int slot;

    GuardedMemory() {
        region = LINUX ? map() : MemorySegment.NULL;
    }

    /** Gives all slots back: what was allocated may be overwritten from now on. */
    void reset() {
        reset(0);
    }

    /** Gives back the slots taken since {@link #mark} returned {@code mark}. */
    void reset(int mark) {
        slot = mark;
    }

    /** How many slots are taken. */
    int mark() {
        return slot;
    }

    /**
     * Memory of {@code bytes} bytes, right before an untouchable page, or right after one if {@code
     * atStart}. Its content is unspecified.
     */
    MemorySegment allocate(long bytes, boolean atStart) {
        return allocate(bytes, atStart, 1);
    }

    /** The same, aligned; the alignment may leave a gap before the page. */
    MemorySegment allocate(long bytes, boolean atStart, long alignment) {
        if (bytes > SLOT || slot == SLOTS) {
            throw new IllegalArgumentException(bytes + " bytes in slot " + slot);
        }
        if (!LINUX) {
            return Arena.ofAuto().allocate(bytes, Math.max(alignment, 4));
        }
        long start = PAGE + slot++ * (SLOT + PAGE);
        long offset = atStart ? 0 : (SLOT - bytes) / alignment * alignment;
        return region.asSlice(start + offset, bytes);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment map() {
        long bytes = PAGE + SLOTS * (SLOT + PAGE);
        MethodHandle mmap =
                function(
                        "mmap",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG));
        MethodHandle mprotect =
                function(
                        "mprotect",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));
        try {
            long address =
                    (long)
                            mmap.invokeExact(
                                    0L, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
            if (address == -1) {
                throw new IllegalStateException("mmap of " + bytes + " bytes failed");
            }
            for (int i = 0; i <= SLOTS; i++) {
                long page = address + i * (SLOT + PAGE);
                if ((int) mprotect.invokeExact(page, PAGE, PROT_NONE) != 0) {
                    throw new IllegalStateException("mprotect failed");
                }
            }
            return MemorySegment.ofAddress(address).reinterpret(bytes);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}
