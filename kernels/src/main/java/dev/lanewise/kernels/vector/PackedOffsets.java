package dev.lanewise.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where the k-th input of a row lies, in bytes from the row's x address: a table in native memory,
 * since an array's own address would cost the inner loop a register.
 *
 * <p>The table lives as long as this object: whoever uses the address keeps the object reachable.
 */
final class PackedOffsets {

    private final MemorySegment table;
    private final int count;

    PackedOffsets(int[] offsets) {
        this.count = offsets.length;
        this.table = Arena.ofAuto().allocate(Math.max(1, count) * 4L, 64);
        MemorySegment.copy(offsets, 0, table, ValueLayout.JAVA_INT, 0, count);
    }

    long address() {
        return table.address();
    }

    int count() {
        return count;
    }
}
