package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.WeightedKernel;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Matrix products equal their scalar twin. */
class MatrixProductTest {

    private static final int LANES = Kernels.best().lanes();

    @Property(tries = 300)
    void gemmEqualsItsTwin(
            @ForAll("gemms") GemmSpec spec, @ForAll boolean bias, @ForAll long seed) {
        try (Twins twins = new Twins(seed)) {
            MemorySegment a = twins.integers(spec.aBytes() / 4);
            MemorySegment b = twins.integers(spec.bBytes() / 4);
            MemorySegment biases = bias ? twins.integers(spec.n()) : null;
            MemorySegment residual = twins.integers(spec.yBytes() / 4);
            WeightedKernel twin = Kernels.reference().gemm(spec);
            WeightedKernel kernel = Kernels.best().gemm(spec);
            assertSame(
                    run(twins, twin, spec, a, twins.pack(twin, b, biases), residual),
                    run(twins, kernel, spec, a, twins.pack(kernel, b, biases), residual));
        }
    }

    /** Those that read B in strips, if the processor has whole 512-bit units, among them. */
    @Property(tries = 300)
    void gemmOfFewRowsEqualsItsTwin(
            @ForAll("fewRows") GemmSpec spec, @ForAll boolean bias, @ForAll long seed) {
        gemmEqualsItsTwin(spec, bias, seed);
    }

    @Property(tries = 300)
    void matmulEqualsItsTwin(@ForAll("matmuls") GemmSpec spec, @ForAll long seed) {
        try (Twins twins = new Twins(seed)) {
            MemorySegment a = twins.integers(spec.aBytes() / 4);
            MemorySegment b = twins.integers(spec.bBytes() / 4);
            MemorySegment residual = twins.integers(spec.yBytes() / 4);
            assertSame(
                    run(twins, Kernels.reference().matmul(spec), spec, a, b, residual),
                    run(twins, Kernels.best().matmul(spec), spec, a, b, residual));
        }
    }

    /** Rows long enough to be added up several vectors at a time. */
    @Property(tries = 100)
    void matmulOfLongRowsEqualsItsTwin(@ForAll("longRows") GemmSpec spec, @ForAll long seed) {
        matmulEqualsItsTwin(spec, seed);
    }

    @Provide
    Arbitrary<GemmSpec> longRows() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.integers().between(7 * LANES, 26 * LANES),
                        Arbitraries.of(true, false))
                .as((outputs, k, matrixIsA) ->
                        matrixIsA
                                ? GemmSpec.of(outputs, 1, k)
                                : new GemmSpec(
                                        1, 1, outputs, k, false, true, true, 1, Epilogue.NONE));
    }

    @Provide
    Arbitrary<GemmSpec> gemms() {
        return specs(true);
    }

    @Provide
    Arbitrary<GemmSpec> fewRows() {
        return specs(
                true,
                Arbitraries.just(1),
                Arbitraries.integers().between(1, 8),
                Arbitraries.integers().between(3 * LANES, 70 * LANES));
    }

    @Provide
    Arbitrary<GemmSpec> matmuls() {
        return specs(false);
    }

    /** Sizes of which one in four is 1: a product with a vector. */
    private static Arbitrary<Integer> sizes(int most) {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, most);
        return Arbitraries.oneOf(any, any, any, Arbitraries.just(1));
    }

    /** One in nine is of many panels. */
    private static Arbitrary<Integer> columns() {
        return Arbitraries.frequencyOf(
                Tuple.of(8, sizes(10 * LANES + 2)),
                Tuple.of(1, Arbitraries.integers().between(24 * LANES, 52 * LANES)));
    }

    private static Arbitrary<GemmSpec> specs(boolean shared) {
        Arbitrary<Integer> batches = Arbitraries.integers().between(0, 3);
        return specs(shared, batches, sizes(10 * LANES + 2), columns());
    }

    private static Arbitrary<GemmSpec> specs(
            boolean shared,
            Arbitrary<Integer> batches,
            Arbitrary<Integer> rows,
            Arbitrary<Integer> columns) {
        return Combinators.combine(
                        batches,
                        rows,
                        columns,
                        Arbitraries.integers().between(0, 70),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(1f, -2f),
                        ConvTest.epilogues())
                .as((batch, m, n, k, transA, transB, alpha, epilogue) ->
                        spec(shared, batch, m, n, k, transA, transB, alpha, epilogue));
    }

    private static GemmSpec spec(
            boolean shared,
            int batch,
            int m,
            int n,
            int k,
            boolean transA,
            boolean transB,
            float alpha,
            Epilogue epilogue) {
        return new GemmSpec(batch, m, n, k, transA, transB, shared, alpha, epilogue);
    }

    static MemorySegment run(
            Twins twins,
            Kernel kernel,
            GemmSpec spec,
            MemorySegment a,
            MemorySegment b,
            MemorySegment residual) {
        return spec.epilogue().residual()
                ? twins.run(kernel, a, b, residual)
                : twins.run(kernel, a, b);
    }

    private static void assertSame(MemorySegment expected, MemorySegment actual) {
        for (long i = 0; i < expected.byteSize() / 4; i++) {
            Twins.assertSame(
                    expected.getAtIndex(ValueLayout.JAVA_FLOAT, i),
                    actual.getAtIndex(ValueLayout.JAVA_FLOAT, i),
                    Twins.Tolerance.EXACT,
                    "element " + i);
        }
    }
}
