package dev.lanewise.bench;

import com.sun.management.ThreadMXBean;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.WarmUp;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Holds a load and looks for what is lost on the way: two threads run a network on inputs whose
 * outputs are known, then another network is loaded, run and dropped many times. Prints the
 * latencies; ends with exit code 1 if a run gives other bits, if warm runs allocate, or if resident
 * memory grows.
 *
 * <pre>{@code
 * MALLOC_ARENA_MAX=1 java -Xms256m -Xmx256m -XX:+AlwaysPreTouch ... \
 *     dev.lanewise.bench.Soak [SECONDS [LOADS [MODEL]]]
 * }</pre>
 *
 * <p>glibc otherwise keeps what threads have freed in an arena for each, some 30 MB of it, which
 * looks like a leak for a while.
 */
public final class Soak {

    private static final String BUNDLED = "/dev/lanewise/cli/bundled/fashion-mnist.onnx";
    private static final ModelOptions WARM = ModelOptions.defaults().withWarmUp(WarmUp.WAIT);
    private static final int THREADS = 2;
    private static final int INPUTS = 16;
    private static final int RUNS_AT_ONCE = 200;

    /** At most one round in so many may allocate once it is warm. */
    private static final int ALLOCATING_SHARE = 100;

    private static final int PARTS = 10;
    private static final long WARM_LIMIT_NANOS = 60_000_000_000L;
    private static final long LONGEST_NANOS = 60_000_000_000L;

    /** What the JVM itself may take meanwhile, for code and its compilers. */
    private static final long GROWTH_BYTES = 24L << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<String> problems = new ArrayList<>();
    private final Model model;
    private final float[][] inputs = new float[INPUTS][];
    private final float[][] expected = new float[INPUTS][];

    private Soak(Model model) {
        this.model = model;
        try (Session session = model.newSession()) {
            Random random = new Random(1);
            for (int i = 0; i < INPUTS; i++) {
                inputs[i] = new float[session.input(0).shape().elements()];
                for (int k = 0; k < inputs[i].length; k++) {
                    inputs[i][k] = random.nextFloat();
                }
                session.input(0).copyFrom(inputs[i]);
                session.run();
                expected[i] = session.output(0).toFloatArray();
            }
        }
    }

    /**
     * @param arguments seconds of load, 60 by default; how often a network is loaded, 10,000 by
     *     default; an ONNX file with one float input, by default the bundled classifier
     */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        int loads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        List<String> problems;
        try (Model model =
                arguments.length > 2 ? Model.load(Path.of(arguments[2]), WARM) : bundled()) {
            Soak soak = new Soak(model);
            soak.load(seconds);
            soak.loadAndDrop(loads);
            problems = soak.problems;
        }
        System.out.println(problems.isEmpty() ? "nothing lost" : "LOST: " + problems);
        if (!problems.isEmpty()) {
            System.exit(1);
        }
    }

    private static Model bundled() throws IOException {
        try (InputStream file = Soak.class.getResourceAsStream(BUNDLED)) {
            return Model.load(Objects.requireNonNull(file, BUNDLED), WARM);
        }
    }

    /** What one thread saw. */
    private record Seen(
            Histogram nanos, long runs, long wrong, long rounds, long allocating, long bytes) {}

    private void load(int seconds) throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Seen>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                parts.add(pool.submit(() -> run(seconds)));
            }
            long least = Long.MAX_VALUE;
            long most = 0;
            long half = System.nanoTime() + seconds * 500_000_000L;
            while (!parts.stream().allMatch(Future::isDone)) {
                Thread.sleep(100);
                if (System.nanoTime() > half) {
                    least = Math.min(least, residentBytes());
                    most = Math.max(most, residentBytes());
                }
            }
            Histogram all = new Histogram(LONGEST_NANOS, 3);
            long runs = 0;
            long wrong = 0;
            long rounds = 0;
            long allocating = 0;
            long bytes = 0;
            for (Future<Seen> part : parts) {
                all.add(part.get().nanos);
                runs += part.get().runs;
                wrong += part.get().wrong;
                rounds += part.get().rounds;
                allocating += part.get().allocating;
                bytes += part.get().bytes;
            }
            System.out.printf(
                    "%s, %d threads: %d runs in %d s, %d of them with other bits%n",
                    model.name(), THREADS, runs, seconds, wrong);
            System.out.printf(
                    "%d of the last %d rounds of %d runs allocated, %d bytes in all%n",
                    allocating, rounds, INPUTS, bytes);
            reportMemory("the second half", least, most);
            System.out.println("latency in microseconds");
            all.outputPercentileDistribution(System.out, 1, 1000.0);
            if (wrong > 0) {
                problems.add(wrong + " runs gave other bits");
            }
            // HotSpot may compile a method anew, and boxes vectors for some milliseconds.
            if (allocating > rounds / ALLOCATING_SHARE) {
                problems.add(allocating + " of " + rounds + " warm rounds allocated");
            }
        }
    }

    /** Runs in rounds; what is allocated counts in the second half of the time. */
    private Seen run(int seconds) {
        Histogram nanos = new Histogram(LONGEST_NANOS, 3);
        float[] actual = new float[expected[0].length];
        long runs = 0;
        long wrong = 0;
        try (Session session = model.newSession()) {
            warm(session, actual);
            long start = System.nanoTime();
            long end = start + seconds * 1_000_000_000L;
            long half = start + seconds * 500_000_000L;
            long rounds = 0;
            long allocating = 0;
            long bytes = 0;
            for (long now = start; now < end; now = System.nanoTime()) {
                long allocated = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < INPUTS; i++) {
                    session.input(0).copyFrom(inputs[i]);
                    long before = System.nanoTime();
                    session.run();
                    nanos.recordValue(Math.min(System.nanoTime() - before, LONGEST_NANOS));
                    session.output(0).copyTo(actual);
                    wrong += Arrays.equals(actual, expected[i]) ? 0 : 1;
                }
                runs += INPUTS;
                allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
                if (now > half) {
                    rounds++;
                    allocating += allocated > 0 ? 1 : 0;
                    bytes += allocated;
                }
            }
            return new Seen(nanos, runs, wrong, rounds, allocating, bytes);
        }
    }

    /** Until a few hundred runs in a row allocate nothing. */
    private void warm(Session session, float[] actual) {
        long end = System.nanoTime() + WARM_LIMIT_NANOS;
        long allocated = Long.MAX_VALUE;
        while (allocated > 0 && System.nanoTime() < end) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RUNS_AT_ONCE; i++) {
                session.input(0).copyFrom(inputs[i % INPUTS]);
                session.run();
                session.output(0).copyTo(actual);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
    }

    /** Every second model and session is closed, the others are left to the garbage collector. */
    private void loadAndDrop(int loads) throws IOException {
        Shape shape = Shape.of(1, 48, 12, 12);
        Path file = Files.createTempFile("lanewise-soak", ".onnx");
        try {
            OnnxWriter.write(
                    Sequential.of(Conv2d.of(48, 64, 3).withPadding(1), ReLU.of()).graph(shape),
                    file);
            byte[] bytes = Files.readAllBytes(file);
            long[] most = new long[PARTS];
            for (int i = 0; i < loads; i++) {
                Model tiny =
                        i % 4 < 2
                                ? Model.load(bytes, ModelOptions.defaults())
                                : Model.load(file, ModelOptions.defaults());
                Session session = tiny.newSession();
                session.run();
                if (i % 2 == 0) {
                    session.close();
                    tiny.close();
                }
                if (i % 50 == 49) {
                    System.gc();
                    int part = (int) ((long) i * PARTS / loads);
                    most[part] = Math.max(most[part], residentBytes());
                }
            }
            System.out.printf("loaded, run and dropped %d times%n", loads);
            System.out.print("most resident memory in each tenth, MB:");
            Arrays.stream(most).forEach(each -> System.out.printf(" %.1f", each / 1e6));
            System.out.println();
            // By then the JVM and the allocator have what they need.
            reportMemory("the second half", most[PARTS / 2 - 1], most[PARTS - 1]);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void reportMemory(String when, long least, long most) {
        System.out.printf(
                "resident memory in %s: %.1f to %.1f MB%n", when, least / 1e6, most / 1e6);
        if (most - least > GROWTH_BYTES) {
            problems.add("resident memory grew by " + (most - least) + " bytes in " + when);
        }
    }

    /** As Linux counts it; 0 elsewhere. */
    private static long residentBytes() {
        Path status = Path.of("/proc/self/status");
        try {
            return Files.exists(status)
                    ? Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                            .findFirst()
                            .orElse(0)
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
