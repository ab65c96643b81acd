package dev.lanewise.model.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.Binary;
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
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.BatchNormalizationTraining;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvInputGradient;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.SpatialWindow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Operators with kernels compute with them what their plain definition says, whether their input
 * comes in row-major order or in blocks.
 */
class LoweringTest {

    private static final double TOLERANCE = 1e-5;

    /**
     * An operator on one image.
     *
     * @param x [N, C, H, W] or [N, C, L]
     * @param constants its other inputs; null for an absent one
     */
    record Case(String name, Op op, Shape x, List<Tensor> constants) {
        @Override
        public String toString() {
            return name + " of " + x;
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        transposedConvolutions(cases);
        pads(cases);
        resizes(cases);
        normalizations(cases);
        return cases.stream();
    }

    private static Case of(String name, Op op, Shape x, Tensor... constants) {
        return new Case(name, op, x, List.of(constants));
    }

    private static void transposedConvolutions(List<Case> cases) {
        Shape x = Shape.of(2, 18, 7, 6);
        for (int stride = 1; stride <= 3; stride++) {
            SpatialWindow window =
                    window(List.of(3, 3), List.of(stride, stride), List.of(1, 1, 0, 1));
            cases.add(
                    of(
                            "ConvTranspose stride " + stride,
                            new ConvTranspose(window, 1, List.of(), List.of(), Unary.RELU),
                            x,
                            random(18, 20, 3, 3),
                            random(20)));
            cases.add(
                    of(
                            "ConvTranspose of groups, stride " + stride,
                            new ConvTranspose(window, 3, List.of(), List.of()),
                            x,
                            random(18, 5, 3, 3)));
            cases.add(
                    of(
                            "ConvTranspose depthwise, stride " + stride,
                            new ConvTranspose(window, 18, List.of(), List.of()),
                            x,
                            random(18, 1, 3, 3),
                            random(18)));
        }
        cases.add(
                of(
                        "Conv to 3 channels",
                        new Conv(
                                window(List.of(5, 5), List.of(1, 1), List.of(2, 2, 2, 2)),
                                1,
                                Epilogue.of(Unary.RELU)),
                        Shape.of(2, 6, 7, 33),
                        random(3, 6, 5, 5),
                        random(3)));
        for (int channels : new int[] {1, 3}) {
            cases.add(
                    of(
                            "ConvTranspose to " + channels + " channels, windows side by side",
                            new ConvTranspose(
                                    window(List.of(2, 2), List.of(2, 2), List.of(0, 0, 0, 0)),
                                    1,
                                    List.of(),
                                    List.of(),
                                    Unary.RELU),
                            x,
                            random(18, channels, 2, 2),
                            random(channels)));
        }
        cases.add(
                of(
                        "ConvTranspose with output padding",
                        new ConvTranspose(
                                window(List.of(2, 4), List.of(2, 2), List.of(0, 1, 0, 1)),
                                1,
                                List.of(1, 1),
                                List.of()),
                        x,
                        random(18, 3, 2, 4),
                        random(3)));
        cases.add(
                of(
                        "ConvTranspose of patches into few channels",
                        new ConvTranspose(
                                window(List.of(2, 2), List.of(2, 2), List.of(0, 0, 0, 0)),
                                1,
                                List.of(),
                                List.of(),
                                Unary.RELU),
                        Shape.of(2, 18, 3, 21),
                        random(18, 3, 2, 2),
                        random(3)));
        SpatialWindow strided = window(List.of(3, 3), List.of(2, 2), List.of(1, 0, 1, 1));
        cases.add(
                of(
                        "ConvInputGradient",
                        new ConvInputGradient(strided, 1),
                        x,
                        random(18, 5, 3, 3),
                        random(2, 5, 13, 13)));
        cases.add(
                of(
                        "ConvTranspose 1-D",
                        new ConvTranspose(
                                window(List.of(4), List.of(2), List.of(1, 1)),
                                1,
                                List.of(),
                                List.of()),
                        Shape.of(2, 18, 11),
                        random(18, 7, 4),
                        random(7)));
    }

    private static void pads(List<Case> cases) {
        Shape x = Shape.of(2, 18, 5, 9);
        Tensor pads = Tensor.ofLongs(Shape.of(8), 0, 0, 2, 1, 0, 0, 0, 3);
        Tensor crop = Tensor.ofLongs(Shape.of(8), 0, 0, -1, 2, 0, 0, 1, -3);
        for (Pad.Mode mode : Pad.Mode.values()) {
            cases.add(of("Pad " + mode, new Pad(mode), x, pads));
            cases.add(of("Pad and crop " + mode, new Pad(mode), x, crop));
        }
        Tensor fill = Tensor.of(Shape.of(1), -1.5f);
        cases.add(of("Pad by a value", new Pad(Pad.Mode.CONSTANT), x, pads, fill));
        Tensor ends = Tensor.ofLongs(Shape.of(6), 0, 0, 1, 0, 0, 2);
        cases.add(of("Pad 1-D", new Pad(Pad.Mode.REFLECT), Shape.of(2, 18, 9), ends));
    }

    private static void resizes(List<Case> cases) {
        Shape x = Shape.of(2, 18, 6, 7);
        Tensor none = Tensor.of(Shape.of(0));
        Tensor up = Tensor.of(Shape.of(4), 1, 1, 2, 3);
        Tensor down = Tensor.of(Shape.of(4), 1, 1, 0.5f, 0.6f);
        Tensor sizes = Tensor.ofLongs(Shape.of(4), 2, 18, 11, 5);
        for (Resize.Mode mode : Resize.Mode.values()) {
            for (Resize.Coordinates coordinates : Resize.Coordinates.values()) {
                if (coordinates != Resize.Coordinates.TF_CROP_AND_RESIZE) {
                    Resize op = resize(mode, coordinates, false);
                    String name = mode + " " + coordinates;
                    cases.add(of("Resize up, " + name, op, x, none, up));
                    cases.add(of("Resize to sizes, " + name, op, x, none, none, sizes));
                }
            }
            Resize smooth = resize(mode, Resize.Coordinates.HALF_PIXEL, true);
            cases.add(of("Resize down, " + mode, smooth, x, none, down));
        }
        Tensor length = Tensor.of(Shape.of(3), 1, 1, 2);
        Resize linear = resize(Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL, false);
        cases.add(of("Resize 1-D", linear, Shape.of(2, 18, 9), none, length));
    }

    private static Resize resize(
            Resize.Mode mode, Resize.Coordinates coordinates, boolean antialias) {
        return new Resize(
                mode,
                coordinates,
                Resize.Nearest.ROUND_PREFER_FLOOR,
                -0.75f,
                false,
                0,
                antialias,
                Resize.Policy.STRETCH,
                List.of());
    }

    private static void normalizations(List<Case> cases) {
        Shape x = Shape.of(2, 18, 5, 9);
        Tensor scale = random(18);
        Tensor bias = random(18);
        for (int groups : new int[] {0, 1, 3, 9}) {
            GroupNormalization op = new GroupNormalization(groups, 1e-5f);
            cases.add(of(op.type() + " " + groups, op, x, scale, bias));
        }
        GroupNormalization instance = new GroupNormalization(0, 1e-5f);
        cases.add(of("InstanceNormalization 1-D", instance, Shape.of(2, 18, 37), scale, bias));
        for (int axis = 1; axis < 4; axis++) {
            int[] row = Arrays.copyOfRange(x.dims(), axis, 4);
            LayerNormalization op = new LayerNormalization(axis, 1e-5f);
            cases.add(of("LayerNormalization " + axis, op, x, random(row), random(row)));
            cases.add(of("LayerNormalization without bias " + axis, op, x, random(row)));
        }
    }

    @Test
    void trainingFormOfBatchNormalizationComputesEveryOutput() {
        Shape x = Shape.of(3, 18, 5, 4);
        Case it = of("training", new BatchNormalizationTraining(1e-5f, 0.1f), x);
        Map<String, Tensor> constants = new HashMap<>();
        List<String> inputs = new ArrayList<>(List.of("x"));
        for (int i = 0; i < 4; i++) {
            inputs.add("c" + i);
            constants.put("c" + i, random(18));
        }
        List<String> outputs = List.of("y", "mean", "variance", "batch", "factor");
        Node node = new Node("it", it.op(), inputs, outputs);
        assertComputes(it, List.of(node), constants, outputs);
        Node onlyY = new Node("it", it.op(), inputs, List.of("y"));
        assertComputes(it, List.of(onlyY), constants, List.of("y"));
    }

    @Test
    void windowsAddTheZerosOfPadsBeforeThem() {
        Shape x = Shape.of(2, 18, 7, 9);
        Tensor pads = Tensor.ofLongs(Shape.of(8), 0, 0, 0, 1, 0, 0, 2, 1);
        SpatialWindow conv = window(List.of(3, 3), List.of(2, 1), List.of(1, 0, 0, 1));
        SpatialWindow pool = window(List.of(3, 3), List.of(2, 2), List.of(0, 1, 0, 0));
        Case it = of("pads", new Pad(Pad.Mode.CONSTANT), x, pads);
        Map<String, Tensor> constants = new HashMap<>();
        constants.put("pads", pads);
        constants.put("weight", random(20, 18, 3, 3));
        List<Node> nodes = new ArrayList<>();
        nodes.add(node("padded", it.op(), "x", "pads"));
        nodes.add(node("conv", new Conv(conv, 1, Epilogue.NONE), "padded", "weight"));
        nodes.add(node("relu", new Elementwise(Unary.RELU), "conv"));
        nodes.add(node("wide", it.op(), "relu", "pads"));
        nodes.add(node("maximum", new MaxPool(pool, false), "wide"));
        nodes.add(node("mean", new AveragePool(pool, true), "wide"));
        assertComputes(it, nodes, constants, List.of("maximum", "mean"));
    }

    static Stream<Shape> images() {
        // Weights are few beside the last image and many beside the others; one has no blocks.
        return Stream.of(
                Shape.of(1, 40, 5, 5),
                Shape.of(2, 40, 6, 7),
                Shape.of(2, 40, 40, 50),
                Shape.of(2, 3, 5, 5),
                Shape.of(2, 40, 11));
    }

    @ParameterizedTest
    @MethodSource("images")
    void prologuesOfConvolutionsComputeWhatStoodBeforeThem(Shape x) {
        int axes = x.rank() - 2;
        int channels = x.dim(1);
        Case it = of("prologue", new GlobalPool(PoolSpec.Kind.AVERAGE), x);
        Map<String, Tensor> constants = new HashMap<>();
        constants.put("scale", random(channels));
        constants.put("variance", Tensor.of(Shape.of(channels), new float[channels]));
        constants.put("weight", random(weight(20, channels, 1, axes)));
        constants.put("after", random(weight(20, 20, 1, axes)));
        constants.put("last", random(weight(4, 20, 3, axes)));
        BatchNormalization norm = new BatchNormalization(2, Unary.RELU);
        List<Node> nodes = new ArrayList<>();
        nodes.add(node("norm", norm, "x", "scale", "scale", "scale", "variance"));
        nodes.add(conv(axes, 0, "norm", "weight", "y"));
        nodes.add(node("gate", it.op(), "y"));
        nodes.add(node("gated", new Arithmetic(Binary.MUL), "y", "gate"));
        nodes.add(conv(axes, 0, "gated", "after", "sum"));
        // A residual, and a reader that wants a halo.
        nodes.add(node("z", new Arithmetic(Binary.ADD), "sum", "y"));
        nodes.add(conv(axes, 1, "z", "last", "end"));
        assertComputes(it, nodes, constants, List.of("end", "z"));
    }

    @Test
    void statisticsOfBatchNormalizationMayComeFromRunTime() {
        Shape x = Shape.of(3, 18, 5, 4);
        Unary relu = Unary.RELU;
        Case it = of("run time", new BatchNormalization(2, relu), x);
        Map<String, Tensor> constants = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        List<String> inputs = new ArrayList<>(List.of("x"));
        constants.put("axes", Tensor.ofLongs(Shape.of(3), 0, 2, 3));
        for (int i = 0; i < 4; i++) {
            inputs.add("m" + i);
            nodes.add(node("m" + i, new ReduceMean(false), "x", "axes"));
        }
        nodes.add(new Node("it", it.op(), inputs, List.of("y")));
        List<Tensor> expected = interpret(it, nodes, constants, List.of("y"));
        try (Model model =
                        Model.of(
                                graph(it, nodes, constants, List.of("y")),
                                ModelOptions.defaults());
                Session session = model.newSession()) {
            session.input("x").copyFrom(random(x.dims()).toFloatArray());
            session.run();
            assertClose(expected.getFirst(), session.output("y"), "y");
        }
    }

    private static Node node(String name, Op op, String... inputs) {
        return new Node(name, op, List.of(inputs), List.of(name));
    }

    private static SpatialWindow window(
            List<Integer> kernel, List<Integer> strides, List<Integer> pads) {
        return new SpatialWindow(kernel, strides, pads, List.of(), AutoPad.NOTSET, false);
    }

    private static Tensor random(int... dims) {
        Random random = new Random(dims.length);
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return Tensor.of(shape, values);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void kernelsComputeRowMajorInputsAsDefined(Case it) {
        Map<String, Tensor> constants = new HashMap<>();
        assertComputes(it, List.of(node(it, "x", constants)), constants, List.of("y"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void kernelsComputeBlockedInputsAsDefined(Case it) {
        int axes = it.x().rank() - 2;
        int channels = it.x().dim(1);
        Map<String, Tensor> constants = new HashMap<>();
        constants.put("weight", random(weight(channels, channels, 1, axes)));
        List<Node> nodes = new ArrayList<>();
        nodes.add(conv(axes, 0, "x", "weight", "blocked"));
        nodes.add(node(it, "blocked", constants));
        List<String> outputs = new ArrayList<>(List.of("y"));
        Shape y = interpret(it, nodes, constants, outputs).getFirst().shape();
        if (y.rank() == it.x().rank()) {
            // A reader that wants a halo around y.
            constants.put("after", random(weight(4, y.dim(1), 3, axes)));
            nodes.add(conv(axes, 1, "y", "after", "z"));
            outputs.add("z");
        }
        assertComputes(it, nodes, constants, outputs);
    }

    private static int[] weight(int out, int in, int kernel, int axes) {
        return axes == 1 ? new int[] {out, in, kernel} : new int[] {out, in, kernel, kernel};
    }

    private static Node conv(int axes, int pad, String x, String weight, String y) {
        SpatialWindow window =
                new SpatialWindow(
                        List.of(),
                        List.of(),
                        Collections.nCopies(2 * axes, pad),
                        List.of(),
                        AutoPad.NOTSET,
                        false);
        return new Node(y, new Conv(window, 1, Epilogue.NONE), List.of(x, weight), List.of(y));
    }

    private static Node node(Case it, String x, Map<String, Tensor> constants) {
        List<String> inputs = new ArrayList<>(List.of(x));
        for (Tensor constant : it.constants()) {
            inputs.add("c" + inputs.size());
            constants.put(inputs.getLast(), constant);
        }
        return new Node("it", it.op(), inputs, List.of("y"));
    }

    private static Graph graph(
            Case it, List<Node> nodes, Map<String, Tensor> constants, List<String> outputs) {
        TensorInfo x = TensorInfo.of("x", DType.FLOAT32, it.x());
        return new Graph(it.name(), List.of(x), outputs, nodes, constants, Map.of());
    }

    private static List<Tensor> interpret(
            Case it, List<Node> nodes, Map<String, Tensor> constants, List<String> outputs) {
        Graph graph = graph(it, nodes, constants, outputs);
        return Interpreter.run(graph, Map.of("x", random(it.x().dims())));
    }

    private static void assertComputes(
            Case it, List<Node> nodes, Map<String, Tensor> constants, List<String> outputs) {
        List<Tensor> expected = interpret(it, nodes, constants, outputs);
        Graph graph = graph(it, nodes, constants, outputs);
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession()) {
            assertTrue(
                    session.report().steps().stream()
                            .noneMatch(step -> step.kernel().equals("plain")),
                    () -> "runs plainly: " + session.report().steps());
            session.input("x").copyFrom(random(it.x().dims()).toFloatArray());
            session.run();
            for (int i = 0; i < expected.size(); i++) {
                assertClose(expected.get(i), session.output(i), outputs.get(i));
            }
        }
    }

    private static void assertClose(Tensor expected, Tensor actual, String name) {
        assertEquals(expected.shape(), actual.shape(), name);
        double[] e = expected.toDoubleArray();
        double[] a = actual.toDoubleArray();
        double scale = Arrays.stream(e).map(Math::abs).reduce(1, Math::max);
        for (int i = 0; i < e.length; i++) {
            assertEquals(e[i], a[i], TOLERANCE * scale, name + " at " + i);
        }
    }
}
