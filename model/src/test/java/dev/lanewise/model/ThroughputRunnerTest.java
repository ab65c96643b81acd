package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class ThroughputRunnerTest {

    private static final Shape INPUT = Shape.of(1, 8, 20, 20);
    private static final int COUNT = 40;

    private static Model model;
    private static float[][] expected;

    @BeforeAll
    static void runOneByOne() {
        model =
                Model.of(
                        RandomGraph.build(INPUT, List.of(0, 5, 4, 1, 68, 8, 1, 6, 7, 3, 12)),
                        ModelOptions.defaults());
        expected = new float[COUNT][];
        try (Session session = model.newSession()) {
            for (int i = 0; i < COUNT; i++) {
                expected[i] = run(session, i);
            }
        }
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static float[] run(Session session, int index) {
        for (int i = 0; i < INPUT.elements(); i++) {
            session.input("x").setDouble(i, Math.sin(i + 31 * index));
        }
        session.run();
        return session.output(0).toFloatArray();
    }

    private static ThroughputRunner runner(int threads) {
        return new ThroughputRunner(model, SessionOptions.defaults(), threads);
    }

    @Test
    void anyNumberOfThreadsGivesTheBitsOfRunsOneByOne() {
        for (int threads : new int[] {1, 2, 3, 8}) {
            try (ThroughputRunner runner = runner(threads)) {
                float[][] actual = new float[COUNT][];
                runner.run(COUNT, (session, i) -> actual[i] = run(session, i));
                assertArrayEquals(expected, actual);
                runner.run(0, (session, i) -> actual[i] = null);
                assertArrayEquals(expected, actual);
            }
        }
    }

    @Test
    void whatATaskThrowsIsThrownAndTheRunnerStaysUsable() {
        IllegalStateException thrown = new IllegalStateException("task");
        AtomicInteger begun = new AtomicInteger();
        try (ThroughputRunner runner = runner(2)) {
            assertSame(
                    thrown,
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    runner.run(
                                            1_000_000,
                                            (session, i) -> {
                                                begun.incrementAndGet();
                                                if (i == 3) {
                                                    throw thrown;
                                                }
                                            })));
            assertTrue(begun.get() < 1_000_000);
            float[][] actual = new float[COUNT][];
            runner.run(COUNT, (session, i) -> actual[i] = run(session, i));
            assertArrayEquals(expected, actual);
        }
    }

    @Test
    void aClosedRunnerSaysSo() {
        ThroughputRunner runner = runner(2);
        runner.close();
        runner.close();
        assertEquals(
                "the runner is closed",
                assertThrows(IllegalStateException.class, () -> runner.run(1, (session, i) -> {}))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> runner(0));
    }
}
