package dev.lanewise.bench.kernel;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Depthwise convolutions. */
public class DepthwiseBenchmark extends KernelBenchmark {

    /** What is computed. */
    @Param({"conv 144x56x56 144 3x3 s1 p1 g144", "conv 240x28x28 240 5x5 s2 p2 g240"})
    public String work;

    /** By whom. */
    @Param({"lanewise", "onednn"})
    public String engine;

    /** Used by JMH. */
    public DepthwiseBenchmark() {}

    /** Makes everything ready. */
    @Setup
    public void prepare() {
        prepare(work, engine);
    }
}
