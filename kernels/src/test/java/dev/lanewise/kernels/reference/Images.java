package dev.lanewise.kernels.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Runs scalar kernels and compares what they write with a formula, element by element. */
final class Images {

    static final Kernels KERNELS = ReferenceKernels.INSTANCE;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final Arena ARENA = Arena.ofAuto();

    /** Bytes on either side of every operand, of which a run must leave each one as it is. */
    private static final long MARGIN = 1 << 14;

    private static final MemorySegment UNTOUCHED =
            ARENA.allocate(MARGIN, 64).fill((byte) 0x55).asReadOnly();

    private Images() {}

    /** The value that an element should have. */
    interface Formula {
        double at(int n, int c, int i, int j);
    }

    /** Small integers: their products and sums are exact in any order. */
    static float[] integers(int count, int seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(11) - 5;
        }
        return values;
    }

    static MemorySegment segment(float... values) {
        MemorySegment segment = poisoned(4L * values.length);
        MemorySegment.copy(values, 0, segment, FLOAT, 0, values.length);
        return segment;
    }

    /** Memory for floats, all of them NaN, with numbers around it. */
    static MemorySegment poisoned(long bytes) {
        MemorySegment all = ARENA.allocate(bytes + 2 * MARGIN, 64).fill((byte) 0x55);
        return all.asSlice(MARGIN, bytes).fill((byte) -1);
    }

    private static void assertOnlyWithin(MemorySegment segment) {
        for (long start : new long[] {-MARGIN, segment.byteSize()}) {
            MemorySegment margin = Memory.ALL.asSlice(segment.address() + start, MARGIN);
            assertEquals(-1, margin.mismatch(UNTOUCHED), "changed at " + start);
        }
    }

    /** A tensor of small integers: zeros in its halo, NaN in the lanes past its channels. */
    static MemorySegment image(Layout layout, int seed) {
        MemorySegment segment = poisoned(layout.bytes());
        float[] values = integers((int) layout.elements(), seed);
        int next = 0;
        for (int n = 0; n < layout.batch(); n++) {
            for (int c = 0; c < layout.channels(); c++) {
                for (int i = -layout.top(); i < layout.height() + layout.bottom(); i++) {
                    for (int j = -layout.left(); j < layout.width() + layout.right(); j++) {
                        float value = isInside(layout, i, j) ? values[next++] : 0;
                        segment.set(FLOAT, layout.offset(n, c, i, j), value);
                    }
                }
            }
        }
        return segment;
    }

    static boolean isInside(Layout layout, int i, int j) {
        return i >= 0 && i < layout.height() && j >= 0 && j < layout.width();
    }

    /** An element, 0 outside of the plane. */
    static float at(MemorySegment segment, Layout layout, int n, int c, int i, int j) {
        return isInside(layout, i, j) ? segment.get(FLOAT, layout.offset(n, c, i, j)) : 0;
    }

    static MemorySegment pack(WeightedKernel kernel, float[] weight, float @Nullable [] bias) {
        MemorySegment packed = poisoned(kernel.packedBytes());
        kernel.pack(segment(weight), bias == null ? null : segment(bias), packed);
        return packed;
    }

    /** Runs the kernel, the later units first, and returns its last operand, poisoned before. */
    static MemorySegment run(Kernel kernel, MemorySegment... inputs) {
        MemorySegment[] operands = new MemorySegment[inputs.length + 1];
        System.arraycopy(inputs, 0, operands, 0, inputs.length);
        long bytes = kernel.operands().getLast().bytes();
        MemorySegment written = poisoned(bytes);
        for (int unit = 0; unit < kernel.units(); unit++) {
            operands[inputs.length] = poisoned(bytes);
            kernel.bind(operands).run(MemorySegment.NULL, unit, unit + 1);
            for (long i = 0; i < bytes; i += 4) {
                int value = operands[inputs.length].get(ValueLayout.JAVA_INT, i);
                if (value != -1) {
                    int before = written.get(ValueLayout.JAVA_INT, i);
                    assertEquals(-1, before, "two units write at " + i);
                    written.set(ValueLayout.JAVA_INT, i, value);
                }
            }
        }
        operands[inputs.length] = poisoned(bytes);
        return runOver(kernel, operands);
    }

    /** The same over memory as it is. */
    static MemorySegment runOver(Kernel kernel, MemorySegment... operands) {
        Kernel.Call call = kernel.bind(operands);
        int middle = (kernel.units() + 1) / 2;
        call.run(MemorySegment.NULL, middle, kernel.units());
        call.run(MemorySegment.NULL, 0, middle);
        for (int i = 0; i < operands.length; i++) {
            // All of it is needed, and no more.
            assertEquals(kernel.operands().get(i).bytes(), operands[i].byteSize());
            if (operands[i].byteSize() > 0) {
                assertOnlyWithin(operands[i]);
            }
        }
        return operands[operands.length - 1];
    }

    /**
     * Every element is the formula's up to an error relative to the larger of it and 1, and the
     * halo is zeros.
     */
    static void assertImage(Layout y, MemorySegment actual, double tolerance, Formula formula) {
        for (int n = 0; n < y.batch(); n++) {
            for (int c = 0; c < y.channels(); c++) {
                for (int i = -y.top(); i < y.height() + y.bottom(); i++) {
                    for (int j = -y.left(); j < y.width() + y.right(); j++) {
                        double expected = isInside(y, i, j) ? formula.at(n, c, i, j) : 0;
                        assertClose(
                                expected,
                                actual.get(FLOAT, y.offset(n, c, i, j)),
                                tolerance,
                                "n=%d c=%d i=%d j=%d".formatted(n, c, i, j));
                    }
                }
            }
        }
    }

    /** Exactly the formula's elements. */
    static void assertImage(Layout y, MemorySegment actual, Formula formula) {
        assertImage(y, actual, 0, formula);
    }

    static void assertClose(double expected, double actual, double tolerance, String where) {
        if (tolerance == 0 || Double.isNaN(expected)) {
            // The zeros are one.
            assertEquals(expected + 0.0, actual + 0.0, where);
        } else {
            assertEquals(expected, actual, tolerance * Math.max(1, Math.abs(expected)), where);
        }
    }
}
