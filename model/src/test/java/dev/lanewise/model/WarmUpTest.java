package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.TensorInfo.Dim;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class WarmUpTest {

    private static final Shape INPUT = Shape.of(1, 3, 12, 12);

    private static final long FIRST_NANOS = 300_000_000;

    private static Graph graph() {
        return RandomGraph.build(INPUT, List.of(0, 5, 4, 1, 68, 8, 1, 6, 7, 3, 12));
    }

    private static Model model(Graph graph, WarmUp warmUp) {
        return Model.of(graph, ModelOptions.defaults().withWarmUp(warmUp));
    }

    private static float[] run(Model model) {
        try (Session session = model.newSession()) {
            for (int i = 0; i < INPUT.elements(); i++) {
                session.input("x").setDouble(i, Math.sin(i));
            }
            session.run();
            return session.output(0).toFloatArray();
        }
    }

    private static boolean isWarming() {
        return warmings().findAny().isPresent();
    }

    private static Thread warming() {
        return warmings().findAny().orElseThrow();
    }

    private static Stream<Thread> warmings() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("lanewise-warm-up"));
    }

    @ParameterizedTest
    @EnumSource
    void aWarmedModelComputesTheSame(WarmUp warmUp) {
        try (Model cold = model(graph(), WarmUp.NONE);
                Model warm = model(graph(), warmUp)) {
            assertArrayEquals(run(cold), run(warm));
        }
    }

    @Test
    void theModelIsWarmWhenLoadingHasWaited() {
        try (Model model = model(graph(), WarmUp.WAIT)) {
            assertFalse(isWarming());
            run(model);
        }
    }

    @Test
    void aModelWithoutShapesIsWarmedByItsFirstSession() throws InterruptedException {
        Graph graph =
                new Graph(
                        "relu",
                        List.of(
                                new TensorInfo(
                                        "x",
                                        DType.FLOAT32,
                                        List.of(new Dim("", 1), new Dim("w", -1)))),
                        List.of("y"),
                        List.of(
                                new Node(
                                        "relu",
                                        new Elementwise(Unary.RELU),
                                        List.of("x"),
                                        List.of("y"))),
                        Map.of(),
                        Map.of());
        SessionOptions shape = SessionOptions.defaults().withShape("x", Shape.of(1, 5000));
        try (Model model = model(graph, WarmUp.BACKGROUND)) {
            assertFalse(isWarming());
            model.newSession(shape).close();
            assertTrue(isWarming());
        }
        awaitNoWarming();
    }

    private static void awaitNoWarming() throws InterruptedException {
        for (int i = 0; i < 1000 && isWarming(); i++) {
            Thread.sleep(10);
        }
        assertFalse(isWarming());
    }

    @Test
    void closingTheModelEndsItsWarmUp() throws InterruptedException {
        Model model = model(graph(), WarmUp.BACKGROUND);
        assertTrue(isWarming());
        model.close();
        awaitNoWarming();
        assertThrows(IllegalStateException.class, model::newSession);
    }

    /** Both want processors, and runs bring the same kernels to the compilers. */
    @Test
    void inTheBackgroundItRestsWhileASessionRuns() throws InterruptedException {
        try (Model model = model(graph(), WarmUp.BACKGROUND);
                Session session = model.newSession()) {
            Thread warming = warming();
            long before = 0;
            long start = System.nanoTime();
            long elapsed;
            do {
                session.run();
                elapsed = System.nanoTime() - start;
                if (elapsed < FIRST_NANOS) {
                    before = processorNanos(warming);
                }
            } while (elapsed < 3 * FIRST_NANOS);
            assertTrue(warming.isAlive());
            assertTrue(processorNanos(warming) - before < FIRST_NANOS / 2);
        }
        awaitNoWarming();
    }

    private static long processorNanos(Thread thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    }

    @Test
    void aModelThatCantRunOnZerosIsLoaded() {
        Graph division =
                new Graph(
                        "division",
                        List.of(TensorInfo.of("x", DType.INT64, Shape.of(2))),
                        List.of("y"),
                        List.of(
                                new Node(
                                        "div",
                                        new Arithmetic(Binary.DIV),
                                        List.of("x", "x"),
                                        List.of("y"))),
                        Map.of(),
                        Map.of());
        try (Model model = model(division, WarmUp.WAIT);
                Session session = model.newSession()) {
            session.input(0).setLong(0, 6);
            session.input(0).setLong(1, 7);
            session.run();
            assertArrayEquals(new long[] {1, 1}, session.output(0).toLongArray());
        }
    }

    /** There is nothing to wait for, and a warm-up had used up its ten seconds. */
    @Test
    void withoutC2LoadingDoesNotWait() throws IOException, InterruptedException {
        ChildJvm.Result result =
                ChildJvm.run(List.of(), List.of("-XX:TieredStopAtLevel=1"), Loading.class);
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().contains("This JVM has no C2 compiler"), result.output());
        assertTrue(result.output().contains("C1 took"), result.output());
    }

    /** Loads a model and waits for its warm-up; says how much processor time that took. */
    static final class Loading {

        private Loading() {}

        public static void main(String[] args) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            model(graph(), WarmUp.WAIT).close();
            long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            if (nanos > 5_000_000_000L) {
                throw new AssertionError("loading took " + nanos + " ns");
            }
            System.out.println("C1 took " + nanos + " ns");
        }
    }
}
