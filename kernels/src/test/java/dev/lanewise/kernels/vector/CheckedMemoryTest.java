package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.CheckedLoader;
import dev.lanewise.kernels.memory.CheckedMemory;
import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** In checked mode a kernel can't touch what it wasn't given. */
@EnabledIfSystemProperty(named = "dev.lanewise.checked", matches = "true")
class CheckedMemoryTest {

    private static final int COUNT = 64;

    /** Sums [64] floats and {@code more}, in vectors or one by one. */
    public static final class Sum extends Kernel {

        private final int more;
        private final boolean vectors;

        public Sum(int more, boolean vectors) {
            super("sum", 1, 0, new Operand("x", 4L * COUNT), new Operand("y", 4));
            this.more = more;
            this.vectors = vectors;
        }

        @Override
        protected void run(long[] addresses, long scratch, int from, int to) {
            float sum = 0;
            for (int i = 0; i < COUNT + more; i += vectors ? Lanes.COUNT : 1) {
                long address = addresses[0] + 4L * i;
                sum +=
                        vectors
                                ? FloatVector.fromMemorySegment(
                                                Lanes.SPECIES, Memory.ALL, address, Lanes.ORDER)
                                        .lane(0)
                                : Memory.getFloat(address);
            }
            Memory.setFloat(addresses[1] - 4L * more, sum);
        }
    }

    private static Kernel sum(int more, boolean vectors) throws ReflectiveOperationException {
        return (Kernel)
                new CheckedLoader()
                        .loadClass(Sum.class.getName())
                        .getConstructor(int.class, boolean.class)
                        .newInstance(more, vectors);
    }

    @Test
    void whatLiesBesideAnOperandIsRefused() throws ReflectiveOperationException {
        try (Arena arena = Arena.ofConfined()) {
            // What is beside is the arena's as well, so nothing else would notice.
            MemorySegment x = arena.allocate(1 << 16, 64);
            MemorySegment y = arena.allocate(1 << 16, 64).asSlice(1 << 15);
            x.asSlice(0, 4L * COUNT)
                    .elements(ValueLayout.JAVA_FLOAT)
                    .forEach(element -> element.set(ValueLayout.JAVA_FLOAT, 0, 1));
            MemorySegment none = MemorySegment.NULL;
            sum(0, false).bind(x, y).run(none);
            assertEquals(COUNT, y.get(ValueLayout.JAVA_FLOAT, 0));
            sum(0, true).bind(x, y).run(none);
            sum(0, true).bind(x, y).task(none).run();
            // What a kernel was given it has only while it runs.
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> CheckedMemory.get(Memory.ALL, ValueLayout.JAVA_FLOAT, x.address()));
            float firstLanes = COUNT / (float) Lanes.COUNT;
            assertEquals(firstLanes, y.get(ValueLayout.JAVA_FLOAT, 0));
            for (boolean vectors : new boolean[] {false, true}) {
                Kernel.Call further = sum(1, vectors).bind(x, y);
                assertThrows(IndexOutOfBoundsException.class, () -> further.run(none));
                assertThrows(IndexOutOfBoundsException.class, () -> further.task(none).run());
                // Reads enough, but writes too early or too late.
                Kernel.Call less = sum(-COUNT, vectors).bind(x, y);
                assertThrows(IndexOutOfBoundsException.class, () -> less.run(none));
            }
        }
    }

    @Test
    void anArenaThatIsClosedIsRefused() {
        Kernel kernel = Kernels.best().squareSum(COUNT);
        Kernel.Call call;
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment own = scratch.allocate(kernel.scratchBytes() + 1, 64);
            try (Arena arena = Arena.ofConfined()) {
                call = kernel.bind(arena.allocate(4L * COUNT, 64), arena.allocate(4, 64));
                call.run(own);
            }
            assertThrows(IllegalStateException.class, () -> call.run(own));
        }
    }

    @Test
    void bothProvidersAreTheCheckedOnes() {
        for (Kernels kernels : new Kernels[] {Kernels.best(), Kernels.reference()}) {
            assertInstanceOf(CheckedLoader.class, kernels.getClass().getClassLoader());
        }
    }
}
