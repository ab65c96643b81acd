package dev.lanewise.bench.kernel;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Convolutions that aren't Winograd's: 1x1, strided, first layers. */
public class ConvBenchmark extends KernelBenchmark {

    /** What is computed. */
    @Param({"conv 64x56x56 256 1x1", "conv 64x56x56 128 3x3 s2 p1", "conv 3x224x224 64 7x7 s2 p3"})
    public String work;

    /** By whom. */
    @Param({"lanewise", "onednn"})
    public String engine;

    /** Used by JMH. */
    public ConvBenchmark() {}

    /** Makes everything ready. */
    @Setup
    public void prepare() {
        prepare(work, engine);
    }
}
