package dev.lanewise.bench.kernel;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Softmax. */
public class SoftmaxBenchmark extends KernelBenchmark {

    /** What is computed. */
    @Param({"softmax 1x1000x1", "softmax 2364x197x1"})
    public String work;

    /** By whom. */
    @Param({"lanewise", "onednn", "ceiling"})
    public String engine;

    /** Used by JMH. */
    public SoftmaxBenchmark() {}

    /** Makes everything ready. */
    @Setup
    public void prepare() {
        prepare(work, engine);
    }
}
