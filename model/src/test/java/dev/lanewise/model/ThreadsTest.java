package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.model.graph.Graph;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same bits, however many threads work on a run and however many runs go on at once. */
class ThreadsTest {

    /** Large enough that steps are shared. */
    private static final Shape INPUT = Shape.of(1, 24, 40, 40);

    private static float[] run(Model model, int threads, int runs) {
        try (Session session = model.newSession(SessionOptions.defaults().withThreads(threads))) {
            for (int i = 0; i < INPUT.elements(); i++) {
                session.input("x").setDouble(i, Math.sin(i));
            }
            for (int i = 0; i < runs; i++) {
                session.run();
            }
            return session.output(0).toFloatArray();
        }
    }

    @Test
    void aSessionWhoseStepsAreAllSmallHasNoHelpers() {
        Graph graph = RandomGraph.build(Shape.of(1, 3, 8, 8), List.of(0, 1));
        try (Model model = Model.of(graph, ModelOptions.defaults())) {
            long before = helpers();
            try (Session session = model.newSession(SessionOptions.defaults().withThreads(8))) {
                session.run();
                assertEquals(before, helpers());
            }
        }
    }

    private static long helpers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lanewise-worker"))
                .count();
    }

    @Property(tries = 8)
    void anyNumberOfThreadsGivesTheSameBits(
            @ForAll @Size(12) List<@IntRange(max = 99) Integer> choices)
            throws InterruptedException, ExecutionException {
        Graph graph = RandomGraph.build(INPUT, choices);
        try (Model model = Model.of(graph, ModelOptions.defaults());
                ExecutorService pool = Executors.newFixedThreadPool(2)) {
            float[] expected = run(model, 1, 1);
            List<Future<float[]>> sideBySide = new ArrayList<>();
            for (int threads : new int[] {1, 2, 3, 8}) {
                assertArrayEquals(expected, run(model, threads, 3), threads + " threads");
                sideBySide.add(pool.submit(() -> run(model, threads, 2)));
            }
            for (Future<float[]> future : sideBySide) {
                assertArrayEquals(expected, future.get(), "side by side");
            }
        }
    }
}
