package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.onnx.OnnxWriter;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Interruptions, virtual threads, executors that break, and files that change under a model. */
class FaultsTest {

    /** Large enough that steps are shared by threads. */
    private static final Shape INPUT = Shape.of(1, 24, 40, 40);

    private static Graph graph;
    private static Model model;
    private static float[] expected;

    @TempDir private Path folder;

    @BeforeAll
    static void compile() {
        graph = RandomGraph.build(INPUT, List.of(0, 5, 4, 1, 68, 8, 1, 6, 7, 3, 12));
        model = Model.of(graph, ModelOptions.defaults());
        expected = run(model, SessionOptions.defaults());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static float[] run(Model model, SessionOptions options) {
        try (Session session = model.newSession(options)) {
            return run(session);
        }
    }

    private static float[] run(Session session) {
        for (int i = 0; i < INPUT.elements(); i++) {
            session.input("x").setDouble(i, Math.sin(i));
        }
        session.run();
        return session.output(0).toFloatArray();
    }

    @Test
    void anInterruptedThreadComputesTheSameAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertArrayEquals(expected, run(model, SessionOptions.defaults().withThreads(3)));
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertArrayEquals(expected, run(model, SessionOptions.defaults()));
    }

    @Test
    void anInterruptedThreadLoadsAFileOrSaysThatItCant() {
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(graph, file);
        Thread.currentThread().interrupt();
        try {
            ModelException e = assertThrows(ModelException.class, () -> Model.load(file));
            assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e.getMessage());
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            assertTrue(Thread.interrupted());
        }
        try (Model loaded = Model.load(file)) {
            assertArrayEquals(expected, run(loaded, SessionOptions.defaults()));
        }
    }

    /** A thread that parks while it is interrupted doesn't park. */
    @Test
    void aHelperThatIsInterruptedRestsBetweenRunsNonetheless() throws InterruptedException {
        ThreadMXBean times = ManagementFactory.getThreadMXBean();
        try (Session session = model.newSession(SessionOptions.defaults().withThreads(2))) {
            assertArrayEquals(expected, run(session));
            List<Thread> helpers =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("lanewise-worker"))
                            .toList();
            assertTrue(!helpers.isEmpty(), "helpers");
            helpers.forEach(Thread::interrupt);
            Thread.sleep(50);
            for (Thread helper : helpers) {
                long before = times.getThreadCpuTime(helper.threadId());
                Thread.sleep(400);
                long spent = times.getThreadCpuTime(helper.threadId()) - before;
                assertTrue(spent < 10_000_000, helper + " worked for " + spent + " ns");
            }
            assertArrayEquals(expected, run(session));
        }
    }

    @Test
    void virtualThreadsCallAndHelp() throws InterruptedException, ExecutionException {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService helpers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<float[]>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                SessionOptions options =
                        switch (i % 3) {
                            case 0 -> SessionOptions.defaults();
                            case 1 -> SessionOptions.defaults().withThreads(3);
                            default ->
                                    SessionOptions.defaults().withThreads(3).withExecutor(helpers);
                        };
                results.add(callers.submit(() -> run(model, options)));
            }
            for (Future<float[]> result : results) {
                assertArrayEquals(expected, result.get());
            }
        }
    }

    @Test
    void anErrorOfTheExecutorArrivesAndTheSessionStaysUsable() {
        Error[] thrown = {new StackOverflowError("executor")};
        SessionOptions options =
                SessionOptions.defaults()
                        .withThreads(3)
                        .withExecutor(task -> {
                            if (thrown[0] != null) {
                                throw thrown[0];
                            }
                            Thread.ofPlatform().daemon().start(task);
                        });
        try (Session session = model.newSession(options)) {
            assertSame(thrown[0], assertThrows(StackOverflowError.class, () -> run(session)));
            thrown[0] = null;
            assertArrayEquals(expected, run(session));
        }
    }

    @Test
    void aFileThatChangesOrGoesDoesNotMatterOnceItIsLoaded() throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(graph, file);
        try (Model loaded = Model.load(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate((int) channel.size()), 0);
                channel.truncate(0);
            }
            assertArrayEquals(expected, run(loaded, SessionOptions.defaults()));
        }
    }

    /** Whatever it is that reads the missing pages: a copy, packing, or a compiled kernel. */
    @Test
    void aMappedFileThatIsShortenedIsAnErrorAndTheJvmLives()
            throws IOException, InterruptedException {
        ChildJvm.Result result =
                ChildJvm.run(List.of(), List.of(), Shortened.class, folder.toString());
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().contains("survived"), result.output());
        System.out.println("shortened: " + result.output().lines().reduce("", (a, b) -> b));
    }

    /** Shortens a mapped file before it is packed, and after many runs over it. */
    static final class Shortened {

        /** A constant of 160 kB that a kernel adds where it lies, and weights that are packed. */
        private static final Shape LARGE = Shape.of(1, 8, 200, 200);

        private Shortened() {}

        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0], "large.onnx");
            Graph large = RandomGraph.build(LARGE, List.of(15 + 16 * 3, 4, 12));
            OnnxWriter.write(RandomGraph.withOpenBatch(large), file);
            ModelOptions mapped = ModelOptions.defaults().withMapped(true);
            // Until C2 has compiled packing, which reads the file where it lies.
            for (int i = 0; i < 100; i++) {
                try (Model model = Model.load(file, mapped)) {
                    model.newSession().close();
                }
            }
            Session warm = Model.load(file, mapped).newSession();
            Model cold = Model.load(file, mapped);
            // Until C2 has compiled the kernels.
            for (int i = 0; i < 100; i++) {
                warm.run();
            }
            float[] before = warm.output(0).toFloatArray();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(4096);
            }
            warm.run();
            if (!Arrays.equals(before, warm.output(0).toFloatArray())) {
                throw new AssertionError("other bits than before");
            }
            try {
                cold.newSession();
                throw new AssertionError("packed what isn't there");
            } catch (ModelException e) {
                System.out.println("survived: " + e.getMessage());
            }
        }
    }
}
