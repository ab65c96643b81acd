package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.kernels.Unary;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

/** Loops and their scalar forms give the same bits, whichever of them happens to run. */
@AddLifecycleHook(VectorsOnly.class)
class ScalarFormsTest {

    private static final float[] SPECIAL = {
        0f,
        -0f,
        3f,
        -3f,
        64f,
        -104f,
        Float.MIN_VALUE,
        -Float.MIN_NORMAL,
        Float.MAX_VALUE,
        Float.NaN,
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY
    };

    private static final List<Unary> UNARY =
            List.of(
                    Unary.of(Unary.Function.RELU),
                    Unary.clip(-1.5f, 6),
                    new Unary(Unary.Function.HARD_SIGMOID, 0.2f, 0.5f),
                    Unary.of(Unary.Function.HARD_SWISH),
                    new Unary(Unary.Function.SCALED_HARD_SWISH, 1.25f, -0.5f),
                    Unary.of(Unary.Function.SIGMOID),
                    Unary.of(Unary.Function.SILU));

    @Provide
    static Arbitrary<Unary> functions() {
        return Arbitraries.of(UNARY);
    }

    @Example
    void allThatHaveAScalarFormAreTried() {
        assertArrayEquals(
                List.of(Unary.Function.values()).stream().filter(ScalarUnary::has).toArray(),
                UNARY.stream().map(Unary::function).sorted().toArray());
    }

    @Property(tries = 300)
    void functions(
            @ForAll("functions") Unary u,
            @ForAll @IntRange(min = 1, max = 150) int vectors,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            int count = vectors * Lanes.COUNT;
            MemorySegment x = values(arena, count, new Random(seed), true);
            MemorySegment expected = arena.allocate(x.byteSize(), 64);
            MemorySegment scratch = arena.allocate(UnaryLoops.SCRATCH_BYTES, 64);
            UnaryLoops.inVectors(u, x.address(), expected.address(), vectors, scratch.address());
            ScalarUnary.run(u, x.address(), x.address(), count);
            assertSameBits(expected, x);
        }
    }

    @Property(tries = 100)
    void scaleAndShift(
            @ForAll @IntRange(min = 1, max = 150) int vectors,
            @ForAll boolean positive,
            @ForAll long seed) {
        try (Arena arena = Arena.ofConfined()) {
            Random random = new Random(seed);
            MemorySegment x = values(arena, vectors * Lanes.COUNT, random, true);
            MemorySegment scale = values(arena, Lanes.COUNT, random, false);
            MemorySegment shift = values(arena, Lanes.COUNT, random, false);
            MemorySegment expected = arena.allocate(x.byteSize(), 64);
            if (positive) {
                ScaleShiftLoops.relu(
                        x.address(), scale.address(), shift.address(), expected.address(), vectors);
            } else {
                ScaleShiftLoops.identity(
                        x.address(), scale.address(), shift.address(), expected.address(), vectors);
            }
            ScalarLoops.scaleShift(
                    x.address(), scale.address(), shift.address(), x.address(), vectors, positive);
            assertSameBits(expected, x);
        }
    }

    @Property(tries = 200)
    void depthwiseRows(
            @ForAll boolean five,
            @ForAll @IntRange(min = 1, max = 2) int stride,
            @ForAll @IntRange(min = 1, max = 5) int kernelH,
            @ForAll @IntRange(min = 7, max = 20) int width,
            @ForAll @IntRange(min = 1, max = 3) int height,
            @ForAll @IntRange(min = 1, max = 3) int blocks,
            @ForAll boolean clipped,
            @ForAll long seed) {
        int kernelW = five ? 5 : 3;
        int inWidth = (width - 1) * stride + kernelW;
        int inHeight = (height - 1) * stride + kernelH;
        int rowBytes = inWidth * Lanes.BYTES;
        DepthwiseWindow window =
                new DepthwiseWindow(
                        kernelH,
                        kernelW,
                        stride,
                        rowBytes,
                        (long) stride * rowBytes,
                        (long) inHeight * rowBytes);
        DepthwiseOutput output =
                new DepthwiseOutput(
                        width,
                        (long) width * Lanes.BYTES,
                        (long) width * height * Lanes.BYTES,
                        clipped ? 0 : Float.NEGATIVE_INFINITY,
                        clipped ? 6 : Float.POSITIVE_INFINITY);
        try (Arena arena = Arena.ofConfined()) {
            Random random = new Random(seed);
            MemorySegment x =
                    values(arena, blocks * inHeight * inWidth * Lanes.COUNT, random, false);
            MemorySegment panel =
                    values(arena, blocks * (1 + kernelH * kernelW) * Lanes.COUNT, random, false);
            MemorySegment expected = arena.allocate(blocks * output.blockBytes(), 64);
            MemorySegment actual = arena.allocate(expected.byteSize(), 64);
            DepthwiseRows.run(
                    x.address(),
                    window,
                    panel.address(),
                    expected.address(),
                    output,
                    blocks,
                    height);
            ScalarDepthwise.rows(
                    x.address(), window, panel.address(), actual.address(), output, blocks, height);
            assertSameBits(expected, actual);
        }
    }

    private static MemorySegment values(Arena arena, int count, Random random, boolean special) {
        MemorySegment values = arena.allocate(4L * count, 64);
        for (int i = 0; i < count; i++) {
            float value =
                    special && random.nextInt(4) == 0
                            ? SPECIAL[random.nextInt(SPECIAL.length)]
                            : (float) (random.nextGaussian() * 10);
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
        return values;
    }

    /** NaNs are all alike. */
    private static void assertSameBits(MemorySegment expected, MemorySegment actual) {
        assertArrayEquals(
                expected.toArray(ValueLayout.JAVA_FLOAT), actual.toArray(ValueLayout.JAVA_FLOAT));
    }
}
