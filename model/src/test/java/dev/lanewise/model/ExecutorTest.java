package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Sessions whose helpers are an executor's. */
class ExecutorTest {

    private static final Shape INPUT = Shape.of(1, 24, 40, 40);

    private static Model model;
    private static float[] expected;

    @BeforeAll
    static void compile() {
        model =
                Model.of(
                        RandomGraph.build(INPUT, List.of(0, 5, 4, 1, 68, 8, 1, 6, 7, 3, 12)),
                        ModelOptions.defaults());
        try (Session session = model.newSession()) {
            expected = run(session);
        }
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static float[] run(Session session) {
        for (int i = 0; i < INPUT.elements(); i++) {
            session.input("x").setDouble(i, Math.sin(i));
        }
        session.run();
        return session.output(0).toFloatArray();
    }

    private static Session session(int threads, Executor executor) {
        return model.newSession(
                SessionOptions.defaults().withThreads(threads).withExecutor(executor));
    }

    @Test
    void aPoolOfTheCallersGivesTheSameBits() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try (Session three = session(3, pool);
                Session eight = session(8, pool)) {
            for (int i = 0; i < 50; i++) {
                assertArrayEquals(expected, run(three));
                assertArrayEquals(expected, run(eight));
            }
        } finally {
            pool.shutdown();
            assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS), "helpers return");
        }
    }

    @Test
    void oneThatRunsTasksInTheCallingThreadHoldsNothingUp() {
        try (Session session = session(3, Runnable::run)) {
            assertArrayEquals(expected, run(session));
            assertArrayEquals(expected, run(session));
        }
    }

    @Test
    void oneThatNeverRunsThemGetsEachOnce() {
        List<Runnable> tasks = new ArrayList<>();
        try (Session session = session(3, tasks::add)) {
            assertArrayEquals(expected, run(session));
            assertArrayEquals(expected, run(session));
            assertEquals(2, tasks.size());
            tasks.forEach(Runnable::run);
            assertArrayEquals(expected, run(session));
        }
        tasks.forEach(Runnable::run);
    }

    @Test
    void oneThatRefusesFailsTheRunAndTheSessionStaysUsable() {
        List<Runnable> tasks = new ArrayList<>();
        RuntimeException[] answer = {new RejectedExecutionException("full")};
        Executor executor =
                task -> {
                    if (answer[0] != null && !tasks.isEmpty()) {
                        throw answer[0];
                    }
                    tasks.add(task);
                };
        try (Session session = session(3, executor)) {
            ModelException e = assertThrows(ModelException.class, () -> run(session));
            assertTrue(e.getMessage().contains("refused a task of a run with 3 threads"));
            assertInstanceOf(RejectedExecutionException.class, e.getCause());
            answer[0] = new IllegalArgumentException("broken");
            assertInstanceOf(
                    IllegalArgumentException.class,
                    assertThrows(ModelException.class, () -> run(session)).getCause());
            answer[0] = null;
            assertArrayEquals(expected, run(session));
        }
    }
}
