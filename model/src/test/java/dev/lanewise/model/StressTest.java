package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.lanewise.model.graph.Graph;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Sixteen threads open, run, share, drop and close sessions and models at random: what isn't
 * refused with the exception that is documented for it computes the bits that one thread does. The
 * property {@code lanewise.stress.seconds} says for how long, {@code lanewise.stress.seed} what.
 */
class StressTest {

    private static final int THREADS = 16;
    private static final int MODELS = 4;
    private static final int SHARED = 3;

    /** More than a model keeps plans for. */
    private static final int MOST_BATCH = 10;

    private static final long SECONDS = Long.getLong("lanewise.stress.seconds", 4);
    private static final long SEED = Long.getLong("lanewise.stress.seed", 1);

    private static final Shape INPUT = Shape.of(1, 8, 8, 8);
    private static final String CLOSED = "model 'random' is closed";

    private final List<Graph> graphs = new ArrayList<>();

    /** By model and batch. */
    private final float[][][] expected = new float[MODELS][MOST_BATCH + 1][];

    private final AtomicReferenceArray<Model> models = new AtomicReferenceArray<>(MODELS);

    /** Used by several threads at once, on purpose. */
    private final AtomicReferenceArray<Session> shared = new AtomicReferenceArray<>(SHARED);

    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private static Graph graph(int index) {
        return RandomGraph.withOpenBatch(
                RandomGraph.build(INPUT, List.of(0, 5, 4, 1, 68 + index, 8, 1, 6, 7, 3, 12)));
    }

    private static SessionOptions batch(int batch) {
        return SessionOptions.defaults().withShape("x", INPUT.with(0, batch));
    }

    private static void fill(Session session) {
        Tensor x = session.input("x");
        for (int i = 0; i < x.shape().elements(); i++) {
            x.setDouble(i, Math.sin(i));
        }
    }

    private static float[] run(Session session) {
        fill(session);
        session.run();
        return session.output(0).toFloatArray();
    }

    @Test
    void whatIsNotRefusedComputesTheSameBits() throws InterruptedException {
        for (int i = 0; i < MODELS; i++) {
            graphs.add(graph(i));
            models.set(i, Model.of(graphs.get(i), ModelOptions.defaults()));
            for (int batch = 1; batch <= MOST_BATCH; batch++) {
                try (Session session = models.get(i).newSession(batch(batch))) {
                    expected[i][batch] = run(session);
                }
            }
        }
        List<Thread> threads = new ArrayList<>();
        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        try (ExecutorService helpers = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(SEED * THREADS + i);
                threads.add(Thread.ofPlatform().daemon().start(() -> work(random, helpers, end)));
            }
            for (Thread thread : threads) {
                thread.join(SECONDS * 1000 + 60_000);
                if (thread.isAlive()) {
                    fail("hangs in " + List.of(thread.getStackTrace()));
                }
            }
        }
        if (failure.get() != null) {
            fail(failure.get());
        }
        System.out.println("stress: " + SECONDS + " s, " + new TreeMap<>(counts));
        assertTrue(counts.get("runs").get() > 100, "runs");
    }

    private void work(Random random, ExecutorService helpers, long end) {
        try {
            while (System.nanoTime() < end && failure.get() == null) {
                act(random, helpers);
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    private void count(String what) {
        counts.computeIfAbsent(what, k -> new AtomicLong()).incrementAndGet();
    }

    private void act(Random random, ExecutorService helpers) {
        int index = random.nextInt(MODELS);
        int choice = random.nextInt(100);
        if (choice < 3) {
            replaceModel(index, random.nextBoolean());
        } else if (choice < 6) {
            useClosedModel(index);
        } else if (choice < 12) {
            useShared(random.nextInt(SHARED), index, random);
        } else {
            int batch = 1 + random.nextInt(MOST_BATCH);
            SessionOptions options = batch(batch);
            switch (random.nextInt(8)) {
                case 0 -> options = options.withThreads(2);
                case 1 -> options = options.withThreads(3).withExecutor(helpers);
                default -> {}
            }
            useSession(index, batch, options, random);
        }
    }

    /** Another model of the same network; the one before is closed, or left to the collector. */
    private void replaceModel(int index, boolean close) {
        Model before =
                models.getAndSet(index, Model.of(graphs.get(index), ModelOptions.defaults()));
        if (close) {
            before.close();
        }
        count(close ? "models closed" : "models dropped");
    }

    private void useClosedModel(int index) {
        Model model = Model.of(graphs.get(index), ModelOptions.defaults());
        Session session = model.newSession();
        model.close();
        Exception e = assertThrows(IllegalStateException.class, model::newSession);
        assertEquals(CLOSED, e.getMessage());
        assertArrayEquals(expected[index][1], run(session), "session of a closed model");
        session.close();
        count("closed models used");
    }

    private void useSession(int index, int batch, SessionOptions options, Random random) {
        Session session;
        try {
            session = models.get(index).newSession(options);
        } catch (IllegalStateException e) {
            // Another thread has closed it just now.
            assertEquals(CLOSED, e.getMessage());
            count("sessions refused");
            return;
        }
        int runs = 1 + random.nextInt(4);
        for (int i = 0; i < runs; i++) {
            assertArrayEquals(expected[index][batch], run(session));
            count("runs");
        }
        if (random.nextInt(8) == 0) {
            count("sessions dropped");
            return;
        }
        Tensor input = session.input(0);
        session.close();
        assertThrows(IllegalStateException.class, input::toFloatArray);
        Exception e = assertThrows(IllegalStateException.class, session::run);
        assertEquals("can't run a session that is closed", e.getMessage());
        count("closed sessions used");
    }

    /** Runs, reads, closes or replaces a session that others are at as well. */
    private void useShared(int slot, int index, Random random) {
        Session session = shared.get(slot);
        if (session == null) {
            try {
                session = models.get(index).newSession();
            } catch (IllegalStateException e) {
                assertEquals(CLOSED, e.getMessage());
                return;
            }
            fill(session);
            session.run();
            shared.set(slot, session);
        }
        try {
            switch (random.nextInt(12)) {
                case 0 -> {
                    session.close();
                    shared.compareAndSet(slot, session, null);
                    count("shared sessions closed");
                }
                case 1 -> {
                    session.output(0).toFloatArray();
                    count("shared sessions read");
                }
                default -> {
                    for (int i = 0; i < 20; i++) {
                        session.run();
                    }
                    count("shared sessions run");
                }
            }
        } catch (IllegalStateException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("running on another thread")) {
                count("refused: running on another thread");
            } else if (message.contains("closed")) {
                shared.compareAndSet(slot, session, null);
                count("refused: closed");
            } else {
                throw e;
            }
        }
    }
}
