package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Sequential;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A JVM with little address space: what doesn't fit is refused with a {@link ModelException}, and
 * what fits goes on.
 */
class NoMemoryTest {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    @Test
    void whatTheSystemRefusesIsAnErrorAndTheJvmLives() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "prlimit is a command of Linux");
        ChildJvm.Result result =
                ChildJvm.run(
                        List.of(PRLIMIT.toString(), "--as=1800000000"),
                        List.of(
                                "-Xmx128m",
                                "-XX:ReservedCodeCacheSize=64m",
                                "-XX:CompressedClassSpaceSize=64m",
                                "-XX:MaxDirectMemorySize=8g",
                                "-XX:ThreadStackSize=32768"),
                        Starved.class);
        assertEquals(0, result.exitCode(), result.output());
        String last = result.output().lines().reduce("", (a, b) -> b);
        assertTrue(last.startsWith("survived"), result.output());
        System.out.println("no memory: " + last);
    }

    /** Asks for more and more of everything until it is refused. */
    static final class Starved {

        /** Large enough for its steps to be shared among threads. */
        private static final Shape INPUT = Shape.of(1, 16, 48, 48);

        /** Sessions of some 30 MB: a JVM that gets no more for itself ends. */
        private static final Shape LARGE = Shape.of(1, 16, 400, 400);

        private static final int MOST = 100;

        private Starved() {}

        private static float[] run(Model model) {
            try (Session session = model.newSession()) {
                for (int i = 0; i < INPUT.elements(); i++) {
                    session.input(0).setDouble(i, Math.sin(i));
                }
                session.run();
                return session.output(0).toFloatArray();
            }
        }

        public static void main(String[] arguments) {
            Graph weights =
                    Sequential.of(Conv2d.of(512, 512, 3).withPadding(1))
                            .graph(Shape.of(1, 512, 4, 4));
            List<Integer> operators = List.of(1, 4);
            try (Model model =
                            Model.of(RandomGraph.build(INPUT, operators), ModelOptions.defaults());
                    Model large =
                            Model.of(
                                    RandomGraph.build(LARGE, operators), ModelOptions.defaults())) {
                float[] expected = run(model);
                int sessions = until("sessions", large::newSession);
                check(expected, run(model));
                SessionOptions threaded = SessionOptions.defaults().withThreads(40);
                int threads = until("threads", () -> model.newSession(threaded));
                check(expected, run(model));
                int models = until("models", () -> Model.of(weights, ModelOptions.defaults()));
                check(expected, run(model));
                long helpers =
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith("lanewise-worker"))
                                .count();
                if (helpers > 0) {
                    throw new AssertionError(helpers + " threads are left");
                }
                System.out.printf(
                        "survived: refused after %d sessions, %d sessions of 40 threads, %d"
                                + " models%n",
                        sessions, threads, models);
            }
        }

        private static void check(float[] expected, float[] actual) {
            if (!Arrays.equals(expected, actual)) {
                throw new AssertionError("other bits than before");
            }
        }

        /** How many there were when one was refused; they are closed. */
        private static int until(String what, Supplier<AutoCloseable> make) {
            List<AutoCloseable> made = new ArrayList<>();
            try {
                while (made.size() < MOST) {
                    made.add(make.get());
                }
                throw new AssertionError("none of " + MOST + " " + what + " was refused");
            } catch (ModelException e) {
                System.out.println(e.getMessage());
                if (!Objects.requireNonNull(e.getMessage()).contains("memory")) {
                    throw e;
                }
            } finally {
                made.forEach(Starved::close);
            }
            return made.size();
        }

        private static void close(AutoCloseable one) {
            try {
                one.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
