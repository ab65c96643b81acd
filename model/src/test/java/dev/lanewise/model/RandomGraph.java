package dev.lanewise.model;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Dropout;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.Identity;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.model.op.SpatialWindow;
import dev.lanewise.model.op.Transpose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Builds networks that are valid by construction from a list of numbers: each adds one operator to
 * what is there, so a shorter list or smaller numbers give a simpler network.
 */
public final class RandomGraph {

    private record Value(String name, Shape shape) {}

    private static final List<Unary> FUNCTIONS =
            List.of(
                    Unary.RELU,
                    Unary.clip(0, 6),
                    new Unary(Unary.Function.LEAKY_RELU, 0.1f, 0),
                    Unary.of(Unary.Function.HARD_SWISH),
                    Unary.of(Unary.Function.SIGMOID),
                    Unary.of(Unary.Function.SILU),
                    Unary.of(Unary.Function.TANH));

    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new HashMap<>();
    private final List<Value> images = new ArrayList<>();
    private final List<Value> vectors = new ArrayList<>();

    private RandomGraph(long seed) {
        this.random = new Random(seed);
    }

    /**
     * A network with the input {@code x}.
     *
     * @param input [N, C, H, W]
     * @param choices one operator each
     */
    public static Graph build(Shape input, List<Integer> choices) {
        RandomGraph builder = new RandomGraph(choices.hashCode());
        builder.images.add(new Value("x", input));
        choices.forEach(builder::add);
        // Everything that nobody reads is an output; the last value always is.
        List<String> outputs = new ArrayList<>();
        List<Value> all = new ArrayList<>(builder.images);
        all.addAll(builder.vectors);
        for (Value value : all) {
            boolean read =
                    builder.nodes.stream().anyMatch(node -> node.inputs().contains(value.name()));
            if (!read && !value.name().equals("x")) {
                outputs.add(value.name());
            }
        }
        if (outputs.isEmpty()) {
            builder.node(new Identity(), "x", "y");
            outputs.add("y");
        }
        return new Graph(
                "random",
                List.of(TensorInfo.of("x", DType.FLOAT32, input)),
                outputs,
                builder.nodes,
                builder.constants,
                Map.of());
    }

    /** The same network for any batch. */
    public static Graph withOpenBatch(Graph graph) {
        TensorInfo x = graph.inputs().getFirst();
        List<TensorInfo.Dim> dims = new ArrayList<>(x.dims());
        dims.set(0, new TensorInfo.Dim("N", -1));
        return new Graph(
                graph.name(),
                List.of(new TensorInfo(x.name(), x.dtype(), dims)),
                graph.outputs(),
                graph.nodes(),
                graph.constants(),
                Map.of());
    }

    private void add(int choice) {
        int detail = choice / 16;
        Value x = images.get(images.size() - 1 - detail % Math.min(3, images.size()));
        Shape s = x.shape();
        int kernel = detail % 3 * 2 + 1;
        switch (choice % 16) {
            case 0 -> conv(x, 1 + detail % 20, kernel, 1 + detail / 3 % 2, 1, 1);
            case 1 -> conv(x, 8 * (1 + detail % 3), kernel, 1, 1, 1);
            case 2 -> conv(x, s.dim(1), kernel, 1 + detail / 5 % 2, s.dim(1), 1);
            case 3 -> conv(x, 8, 3, 1, 1, 2);
            case 4 -> image(new Elementwise(FUNCTIONS.get(detail % FUNCTIONS.size())), s, x.name());
            case 5 -> batchNorm(x);
            case 6 -> sum(x);
            case 7 -> concat(x);
            case 8 -> pool(x, detail % 2 == 0);
            case 9 ->
                    image(
                            new GlobalPool(PoolSpec.Kind.AVERAGE),
                            Shape.of(s.dim(0), s.dim(1), 1, 1),
                            x.name());
            case 10 -> scaleChannels(x);
            case 11 -> image(new Dropout(), s, x.name());
            case 12 -> linear(x);
            case 13 -> image(new Softmax(detail % 4, false, false), s, x.name());
            case 14 ->
                    image(
                            new Transpose(List.of(0, 1, 3, 2)),
                            Shape.of(s.dim(0), s.dim(1), s.dim(3), s.dim(2)),
                            x.name());
            default -> constantSum(x, detail);
        }
    }

    private void conv(Value x, int outChannels, int kernel, int stride, int groups, int dilation) {
        Shape s = x.shape();
        int extent = (kernel - 1) * dilation + 1;
        int pad = kernel / 2 * dilation;
        SpatialWindow window = SquareWindow.of(kernel, stride, pad, dilation, false);
        int height = (s.dim(2) + 2 * pad - extent) / stride + 1;
        int width = (s.dim(3) + 2 * pad - extent) / stride + 1;
        String weight = constant(Shape.of(outChannels, s.dim(1) / groups, kernel, kernel), 0.5f);
        String bias = constant(Shape.of(outChannels), 1);
        image(
                new Conv(window, groups, Epilogue.NONE),
                Shape.of(s.dim(0), outChannels, height, width),
                x.name(),
                weight,
                bias);
    }

    private void batchNorm(Value x) {
        Shape channels = Shape.of(x.shape().dim(1));
        String variance = constant(channels, 1);
        Tensor tensor = constants.get(variance);
        for (int i = 0; i < channels.elements(); i++) {
            tensor.setDouble(i, Math.abs(tensor.getDouble(i)) + 0.5);
        }
        image(
                new BatchNormalization(1e-5f),
                x.shape(),
                x.name(),
                constant(channels, 1),
                constant(channels, 1),
                constant(channels, 1),
                variance);
    }

    private void sum(Value x) {
        Value other =
                images.stream().filter(v -> v.shape().equals(x.shape())).findFirst().orElse(x);
        image(new Arithmetic(Binary.ADD), x.shape(), x.name(), other.name());
    }

    private void concat(Value x) {
        Value other =
                images.stream()
                        .filter(v -> v.shape().with(1, 1).equals(x.shape().with(1, 1)))
                        .findFirst()
                        .orElse(x);
        int channels = x.shape().dim(1) + other.shape().dim(1);
        if (channels <= 64) {
            image(new Concat(1), x.shape().with(1, channels), x.name(), other.name());
        }
    }

    private void pool(Value x, boolean max) {
        Shape s = x.shape();
        SpatialWindow window =
                new SpatialWindow(
                        List.of(3, 3),
                        List.of(2, 2),
                        List.of(1, 1, 1, 1),
                        List.of(),
                        AutoPad.NOTSET,
                        false);
        Shape y = s.with(2, (s.dim(2) - 1) / 2 + 1).with(3, (s.dim(3) - 1) / 2 + 1);
        image(
                max ? new MaxPool(window, false) : new AveragePool(window, s.dim(1) % 2 == 0),
                y,
                x.name());
    }

    private void scaleChannels(Value x) {
        Shape perChannel = Shape.of(x.shape().dim(0), x.shape().dim(1), 1, 1);
        String axes = "axes" + constants.size();
        constants.put(axes, Tensor.ofLongs(Shape.of(2), 2, 3));
        String mean = node(new ReduceMean(true), x.name(), axes);
        images.add(new Value(mean, perChannel));
        image(new Arithmetic(Binary.MUL), x.shape(), x.name(), mean);
    }

    private void linear(Value x) {
        Shape s = x.shape();
        String flat = node(new Flatten(1), x.name());
        int inputs = s.product(1, 4);
        String y =
                node(
                        new Gemm(1, 1, false, true, Unary.IDENTITY),
                        flat,
                        constant(Shape.of(5, inputs), 0.1f),
                        constant(Shape.of(5), 1));
        vectors.add(new Value(y, Shape.of(s.dim(0), 5)));
    }

    private void constantSum(Value x, int detail) {
        Shape s = x.shape();
        Shape other =
                switch (detail % 4) {
                    case 0 -> Shape.of(s.dim(1), 1, 1);
                    case 1 -> Shape.of(1);
                    case 2 -> Shape.of(s.dim(3));
                    default -> Shape.of(1, 1, s.dim(2), s.dim(3));
                };
        image(
                new Arithmetic(detail % 2 == 0 ? Binary.SUB : Binary.MAX),
                s,
                x.name(),
                constant(other, 1));
    }

    private void image(Op op, Shape shape, String... inputs) {
        images.add(new Value(node(op, inputs), shape));
    }

    private String node(Op op, String... inputs) {
        String name = "v" + nodes.size();
        nodes.add(new Node(op.type() + nodes.size(), op, List.of(inputs), List.of(name)));
        return name;
    }

    private String constant(Shape shape, float scale) {
        String name = "c" + constants.size();
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * (2 * random.nextFloat() - 1);
        }
        constants.put(name, Tensor.of(shape, values));
        return name;
    }
}
