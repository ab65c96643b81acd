package dev.lanewise.bench;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.onnx.OnnxWriter;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.SpatialWindow;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How long it takes from a file of 500 MB, or the one given, to a session that can run, against
 * ONNX Runtime's session creation, in turns. Both read a file that the operating system has in its
 * cache, and may use all processors.
 *
 * <pre>{@code
 * java -cp ... dev.lanewise.bench.LoadBenchmark [TURNS [FILE]]
 * }</pre>
 */
public final class LoadBenchmark {

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> weights = new HashMap<>();
    private final Random random = new Random(1);
    private String last = "x";

    private LoadBenchmark() {}

    /**
     * @param arguments number of turns, 7 by default; the file of a classifier of 1000 classes,
     *     else one is generated
     */
    public static void main(String[] arguments) throws IOException, OrtException {
        int turns = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        if (arguments.length > 1) {
            measure(Path.of(arguments[1]), turns);
            return;
        }
        Path folder = Files.createTempDirectory("lanewise-load");
        Path file = folder.resolve("large.onnx");
        try {
            OnnxWriter.write(new LoadBenchmark().graph(), file);
            System.out.printf("%.1f MB%n", Files.size(file) / 1e6);
            measure(file, turns);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static void measure(Path file, int turns) throws OrtException {
        double[] ours = new double[turns];
        double[] mapped = new double[turns];
        double[] theirs = new double[turns];
        OrtEnvironment environment = OnnxRuntimePeer.environment();
        for (int turn = 0; turn < turns; turn++) {
            ours[turn] = load(file, ModelOptions.defaults());
            mapped[turn] = load(file, ModelOptions.defaults().withMapped(true));
            long start = System.nanoTime();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                OrtSession session = environment.createSession(file.toString(), options);
                theirs[turn] = (System.nanoTime() - start) / 1e6;
                session.close();
            }
            System.out.printf(
                    "lanewise %.0f ms, mapped %.0f ms, onnxruntime %.0f ms%n",
                    ours[turn], mapped[turn], theirs[turn]);
        }
        Arrays.sort(ours);
        Arrays.sort(mapped);
        Arrays.sort(theirs);
        System.out.printf(
                "medians: lanewise %.0f ms, mapped %.0f ms, onnxruntime %.0f ms, ratios %.2f,"
                        + " %.2f%n",
                ours[turns / 2],
                mapped[turns / 2],
                theirs[turns / 2],
                ours[turns / 2] / theirs[turns / 2],
                mapped[turns / 2] / theirs[turns / 2]);
    }

    private static double load(Path file, ModelOptions options) {
        // Memory of the turn before is not for the next one to give back.
        System.gc();
        long start = System.nanoTime();
        try (Model model = Model.load(file, options);
                Session session = model.newSession()) {
            long end = System.nanoTime();
            if (session.output(0).shape().elements() != 1000) {
                throw new IllegalStateException("expected a network of 1000 classes");
            }
            return (end - start) / 1e6;
        }
    }

    /** Convolutions of 3x3 and 1x1, then matrix products: 125 million weights. */
    private Graph graph() {
        conv(3, 512, 3);
        for (int i = 0; i < 20; i++) {
            conv(512, 512, 3);
        }
        conv(512, 2048, 1);
        for (int i = 0; i < 7; i++) {
            conv(2048, 2048, 1);
        }
        add(new GlobalPool(PoolSpec.Kind.AVERAGE));
        add(new Flatten(1));
        gemm(2048, 4096);
        gemm(4096, 4096);
        gemm(4096, 4096);
        gemm(4096, 1000);
        return new Graph(
                "large",
                List.of(TensorInfo.of("x", DType.FLOAT32, Shape.of(1, 3, 14, 14))),
                List.of(last),
                nodes,
                weights,
                Map.of());
    }

    private void conv(int in, int out, int kernel) {
        int pad = kernel / 2;
        SpatialWindow window =
                new SpatialWindow(
                        List.of(kernel, kernel),
                        List.of(1, 1),
                        List.of(pad, pad, pad, pad),
                        List.of(1, 1),
                        AutoPad.NOTSET,
                        false);
        add(new Conv(window, 1, Epilogue.NONE), weight(out, in, kernel, kernel), weight(out));
        add(new Elementwise(Unary.RELU));
    }

    private void gemm(int in, int out) {
        add(new Gemm(1, 1, false, true, Unary.IDENTITY), weight(out, in), weight(out));
    }

    private String weight(int... dims) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, Shape.of(dims));
        for (int i = 0; i < tensor.shape().elements(); i++) {
            tensor.segment()
                    .setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() * 0.02f - 0.01f);
        }
        String name = "w" + weights.size();
        weights.put(name, tensor);
        return name;
    }

    private void add(Op op, String... constants) {
        List<String> inputs = new ArrayList<>(List.of(last));
        inputs.addAll(List.of(constants));
        String output = "v" + nodes.size();
        nodes.add(new Node("n" + nodes.size(), op, inputs, List.of(output)));
        last = output;
    }
}
