package dev.lanewise.bench.kernel;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Changes of layout. */
public class CopyBenchmark extends KernelBenchmark {

    /** What is computed. */
    @Param({"toblocks 256x56x56", "fromblocks 256x56x56", "transpose 1000x1000"})
    public String work;

    /** By whom. */
    @Param({"lanewise", "onednn", "ceiling"})
    public String engine;

    /** Used by JMH. */
    public CopyBenchmark() {}

    /** Makes everything ready. */
    @Setup
    public void prepare() {
        prepare(work, engine);
    }
}
