package dev.lanewise.bench;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.CopySpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.Window;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Pooling, elementwise kernels, softmax and copies, each beside a plain copy of as many bytes as it
 * reads and writes: what memory allows.
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
public class MemoryBoundBenchmark {

    /** What is computed: kernel and shape. */
    @Param({
        "relu 256x56x56",
        "silu 4096",
        "gelu 4096",
        "exp 4096",
        "add 256x56x56",
        "scale 256x56x56",
        "max 3x3s2p1 64x112x112",
        "max 2x2s2 64x224x224",
        "max 3x3s1p1 480x14x14",
        "average 2x2s2 256x28x28",
        "global 2048x7x7",
        "softmax 1x1000",
        "softmax 2364x197",
        "softmax 4420x2",
        "to blocks 256x56x56",
        "from blocks 256x56x56",
        "transpose 1000x1000",
        "concat 32x56x56"
    })
    public String work;

    private final Arena arena = Arena.ofAuto();
    private Kernel.Call call;
    private MemorySegment scratch;
    private MemorySegment copySource;
    private MemorySegment copyTarget;

    /** Used by JMH. */
    public MemoryBoundBenchmark() {}

    /** Makes the kernel and its operands. */
    @Setup
    public void make() {
        if (Kernels.best().equals(Kernels.reference())) {
            throw new IllegalStateException("the Vector API is not in use");
        }
        Kernel kernel = kernel(Kernels.best());
        MemorySegment[] operands =
                kernel.operands().stream()
                        .map(operand -> filled(operand.bytes()))
                        .toArray(MemorySegment[]::new);
        call = kernel.bind(operands);
        scratch = arena.allocate(kernel.scratchBytes(), Kernel.SCRATCH_ALIGNMENT);
        long bytes = kernel.operands().stream().mapToLong(operand -> operand.bytes()).sum() / 2;
        copySource = filled(bytes);
        copyTarget = filled(bytes);
    }

    private MemorySegment filled(long bytes) {
        MemorySegment segment = arena.allocate(bytes, 64);
        for (long i = 0; i < bytes / Float.BYTES; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) Math.sin(i) * 3);
        }
        return segment;
    }

    private Kernel kernel(Kernels kernels) {
        int lanes = kernels.lanes();
        Layout small = Layout.flat(4096);
        Layout x = Layout.blocked(1, 256, 56, 56, lanes);
        Layout plain = Layout.nchw(1, 256, 56, 56);
        return switch (work) {
            case "relu 256x56x56" -> kernels.unary(Unary.RELU, x, x);
            case "silu 4096" -> kernels.unary(Unary.of(Unary.Function.SILU), small, small);
            case "gelu 4096" -> kernels.unary(Unary.of(Unary.Function.GELU), small, small);
            case "exp 4096" -> kernels.unary(Unary.of(Unary.Function.EXP), small, small);
            case "add 256x56x56" -> kernels.binary(Binary.ADD, x, x, x, Unary.IDENTITY);
            case "scale 256x56x56" -> kernels.scaleShift(x, x, Unary.RELU);
            case "max 3x3s2p1 64x112x112" -> pool(PoolSpec.Kind.MAX, 64, 112, Window.of(3, 2, 1));
            case "max 2x2s2 64x224x224" -> pool(PoolSpec.Kind.MAX, 64, 224, Window.of(2, 2, 0));
            case "max 3x3s1p1 480x14x14" -> pool(PoolSpec.Kind.MAX, 480, 14, Window.of(3, 1, 1));
            case "average 2x2s2 256x28x28" ->
                    pool(PoolSpec.Kind.AVERAGE, 256, 28, Window.of(2, 2, 0));
            case "global 2048x7x7" -> pool(PoolSpec.Kind.AVERAGE, 2048, 7, Window.of(7, 1, 0));
            case "softmax 1x1000" -> kernels.softmax(1, 1000, 1, false);
            case "softmax 2364x197" -> kernels.softmax(2364, 197, 1, false);
            case "softmax 4420x2" -> kernels.softmax(4420, 2, 1, false);
            case "to blocks 256x56x56" -> kernels.reorder(plain, x);
            case "from blocks 256x56x56" -> kernels.reorder(x, plain);
            case "transpose 1000x1000" ->
                    copy(List.of(1000, 1000), List.of(1L, 1000L), List.of(1000L, 1L));
            case "concat 32x56x56" ->
                    copy(List.of(32, 3136), List.of(3136L, 1L), List.of(3136L, 1L));
            default -> throw new IllegalArgumentException("no such work: " + work);
        };
    }

    private static Kernel copy(List<Integer> shape, List<Long> source, List<Long> target) {
        return Kernels.best().copy(new CopySpec(4, shape, source, target, 0, 0));
    }

    private static Kernel pool(PoolSpec.Kind kind, int channels, int size, Window window) {
        Kernels kernels = Kernels.best();
        int pad = window.padTop();
        int out = (size + 2 * pad - window.kernelH()) / window.strideH() + 1;
        Layout x = Layout.blocked(1, channels, size, size, kernels.lanes());
        Layout y = Layout.blocked(1, channels, out, out, kernels.lanes());
        return kernels.pool(new PoolSpec(kind, x, y, window, pad, pad));
    }

    /** Runs the kernel. */
    @Benchmark
    public void kernel() {
        call.run(scratch);
    }

    /** Copies as many bytes as the kernel reads and writes together. */
    @Benchmark
    public void copy() {
        MemorySegment.copy(copySource, 0, copyTarget, 0, copySource.byteSize());
    }
}
