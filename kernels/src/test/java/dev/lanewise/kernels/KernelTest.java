package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** What stands between a caller and raw addresses, by a kernel that only notes its calls. */
class KernelTest {

    private static final int UNITS = 6;
    private static final long SCRATCH = 128;

    /** Notes addresses, scratch memory and range of each run. */
    private static class Noting extends Kernel {

        final List<long[]> runs = new ArrayList<>();

        Noting(long scratchBytes) {
            super(
                    "noting",
                    UNITS,
                    scratchBytes,
                    new Operand("x", 16),
                    new Operand("none", 0),
                    new Operand("y", 8));
        }

        @Override
        protected void run(long[] addresses, long scratch, int from, int to) {
            runs.add(new long[] {addresses[0], addresses[2], scratch, from, to});
        }
    }

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment x = arena.allocate(16, 64);
    private final MemorySegment none = MemorySegment.NULL;
    private final MemorySegment y = arena.allocate(8, 64);
    private final MemorySegment scratch = arena.allocate(SCRATCH, 64);

    @AfterEach
    void close() {
        arena.close();
    }

    private static void assertRefused(String expected, Executable executable) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, executable).getMessage());
    }

    private long[] run(int from, int to) {
        return new long[] {x.address(), y.address(), scratch.address(), from, to};
    }

    @Test
    void aKernelSaysWhatItNeeds() {
        Noting kernel = new Noting(SCRATCH);
        assertEquals("noting", kernel.name());
        assertEquals("noting", kernel.toString());
        assertEquals(UNITS, kernel.units());
        assertEquals(SCRATCH, kernel.scratchBytes());
        assertEquals(
                List.of(new Operand("x", 16), new Operand("none", 0), new Operand("y", 8)),
                kernel.operands());
    }

    @Test
    void aCallRunsTheRangeItIsAskedFor() {
        Noting kernel = new Noting(SCRATCH);
        Kernel.Call call = kernel.bind(x, none, y);
        assertSame(kernel, call.kernel());
        assertSame(y, call.operand(2));
        call.run(scratch);
        call.run(scratch, 2, 5);
        call.run(scratch, 0, 0);
        call.task(scratch).run();
        assertEquals(4, kernel.runs.size());
        assertArrayEquals(run(0, UNITS), kernel.runs.get(0));
        assertArrayEquals(run(2, 5), kernel.runs.get(1));
        assertArrayEquals(run(0, 0), kernel.runs.get(2));
        assertArrayEquals(run(0, UNITS), kernel.runs.get(3));
    }

    @Test
    void aKernelMayRunAnother() {
        Noting inner = new Noting(SCRATCH);
        Kernel outer =
                new Noting(SCRATCH) {
                    @Override
                    protected void run(long[] addresses, long scratch, int from, int to) {
                        run(inner, addresses, scratch, from + 1, to);
                    }
                };
        outer.bind(x, none, y).run(scratch);
        assertArrayEquals(run(1, UNITS), inner.runs.getFirst());
    }

    @Test
    void whatDoesNotFitNeverRuns() {
        Noting kernel = new Noting(SCRATCH);
        Kernel.Call call = kernel.bind(x, none, y);
        for (MemorySegment wrong :
                List.of(
                        scratch.asSlice(0, SCRATCH - 1),
                        arena.allocate(SCRATCH + 32, 64).asSlice(32),
                        MemorySegment.ofArray(new long[64]))) {
            String expected =
                    "noting: expected native scratch memory of 128 bytes, 64-byte aligned, actual "
                            + wrong;
            assertRefused(expected, () -> call.run(wrong));
            assertRefused(expected, () -> call.run(wrong, 0, 1));
            assertRefused(expected, () -> call.task(wrong));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> call.run(scratch, -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> call.run(scratch, 0, UNITS + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> call.run(scratch, 3, 2));
        assertEquals(0, kernel.runs.size());
    }

    @Test
    void aKernelWithoutScratchMemoryTakesAny() {
        Noting kernel = new Noting(0);
        Kernel.Call call = kernel.bind(x, none, y);
        call.run(MemorySegment.NULL);
        call.run(MemorySegment.ofArray(new byte[3]));
        call.task(scratch.asSlice(1)).run();
        assertEquals(3, kernel.runs.size());
    }

    @Test
    void operandsAreCheckedOneByOne() {
        Noting kernel = new Noting(SCRATCH);
        assertRefused(
                "noting: expected 3 operands " + kernel.operands() + ", actual 2",
                () -> kernel.bind(x, none));
        assertRefused(
                "noting: operand 'y' expected at least 8 bytes, actual 7",
                () -> kernel.bind(x, none, y.asSlice(0, 7)));
        MemorySegment odd = arena.allocate(64, 64).asSlice(2);
        assertRefused(
                "noting: operand 'x' expected 4-byte alignment, actual address " + odd.address(),
                () -> kernel.bind(odd, none, y));
        assertRefused(
                "noting: operand 'x' expected a native memory segment, actual a heap segment;"
                        + " allocate it from an Arena",
                () -> kernel.bind(MemorySegment.ofArray(new float[4]), none, y));
        // More than enough will do, and an operand of no bytes may be anything.
        kernel.bind(arena.allocate(64, 64).asSlice(4), MemorySegment.ofArray(new byte[1]), y);
    }

    @Test
    void aCallKeepsItsOperands() {
        Noting kernel = new Noting(SCRATCH);
        MemorySegment[] segments = {x, none, y};
        Kernel.Call call = kernel.bind(segments);
        segments[0] = MemorySegment.NULL;
        assertSame(x, call.operand(0));
    }
}
