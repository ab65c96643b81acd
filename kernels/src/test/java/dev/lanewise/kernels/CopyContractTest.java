package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Copies move exactly the elements that their specification names, of any size, and leave the bytes
 * between them alone.
 */
class CopyContractTest {

    private static final GuardedMemory MEMORY = new GuardedMemory();

    @Property(tries = 300)
    void copyMovesWhatItsTwinMoves(@ForAll("copies") CopySpec spec, @ForAll long seed) {
        MEMORY.reset();
        Random random = new Random(seed);
        MemorySegment source = bytes(spec.sourceBytes(), random);
        Kernel twin = Kernels.reference().copy(spec);
        Kernel kernel = Kernels.best().copy(spec);
        byte[] expected = run(twin, source, spec, seed, twin.units());
        assertArrayEquals(expected, run(kernel, source, spec, seed, kernel.units()));
        int middle = random.nextInt(kernel.units() + 1);
        assertArrayEquals(expected, run(kernel, source, spec, seed, middle));
    }

    /** Runs the units from {@code middle} on, then those before. */
    private static byte[] run(
            Kernel kernel, MemorySegment source, CopySpec spec, long seed, int middle) {
        MemorySegment target = bytes(spec.targetBytes(), new Random(seed + 1));
        Kernel.Call call = kernel.bind(source, target);
        MemorySegment scratch =
                MEMORY.allocate(kernel.scratchBytes(), false, Kernel.SCRATCH_ALIGNMENT);
        call.run(scratch, middle, kernel.units());
        call.run(scratch, 0, middle);
        return target.toArray(ValueLayout.JAVA_BYTE);
    }

    private static MemorySegment bytes(long count, Random random) {
        MemorySegment segment = MEMORY.allocate(count, false, 4);
        for (long i = 0; i < count; i++) {
            segment.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
        }
        return segment;
    }

    @Provide
    Arbitrary<CopySpec> copies() {
        return Arbitraries.randomValue(CopyContractTest::copy);
    }

    /** A matrix transposed, with gaps between the rows of both. */
    private static CopySpec transpose(Random random) {
        int rows = 1 + random.nextInt(150);
        int columns = 1 + random.nextInt(150);
        return new CopySpec(
                random.nextInt(4) == 0 ? 8 : 4,
                List.of(rows, columns),
                List.of(1L, (long) rows + random.nextInt(3)),
                List.of((long) columns + random.nextInt(3), 1L),
                random.nextInt(3),
                random.nextInt(3));
    }

    /** A transposed, sliced, repeated, reversed part of one array, into a slice of another. */
    private static CopySpec copy(Random random) {
        if (random.nextInt(4) == 0) {
            return transpose(random);
        }
        int rank = random.nextInt(6);
        List<Integer> shape = new ArrayList<>();
        int largest = rank < 3 ? 150 : 9;
        for (int k = 0; k < rank; k++) {
            shape.add(random.nextInt(30) == 0 ? 0 : 1 + random.nextInt(largest));
        }
        List<Long> source = strides(shape, random);
        List<Long> target = strides(shape, random);
        long sourceStart = random.nextInt(5);
        for (int k = 0; k < rank; k++) {
            if (random.nextInt(6) == 0) {
                source.set(k, 0L);
            } else if (random.nextInt(8) == 0 && shape.get(k) > 0) {
                sourceStart += source.get(k) * (shape.get(k) - 1);
                source.set(k, -source.get(k));
            }
        }
        int elementBytes = 1 << random.nextInt(4);
        return new CopySpec(elementBytes, shape, source, target, sourceStart, random.nextInt(5));
    }

    /** Strides of an array that holds the shape's axes in some order, some with gaps. */
    private static List<Long> strides(List<Integer> shape, Random random) {
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < shape.size(); k++) {
            order.add(k);
        }
        if (random.nextBoolean()) {
            Collections.shuffle(order, random);
        }
        List<Long> strides = new ArrayList<>(Collections.nCopies(shape.size(), 0L));
        long stride = random.nextInt(5) == 0 ? 2 : 1;
        for (int k : order.reversed()) {
            strides.set(k, stride);
            stride *= Math.max(1, shape.get(k)) + (random.nextInt(4) == 0 ? random.nextInt(3) : 0);
        }
        return strides;
    }
}
