package dev.lanewise.bench.kernel;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Functions of one or two values. */
public class ElementwiseBenchmark extends KernelBenchmark {

    /** What is computed. */
    @Param({"relu 64x112x112", "silu 4096", "add 256x56x56", "scaleshift 256x56x56"})
    public String work;

    /** By whom. */
    @Param({"lanewise", "onednn", "ceiling"})
    public String engine;

    /** Used by JMH. */
    public ElementwiseBenchmark() {}

    /** Makes everything ready. */
    @Setup
    public void prepare() {
        prepare(work, engine);
    }
}
