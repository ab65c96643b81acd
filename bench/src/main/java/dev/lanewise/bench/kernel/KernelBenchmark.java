package dev.lanewise.bench.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One work by one engine. What the engine computes is compared with the scalar kernels or with
 * Lanewise before it is timed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC"
        })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class KernelBenchmark {

    private Match match;
    private Contender contender;

    /** Used by JMH. */
    protected KernelBenchmark() {}

    /**
     * Makes everything ready.
     *
     * @param work a line of {@code kernel-shapes.txt}
     * @param engine {@code lanewise}, a peer, either with an algorithm behind it, or {@code
     *     ceiling}: multiply-adds in registers or, where there are none or with {@code copy} behind
     *     it, a copy
     */
    protected final void prepare(String work, String engine) {
        List<Engine> engines = new ArrayList<>();
        engines.add(LanewiseEngine.vector());
        String library = engine.split(" ", 2)[0];
        if (!library.equals("lanewise") && !library.equals("ceiling")) {
            engines.addAll(Peers.named(List.of(library)));
        }
        match = new Match(Work.parse(work), engines);
        contender =
                match.contender(engine)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "'%s' by '%s': expected one of %s"
                                                .formatted(work, engine, match.contenders())));
    }

    /** Frees all memory. */
    @TearDown
    public void close() {
        match.close();
    }

    /** Does the work once. */
    @Benchmark
    public void run() {
        contender.run();
    }
}
