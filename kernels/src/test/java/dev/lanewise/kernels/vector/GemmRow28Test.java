package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernels;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Weights in 28 bits: what they are exactly, and where they round. */
@AddLifecycleHook(VectorsOnly.class)
class GemmRow28Test {

    /** What a column's weights are like. */
    private enum Kind {
        INTEGERS,
        NORMAL,
        /** Over more binades than 4 bits tell apart. */
        WIDE,
        /** One that makes denormals of all others. */
        OUTLIER,
        ZEROS,
        /** Weights that every packing takes for zero. */
        DENORMAL,
        LEAST,
        /** 2^16 and more. */
        LARGE,
        INFINITE,
        NAN,
        ONLY_INFINITE;

        float weight(Random random, boolean first) {
            float normal = (float) random.nextGaussian();
            return switch (this) {
                case INTEGERS -> random.nextInt(-4, 5);
                case NORMAL -> normal / 16;
                case WIDE -> Math.scalb(normal, -random.nextInt(60));
                case OUTLIER -> first ? 60_000 : normal / 1024;
                case ZEROS -> random.nextBoolean() ? 0f : -0f;
                case DENORMAL -> normal * Float.MIN_NORMAL / 8;
                case LEAST -> normal * 4 * Float.MIN_NORMAL;
                case LARGE -> first ? 65_536 : normal * 1e30f;
                case INFINITE -> first ? Float.NEGATIVE_INFINITY : normal;
                case NAN -> first ? Float.NaN : normal * 1e-20f;
                case ONLY_INFINITE -> normal < 0 ? Float.NEGATIVE_INFINITY : 1 / 0f;
            };
        }
    }

    @Property(tries = 300)
    void itEqualsItsTwinOnIntegers(
            @ForAll("rows") GemmSpec spec, @ForAll boolean bias, @ForAll long seed) {
        try (Twins twins = new Twins(seed)) {
            MemorySegment a = twins.integers(spec.aBytes() / 4);
            MemorySegment b = twins.integers(spec.bBytes() / 4);
            MemorySegment biases = bias ? twins.integers(spec.n()) : null;
            MemorySegment residual = twins.integers(spec.yBytes() / 4);
            var twin = Kernels.reference().gemm(spec);
            var kernel = new GemmRow28(spec);
            assertSame(
                    MatrixProductTest.run(
                            twins, twin, spec, a, twins.pack(twin, b, biases), residual),
                    MatrixProductTest.run(
                            twins, kernel, spec, a, twins.pack(kernel, b, biases), residual));
        }
    }

    /** Sums in order of the weights that the format promises, to the bit. */
    @Property(tries = 300)
    void weightsAreOffByNoMoreThanTheFormatSays(
            @ForAll @IntRange(min = 1, max = 300) int n,
            @ForAll @IntRange(min = 1, max = 200) int k,
            @ForAll boolean transB,
            @ForAll boolean finite,
            @ForAll long seed) {
        Random random = new Random(seed);
        GemmSpec spec = new GemmSpec(1, 1, n, k, false, transB, true, 1, Epilogue.NONE);
        float[] x = new float[k];
        for (int i = 0; i < k; i++) {
            x[i] = (float) random.nextGaussian();
        }
        float[] b = new float[n * k];
        float[] expected = new float[n];
        int kinds = finite ? Kind.LARGE.ordinal() : Kind.values().length;
        for (int c = 0; c < n; c++) {
            Kind kind = Kind.values()[random.nextInt(kinds)];
            int outlier = random.nextInt(k);
            float[] column = new float[k];
            for (int i = 0; i < k; i++) {
                column[i] = kind.weight(random, i == outlier);
                b[transB ? c * k + i : i * n + c] = column[i];
            }
            round(column);
            for (int i = 0; i < k; i++) {
                expected[c] = ScalarTiles.fma(x[i], column[i], expected[c]);
            }
        }
        assertArrayEquals(expected, product(new GemmRow28(spec), x, b));
    }

    /** Rounds a column as {@link Floats28} says it does. */
    private static void round(float[] column) {
        float most = 0;
        boolean special = false;
        for (int i = 0; i < column.length; i++) {
            float size = Math.abs(column[i]);
            special |= !(size < 65_536);
            most = size <= Float.MAX_VALUE ? Math.max(most, size) : most;
        }
        double power = Math.scalb(1.0, Math.max(Math.getExponent(most), -126));
        double least = power * (special ? 0x1p-13 : 0x1p-14);
        double unit = least * 0x1p-23;
        for (int i = 0; i < column.length; i++) {
            double size = Math.abs(column[i]);
            if (size < Float.MIN_NORMAL) {
                column[i] = 0;
            } else if (size < least) {
                column[i] = (float) (Math.rint(column[i] / unit) * unit);
            }
        }
    }

    @Property(tries = 100)
    void bothFormsOfTheTileGiveTheSameBits(
            @ForAll @IntRange(min = 0, max = 200) int k, @ForAll long seed) {
        Random random = new Random(seed);
        int n = Floats28.COLUMNS;
        GemmSpec spec = new GemmSpec(1, 1, n, k, false, false, true, 1, Epilogue.NONE);
        float[] b = new float[n * k];
        for (int c = 0; c < n; c++) {
            Kind kind = Kind.values()[random.nextInt(Kind.LARGE.ordinal())];
            for (int i = 0; i < k; i++) {
                b[i * n + c] = kind.weight(random, i == 0);
            }
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocate(4L * Math.max(1, k), 64);
            for (int i = 0; i < k; i++) {
                x.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
            MemorySegment packed = arena.allocate(new GemmRow28(spec).packedBytes(), 64);
            new GemmRow28(spec).pack(MemorySegment.ofArray(b), null, packed);
            long scales = packed.address() + 4L * n;
            long first = scales + 4L * n;
            long second = first + Floats28.firstBytes(k);
            MemorySegment vectors = arena.allocate(4L * n, 64);
            MemorySegment scalars = arena.allocate(4L * n, 64);
            Row28Tile.vectors(x.address(), k, scales, first, second, vectors.address());
            Row28Tile.scalars(x.address(), k, scales, first, second, scalars.address());
            assertSame(scalars, vectors);
        }
    }

    /** Others are those of {@link GemmStrips}, which few columns or little memory suit better. */
    @Example
    void onlyOneRowAndAFarMatrixTakeIt() {
        boolean usable = GemmStrips.USABLE && Processor.isAmd();
        assertEquals(usable, GemmRow28.accepts(GemmSpec.of(1, 4096, 25088)));
        assertEquals(usable, GemmRow28.accepts(GemmSpec.of(1, 4096, 4096)));
        assertFalse(GemmRow28.accepts(GemmSpec.of(2, 4096, 4096)));
        assertFalse(GemmRow28.accepts(GemmSpec.of(0, 4096, 4096)));
        assertEquals(usable, GemmRow28.accepts(GemmSpec.of(1, 1000, 4096)));
        assertFalse(GemmRow28.accepts(GemmSpec.of(1, 1000, 2048)));
        assertFalse(GemmRow28.accepts(GemmSpec.of(1, 10, 1_000_000)));
        assertFalse(GemmRow28.accepts(GemmSpec.of(1, 0, 4096)));
        String name = Kernels.best().gemm(GemmSpec.of(1, 4096, 4096)).name();
        assertEquals(usable, name.equals("gemm 28 bits 1x8"));
    }

    @Example
    void packedWeightsAreSmallerByAnEighth() {
        GemmSpec spec = GemmSpec.of(1, 4096, 4096);
        assertEquals(spec.bBytes() / 8 * 7 + 8 * 4096, new GemmRow28(spec).packedBytes());
    }

    @Example
    void weightsMayLieAnywhere() {
        GemmSpec spec = GemmSpec.of(1, 70, 30);
        float[] x = new float[30];
        float[] b = new float[70 * 30];
        Random random = new Random(1);
        for (int i = 0; i < b.length; i++) {
            b[i] = random.nextFloat();
            x[i % 30] = random.nextFloat();
        }
        MemorySegment odd = MemorySegment.ofArray(new byte[4 * b.length + 3]).asSlice(3);
        for (int i = 0; i < b.length; i++) {
            odd.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, b[i]);
        }
        GemmRow28 kernel = new GemmRow28(spec);
        assertArrayEquals(product(kernel, x, b), product(kernel, x, odd));
    }

    private static float[] product(GemmRow28 kernel, float[] x, float[] b) {
        return product(kernel, x, MemorySegment.ofArray(b));
    }

    private static float[] product(GemmRow28 kernel, float[] x, MemorySegment b) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packed = arena.allocate(kernel.packedBytes(), 64);
            kernel.pack(b, null, packed);
            MemorySegment input = arena.allocate(4L * x.length, 64);
            MemorySegment.copy(x, 0, input, ValueLayout.JAVA_FLOAT, 0, x.length);
            MemorySegment y = arena.allocate(kernel.operands().getLast().bytes(), 64);
            kernel.bind(input, packed, y).run(arena.allocate(kernel.scratchBytes(), 64));
            return y.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    @Provide
    Arbitrary<GemmSpec> rows() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 400),
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(1f, -2f),
                        ConvTest.epilogues())
                .as((n, k, transA, transB, alpha, epilogue) ->
                        new GemmSpec(1, 1, n, k, transA, transB, true, alpha, epilogue));
    }

    private static void assertSame(MemorySegment expected, MemorySegment actual) {
        assertArrayEquals(
                expected.toArray(ValueLayout.JAVA_FLOAT), actual.toArray(ValueLayout.JAVA_FLOAT));
    }
}
