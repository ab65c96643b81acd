package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Runs a kernel and its scalar twin over equal data in exactly sized buffers. */
final class Twins implements AutoCloseable {

    private static final int GUARD = 256;
    private static final float POISON = Float.intBitsToFloat(0x7fc0dead);

    private final Arena arena = Arena.ofConfined();
    private final Random random;

    Twins(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public void close() {
        arena.close();
    }

    /** A buffer between poisoned guards, itself filled with NaN. */
    MemorySegment buffer(long bytes) {
        MemorySegment all = arena.allocate(bytes + 2 * GUARD, 64);
        for (long i = 0; i < all.byteSize(); i += 4) {
            all.set(ValueLayout.JAVA_FLOAT, i, POISON);
        }
        return all.asSlice(GUARD, bytes);
    }

    /** Small integers: their products and sums are exact in any order. */
    MemorySegment integers(long floats) {
        MemorySegment segment = buffer(4 * floats);
        for (long i = 0; i < floats; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextInt(-4, 5));
        }
        return segment;
    }

    /** A tensor of small integers with zeros in its halo and NaN in the lanes past its channels. */
    MemorySegment tensor(Layout layout) {
        MemorySegment segment = buffer(layout.bytes());
        for (int n = 0; n < layout.batch(); n++) {
            for (int c = 0; c < layout.channels(); c++) {
                for (int y = -layout.top(); y < layout.height() + layout.bottom(); y++) {
                    for (int x = -layout.left(); x < layout.width() + layout.right(); x++) {
                        boolean inside =
                                y >= 0 && y < layout.height() && x >= 0 && x < layout.width();
                        float value = inside ? random.nextInt(-4, 5) : 0;
                        segment.set(ValueLayout.JAVA_FLOAT, layout.offset(n, c, y, x), value);
                    }
                }
            }
        }
        return segment;
    }

    /** The kernel's packed weights. */
    MemorySegment pack(WeightedKernel kernel, MemorySegment weight, @Nullable MemorySegment bias) {
        MemorySegment packed = buffer(kernel.packedBytes());
        kernel.pack(weight, bias, packed);
        assertGuarded(kernel, packed);
        return packed;
    }

    /**
     * Runs the kernel in pieces: units one by one in a random order of halves, each piece with
     * scratch memory of its own.
     */
    MemorySegment run(Kernel kernel, MemorySegment... inputs) {
        Operand operand = kernel.operands().getLast();
        MemorySegment y = buffer(operand.bytes());
        MemorySegment[] segments = new MemorySegment[inputs.length + 1];
        System.arraycopy(inputs, 0, segments, 0, inputs.length);
        segments[inputs.length] = y;
        Kernel.Call call = kernel.bind(segments);
        int middle = random.nextInt(kernel.units() + 1);
        MemorySegment scratch = buffer(kernel.scratchBytes());
        call.run(scratch, middle, kernel.units());
        assertGuarded(kernel, scratch);
        MemorySegment other = buffer(kernel.scratchBytes());
        call.run(other, 0, middle);
        assertGuarded(kernel, other);
        assertGuarded(kernel, y);
        return y;
    }

    private static void assertGuarded(Kernel kernel, MemorySegment segment) {
        for (long i = 0; i < GUARD; i += 4) {
            assertPoison(kernel, segment, i - GUARD);
            assertPoison(kernel, segment, segment.byteSize() + i);
        }
    }

    private static void assertPoison(Kernel kernel, MemorySegment segment, long offset) {
        assertEquals(
                Float.floatToRawIntBits(POISON),
                Memory.getInt(segment.address() + offset),
                () -> kernel + " wrote outside its buffer, at offset " + offset);
    }

    /**
     * Equal elements up to {@code tolerance} and a halo of zeros; lanes past the channels don't
     * count.
     */
    static void assertSameTensor(
            Layout layout, MemorySegment expected, MemorySegment actual, Tolerance tolerance) {
        for (int n = 0; n < layout.batch(); n++) {
            for (int c = 0; c < layout.channels(); c++) {
                for (int y = -layout.top(); y < layout.height() + layout.bottom(); y++) {
                    for (int x = -layout.left(); x < layout.width() + layout.right(); x++) {
                        long offset = layout.offset(n, c, y, x);
                        assertSame(
                                expected.get(ValueLayout.JAVA_FLOAT, offset),
                                actual.get(ValueLayout.JAVA_FLOAT, offset),
                                tolerance,
                                "n=%d c=%d y=%d x=%d".formatted(n, c, y, x));
                    }
                }
            }
        }
    }

    static void assertSame(float expected, float actual, Tolerance tolerance, String where) {
        float allowed = tolerance.at(expected);
        if (allowed == 0 || Float.isNaN(expected) || Float.isInfinite(expected)) {
            assertEquals(expected, actual, where);
        } else {
            assertEquals(expected, actual, allowed, where);
        }
    }

    /** How far from an expected value another one may lie. */
    interface Tolerance {

        Tolerance EXACT = expected -> 0;

        float at(float expected);

        static Tolerance ulps(float ulps) {
            return expected -> ulps * Math.ulp(expected);
        }
    }
}
