package dev.lanewise.model;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.model.op.SpatialWindow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gets the kernels that most convolutional networks use compiled while a program still reads its
 * model and its inputs: a daemon thread runs a small network until it is told to stop, or for three
 * seconds.
 *
 * <pre>{@code
 * try (KernelWarmUp warmUp = KernelWarmUp.start()) {
 *     Model model = Model.load(file);
 *     ... the first result
 * }
 * }</pre>
 *
 * <p>Thread-safe. For a server that has the time, {@link WarmUp} is better: it warms a model's own
 * kernels, and all of them.
 */
public final class KernelWarmUp implements AutoCloseable {

    private static final long MOST_NANOS = 3_000_000_000L;

    private volatile boolean stopped;

    private KernelWarmUp() {}

    /** Starts the thread. */
    public static KernelWarmUp start() {
        KernelWarmUp warmUp = new KernelWarmUp();
        Thread.ofPlatform().daemon().name("lanewise-kernel-warm-up").start(warmUp::run);
        return warmUp;
    }

    private void run() {
        long start = System.nanoTime();
        try (Model model = Model.of(new SmallNetwork().graph(), ModelOptions.defaults());
                Session session = model.newSession()) {
            while (!stopped && System.nanoTime() - start < MOST_NANOS) {
                session.run();
            }
        }
    }

    /** Lets the thread end after the run that it is at. Closing twice is harmless. */
    @Override
    public void close() {
        stopped = true;
    }

    /**
     * Convolutions from few channels, of one pixel, by Winograd's algorithm, depthwise and with a
     * sum, poolings, a concatenation, a softmax.
     */
    private static final class SmallNetwork {

        private final List<Node> nodes = new ArrayList<>();
        private final Map<String, Tensor> constants = new HashMap<>();

        Graph graph() {
            String x = conv("x", 3, 32, 3, 2, 1);
            x = node(new MaxPool(window(3, 2), false), x);
            String squeezed = conv(x, 32, 32, 1, 1, 1);
            String wide = conv(squeezed, 32, 64, 3, 1, 1);
            x = node(new Concat(1), conv(squeezed, 32, 64, 1, 1, 1), wide);
            x = conv(x, 128, 128, 3, 1, 128);
            x = node(new GlobalPool(PoolSpec.Kind.AVERAGE), conv(x, 128, 100, 1, 1, 1));
            String y = node(new Softmax(1, false, false), x);
            return new Graph(
                    "warm-up",
                    List.of(TensorInfo.of("x", DType.FLOAT32, Shape.of(1, 3, 57, 57))),
                    List.of(y),
                    nodes,
                    constants,
                    Map.of());
        }

        private String conv(String x, int from, int to, int kernel, int stride, int groups) {
            return node(
                    new Conv(window(kernel, stride), groups, Epilogue.of(Unary.RELU)),
                    x,
                    constant(Shape.of(to, from / groups, kernel, kernel)),
                    constant(Shape.of(to)));
        }

        private static SpatialWindow window(int kernel, int stride) {
            int pad = kernel / 2;
            return new SpatialWindow(
                    List.of(kernel, kernel),
                    List.of(stride, stride),
                    List.of(pad, pad, pad, pad),
                    List.of(),
                    AutoPad.NOTSET,
                    false);
        }

        private String constant(Shape shape) {
            String name = "c" + constants.size();
            float[] values = new float[shape.elements()];
            Arrays.fill(values, 0.01f);
            constants.put(name, Tensor.of(shape, values));
            return name;
        }

        private String node(Op op, String... inputs) {
            String output = "v" + nodes.size();
            nodes.add(new Node(op.type(), op, List.of(inputs), List.of(output)));
            return output;
        }
    }
}
