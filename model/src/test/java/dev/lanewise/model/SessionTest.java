package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

class SessionTest {

    private static final Shape INPUT = Shape.of(1, 3, 12, 12);

    /** Convolutions, batch norm, activations, pooling, a sum, a concatenation, a linear layer. */
    private static Model model() {
        List<Integer> choices = List.of(0, 5, 4, 1, 68, 8, 1, 6, 7, 3, 12);
        return Model.of(RandomGraph.build(INPUT, choices), ModelOptions.defaults());
    }

    @Test
    void runAllocatesNothingOnceItIsCompiled() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        try (Model model = model();
                Session session = model.newSession()) {
            // The interpreter and C1 box vectors; the test is how long that lasts, and that it
            // ends.
            long end = System.nanoTime() + 60_000_000_000L;
            long allocated = Long.MAX_VALUE;
            while (allocated > 0 && System.nanoTime() < end) {
                long before = threads.getThreadAllocatedBytes(thread);
                for (int i = 0; i < 100; i++) {
                    session.run();
                }
                allocated = threads.getThreadAllocatedBytes(thread) - before;
            }
            assertEquals(0, allocated, "bytes in 100 runs");
        }
    }

    @Test
    void aClosedSessionSaysSo() {
        try (Model model = model()) {
            Session session = model.newSession();
            Tensor input = session.input("x");
            session.close();
            session.close();
            Exception run = assertThrows(IllegalStateException.class, session::run);
            assertEquals("can't run a session that is closed", run.getMessage());
            assertThrows(IllegalStateException.class, input::toFloatArray);
        }
    }

    @Test
    void aClosedModelMakesNoSessionsButItsSessionsGoOn() {
        Model model = model();
        try (Session session = model.newSession()) {
            model.close();
            model.close();
            assertThrows(IllegalStateException.class, model::newSession);
            session.run();
        }
    }

    @Test
    void aSessionThatRunsOnAnotherThreadSaysSo() throws InterruptedException {
        try (Model model = model();
                Session session = model.newSession()) {
            CountDownLatch running = new CountDownLatch(1);
            AtomicReference<Throwable> unexpected = new AtomicReference<>();
            Thread other =
                    new Thread(() -> {
                        try {
                            while (!Thread.currentThread().isInterrupted()) {
                                try {
                                    session.run();
                                } catch (IllegalStateException e) {
                                    // The other thread has it just now.
                                }
                                running.countDown();
                            }
                        } catch (Throwable e) {
                            unexpected.set(e);
                        }
                    });
            other.start();
            running.await();
            String message = "";
            for (int i = 0; i < 1_000_000 && message.isEmpty(); i++) {
                try {
                    session.run();
                } catch (IllegalStateException e) {
                    message = e.getMessage();
                }
            }
            other.interrupt();
            other.join();
            assertTrue(message.contains("running on another thread"), message);
            assertEquals(null, unexpected.get());
        }
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnownOnes() {
        try (Model model = model();
                Session session = model.newSession()) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> session.input("y"));
            assertEquals("input 'y': expected one of [x]", e.getMessage());
        }
    }

    @Test
    void aShapeThatDoesNotFitIsRefused() {
        try (Model model = model()) {
            SessionOptions options =
                    SessionOptions.defaults().withShape("x", Shape.of(1, 4, 12, 12));
            Exception e = assertThrows(ModelException.class, () -> model.newSession(options));
            assertTrue(e.getMessage().contains("[1,4,12,12]"), e.getMessage());
        }
    }
}
