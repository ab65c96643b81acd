package dev.lanewise.bench.kernel;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Pooling. */
public class PoolBenchmark extends KernelBenchmark {

    /** What is computed. */
    @Param({
        "maxpool 64x112x112 3x3 s2 p1",
        "maxpool 64x224x224 2x2 s2",
        "avgpool 256x28x28 2x2 s2",
        "globalavgpool 512x7x7"
    })
    public String work;

    /** By whom. */
    @Param({"lanewise", "onednn", "ceiling"})
    public String engine;

    /** Used by JMH. */
    public PoolBenchmark() {}

    /** Makes everything ready. */
    @Setup
    public void prepare() {
        prepare(work, engine);
    }
}
