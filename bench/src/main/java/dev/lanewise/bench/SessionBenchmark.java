package dev.lanewise.bench;

import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Tensor;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * {@link Session#run()} of a whole network. Before anything is timed, the output is compared with
 * that of the scalar kernels.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC"
        })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionBenchmark {

    private static final String BUNDLED = "fashion-mnist";
    private static final String BUNDLED_RESOURCE = "/dev/lanewise/cli/bundled/fashion-mnist.onnx";
    private static final double TOLERANCE = 1e-4;

    /** The bundled model, or the path of an ONNX file. */
    @Param(BUNDLED)
    public String model;

    /** Threads of a run. */
    @Param("1")
    public int threads;

    private Model loaded;
    private Session session;

    /** Used by JMH. */
    public SessionBenchmark() {}

    /**
     * Loads the model and checks its output.
     *
     * @throws IOException if the model can't be read
     */
    @Setup
    public void load() throws IOException {
        if (Kernels.best().equals(Kernels.reference())) {
            throw new IllegalStateException("the Vector API is not in use");
        }
        byte[] file = file();
        loaded = Model.load(file, ModelOptions.defaults());
        session = loaded.newSession(SessionOptions.defaults().withThreads(threads));
        fill(session.input(0));
        session.run();
        try (Model plain =
                        Model.load(file, ModelOptions.defaults().withKernels(Kernels.reference()));
                Session reference = plain.newSession()) {
            fill(reference.input(0));
            reference.run();
            check(session.output(0).toFloatArray(), reference.output(0).toFloatArray());
        }
    }

    private byte[] file() throws IOException {
        if (!model.equals(BUNDLED)) {
            return Files.readAllBytes(Path.of(model));
        }
        try (InputStream stream = SessionBenchmark.class.getResourceAsStream(BUNDLED_RESOURCE)) {
            return stream.readAllBytes();
        }
    }

    private static void fill(Tensor input) {
        Random random = new Random(1);
        for (int i = 0; i < input.shape().elements(); i++) {
            input.setDouble(i, random.nextGaussian());
        }
    }

    private static void check(float[] actual, float[] expected) {
        double scale = 0;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * scale)) {
                throw new IllegalStateException(
                        "output " + i + ": expected " + expected[i] + ", actual " + actual[i]);
            }
        }
    }

    /** Frees the model. */
    @TearDown
    public void close() {
        session.close();
        loaded.close();
    }

    /** One inference. */
    @Benchmark
    public void run() {
        session.run();
    }
}
