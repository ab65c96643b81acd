package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.plan.ConvChoice;
import dev.lanewise.model.plan.Execution;
import dev.lanewise.model.plan.PackedWeights;
import dev.lanewise.model.plan.Plan;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Warm-ups where other processes have the processors, in a JVM of its own: nothing is compiled. */
class BusyMachineTest {

    @Test
    void warmUpGoesOnUntilKernelsAreCompiledHoweverLongTheyWait() throws Exception {
        ChildJvm.Result result = ChildJvm.run(List.of(), List.of(), Driver.class);
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().contains("allocated 0 bytes"), result.output());
    }

    static final class Driver {

        private static final Shape SHAPE = Shape.of(1, 100);

        private static final int WAITS = 150;
        private static final int WAIT_MILLIS = 12;

        public static void main(String[] args) {
            AtomicInteger asked = new AtomicInteger();
            try (Arena arena = Arena.ofConfined()) {
                Plan plan = plan(arena);
                new Warming(plan, () -> waits(asked)).run();
                try (Execution execution = new Execution(plan, arena, 1, null, false)) {
                    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                    thread.getCurrentThreadAllocatedBytes();
                    long before = thread.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < 10; i++) {
                        execution.run();
                    }
                    long bytes = thread.getCurrentThreadAllocatedBytes() - before;
                    System.out.println("allocated " + bytes + " bytes");
                }
            }
        }

        /** As if the system gave others the processor, between most runs of the first seconds. */
        private static boolean waits(AtomicInteger asked) {
            if (asked.incrementAndGet() <= WAITS) {
                try {
                    Thread.sleep(WAIT_MILLIS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return false;
        }

        private static Plan plan(Arena arena) {
            Graph graph =
                    new Graph(
                            "sigmoid",
                            List.of(TensorInfo.of("x", DType.FLOAT32, SHAPE)),
                            List.of("y"),
                            List.of(
                                    new Node(
                                            "sigmoid",
                                            new Elementwise(Unary.of(Unary.Function.SIGMOID)),
                                            List.of("x"),
                                            List.of("y"))),
                            Map.of(),
                            Map.of());
            ModelOptions options = ModelOptions.defaults();
            return Plan.of(
                    Types.infer(graph, Map.of("x", SHAPE)),
                    options.kernels(),
                    new ConvChoice(options.kernels(), options.weightGrowth(), options.timings()),
                    new PackedWeights(arena));
        }
    }
}
