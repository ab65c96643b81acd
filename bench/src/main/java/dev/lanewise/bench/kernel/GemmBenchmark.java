package dev.lanewise.bench.kernel;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Matrix products with a constant B ({@code gemm}) or two run-time matrices ({@code matmul}). */
public class GemmBenchmark extends KernelBenchmark {

    /** What is computed. */
    @Param({"gemm 16x16x16", "gemm 1x1000x512", "gemm 512x512x512", "matmul 512x512x512"})
    public String work;

    /** By whom. */
    @Param({"lanewise", "onednn", "mkl", "openblas"})
    public String engine;

    /** Used by JMH. */
    public GemmBenchmark() {}

    /** Makes everything ready. */
    @Setup
    public void prepare() {
        prepare(work, engine);
    }
}
