package dev.lanewise.bench.kernel;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Convolutions with 3x3 windows and stride 1, by any algorithm. */
public class WinogradBenchmark extends KernelBenchmark {

    /** What is computed. */
    @Param({"conv 64x56x56 64 3x3 s1 p1", "conv 512x7x7 512 3x3 s1 p1"})
    public String work;

    /** By whom. */
    @Param({"lanewise", "onednn"})
    public String engine;

    /** Used by JMH. */
    public WinogradBenchmark() {}

    /** Makes everything ready. */
    @Setup
    public void prepare() {
        prepare(work, engine);
    }
}
