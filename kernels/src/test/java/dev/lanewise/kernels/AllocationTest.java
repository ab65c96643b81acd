package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Once compiled, kernels allocate nothing. A vector that C2 fails to keep in a register is boxed at
 * each turn of its loop, and the kernel many times slower.
 *
 * <p>What C2 inlines depends on what it has compiled before, so in about one JVM of thirty it boxes
 * vectors of one loop or another, for good. A loop that it always boxes does so in each of some
 * JVMs.
 */
@EnabledIfSystemProperty(named = "lanewise.test.mode", matches = "default")
class AllocationTest {

    private static final int JVMS = 3;
    private static final String NOTHING = "all kernels allocate nothing";

    static List<Kernel> kernels() {
        Kernels kernels = Kernels.best();
        int lanes = kernels.lanes();
        List<Kernel> all = new ArrayList<>();
        for (DoorTest.Kind kind : DoorTest.Kind.values()) {
            all.add(kind.make());
        }
        Layout flat = Layout.flat(4096 + 3);
        for (Unary.Function function : Unary.Function.values()) {
            all.add(kernels.unary(new Unary(function, 0.1f, 0.5f), flat, flat));
        }
        Layout x = Layout.blocked(1, 2 * lanes, 14, 14, lanes);
        Layout halo = x.withHalo(1, 1, 1, 1);
        Layout half = Layout.blocked(1, 2 * lanes, 7, 7, lanes);
        for (Binary function : Binary.values()) {
            all.add(kernels.binary(function, x, x, halo, Unary.of(Unary.Function.GELU)));
        }
        for (PoolSpec.Kind kind : PoolSpec.Kind.values()) {
            all.add(kernels.pool(new PoolSpec(kind, x, half, Window.of(2, 2, 0), 0, 0)));
            all.add(kernels.pool(new PoolSpec(kind, x, half, Window.of(3, 2, 1), 0, 0)));
            all.add(kernels.pool(new PoolSpec(kind, x, x, Window.of(3, 1, 1), 1, 1)));
            all.add(kernels.pool(new PoolSpec(kind, x, halo, Window.of(5, 1, 2), 2, 2)));
        }
        Layout large = Layout.blocked(1, lanes, 28, 28, lanes);
        ConvSpec few = new ConvSpec(large, large.withChannels(1), Window.of(1, 1, 0), 1);
        for (boolean shift : List.of(true, false)) {
            Prologue prologue = new Prologue(true, shift, shift ? Unary.RELU : Unary.IDENTITY);
            if (kernels.takesPrologue(few, prologue, Epilogue.NONE)) {
                all.add(kernels.conv(few, prologue, Epilogue.NONE));
            }
        }
        all.add(kernels.reorder(halo, Layout.nchw(1, 2 * lanes, 14, 14)));
        all.add(kernels.reorder(Layout.nchw(1, 2 * lanes, 14, 14), halo));
        List<Integer> reversed =
                IntStream.range(0, 2 * lanes).mapToObj(i -> 2 * lanes - 1 - i).toList();
        List<Integer> picked = IntStream.range(0, 2 * lanes).mapToObj(i -> 3 * i).toList();
        all.add(kernels.channels(new ChannelsSpec(List.of(x), halo, reversed)));
        all.add(kernels.channels(new ChannelsSpec(List.of(x, halo, x), x, picked)));
        ConvSpec window = new ConvSpec(halo, x, Window.of(3, 1, 1), 1);
        Layout before = Layout.blocked(1, 2 * lanes, 28, 28, lanes).withHalo(1, 1, 1, 1);
        ConvSpec strided = new ConvSpec(before, x, Window.of(3, 2, 1), 1);
        Stream.of(window, strided)
                .flatMap(spec -> kernels.convCandidates(spec, Epilogue.of(Unary.RELU)).stream())
                .map(Supplier::get)
                .filter(kernel -> kernel.name().contains("winograd"))
                .forEach(all::add);
        ConvSpec picture =
                new ConvSpec(
                        Layout.nchw(1, 1, 14, 14).withHalo(1, 1, 1, 1), x, Window.of(3, 1, 1), 1);
        ConvTransposeSpec patches =
                new ConvTransposeSpec(x, Layout.nchw(1, 1, 28, 28), Window.of(2, 2, 0), 1);
        if (kernels.takesRows(patches)) {
            all.add(kernels.convTranspose(patches, Unary.of(Unary.Function.SIGMOID)));
        }
        ConvSpec toRows = new ConvSpec(halo, Layout.nchw(1, 3, 14, 14), Window.of(3, 1, 1), 1);
        if (kernels.takesRows(toRows, Epilogue.of(Unary.of(Unary.Function.SIGMOID)))) {
            all.add(kernels.conv(toRows, Epilogue.of(Unary.of(Unary.Function.SIGMOID))));
        }
        ConvSpec sevenRows =
                new ConvSpec(
                        Layout.nchw(1, 3, 28, 28).withHalo(3, 3, 3, 3), x, Window.of(7, 2, 3), 1);
        all.add(kernels.conv(sevenRows, Epilogue.of(Unary.RELU)));
        Layout quarter = Layout.blocked(1, x.channels(), x.height() / 2, x.width() / 2, lanes);
        PoolSpec two = new PoolSpec(PoolSpec.Kind.MAX, x, quarter, Window.of(2, 2, 0), 0, 0);
        Stream.of(window, picture)
                .flatMap(spec -> kernels.convCandidates(spec, Epilogue.of(Unary.RELU)).stream())
                .map(maker -> maker.get().pooled(two))
                .filter(Objects::nonNull)
                .forEach(all::add);
        Layout wide = Layout.blocked(1, 1, 64, 64, lanes);
        Layout spread = wide.withChannels(256).withHalo(1, 1, 1, 1);
        Layout narrow = Layout.blocked(1, 256, 32, 32, lanes);
        Layout last = narrow.withChannels(1);
        ConvChain chain =
                kernels.convChain(
                        List.of(
                                new ConvSpec(wide, spread, Window.of(1, 1, 0), 1),
                                new ConvSpec(spread, narrow, Window.of(3, 2, 1), 256),
                                new ConvSpec(narrow, last, Window.of(1, 1, 0), 1)),
                        List.of(
                                Epilogue.of(Unary.RELU),
                                Epilogue.of(Unary.of(Unary.Function.SILU)),
                                new Epilogue(true, Unary.IDENTITY)),
                        null);
        if (chain != null) {
            all.add(chain.kernel());
        }
        Layout map = Layout.blocked(1, lanes, 260, 260, lanes).withHalo(1, 1, 1, 1);
        chain =
                kernels.convChain(
                        List.of(
                                new ConvSpec(
                                        Layout.nchw(1, 1, 260, 260), map, Window.of(1, 1, 0), 1),
                                new ConvSpec(map, map, Window.of(3, 1, 1), 1)),
                        List.of(Epilogue.NONE, Epilogue.NONE),
                        null);
        if (chain != null) {
            all.add(chain.kernel());
        }
        List<Integer> shape = List.of(200, 100);
        all.add(kernels.copy(new CopySpec(4, shape, List.of(1L, 200L), List.of(100L, 1L), 0, 0)));
        all.add(kernels.softmax(20, 100, 1, true));
        all.add(kernels.softmax(20, 10, 70, false));
        all.add(kernels.mean(20, 10, 700));
        all.add(kernels.gemm(GemmSpec.of(4, 256, 70)));
        all.add(kernels.gemm(GemmSpec.of(1, 1024, 2100)));
        all.add(kernels.matmul(GemmSpec.of(1, 300, 70)));
        all.add(kernels.matmul(GemmSpec.of(300, 1, 70)));
        return all;
    }

    @Test
    void compiledKernelsAllocateNothing() throws IOException, InterruptedException {
        List<String> outputs = new ArrayList<>();
        do {
            outputs.add(Jvm.run(Driver.class, "--add-modules", "jdk.incubator.vector"));
        } while (!outputs.getLast().contains(NOTHING) && outputs.size() < JVMS);
        assertTrue(outputs.getLast().contains(NOTHING), () -> String.join("\n", outputs));
    }

    static final class Driver {

        /** Of this thread's processor time: the compilers of a busy machine wait, too. */
        private static final long LIMIT_NANOS = 30_000_000_000L;

        private static final int RUNS = 100;

        public static void main(String[] args) {
            try (Arena arena = Arena.ofConfined()) {
                List<Kernel.Call> calls = new ArrayList<>();
                long scratchBytes = 0;
                for (Kernel kernel : kernels()) {
                    calls.add(
                            kernel.bind(
                                    kernel.operands().stream()
                                            .map(operand -> arena.allocate(operand.bytes(), 64))
                                            .toArray(MemorySegment[]::new)));
                    scratchBytes = Math.max(scratchBytes, kernel.scratchBytes());
                }
                MemorySegment scratch = arena.allocate(scratchBytes, Kernel.SCRATCH_ALIGNMENT);
                ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long end = thread.getCurrentThreadCpuTime() + LIMIT_NANOS;
                while (!calls.isEmpty() && thread.getCurrentThreadCpuTime() < end) {
                    calls.removeIf(call -> allocated(call, scratch) == 0);
                }
                for (Kernel.Call call : calls) {
                    System.out.println(call.kernel() + ": " + allocated(call, scratch) + " bytes");
                }
                if (calls.isEmpty()) {
                    System.out.println(NOTHING);
                }
            }
        }

        /** Bytes that this thread allocates during some runs of the call. */
        private static long allocated(Kernel.Call call, MemorySegment scratch) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RUNS; i++) {
                call.run(scratch);
            }
            return threads.getCurrentThreadAllocatedBytes() - before;
        }
    }
}
